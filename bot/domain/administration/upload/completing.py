"""Rows of an uploaded list as whole rows of a roster: what the list has no column for is as it stands."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.administration.upload.columns import Cells, UploadColumn
from bot.domain.administration.upload.scope import RowFault, UploadChoices, UploadScope
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.organisation.leaving import bare_id
from bot.domain.organisation.people import Role, Roster
from bot.domain.texts.sentences import Sentence

ParticularsOf = Callable[[PersonId], Mapping[str, str]]
"""What the rows of somebody on the roster have in common, by column."""
_STAYS_WHERE_EMPTY = ("name", "channel")
"""Cells that nobody empties on purpose."""
_PARTICULARS = ("name", "channel", "group", "timezone", "locale", "starts", "ends")


@dataclass(frozen=True, slots=True, kw_only=True)
class AlikePair:
    """An id of the file, and the one that it differs from only by capitals or leading zeros."""

    given: PersonId
    given_name: str
    known: PersonId
    known_name: str

    @property
    def is_same_name(self) -> bool:
        return self.given_name.casefold() == self.known_name.casefold()


@dataclass(slots=True, kw_only=True)
class CompletedRows:
    rows: list[tuple[int, Cells]] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)
    """What no roster could tell: whom the uploader may not change."""
    left_out: int = 0
    left_out_units: dict[str, None] = field(default_factory=dict)


def alike_pairs(rows: Iterable[tuple[int, Cells]], roster: Roster, scope: UploadScope) -> Sequence[AlikePair]:
    """Ids of the file that are not on the list, and are like one that is, or like an earlier one of the file."""
    own = {each.person for each in roster.memberships if each.unit in scope.units}
    known: dict[str, tuple[PersonId, str]] = {}
    for identity in own:
        known.setdefault(bare_id(identity), (identity, roster.people[identity].name))
    found: dict[PersonId, AlikePair] = {}
    for _, cells in rows:
        given, name = PersonId(cells.get("person_id", "")), cells.get("name", "")
        if not given or given in found or given in own:
            continue
        other, other_name = known.setdefault(bare_id(given), (given, name))
        if other != given:
            found[given] = AlikePair(given=given, given_name=name, known=other, known_name=other_name)
    return list(found.values())


class RowCompleter:
    """Fills the rows of a list up from the roster as it stands."""

    def __init__(
        self, *, roster: Roster, scope: UploadScope, choices: UploadChoices, particulars: ParticularsOf
    ) -> None:
        self._roster, self._scope, self._choices, self._particulars = roster, scope, choices, particulars
        self._units = {name.casefold(): unit for unit, name in reversed(list(scope.units.items()))}
        self._units |= {unit.casefold(): unit for unit in scope.units}
        self._held: dict[PersonId, dict[UnitId, set[Role]]] = {}
        for each in roster.memberships:
            self._held.setdefault(each.person, {}).setdefault(each.unit, set()).add(each.role)
        self._own = {person for person, held in self._held.items() if not scope.units.keys().isdisjoint(held)}
        self._others = {bare_id(person): person for person in roster.people.keys() - self._own}
        self._has_roles = UploadColumn.ROLE in choices.columns

    def __call__(self, rows: Iterable[tuple[int, Cells]], renamed: Mapping[PersonId, PersonId]) -> CompletedRows:
        """`renamed`: ids of the file that stand for others."""
        found = CompletedRows()
        for line, given in rows:
            cells = {**given, "unit": self._unit(given.get("unit", ""))}
            if cells["unit"] not in self._scope.units and cells["unit"] and self._choices.leave_out:
                found.left_out += 1
                found.left_out_units.setdefault(cells["unit"])
                continue
            person = PersonId(cells.get("person_id", ""))
            person = renamed.get(person, person)
            if bare_id(person) in self._others and person not in self._own and person:
                what = Sentence.of("upload-outside_yours", id=f'"{person}"')
                found.faults.append(RowFault(line=line, column="person_id", what=what))
                continue
            found.rows += ((line, row) for row in self._whole(person, cells))
        return found

    def _unit(self, written: str) -> str:
        """The id of the unit that is meant, by its id or its name; what is meant by nothing stays as it is."""
        if not written:
            return self._choices.unit or ""
        return self._units.get(written.casefold(), written)

    def _whole(self, person: PersonId, given: Cells) -> Iterator[Cells]:
        known = self._particulars(person) if person in self._own else {}
        cells = {name: known.get(name, "") for name in _PARTICULARS}
        for name in _PARTICULARS:
            if name in given and (given[name] or name not in _STAYS_WHERE_EMPTY):
                cells[name] = given[name]
        cells = {**cells, "person_id": person, "address": "", "channel": cells["channel"] or self._choices.channel}
        held = self._held.get(person, {})
        units = [given["unit"]]
        if not given["unit"] and self._choices.unit is None and person in self._own:
            units = [unit for unit in held if unit in self._scope.units]  # no word of teams: they are where they were
        for unit in units:
            for role in self._roles(given.get("role", ""), held.get(UnitId(unit), ())):
                yield {**cells, "unit": unit, "role": role}

    def _roles(self, written: str, held: Iterable[Role]) -> Sequence[str]:
        if written:
            return [written]
        kept = [] if self._has_roles else sorted(role.value for role in held)
        return kept or [self._choices.role.value]
