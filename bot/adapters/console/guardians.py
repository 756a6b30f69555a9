"""Help for staff, and the guardians who get what is raised: two parts of the programme on one page."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.adapters.console.doors import GET, PATHS, PageRoute, Visitor, missing, show
from bot.adapters.console.editing import EditPages, EditTask
from bot.adapters.console.schedules import administered
from bot.domain.administration.programme_forms import unit_options
from bot.domain.administration.rights import ConsolePage
from bot.domain.forms.fields import FieldValue, SeveralField, TextField, plain_values
from bot.domain.forms.form import Form
from bot.domain.identifiers import PersonId, UnitId, short_id
from bot.domain.texts import say
from bot.domain.texts.dates import listed
from bot.flows.administration.edits import GUARDIAN, AddGuardian, PutTable, TakeOutEntry
from bot.flows.administration.find_people import FindPeople
from bot.programme_rules import Plain, ProgrammeRules

TEAMS: Final = PATHS[ConsolePage.TEAMS]
HERE: Final = "/admin/guardians"
HELP: Final = f"{HERE}/help"
NEW: Final = f"{HERE}/new"


class GuardianPages:
    """Only for those who administer everything: whoever names a guardian says who reads what others raise. Which of
    it there is, and how much, no page tells.
    """

    def __init__(self, *, pages: EditPages, rules: ProgrammeRules, find: FindPeople) -> None:
        self._pages, self._rules, self._find = pages, rules, find

    def routes(self) -> Sequence[PageRoute]:
        return [
            PageRoute(HERE, ConsolePage.TEAMS, self.list, GET),
            PageRoute(HELP, ConsolePage.TEAMS, self.help),
            PageRoute(NEW, ConsolePage.TEAMS, self.new),
            PageRoute(f"{HERE}/{{entry}}/end", ConsolePage.TEAMS, self.end),
        ]

    async def list(self, request: Request, visitor: Visitor) -> Response:
        if not visitor.opens_everything(ConsolePage.TEAMS):
            return missing(visitor)
        programme = visitor.who.programme
        return show(
            visitor,
            "guardians.html",
            title=say("guardians-title", visitor.locale),
            here=TEAMS,
            saved="saved" in request.query_params,
            back=TEAMS,
            help=programme.help,
            change_help=HELP,
            guardians=[await self._row(each, visitor) for each in self._rules.entries(programme, GUARDIAN)],
            new=NEW,
        )

    async def _row(self, entry: Mapping[str, Plain], visitor: Visitor) -> Mapping[str, Any]:
        names = [visitor.tree.names[UnitId(each)] for each in entry["units"]]  # type: ignore[union-attr]
        who = await self._name(str(entry["person"]), visitor)
        return {
            "who": who,
            "units": listed(names, visitor.locale),
            "end": (_path(entry), say("guardians-end", visitor.locale, who=who)),
        }

    async def _name(self, person: str, visitor: Visitor) -> str:
        found = await self._find.one(PersonId(person), visitor.units)
        return person if found is None else say("posts-person", visitor.locale, name=found.person.name, id=person)

    async def help(self, request: Request, visitor: Visitor) -> Response:
        if not visitor.opens_everything(ConsolePage.TEAMS):
            return missing(visitor)
        locale, keys = visitor.locale, self._rules.table(visitor.who.programme, "help")

        def field(name: str) -> TextField:
            given = (str(keys[name]),) if name in keys else ()
            label, hint = say(f"guardians-help_{name}", locale), say(f"guardians-help_{name}_words", locale)
            return TextField(name=name, label=label, help=hint, is_needed=False, given=given)

        form = Form(
            id="help",
            title=say("guardians-help_change", locale),
            help=say("guardians-help_words", locale),
            submit=say("console-look", locale),
            fields=(field("text"), field("link")),
        )

        def make(values: Mapping[str, FieldValue]) -> PutTable:
            return PutTable(table="help", keys=plain_values(values))

        return await self._pages.show(request, visitor, _task(form.title, form, make, HELP))

    async def new(self, request: Request, visitor: Visitor) -> Response:
        if not visitor.opens_everything(ConsolePage.TEAMS):
            return missing(visitor)
        locale = visitor.locale
        person = TextField(
            name="person", label=say("guardians-person", locale), help=say("guardians-person_words", locale)
        )
        units = SeveralField(
            name="units",
            label=say("guardians-units", locale),
            help=say("guardians-units_words", locale),
            options=unit_options(administered(visitor)),
        )
        form = Form(
            id="guardian",
            title=say("guardians-new", locale),
            help=say("guardians-words", locale),
            submit=say("console-look", locale),
            fields=(person, units),
        )

        def make(values: Mapping[str, FieldValue]) -> AddGuardian:
            chosen = values["units"]
            wanted = chosen if isinstance(chosen, tuple) else ()
            return AddGuardian(person=PersonId(str(values["person"])), units=tuple(UnitId(each) for each in wanted))

        return await self._pages.show(request, visitor, _task(form.title, form, make, NEW))

    async def end(self, request: Request, visitor: Visitor) -> Response:
        if not visitor.opens_everything(ConsolePage.TEAMS):
            return missing(visitor)
        entries = self._rules.entries(visitor.who.programme, GUARDIAN)
        found = next((each for each in entries if _path(each) == request.url.path), None)
        if found is None:  # a second press, or somebody else was quicker
            return RedirectResponse(HERE, status_code=303) if request.method == "POST" else missing(visitor)
        title = say("guardians-end", visitor.locale, who=await self._name(str(found["person"]), visitor))
        edit = TakeOutEntry(table=GUARDIAN, entry=found)
        return await self._pages.show(request, visitor, _task(title, None, lambda _values: edit, _path(found)))


def _path(entry: Mapping[str, Plain]) -> str:
    return f"{HERE}/{short_id(*(str(each) for each in sorted(entry.items())))}/end"


def _task(title: str, form: Form | None, make: Any, action: str) -> EditTask:
    return EditTask(title=title, form=form, make=make, action=action, back=HERE, here=TEAMS, done=_saved)


async def _saved(_values: Mapping[str, FieldValue]) -> Response:
    return RedirectResponse(f"{HERE}?saved=1", status_code=303)
