"""People: looked up, added, moved, ended, invited. What they chose or did is read nowhere here."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Final
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.adapters.console.doors import GET, PATHS, POST, PageRoute, Visitor, missing, show
from bot.adapters.console.editing import EditPages, EditTask
from bot.adapters.console.schedules import administered, unit_options
from bot.adapters.console.upload import UPLOAD
from bot.domain.administration.rights import ConsolePage, may_invite, roles_given, taken_away
from bot.domain.forms.fields import ChoiceField, DateField, FieldOption, FieldValue, TextField, YesNoField, plain_value
from bot.domain.forms.form import Form
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.messaging.orders import grouped
from bot.domain.organisation.people import Channel, Membership, Profession, Role
from bot.domain.texts import say
from bot.domain.texts.characters import is_one_line, tidy
from bot.domain.texts.dates import day_and_year
from bot.flows.administration.edits import AddPerson, ChangeRoles, Edit
from bot.flows.administration.find_people import FindPeople
from bot.flows.administration.in_chat.words import why_words
from bot.flows.administration.invite import InvitePerson
from bot.flows.asking.explain_unasked import ExplainUnasked
from bot.ports import Clock
from bot.programme_rules import EditFault, EditRefused
from bot.repositories.directory import FoundPerson, JoinState, PeopleSearch

HERE: Final = PATHS[ConsolePage.PEOPLE]
NEW: Final = "/admin/new-person"
"""Outside the folder of people, any of whom may have the id `new`."""
_LONGEST_SEARCH: Final = 80
_WORDS_AT_MOST: Final = 5


class PeoplePages:
    def __init__(
        self,
        *,
        pages: EditPages,
        find: FindPeople,
        invite: InvitePerson,
        explain: ExplainUnasked,
        clock: Clock,
        channels: Mapping[Channel, str],
        channels_off: Collection[Channel],
    ) -> None:
        """`channels`: their names, by id. `channels_off`: where nobody can be invited to now."""
        self._pages, self._find, self._invite, self._channels = pages, find, invite, channels
        self._explain, self._clock = explain, clock
        self._channels_off = channels_off

    def routes(self) -> Sequence[PageRoute]:
        return [
            PageRoute(HERE, ConsolePage.PEOPLE, self.list, GET),
            PageRoute(NEW, ConsolePage.PEOPLE, self.add),
            PageRoute(f"{HERE}/{{person}}", ConsolePage.PEOPLE, self.person, GET),
            PageRoute(f"{HERE}/{{person}}/role", ConsolePage.PEOPLE, self.add_role),
            PageRoute(f"{HERE}/{{person}}/move", ConsolePage.PEOPLE, self.move),
            PageRoute(f"{HERE}/{{person}}/end", ConsolePage.PEOPLE, self.end),
            PageRoute(f"{HERE}/{{person}}/invite", ConsolePage.PEOPLE, self.invite, POST),
        ]

    async def list(self, request: Request, visitor: Visitor) -> Response:
        asked = request.query_params
        words, state = searched(asked.get("q", "")), asked.get("state", "")
        joining = JoinState(state) if state in set(JoinState) else None
        after = searched(asked.get("name", "")), PersonId(searched(asked.get("id", "")))
        search = PeopleSearch(
            units=visitor.units,
            words=words.split()[:_WORDS_AT_MOST],
            joining=joining,
            after=after if all(after) else None,
        )
        found, more_follow = await self._find(search)
        more = ""
        if more_follow:
            last = found[-1].person
            query = {"q": words, "state": joining or "", "name": last.name, "id": last.id}
            more = f"{HERE}?{urlencode(query)}"
        return show(
            visitor,
            "people.html",
            title=say("console-page-people", visitor.locale),
            here=HERE,
            saved="saved" in asked,
            words=words,
            state=joining.value if joining else "",
            states=[(each.value, say(f"console-joining-{each}", visitor.locale)) for each in JoinState],
            people=[self._row(each, visitor) for each in found],
            more=more,
            new=NEW,
            upload=UPLOAD,
        )

    async def person(self, request: Request, visitor: Visitor) -> Response:
        found = await self._asked_for(request, visitor)
        if found is None:
            return missing(visitor)
        why = await self._explain(found.person.id)
        _, *said = why_words(why, found.person, administered(visitor), now=self._clock.now())
        return show(
            visitor,
            "person.html",
            title=found.person.name,
            here=HERE,
            why=said,
            person=self._row(found, visitor),
            may_change=bool(_own_roles(found, visitor)),
            may_invite=_may_invite(found, visitor),
            has_joined=found.joining in (JoinState.JOINED, JoinState.REFUSED),
        )

    async def add(self, request: Request, visitor: Visitor) -> Response:
        locale = visitor.locale
        channels = tuple(FieldOption(value=each, label=self._named(each, locale)) for each in self._channels)
        professions = tuple(
            FieldOption(value=each.value, label=say(f"console-group-{each}", locale)) for each in Profession
        )
        form = Form(
            id="person",
            title=say("console-person_new", locale),
            submit=say("console-look", locale),
            fields=(
                TextField(**_words("person_id", locale)),
                TextField(**_words("name", locale)),
                ChoiceField(**_words("unit", locale), options=unit_options(visitor)),
                ChoiceField(**_words("role", locale), options=_role_options(visitor)),
                ChoiceField(**_words("channel", locale), options=channels),
                ChoiceField(**_words("group", locale), options=professions, is_needed=False),
                DateField(**_words("starts", locale), is_needed=False),
                DateField(**_words("ends", locale), is_needed=False),
                YesNoField(**_words("invite", locale)),
            ),
        )

        def make(values: Mapping[str, FieldValue]) -> AddPerson:
            cells = {name: str(plain_value(value) or "") for name, value in values.items() if name != "invite"}
            if values["invite"] and cells["channel"] in self._channels_off:
                what = self._off(Channel(cells["channel"]), locale)
                raise EditRefused([EditFault(key="channel", what=what)])
            unit, role = UnitId(cells.pop("unit")), Role(cells.pop("role"))
            return AddPerson(particulars=cells, unit=unit, role=role)

        async def done(values: Mapping[str, FieldValue]) -> Response:
            person = PersonId(str(values["person_id"]))
            if values["invite"]:
                return await self._invited(visitor, person, str(values["name"]), ends_address=False)
            return RedirectResponse(_path(person), status_code=303)

        task = EditTask(title=form.title, form=form, make=make, action=NEW, back=HERE, here=HERE, done=done)
        return await self._pages.show(request, visitor, task)

    async def add_role(self, request: Request, visitor: Visitor) -> Response:
        found = await self._asked_for(request, visitor)
        if found is None:
            return missing(visitor)
        locale, path = visitor.locale, _path(found.person.id)
        form = Form(
            id="role",
            title=say("console-person_role", locale, name=found.person.name),
            submit=say("console-look", locale),
            fields=(
                ChoiceField(**_words("unit", locale), options=unit_options(visitor)),
                ChoiceField(**_words("role", locale), options=_role_options(visitor)),
            ),
        )

        def make(values: Mapping[str, FieldValue]) -> ChangeRoles:
            role = UnitId(str(values["unit"])), Role(str(values["role"]))
            return ChangeRoles(person=found.person.id, plus=frozenset({role}))

        return await self._pages.show(request, visitor, _of_person(form, make, f"{path}/role", path))

    async def move(self, request: Request, visitor: Visitor) -> Response:
        found = await self._asked_for(request, visitor)
        roles = [] if found is None else _own_roles(found, visitor)
        if found is None or not roles:
            return missing(visitor)
        locale, path = visitor.locale, _path(found.person.id)
        held = tuple(FieldOption(value=f"{each.role}:{each.unit}", label=_role_words(each, visitor)) for each in roles)
        form = Form(
            id="move",
            title=say("console-person_move", locale, name=found.person.name),
            submit=say("console-look", locale),
            fields=(
                ChoiceField(**_words("from", locale), options=held, given=(held[0].value,)),
                ChoiceField(**_words("to", locale), options=unit_options(visitor)),
            ),
        )

        def make(values: Mapping[str, FieldValue]) -> ChangeRoles:
            role, _, unit = str(values["from"]).partition(":")
            before, after = (UnitId(unit), Role(role)), (UnitId(str(values["to"])), Role(role))
            return ChangeRoles(person=found.person.id, without=frozenset({before}), plus=frozenset({after}))

        return await self._pages.show(request, visitor, _of_person(form, make, f"{path}/move", path))

    async def end(self, request: Request, visitor: Visitor) -> Response:
        """Only the roles in the visitor's own units end; whoever has none left has left the list."""
        found = await self._asked_for(request, visitor)
        roles = [] if found is None else _own_roles(found, visitor)
        if found is None and request.method == "POST":
            return RedirectResponse(HERE, status_code=303)  # a second press, or somebody else was quicker
        if found is None or not roles:
            return missing(visitor)
        path = _path(found.person.id)
        edit = ChangeRoles(person=found.person.id, without=frozenset((each.unit, each.role) for each in roles))

        async def done(_values: Mapping[str, FieldValue]) -> Response:
            return RedirectResponse(f"{HERE}?saved=1", status_code=303)

        title = say("console-person_end", visitor.locale, name=found.person.name)
        task = EditTask(
            title=title, form=None, make=lambda _values: edit, action=f"{path}/end", back=path, here=HERE, done=done
        )
        return await self._pages.show(request, visitor, task)

    async def invite(self, request: Request, visitor: Visitor) -> Response:
        found = await self._asked_for(request, visitor)
        if found is None or not _may_invite(found, visitor):
            return missing(visitor)
        if found.person.channel in self._channels_off:
            title, words = found.person.name, self._off(found.person.channel, visitor.locale)
            back = _path(found.person.id)
            return show(visitor, "refused.html", title=title, here=HERE, status=422, faults=[words], back=back)
        ends_address = visitor.value("which") == "renew"
        return await self._invited(visitor, found.person.id, found.person.name, ends_address=ends_address)

    async def _invited(self, visitor: Visitor, person: PersonId, name: str, *, ends_address: bool) -> Response:
        invitation = await self._invite(person, ends_address=ends_address, author=visitor.author)
        if invitation is None:
            return RedirectResponse(_path(person), status_code=303)
        return show(
            visitor,
            "invitation.html",
            title=say("console-invitation_title", visitor.locale, name=name),
            here=HERE,
            code=grouped(invitation.code),
            link=invitation.link,
            until=day_and_year(invitation.expires_at.date(), visitor.locale),
            back=_path(person),
        )

    async def _asked_for(self, request: Request, visitor: Visitor) -> FoundPerson | None:
        """Whom the address names; None where they have no role in the visitor's units."""
        return await self._find.one(PersonId(request.path_params["person"]), visitor.units)

    def _row(self, found: FoundPerson, visitor: Visitor) -> Mapping[str, Any]:
        locale, until = visitor.locale, found.invited_until
        joining = say(f"console-joining-{found.joining}", locale)
        if until is not None:
            joining = say("console-invited_until", locale, date=day_and_year(until.date(), locale))
        return {
            "id": found.person.id,
            "name": found.person.name,
            "path": _path(found.person.id),
            "roles": [_role_words(each, visitor) for each in found.memberships if each.unit in visitor.units],
            "channel": self._named(found.person.channel, locale),
            "joining": joining,
        }

    def _named(self, channel: Channel, locale: str) -> str:
        name = self._channels.get(channel, channel)
        return say("console-channel_off", locale, channel=name) if channel in self._channels_off else name

    def _off(self, channel: Channel, locale: str) -> str:
        return say("console-invite_off", locale, channel=self._channels.get(channel, channel))


def _of_person(form: Form, make: Callable[[Mapping[str, FieldValue]], Edit], action: str, back: str) -> EditTask:
    """A change to somebody, after which their own page is shown again."""

    async def done(_values: Mapping[str, FieldValue]) -> Response:
        return RedirectResponse(back, status_code=303)

    return EditTask(title=form.title, form=form, make=make, action=action, back=back, here=HERE, done=done)


def searched(text: str) -> str:
    """What somebody looks for, as it can be looked for."""
    words = tidy(text[:_LONGEST_SEARCH])
    return words if is_one_line(words) else ""


def _path(person: PersonId) -> str:
    return f"{HERE}/{quote(person, safe='')}"


def _words(name: str, locale: str) -> dict[str, Any]:
    return {
        "name": name,
        "label": say(f"console-person-{name}", locale),
        "help": say(f"console-person_help-{name}", locale),
    }


def _own_roles(found: FoundPerson, visitor: Visitor) -> Sequence[Membership]:
    """Those that the visitor may take away."""
    return taken_away(found.memberships, visitor.who.held, visitor.tree)


def _may_invite(found: FoundPerson, visitor: Visitor) -> bool:
    return may_invite(found.memberships, visitor.who.held, visitor.tree)


def _role_options(visitor: Visitor) -> tuple[FieldOption, ...]:
    given = roles_given(visitor.who.held, visitor.tree)
    return tuple(
        FieldOption(value=role.value, label=say(f"digest-role-{role}", visitor.locale))
        for role in Role
        if role in given
    )


def _role_words(held: Membership, visitor: Visitor) -> str:
    role = say(f"digest-role-{held.role}", visitor.locale)
    return say("console-role_of", visitor.locale, role=role, unit=visitor.tree.names.get(held.unit, held.unit))
