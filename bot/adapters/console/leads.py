"""The co-lead posts of a unit, which people hold by name: who holds them, one more, one fewer."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.adapters.console.doors import PATHS, PageRoute, Visitor, missing
from bot.adapters.console.editing import EditPages, EditTask
from bot.adapters.console.people import searched
from bot.domain.administration.rights import ConsolePage
from bot.domain.forms.fields import ChoiceField, FieldOption, FieldValue, TextField
from bot.domain.forms.form import Form
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.organisation.people import CO_LEADS, Person, Role
from bot.domain.texts import say
from bot.flows.administration.edits import ChangeRoles
from bot.flows.administration.find_people import FindPeople
from bot.programme_rules import EditFault, EditRefused
from bot.repositories.directory import PeopleSearch

HERE: Final = PATHS[ConsolePage.TEAMS]
_LISTED_AT_MOST: Final = 200
"""Of a larger unit the first by name are offered; anybody else is given by id."""


class LeadPages:
    def __init__(self, *, pages: EditPages, find: FindPeople) -> None:
        self._pages, self._find = pages, find

    def routes(self) -> Sequence[PageRoute]:
        return [
            PageRoute(f"{HERE}/{{unit}}/leads/{{role}}", ConsolePage.TEAMS, self.fill),
            PageRoute(f"{HERE}/{{unit}}/leads/{{role}}/{{person}}/end", ConsolePage.TEAMS, self.end),
        ]

    async def fill(self, request: Request, visitor: Visitor) -> Response:
        unit, role = _asked_for(request, visitor)
        if unit is None or role is None:
            return missing(visitor)
        locale, names = visitor.locale, _names(unit, role, visitor)
        here, _ = await self._find(PeopleSearch(units=[unit], at_most=_LISTED_AT_MOST))
        offered = tuple(
            FieldOption(
                value=each.person.id, label=say("posts-person", locale, name=each.person.name, id=each.person.id)
            )
            for each in here
            if all((held.unit, held.role) != (unit, role) for held in each.memberships)
        )
        form = Form(
            id="lead",
            title=say("posts-lead_fill", locale, **names),
            help=say("posts-lead_words", locale, **names),
            submit=say("console-look", locale),
            fields=(
                ChoiceField(name="person", label=say("posts-field-person", locale), options=offered, is_needed=False),
                TextField(
                    name="other",
                    label=say("posts-field-other", locale),
                    help=say("posts-help-other", locale),
                    is_needed=False,
                ),
            ),
        )
        other = searched(visitor.value("other"))
        known = await self._find.one(PersonId(other), visitor.units) if other else None

        def make(values: Mapping[str, FieldValue]) -> ChangeRoles:
            if bool(values["other"]) == bool(values["person"]):
                raise EditRefused([EditFault(key="person", what=say("posts-choose_one", locale))])
            if values["other"] and known is None:
                raise EditRefused([EditFault(key="other", what=say("posts-nobody", locale))])
            person = PersonId(str(values["person"])) if known is None else known.person.id
            return ChangeRoles(person=person, plus=frozenset({(unit, role)}))

        task = EditTask(
            title=form.title,
            form=form,
            make=make,
            action=_path(unit, role),
            back=f"{HERE}/{quote(unit, safe='')}/posts",
            here=HERE,
            done=_saved_at(unit),
        )
        return await self._pages.show(request, visitor, task)

    async def end(self, request: Request, visitor: Visitor) -> Response:
        unit, role = _asked_for(request, visitor)
        if unit is None or role is None:
            return missing(visitor)
        found = await self._find.one(PersonId(request.path_params["person"]), [unit])
        if found is None or all((each.unit, each.role) != (unit, role) for each in found.memberships):
            if request.method == "POST":  # a second press, or somebody else was quicker
                return RedirectResponse(f"{HERE}/{quote(unit, safe='')}/posts", status_code=303)
            return missing(visitor)
        edit = ChangeRoles(person=found.person.id, without=frozenset({(unit, role)}))
        task = EditTask(
            title=say("posts-lead_end", visitor.locale, name=found.person.name, **_names(unit, role, visitor)),
            form=None,
            make=lambda _values: edit,
            action=_ends(unit, role, found.person),
            back=f"{HERE}/{quote(unit, safe='')}/posts",
            here=HERE,
            done=_saved_at(unit),
        )
        return await self._pages.show(request, visitor, task)


def leads_drawn(unit: UnitId, held: Mapping[Role, Sequence[Person]], visitor: Visitor) -> list[Mapping[str, Any]]:
    """Each co-lead post as its template shows it."""
    locale = visitor.locale
    return [
        {
            "role": say(f"posts-lead-{role}", locale),
            "fill": lead_way(unit, role, visitor),
            "held": [
                {
                    "words": say("posts-person", locale, name=each.name, id=each.id),
                    "end": (
                        _ends(unit, role, each),
                        say("posts-lead_end", locale, name=each.name, **_names(unit, role, visitor)),
                    ),
                }
                for each in people
            ],
        }
        for role, people in held.items()
    ]


def lead_way(unit: UnitId, role: Role, visitor: Visitor) -> tuple[str, str]:
    """Where such a post is filled, and the words for it."""
    return _path(unit, role), say("posts-lead_fill", visitor.locale, **_names(unit, role, visitor))


def _names(unit: UnitId, role: Role, visitor: Visitor) -> dict[str, str]:
    return {"role": say(f"digest-role-{role}", visitor.locale), "unit": visitor.tree.names[unit]}


def _saved_at(unit: UnitId) -> Any:
    async def done(_values: Mapping[str, FieldValue]) -> Response:
        return RedirectResponse(f"{HERE}/{quote(unit, safe='')}/posts?saved=1", status_code=303)

    return done


def _path(unit: UnitId, role: Role) -> str:
    return f"{HERE}/{quote(unit, safe='')}/leads/{role}"


def _ends(unit: UnitId, role: Role, person: Person) -> str:
    return f"{_path(unit, role)}/{quote(person.id, safe='')}/end"


def _asked_for(request: Request, visitor: Visitor) -> tuple[UnitId | None, Role | None]:
    unit, role = UnitId(request.path_params["unit"]), request.path_params["role"]
    return (unit if unit in visitor.units else None), next((each for each in CO_LEADS if each == role), None)
