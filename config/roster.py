"""`roster.csv` into the roster: one row per person and role, every mistake on its own line."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
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
from bot.domain.texts.characters import tidy
from bot.setting_fields import shown
from config.faults import FaultList, InputWrong, did_you_mean, listed
from config.files import read_text
from config.person_columns import read_particulars
from config.spreadsheets import unescape_formula
from config.units import KnownUnits

ROSTER_FILE: Final = "roster.csv"
LARGEST: Final = 16 * 1024 * 1024
"""Bytes; a hundred thousand people fit."""
NEEDED: Final = ("person_id", "name", "unit", "role", "channel")
OPTIONAL: Final = ("group", "address", "timezone", "locale", "starts", "ends")
COLUMNS: Final = NEEDED + OPTIONAL
_MOST_LINES: Final = 500_000
_TOO_LONG: Final = re.compile(r"[^\n]{20000}")
"""No row of eleven cells is as long; a file of one endless line is no roster."""
_ROLES: Final = tuple(role.value for role in Role)


def read_roster(directory: Path, units: KnownUnits | None, *, channels: Channels) -> Roster:
    """Read the roster of a folder; raises InputWrong with every fault.

    Without units (the programme cannot be read) they are not checked.
    """
    path = directory / ROSTER_FILE
    text = read_text(path, most=LARGEST)
    with FaultList(str(path)) as faults:
        return _read(_rows(text, faults), faults, units, channels)
    raise InputWrong(faults)


def read_rows(rows: Iterable[tuple[int, Mapping[str, str]]], units: KnownUnits, *, channels: Channels) -> Roster:
    """The same of rows that stand in no file; each with its number."""
    with FaultList(ROSTER_FILE) as faults:
        return _read(rows, faults, units, channels)
    raise InputWrong(faults)


def _read(
    rows: Iterable[tuple[int, Mapping[str, str]]], faults: FaultList, units: KnownUnits | None, channels: Channels
) -> Roster:
    reading = _Reading(faults, units, channels)
    for line, cells in rows:
        reading.row(line, cells)
    if faults:
        raise InputWrong(faults)
    return reading.roster()


def _rows(text: str, faults: FaultList) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Each row with the line on which it starts, as cells by column."""
    if text.count("\n") > _MOST_LINES:
        faults.add(1, "row", f"there are more than {_MOST_LINES} lines; is it the right file?")
        return
    if endless := _TOO_LONG.search(text):
        faults.add(text.count("\n", 0, endless.start()) + 1, "row", "is far too long; is it the right file?")
        return
    lines = csv.reader(StringIO(text, newline=""), strict=True)
    columns: Sequence[str] | None = None
    start = 1
    try:
        for row in lines:
            line, start = start, lines.line_num + 1
            cells = [unescape_formula(tidy(cell.strip())) for cell in row]
            if not any(cells):
                continue
            if columns is None:
                columns = _header(line, cells, faults)
                if columns is None:
                    return
            elif len(cells) != len(columns):
                what = (
                    f"has {len(cells)} cells under {len(columns)} columns; count the commas, or quote a cell with one"
                )
                faults.add(line, "row", what)
            else:
                yield line, dict(zip(columns, cells, strict=True))
    except csv.Error as error:
        faults.add(start, "row", f"is not written as CSV ({error}); check its quotes")
        return
    if columns is None:
        faults.add(1, "header", f"missing; the first line names the columns {','.join(NEEDED)}")


def _header(line: int, names: Sequence[str], faults: FaultList) -> Sequence[str] | None:
    before = len(faults)
    if len(names) == 1 and any(mark in names[0] for mark in ";\t|"):
        faults.add(line, "header", "the columns are not parted by commas; save the file as comma-separated UTF-8")
        return None
    for place, name in enumerate(names):
        if name in names[:place]:
            faults.add(line, "header", f"column {shown(name)} stands there twice; keep one")
        elif name not in COLUMNS:
            near = did_you_mean(name, COLUMNS) or f"; known columns are {listed(COLUMNS, last='and')}"
            faults.add(line, "header", f"unknown column {shown(name)}{near}")
    for name in NEEDED:
        if name not in names:
            faults.add(line, "header", f"column {shown(name)} is missing; add it")
    return names if len(faults) == before else None


@dataclass(slots=True)
class _Reading:
    """What the rows so far say together."""

    faults: FaultList
    units: KnownUnits | None
    channels: Channels
    people: dict[PersonId, Person] = field(default_factory=dict)
    addresses: dict[PersonId, Address] = field(default_factory=dict)
    first: dict[str, tuple[int, Mapping[str, str]]] = field(default_factory=dict)
    """Each person's first row, with which the others must agree."""
    owners: dict[Address, int] = field(default_factory=dict)
    roles: dict[tuple[str, str, str], int] = field(default_factory=dict)

    def row(self, line: int, cells: Mapping[str, str]) -> None:
        person = cells["person_id"]
        if not person:
            self.faults.add(line, "person_id", "is empty; give each person an id that never changes")
            return
        if person in self.first:
            self._agrees(line, cells, *self.first[person])
        else:
            self.first[person] = (line, cells)
            self._person(line, cells)
        self._role(line, cells)

    def roster(self) -> Roster:
        return Roster(
            people=self.people,
            memberships=frozenset(
                Membership(person=PersonId(person), unit=UnitId(unit), role=Role(role))
                for person, unit, role in self.roles
            ),
            addresses=self.addresses,
        )

    def _agrees(self, line: int, cells: Mapping[str, str], first_line: int, first: Mapping[str, str]) -> None:
        for column, value in cells.items():
            if column not in ("unit", "role") and value != first[column]:
                person = shown(cells["person_id"])
                what = f"{shown(value)} differs from {shown(first[column])} on line {first_line} for {person}"
                self.faults.add(line, column, f"{what}; make the rows of one person agree")

    def _person(self, line: int, cells: Mapping[str, str]) -> None:
        read = read_particulars(cells, lambda column, what: self.faults.add(line, column, what), channels=self.channels)
        if read is None:
            return
        person, address = read
        self.people[person.id] = person
        if address is None:
            return
        if address in self.owners:
            what = f"is the address of another person on line {self.owners[address]}; leave one of the two empty"
            self.faults.add(line, "address", what)
            return
        self.owners[address] = line
        self.addresses[person.id] = address

    def _role(self, line: int, cells: Mapping[str, str]) -> None:
        unit, role = cells["unit"], cells["role"]
        sound = True
        if role not in _ROLES:
            near = did_you_mean(role, _ROLES) or f"; choose {listed(_ROLES)}"
            self.faults.add(line, "role", f"{shown(role)} is no role{near}")
            sound = False
        if self.units is not None and unit not in self.units:
            self.faults.add(line, "unit", self.units.unknown(unit))
            sound = False
        if not sound:
            return
        if self.units is not None and role == Role.MEMBER and unit in self.units.parents:
            below = listed(self.units.microsystems_below(unit)) or "one without units below it"
            what = f"{shown(unit)} has units below it, and members belong to a microsystem; choose {below}"
            self.faults.add(line, "unit", what)
            return
        key = (cells["person_id"], unit, role)
        if key in self.roles:
            self.faults.add(line, "role", f"is the same person, unit and role as line {self.roles[key]}; keep one")
        else:
            self.roles[key] = line
