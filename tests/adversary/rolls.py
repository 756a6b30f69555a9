"""Who stood on which list in each week of a history, and who reads; another course of the same weeks has the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import cache

from bot.domain.disclosure.atoms import INSIDER_WEEKS, Insiders
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.organisation.people import READERS, Listed, Role
from tests.adversary.histories import FIRST, History, Spell


@dataclass(frozen=True, slots=True, kw_only=True)
class Roll:
    """One week's lists of all units."""

    listed: Mapping[UnitId, Sequence[Listed]]
    """By their ids."""
    roles: Mapping[UnitId, Mapping[PersonId, frozenset[Role]]]
    readers: frozenset[PersonId]
    insiders: Insiders


class Rolls:
    """Of every week, each made once."""

    def __init__(self, history: History) -> None:
        self._history, self._made = history, dict[int, Roll]()
        self._spells: dict[tuple[PersonId, UnitId], list[Spell]] = {}
        for spell in history.spells:
            self._spells.setdefault((spell.person, spell.unit), []).append(spell)

    def of(self, week: int) -> Roll:
        if week not in self._made:
            self._made[week] = self._roll(week)
        return self._made[week]

    def _roll(self, week: int) -> Roll:
        held: dict[UnitId, dict[PersonId, list[Spell]]] = {unit: {} for unit in self._history.parents}
        for spell in self._history.at(week):
            held[spell.unit].setdefault(spell.person, []).append(spell)
        return Roll(
            listed={
                unit: [self._listed(person, week, spells) for person, spells in sorted(own.items())]
                for unit, own in held.items()
            },
            roles={
                unit: {person: frozenset(each.role for each in spells) for person, spells in own.items()}
                for unit, own in held.items()
            },
            readers=frozenset(
                person
                for own in held.values()
                for person, spells in own.items()
                if any(each.role in READERS for each in spells)
            ),
            insiders=insiders_at(self._history, week),
        )

    def _listed(self, person: PersonId, week: int, spells: Sequence[Spell]) -> Listed:
        return Listed(
            person=person,
            roles=frozenset(spell.role for spell in spells),
            joined=self._history.joined.get(person, 0) <= week,
            since=_monday(min(self._since(spell) for spell in spells)),
        )

    def _since(self, spell: Spell) -> int:
        """The week in which somebody came to a unit, if they have been there ever since: roles may have followed."""
        first = spell.first
        for each in sorted(self._spells[spell.person, spell.unit], key=lambda each: -each.first):
            if each.first <= first <= each.last + 1:
                first = min(first, each.first)
        return first


def insiders_at(history: History, week: int) -> Insiders:
    """Who reads, has read in the last half year, or will read when the week is told."""
    readers: dict[UnitId, set[PersonId]] = {}
    for spell in history.spells:
        if spell.role in READERS and spell.first <= week + 1 and week - spell.last < INSIDER_WEEKS:
            readers.setdefault(spell.unit, set()).add(spell.person)
    return Insiders(readers={unit: frozenset(people) for unit, people in readers.items()})


@cache
def _monday(week: int) -> datetime:
    """First lists are older than the first week."""
    first = FIRST + week if week else FIRST - 9
    return datetime.combine(first.monday(), time(), tzinfo=UTC)
