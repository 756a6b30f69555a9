"""Which column of an uploaded list is what, however it is called there, and its cells as the roster writes them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, assert_never

from bot.domain.texts.characters import tidy


class UploadColumn(StrEnum):
    """What a column of an uploaded list may be. Addresses are none: people bring their own."""

    PERSON_ID = "person_id"
    NAME = "name"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    UNIT = "unit"
    ROLE = "role"
    CHANNEL = "channel"
    GROUP = "group"
    TIMEZONE = "timezone"
    LOCALE = "locale"
    STARTS = "starts"
    ENDS = "ends"


_CALLED: Final[Mapping[UploadColumn, str]] = {
    UploadColumn.PERSON_ID: (
        "person id, id, staff id, staff number, staff no, employee id, employee number, employee no, personnel number, "
        "personnel no, payroll number, payroll no, assignment number, worker id, badge number, user id, username"
    ),
    UploadColumn.NAME: "name, full name, employee name, staff name, person name, display name, worker",
    UploadColumn.FIRST_NAME: "first name, forename, given name, known as, preferred name, preferred first name",
    UploadColumn.LAST_NAME: "last name, surname, family name",
    UploadColumn.UNIT: (
        "unit, ward, team, department, dept, organisation, organization, org unit, organisation unit, location, "
        "cost centre name, service, unit name, ward name, team name, department name"
    ),
    UploadColumn.ROLE: "role, rounds role, role in rounds",
    UploadColumn.CHANNEL: "channel, chat",
    UploadColumn.GROUP: "group, staff group, profession, professional group",
    UploadColumn.TIMEZONE: "timezone, time zone",
    UploadColumn.LOCALE: "locale, language",
    UploadColumn.STARTS: "starts, start, start date, hire date, date of joining, latest start date, joined, from",
    UploadColumn.ENDS: "ends, end, end date, leaving date, termination date, contract end, fixed term end date, until",
}
_BETWEEN: Final = re.compile(r"[\W_]+")


def bare(heading: str) -> str:
    """A heading without what people write differently: capitals, blanks, dots and dashes."""
    return _BETWEEN.sub("", tidy(heading).casefold())


_MEANT: Final = {bare(word): column for column, words in _CALLED.items() for word in words.split(",")}


def meant_by(heading: str) -> UploadColumn | None:
    return _MEANT.get(bare(heading))


def matched(headings: Sequence[str]) -> tuple[UploadColumn | None, ...]:
    """What each column is, as far as its heading tells; of two that are the same the first one."""
    found: list[UploadColumn | None] = []
    for heading in headings:
        column = meant_by(heading)
        found.append(None if column in found else column)
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadedRow:
    line: int
    """Of the file, as a spreadsheet or an editor counts."""
    cells: tuple[str, ...]
    """As many as there are headings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadedTable:
    headings: tuple[str, ...]
    rows: tuple[UploadedRow, ...]

    def examples(self, place: int, *, at_most: int = 3) -> Sequence[str]:
        """The first different words of a column."""
        found = dict.fromkeys(row.cells[place] for row in self.rows[:50] if row.cells[place])
        return list(found)[:at_most]


Cells = dict[str, str]
"""Of one row, by the name of the column in the roster."""


def named_cells(table: UploadedTable, columns: Sequence[UploadColumn | None]) -> Iterator[tuple[int, Cells]]:
    """Each row with the line on which it stands, without empty ones and those that say the very same as one before."""
    places = {column: place for place, column in enumerate(columns) if column is not None}
    seen: set[tuple[str, ...]] = set()
    for row in table.rows:
        cells = {column.value: _as_written(column, row.cells[place]) for column, place in places.items()}
        if not any(cells.values()):
            continue
        parts = [cells.pop(part, "") for part in (UploadColumn.FIRST_NAME.value, UploadColumn.LAST_NAME.value)]
        if any(parts):
            cells["name"] = " ".join(part for part in parts if part)
        said = tuple(cells.values())
        if said not in seen:
            seen.add(said)
            yield row.line, cells


def _as_written(column: UploadColumn, cell: str) -> str:
    match column:
        case UploadColumn.STARTS | UploadColumn.ENDS:
            return plain_day(cell)
        case UploadColumn.PERSON_ID:
            return cell[:-2] if _DECIMAL.fullmatch(cell) else cell
        case UploadColumn.NAME | UploadColumn.FIRST_NAME | UploadColumn.LAST_NAME | UploadColumn.UNIT:
            return cell
        case UploadColumn.ROLE | UploadColumn.CHANNEL | UploadColumn.GROUP:
            return cell
        case UploadColumn.TIMEZONE | UploadColumn.LOCALE:
            return cell
        case _:
            assert_never(column)


_DECIMAL: Final = re.compile(r"[0-9]+\.0")
"""A number that a spreadsheet has taken for one with decimals."""
_DAY_FIRST: Final = re.compile(r"([0-9]{1,2})[/.\-\s]([0-9]{1,2}|[A-Za-z]{3,9})[/.\-\s]([0-9]{4})")
_YEAR_FIRST: Final = re.compile(r"([0-9]{4})[/.\-]([0-9]{1,2})[/.\-]([0-9]{1,2})")
_WITH_TIME: Final = re.compile(r"(.+?)[T\s][0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?Z?")
_SERIAL: Final = re.compile(r"[2-7][0-9]{4}(\.0)?")
"""Days as spreadsheets count them: of the years from 1954 to 2119."""
_DAY_ZERO: Final = date(1899, 12, 30)
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def plain_day(text: str) -> str:
    """A day as the roster writes it, if it can be told which one is meant: `2026-03-02`, `02/03/2026` with the day
    first, `2-Mar-2026`, or a spreadsheet's number. Other words stay as they are, for the roster's reader to refuse."""
    bare_day = found[1] if (found := _WITH_TIME.fullmatch(text)) else text
    if _SERIAL.fullmatch(bare_day):
        return (_DAY_ZERO + timedelta(days=int(bare_day[:5]))).isoformat()
    if found := _YEAR_FIRST.fullmatch(bare_day):
        year, month, day = found[1], found[2], found[3]
    elif found := _DAY_FIRST.fullmatch(bare_day):
        year, day, month = found[3], found[1], found[2]
        if month[:3].casefold() in _MONTHS:
            month = str(_MONTHS.index(month[:3].casefold()) + 1)
    else:
        return text
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return text
