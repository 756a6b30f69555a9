"""Three states into one, by id: what one side changed is taken; what both changed differently is named, not guessed."""

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from bot.domain.administration.revisions import PersonRow, ProgrammeState, roster_of, rows_of
from bot.domain.identifiers import PersonId
from bot.domain.organisation.people import Roster
from bot.domain.organisation.units import Organisation
from bot.domain.programme.programme import Programme

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")
_Rows = Mapping[PersonId, PersonRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    programme: Programme
    roster: Roster
    """Without addresses, which are nobody's to merge."""
    conflicts: tuple[str, ...]
    """What both sides changed, each in its own way; the merge is of no use then."""


def merge(*, base: ProgrammeState, mine: ProgrammeState, theirs: ProgrammeState) -> Merged:
    """What `mine` changed since `base`, put into `theirs`.

    Units, questions, schedules, people and tables of settings are each changed as a whole; roles one by one; entries
    that have no id, like quiet weeks, are added and taken out.
    """
    if base.programme is None or mine.programme is None or theirs.programme is None:
        raise ValueError("only programmes can be merged")
    work = _Merge()
    programme = work.programme(base.programme, mine.programme, theirs.programme)
    rows = work.people(rows_of(base.roster), rows_of(mine.roster), rows_of(theirs.roster))
    return Merged(programme=programme, roster=roster_of(rows), conflicts=tuple(work.conflicts))


def with_versions_raised(programme: Programme, current: Programme) -> Programme:
    """Versions only rise: an earlier wording comes back under the next one."""
    return replace(
        programme,
        questions={
            identity: replace(question, version=current.questions[identity].version + 1)
            if identity in current.questions and question.version < current.questions[identity].version
            else question
            for identity, question in programme.questions.items()
        },
    )


class _Merge:
    def __init__(self) -> None:
        self.conflicts: list[str] = []

    def programme(self, base: Programme, mine: Programme, theirs: Programme) -> Programme:
        changed: dict[str, Any] = {}
        for each in fields(Programme):
            sides = getattr(base, each.name), getattr(mine, each.name), getattr(theirs, each.name)
            match each.name:
                case "organisation":
                    changed[each.name] = self._organisation(*sides)
                case "questions":
                    changed[each.name] = self._by_id("question", *sides)
                case "schedules":
                    by_id = [{schedule.id: schedule for schedule in side} for side in sides]
                    changed[each.name] = tuple(self._by_id("schedule", *by_id).values())
                case _ if isinstance(sides[0], tuple):
                    changed[each.name] = _entries(*sides)
                case _:  # the fields of a programme are no choice
                    changed[each.name] = self._value(each.name, *sides)
        try:
            return Programme(**changed)
        except ValueError as error:
            self.conflicts.append(str(error))
            return theirs

    def people(
        self,
        base: Mapping[PersonId, PersonRow],
        mine: Mapping[PersonId, PersonRow],
        theirs: Mapping[PersonId, PersonRow],
    ) -> dict[PersonId, PersonRow]:
        found: dict[PersonId, PersonRow] = {}
        for person in (*theirs, *(each for each in mine if each not in theirs)):
            row = self._row(base.get(person), mine.get(person), theirs.get(person), f"person {person}")
            if row is not None:
                found[person] = row
        return found

    def _row(
        self, base: PersonRow | None, mine: PersonRow | None, theirs: PersonRow | None, what: str
    ) -> PersonRow | None:
        if base is None or mine is None or theirs is None:
            return self._value(what, base, mine, theirs)
        return PersonRow(
            person=self._value(what, base.person, mine.person, theirs.person),
            roles=(theirs.roles | (mine.roles - base.roles)) - (base.roles - mine.roles),
        )

    def _organisation(self, base: Organisation, mine: Organisation, theirs: Organisation) -> Organisation:
        heads = [(side.name, side.timezone, side.locale) for side in (base, mine, theirs)]
        name, timezone, locale = self._value("organisation", *heads)
        by_id = [{unit.id: unit for unit in side.units} for side in (base, mine, theirs)]
        units = tuple(self._by_id("unit", *by_id).values())
        try:
            return Organisation(name=name, timezone=timezone, locale=locale, units=units)
        except ValueError as error:  # one side ended a unit below which the other has put one
            self.conflicts.append(str(error))
            return theirs

    def _by_id(
        self, what: str, base: Mapping[Key, Value], mine: Mapping[Key, Value], theirs: Mapping[Key, Value]
    ) -> dict[Key, Value]:
        """In the order of whoever changed it, or in theirs."""
        first, second = (mine, theirs) if list(base) == list(theirs) else (theirs, mine)
        found: dict[Key, Value] = {}
        for key in (*first, *(each for each in second if each not in first)):
            value = self._value(f"{what} {key}", base.get(key), mine.get(key), theirs.get(key))
            if value is not None:
                found[key] = value
        return found

    def _value(self, what: str, base: Value, mine: Value, theirs: Value) -> Value:
        if mine in (base, theirs):
            return theirs
        if theirs != base:
            self.conflicts.append(what)
        return mine


def _entries(base: tuple[Any, ...], mine: tuple[Any, ...], theirs: tuple[Any, ...]) -> tuple[Any, ...]:
    if base == theirs:
        return mine
    before, wanted, now = Counter(base), Counter(mine), Counter(theirs)
    gone = (before - wanted) - (before - now)
    kept = []
    for entry in theirs:
        if gone[entry]:
            gone[entry] -= 1
        else:
            kept.append(entry)
    return (*kept, *((wanted - before) - (now - before)).elements())
