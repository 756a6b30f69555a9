"""One team into several: how the new ones are called, who goes there, who leads them."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.adapters.console.doors import PageRoute, Visitor, missing
from bot.adapters.console.editing import AskedAgain, EditPages, EditTask
from bot.adapters.console.teams import HERE, may_split, size_cautions
from bot.domain.administration.rights import ConsolePage
from bot.domain.forms.fields import ChoiceField, DateField, FieldOption, FieldValue, FormField, SeveralField, TextField
from bot.domain.forms.form import Form
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.organisation.leaving import Leaving
from bot.domain.organisation.people import CO_LEADS, Role
from bot.domain.texts import say
from bot.domain.texts.dates import listed
from bot.flows.administration.changing_teams.split_unit import MOVING, NewTeam, SplitUnit
from bot.flows.administration.edits import week_of_day
from bot.flows.administration.find_people import FindPeople
from bot.repositories.directory import FoundPerson, PeopleSearch

MOST: Final = 3
"""New teams at once."""
_LISTED_AT_MOST: Final = 200
_LEADS: Final = tuple(role for role in Role if role in CO_LEADS)
_Values = Mapping[str, FieldValue]


class SplitPages:
    def __init__(self, *, pages: EditPages, find: FindPeople) -> None:
        self._pages, self._find = pages, find

    def routes(self) -> Sequence[PageRoute]:
        return [
            PageRoute(f"{HERE}/{{unit}}/split", ConsolePage.TEAMS, self.split),
        ]

    async def split(self, request: Request, visitor: Visitor) -> Response:
        unit = UnitId(request.path_params["unit"])
        if unit not in visitor.units and request.method == "POST":
            return RedirectResponse(HERE, status_code=303)  # somebody else was quicker
        if unit not in visitor.units or not visitor.tree.is_microsystem(unit) or not may_split(unit, visitor):
            return missing(visitor)
        asked = request.query_params.get("teams", "")
        teams = int(asked) if asked in {str(number) for number in range(1, MOST + 1)} else 1
        search = PeopleSearch(units=[unit], at_most=_LISTED_AT_MOST)
        found, more = await self._find(search)
        people = [each for each in found if _moving(each, unit)]
        path = f"{HERE}/{quote(unit, safe='')}/split"
        split = _Split(unit=unit, people=people, teams=teams, visitor=visitor)
        task = EditTask(
            title=say("split-title", visitor.locale, unit=visitor.tree.names[unit]),
            form=split.form(more=more),
            make=split.edit,
            action=f"{path}?teams={teams}",
            back=HERE,
            here=HERE,
            done=_saved,
            told=split.told,
            asks=split.asks,
            way=(f"{path}?teams={teams + 1}", say("split-one_more", visitor.locale)) if teams < MOST else None,
        )
        return await self._pages.show(request, visitor, task)


class _Split:
    """One split on its way: its form, and what its values mean."""

    def __init__(self, *, unit: UnitId, people: Sequence[FoundPerson], teams: int, visitor: Visitor) -> None:
        self._unit, self._people, self._visitor = unit, people, visitor
        self._numbers = range(1, teams + 1)
        self._locale = visitor.locale

    def form(self, *, more: bool) -> Form:
        locale, name = self._locale, self._visitor.tree.names[self._unit]
        words = [say("split-words", locale, unit=name)]
        words += [say("split-listed", locale, count=_LISTED_AT_MOST)] if more else []
        return Form(
            id="split",
            title=say("split-title", locale, unit=name),
            help=" ".join(words),
            submit=say("console-look", locale),
            fields=(
                *(field for number in self._numbers for field in self._of_team(number)),
                DateField(name="week", label=say("teams-field-week", locale), help=say("teams-help-week", locale)),
                TextField(name="reason", label=say("teams-field-reason", locale)),
            ),
        )

    def edit(self, values: _Values) -> SplitUnit:
        week = week_of_day(values["week"], "week")  # type: ignore[arg-type]  # a needed date
        teams = tuple(
            NewTeam(
                id=UnitId(str(values[f"id-{number}"])),
                name=str(values[f"name-{number}"]),
                people=_ticked(values, number),
                leads=frozenset(
                    (PersonId(str(person)), role) for role in _LEADS if (person := values[f"{role}-{number}"])
                ),
            )
            for number in self._numbers
        )
        return SplitUnit(id=self._unit, teams=teams, week=week, reason=str(values["reason"]))

    def told(self, values: _Values) -> Sequence[str]:
        """Teams that are too short then, in the words of the page of teams."""
        members = {each.person.id for each in self._people if Role.MEMBER in _moving(each, self._unit)}
        new = {str(values[f"name-{number}"]): _ticked(values, number) for number in self._numbers}
        stay = members.difference(*new.values())
        sizes = {self._visitor.tree.names[self._unit]: len(stay)} | {
            name: len(people & members) for name, people in new.items()
        }
        privacy = self._visitor.who.programme.privacy
        return [
            say("split-of_team", self._locale, team=name, caution=caution)
            for name, size in sizes.items()
            for caution in size_cautions(size, privacy, self._locale)
        ]

    def asks(self, values: _Values) -> AskedAgain | None:
        """Many who leave a team at once are named and counted, by the rule for those who leave the list."""
        goes = {person: str(values[f"name-{number}"]) for number in self._numbers for person in _ticked(values, number)}
        moved = [each.person for each in self._people if each.person.id in goes]
        leaving = Leaving(people=tuple(moved), teams={self._unit: (len(moved), len(self._people))})
        if not leaving.asks_again:
            return None
        names = [say("split-moves", self._locale, name=each.name, id=each.id, team=goes[each.id]) for each in moved]
        return AskedAgain(words=say("split-asked", self._locale, count=len(moved)), names=names)

    def _of_team(self, number: int) -> Sequence[FormField]:
        def words(name: str, help_words: str = "") -> dict[str, Any]:
            label = say(f"split-field-{name}", self._locale, number=str(number))
            return {"name": f"{name}-{number}", "label": label, "help": help_words and say(help_words, self._locale)}

        options = tuple(self._option(each) for each in self._people)
        leads = [ChoiceField(**words(role, "split-help-lead"), options=options, is_needed=False) for role in _LEADS]
        return (
            TextField(**words("id", "teams-help-id")),
            TextField(**words("name")),
            SeveralField(**words("people"), options=options),
            *leads,
        )

    def _option(self, found: FoundPerson) -> FieldOption:
        roles = listed([say(f"digest-role-{role}", self._locale) for role in _moving(found, self._unit)], self._locale)
        label = say("split-person", self._locale, name=found.person.name, id=found.person.id, roles=roles)
        return FieldOption(value=found.person.id, label=label)


def _moving(found: FoundPerson, unit: UnitId) -> Sequence[Role]:
    """The roles in the unit that go with somebody."""
    held = {each.role for each in found.memberships if each.unit == unit}
    return [role for role in Role if role in MOVING and role in held]


def _ticked(values: _Values, number: int) -> frozenset[PersonId]:
    found = values[f"people-{number}"]
    return frozenset(PersonId(each) for each in found) if isinstance(found, tuple) else frozenset()


async def _saved(_values: _Values) -> Response:
    return RedirectResponse(f"{HERE}?saved=1", status_code=303)
