"""`roster.csv` into the roster: one row per person and role, every mistake on its own line."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Final

from bot.channel_port import Channels
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.organisation.people import (
    Address,
    Membership,
    Person,
    Role,
    Roster,
)
from bot.domain.texts.sentences import Sentence, Wording
from bot.setting_fields import shown
from config.faults import MOST, Fault, FaultList, InputWrong, choose, did_you_mean, listed
from config.files import TextFiles
from config.person_columns import read_particulars
from config.roster_rows import folded, rows
from config.units import KnownUnits

ROSTER_FILE: Final = "roster.csv"
LARGEST: Final = 16 * 1024 * 1024
"""Bytes; a hundred thousand people fit."""
_BETWEEN_ROLES: Final = re.compile(r"[,;/&+]")
_ROLES: Final = tuple(role.value for role in Role)


def read_roster(files: TextFiles, units: KnownUnits | None, *, channels: Channels) -> Roster:
    """Read the roster of a folder; raises InputWrong with every fault.

    Without units (the programme cannot be read) they are not checked.
    """
    given = files(ROSTER_FILE, most=LARGEST)
    with FaultList(given.file) as faults, suppress(InputWrong):
        return _read(rows(given.text, faults), faults, units, channels)
    raise InputWrong(_one_line_a_cause(faults))


def read_rows(
    given: Iterable[tuple[int, Mapping[str, str]]],
    units: KnownUnits,
    *,
    channels: Channels,
    most: int = MOST,
    of_a_form: bool = False,
) -> Roster:
    """The same of rows that stand in no file, each with its number; every fault is told by itself, up to `most`. In a
    form no column is shifted."""
    with FaultList(ROSTER_FILE, most=most) as faults:
        return _read(given, faults, units, channels, may_shift=not of_a_form)
    raise InputWrong(faults)


def _read(
    given: Iterable[tuple[int, Mapping[str, str]]],
    faults: FaultList,
    units: KnownUnits | None,
    channels: Channels,
    *,
    may_shift: bool = True,
) -> Roster:
    """Raises InputWrong with each fault by itself."""
    reading = _Reading(faults, units, channels, may_shift)
    for line, cells in given:
        reading.row(line, cells)
    if faults:
        raise InputWrong(faults)
    return reading.roster()


def _one_line_a_cause(faults: Iterable[Fault]) -> Iterator[Fault]:
    """The first of those that say the same, with how many more there are."""
    together: dict[tuple[str, str], list[Fault]] = {}
    for fault in faults:
        together.setdefault((fault.key, fault.what), []).append(fault)
    for first, *others in together.values():
        more = f" (and on {len(others)} more {'line' if len(others) == 1 else 'lines'})" if others else ""
        yield replace(first, what=f"{first.what}{more}", said=None) if more else first


@dataclass(slots=True)
class _Reading:
    """What the rows so far say together."""

    faults: FaultList
    units: KnownUnits | None
    channels: Channels
    may_shift: bool
    people: dict[PersonId, Person] = field(default_factory=dict)
    addresses: dict[PersonId, Address] = field(default_factory=dict)
    first: dict[str, tuple[int, Mapping[str, str]]] = field(default_factory=dict)
    """Each person's first row, with which the others must agree."""
    wrong: set[str] = field(default_factory=set)
    """Of whom that row is not as it must be."""
    owners: dict[Address, int] = field(default_factory=dict)
    roles: dict[tuple[str, str, str], int] = field(default_factory=dict)

    def row(self, line: int, cells: Mapping[str, str]) -> None:
        person, before = cells["person_id"], len(self.faults)
        if not person:
            self.faults.add(line, "person_id", Sentence.of("fault-empty_id"))
            return
        if person in self.first:
            if not self._agrees(line, cells, *self.first[person]):
                return  # perhaps it is another person's
        else:
            self.first[person] = (line, cells)
            self._person(line, cells)
        self._roles(line, cells)
        if self.may_shift and len(self.faults) > before + 1 and self._are_shifted(cells, len(self.faults) - before):
            self.faults.forget_from(before)
            self.faults.add(line, "row", Sentence.of("fault-shifted"))

    def roster(self) -> Roster:
        return Roster(
            people=self.people,
            memberships=frozenset(
                Membership(person=PersonId(person), unit=UnitId(unit), role=Role(role))
                for person, unit, role in self.roles
            ),
            addresses=self.addresses,
        )

    def _are_shifted(self, cells: Mapping[str, str], faults: int) -> bool:
        """Whether one cell less, or one more, would make good at least three of four faults: what follows a cell that
        is too many, or was forgotten, is wrong in every column."""
        columns, given = list(cells), list(cells.values())
        tried = [([*given[:at], *given[at + 1 :], ""], "") for at in range(len(given))]
        if not given[-1]:
            tried += [([*given[:at], "", *given[at:-1]], column) for at, column in enumerate(columns)]
        return any(
            4 * self._wrong_in(dict(zip(columns, row, strict=True)), but=forgotten) <= faults
            for row, forgotten in tried
        )

    def _wrong_in(self, cells: Mapping[str, str], *, but: str) -> int:
        """How much in a row is not as it must be, by itself and `but` in one column."""
        tidied = {column: folded(column, cell) for column, cell in cells.items()}
        wrong = ["role"] if tidied["role"] not in _ROLES else []
        wrong += ["unit"] if self.units is not None and self._unit(tidied["unit"]) not in self.units else []
        read_particulars(tidied, lambda column, _what: wrong.append(column), channels=self.channels)
        return sum(column != but for column in wrong)

    def _agrees(self, line: int, cells: Mapping[str, str], first_line: int, first: Mapping[str, str]) -> bool:
        """While the first row is wrong by itself, nothing is compared with it."""
        if cells["person_id"] in self.wrong:
            return True
        others = [
            column for column, value in cells.items() if column not in ("unit", "role") and value != first[column]
        ]
        if not others:
            return True
        where = {"line": str(first_line), "person": shown(cells["person_id"])}
        if len(others) == 1:
            value, other = shown(cells[others[0]]), shown(first[others[0]])
            self.faults.add(line, others[0], Sentence.of("fault-not_agreed", value=value, other=other, **where))
        else:
            columns = listed(others, is_choice=False)
            self.faults.add(line, "row", Sentence.of("fault-not_agreed_in", columns=columns, **where))
        return False

    def _person(self, line: int, cells: Mapping[str, str]) -> None:
        def complain(column: str, what: Wording) -> None:
            self.wrong.add(cells["person_id"])
            self.faults.add(line, column, what)

        read = read_particulars(cells, complain, channels=self.channels)
        if read is None:
            return
        person, address = read
        self.people[person.id] = person
        if address is None:
            return
        if address in self.owners:
            self.faults.add(line, "address", Sentence.of("fault-same_address", line=str(self.owners[address])))
            return
        self.owners[address] = line
        self.addresses[person.id] = address

    def _roles(self, line: int, cells: Mapping[str, str]) -> None:
        """A cell may hold several roles."""
        for role in [each.strip("_") for each in _BETWEEN_ROLES.split(cells["role"])] or [""]:
            self._role(line, cells["person_id"], self._unit(cells["unit"]), role)

    def _unit(self, written: str) -> str:
        """The unit that is meant, where only its capitals are others."""
        if self.units is None or written in self.units:
            return written
        alike = [unit for unit in self.units.parent_of if unit.casefold() == written.casefold()]
        return alike[0] if len(alike) == 1 else written

    def _role(self, line: int, person: str, unit: str, role: str) -> None:
        sound = True
        if role not in _ROLES:
            mend = did_you_mean(role, _ROLES) or choose(_ROLES)
            self.faults.add(line, "role", Sentence.of("fault-unknown_role", role=shown(role), mend=mend))
            sound = False
        if self.units is not None and unit not in self.units:
            self.faults.add(line, "unit", self.units.unknown(unit))
            sound = False
        if not sound:
            return
        if self.units is not None and role == Role.MEMBER and unit in self.units.parents:
            below = listed(self.units.microsystems_below(unit)) or Sentence.of("fault-no_units_below")
            self.faults.add(line, "unit", Sentence.of("fault-members_below", unit=shown(unit), below=below))
            return
        key = (person, unit, role)
        if key in self.roles:
            self.faults.add(line, "role", Sentence.of("fault-same_role", line=str(self.roles[key])))
        else:
            self.roles[key] = line
