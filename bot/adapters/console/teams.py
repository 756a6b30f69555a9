"""The tree of units: which leads are missing, lists that are too short for figures; add, change, merge, retire."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.adapters.console.doors import GET, PATHS, PageRoute, Visitor, missing, show
from bot.adapters.console.editing import EditPages, EditTask
from bot.adapters.console.leads import lead_way
from bot.adapters.console.paging import piece_of
from bot.adapters.console.posts import WHOLE
from bot.adapters.console.schedules import unit_options
from bot.domain.administration.rights import ConsolePage
from bot.domain.disclosure.small_teams import SmallTeam
from bot.domain.forms.fields import ChoiceField, DateField, FieldValue, FormField, TextField, plain_values
from bot.domain.forms.form import Form
from bot.domain.identifiers import UnitId
from bot.domain.organisation.people import CO_LEADS, LEADS_AND_CHAMPIONS, Role
from bot.domain.programme.programme import Privacy
from bot.domain.texts import say
from bot.domain.texts.dates import listed
from bot.flows.administration.edits import Edit, MergeUnits, PutUnit, RetireUnit, week_of_day
from bot.flows.administration.read_teams import ReadTeams
from bot.programme_rules import ProgrammeRules
from bot.repositories.directory import RoleCounts

HERE: Final = PATHS[ConsolePage.TEAMS]
NEW: Final = "/admin/new-team"
"""Outside the folder of units, any of which may be called `new`."""
Make = Callable[[Mapping[str, FieldValue]], Edit]


class TeamPages:
    """Everything about units that a visitor administers; at the top of the tree only who administers everything."""

    def __init__(self, *, pages: EditPages, rules: ProgrammeRules, read: ReadTeams) -> None:
        self._pages, self._rules, self._read = pages, rules, read

    def routes(self) -> Sequence[PageRoute]:
        return [
            PageRoute(HERE, ConsolePage.TEAMS, self.list, GET),
            PageRoute(NEW, ConsolePage.TEAMS, self.new),
            PageRoute(f"{HERE}/{{unit}}", ConsolePage.TEAMS, self.change),
            PageRoute(f"{HERE}/{{unit}}/merge", ConsolePage.TEAMS, self.merge),
            PageRoute(f"{HERE}/{{unit}}/retire", ConsolePage.TEAMS, self.retire),
        ]

    async def list(self, request: Request, visitor: Visitor) -> Response:
        counts = await self._read(visitor.units)
        small = await self._read.small(visitor.tree, visitor.who.programme.privacy)
        options, pieces = piece_of(unit_options(visitor), request)
        return show(
            visitor,
            "teams.html",
            title=say("console-page-teams", visitor.locale),
            here=HERE,
            saved="saved" in request.query_params,
            new=NEW,
            whole=WHOLE if visitor.opens_everything(ConsolePage.TEAMS) else "",
            units=[_row(UnitId(option.value), option.level, counts, small, visitor) for option in options],
            pieces=pieces,
        )

    async def new(self, request: Request, visitor: Visitor) -> Response:
        title = say("teams-new", visitor.locale)
        form = _form(visitor, title, {}, is_new=True)

        def make(values: Mapping[str, FieldValue]) -> PutUnit:
            return PutUnit(id=None, keys=plain_values(values))

        return await self._pages.show(request, visitor, _task(title, form, make, NEW))

    async def change(self, request: Request, visitor: Visitor) -> Response:
        unit = _asked_for(request, visitor)
        if unit is None:
            return missing(visitor)
        title = say("teams-change", visitor.locale, unit=visitor.tree.names[unit])
        entry = self._rules.entry(visitor.who.programme, "unit", unit)
        form = _form(visitor, title, {key: (str(value),) for key, value in entry.items()}, is_new=False, of=unit)

        def make(values: Mapping[str, FieldValue]) -> PutUnit:
            return PutUnit(id=unit, keys=plain_values(values))

        return await self._pages.show(request, visitor, _task(title, form, make, _path(unit)))

    async def retire(self, request: Request, visitor: Visitor) -> Response:
        unit = _asked_for(request, visitor)
        if unit is None:  # a second press, or somebody else was quicker
            return RedirectResponse(HERE, status_code=303) if request.method == "POST" else missing(visitor)
        title = say("teams-retire", visitor.locale, unit=visitor.tree.names[unit])
        edit = RetireUnit(id=unit)
        return await self._pages.show(
            request, visitor, _task(title, None, lambda _values: edit, f"{_path(unit)}/retire")
        )

    async def merge(self, request: Request, visitor: Visitor) -> Response:
        unit, locale = _asked_for(request, visitor), visitor.locale
        if unit is None and request.method == "POST":
            return RedirectResponse(HERE, status_code=303)  # a second press, or somebody else was quicker
        if unit is None or not visitor.tree.is_microsystem(unit):
            return missing(visitor)
        others = tuple(
            each
            for each in unit_options(visitor)
            if each.value != unit and visitor.tree.is_microsystem(UnitId(each.value))
        )
        title = say("teams-merge", locale, unit=visitor.tree.names[unit])
        form = Form(
            id="merge",
            title=title,
            help=say("teams-merge_words", locale),
            submit=say("console-look", locale),
            fields=(
                ChoiceField(name="into", label=say("teams-field-into", locale), options=others),
                DateField(name="week", label=say("teams-field-week", locale), help=say("teams-help-week", locale)),
                TextField(name="reason", label=say("teams-field-reason", locale)),
            ),
        )

        def make(values: Mapping[str, FieldValue]) -> MergeUnits:
            week = week_of_day(values["week"], "week")  # type: ignore[arg-type]  # a needed date
            return MergeUnits(id=unit, into=UnitId(str(values["into"])), week=week, reason=str(values["reason"]))

        return await self._pages.show(request, visitor, _task(title, form, make, f"{_path(unit)}/merge"))


def _task(title: str, form: Form | None, make: Make, action: str) -> EditTask:
    return EditTask(title=title, form=form, make=make, action=action, back=HERE, here=HERE, done=_saved)


async def _saved(_values: Mapping[str, FieldValue]) -> Response:
    return RedirectResponse(f"{HERE}?saved=1", status_code=303)


def _form(
    visitor: Visitor, title: str, given: Mapping[str, tuple[str, ...]], *, is_new: bool, of: UnitId | None = None
) -> Form:
    locale = visitor.locale

    def words(name: str) -> dict[str, Any]:
        return {
            "name": name,
            "label": say(f"teams-field-{name}", locale),
            "help": "" if name == "name" else say(f"teams-help-{name}", locale),
            "given": given.get(name, ()),
        }

    fields: list[FormField] = [TextField(**words("id"))] if is_new else []
    fields.append(TextField(**words("name")))
    parent = next(iter(given.get("parent", ())), "")
    if parent in visitor.units or (not parent and (is_new or visitor.opens_everything(ConsolePage.TEAMS))):
        parents = tuple(each for each in unit_options(visitor) if each.value != of)
        fields.append(
            ChoiceField(**words("parent"), options=parents, is_needed=not visitor.opens_everything(ConsolePage.TEAMS))
        )
    fields += [TextField(**words(name), is_needed=False) for name in ("timezone", "locale")]
    return Form(id="unit", title=title, fields=tuple(fields), submit=say("console-look", locale))


def _asked_for(request: Request, visitor: Visitor) -> UnitId | None:
    unit = UnitId(request.path_params["unit"])
    return unit if unit in visitor.units else None


def _path(unit: UnitId) -> str:
    return f"{HERE}/{quote(unit, safe='')}"


def _row(
    unit: UnitId, level: int, counts: RoleCounts, small: Mapping[UnitId, SmallTeam], visitor: Visitor
) -> Mapping[str, Any]:
    is_team, held = visitor.tree.is_microsystem(unit), counts.get(unit, {})
    return {
        "id": unit,
        "name": visitor.tree.names[unit],
        "level": level,
        "path": _path(unit),
        "is_team": is_team,
        "may_split": is_team and may_split(unit, visitor),
        "people": _held_words(held, visitor.locale),
        "cautions": list(_cautions(unit, held, small.get(unit), visitor)) if is_team else [],
        "unfilled": [lead_way(unit, role, visitor) for role in _missing_leads(held)] if is_team else [],
    }


def _held_words(held: Mapping[Role, int], locale: str) -> str:
    found = [say(f"teams-count-{role}", locale, count=held[role]) for role in Role if held.get(role)]
    return listed(found, locale) if found else say("teams-nobody", locale)


def _cautions(unit: UnitId, held: Mapping[Role, int], small: SmallTeam | None, visitor: Visitor) -> Sequence[str]:
    """What stands in the way of figures, and of anybody reading them."""
    locale, privacy = visitor.locale, visitor.who.programme.privacy
    found: list[str] = []
    if not any(held.get(role) for role in LEADS_AND_CHAMPIONS):
        found.append(say("teams-unread", locale))
    elif absent := _missing_leads(held):
        roles = listed([say(f"digest-role-{role}", locale) for role in absent], locale)
        found.append(say("teams-without", locale, roles=roles))
    if small is not None:
        return [*found, counted_words(unit, small, privacy, visitor.tree.names, locale)]
    return [*found, *size_cautions(held.get(Role.MEMBER, 0), privacy, locale)]


def counted_words(unit: UnitId, small: SmallTeam, privacy: Privacy, names: Mapping[UnitId, str], locale: str) -> str:
    """How a team that is too small by itself is counted, as `rounds check` says it."""
    if not small.others:
        least = str(privacy.minimum_team)
        return say("caution-too_few", locale, unit=names[unit], left=str(small.left), least=least)
    others = listed([names[team] for team in small.others], locale)
    return say("caution-pooled", locale, unit=names[unit], left=str(small.left), others=others)


def size_cautions(members: int, privacy: Privacy, locale: str) -> Sequence[str]:
    """What a team of so many members is too short for."""
    if members < privacy.minimum_team:
        return [say("teams-short", locale, minimum=privacy.minimum_team)]
    if members < privacy.minimum_group_comments:
        return [say("teams-short_spread", locale, minimum=privacy.minimum_group_comments)]
    return []


def may_split(unit: UnitId, visitor: Visitor) -> bool:
    """New teams stand beside the old one, so the place is theirs where the unit above is."""
    above = visitor.tree.parents[unit]
    return visitor.opens_everything(ConsolePage.TEAMS) if above is None else above in visitor.units


def _missing_leads(held: Mapping[Role, int]) -> Sequence[Role]:
    return [role for role in Role if role in CO_LEADS and not held.get(role)]
