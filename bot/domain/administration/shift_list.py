"""A list of shifts from the hospital's own files, a row for each: which column is what, and what a row says."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from typing import Final

from bot.domain.administration.upload.columns import UploadedTable, bare, plain_day
from bot.domain.administration.upload.scope import RowFault
from bot.domain.identifiers import PersonId
from bot.domain.organisation.leaving import bare_id
from bot.domain.programme.wall_clock import to_utc
from bot.domain.rota.shifts import Rota, Shift, ShiftKind, Span
from bot.domain.rota.titles import kind_of_title
from bot.domain.texts.sentences import Sentence

MOST_FAULTS: Final = 1_000
LONGEST_PERIOD: Final = timedelta(days=400)
_DAY: Final = timedelta(days=1)
_EXAMPLE: Final = "2026-03-02 07:30"


class ShiftColumn(StrEnum):
    """What a column of a list of shifts may be; others are not read."""

    PERSON_ID = "person_id"
    DATE = "date"
    """For files that have times alone in the other two."""
    STARTS = "starts"
    ENDS = "ends"
    KIND = "kind"


_CALLED: Final[Mapping[ShiftColumn, str]] = {
    ShiftColumn.PERSON_ID: (
        "person id, id, staff id, staff number, staff no, employee id, employee number, employee no, personnel number, "
        "personnel no, payroll number, payroll no, assignment number, assignment no, worker id, user id, username"
    ),
    ShiftColumn.DATE: "date, duty date, shift date, day",
    ShiftColumn.STARTS: (
        "starts, start, start time, shift start, duty start, actual start, start date, from, begins, starts at"
    ),
    ShiftColumn.ENDS: "ends, end, end time, shift end, duty end, actual end, end date, to, until, ends at, finish",
    ShiftColumn.KIND: "kind, shift, shift type, type, duty, duty type, shift code, code, absence, reason, shift name",
}
_MEANT: Final = {bare(word): column for column, words in _CALLED.items() for word in words.split(",")}
NEEDED: Final = (ShiftColumn.PERSON_ID, ShiftColumn.STARTS, ShiftColumn.ENDS, ShiftColumn.KIND)


def shift_column(heading: str) -> ShiftColumn | None:
    return _MEANT.get(bare(heading))


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftList:
    """What a file says, by person; it speaks of one time, from its first day to its last, for all whom it names."""

    rotas: Mapping[PersonId, Rota]
    shifts: int
    first: date | None
    last: date | None
    faults: Sequence[RowFault]
    left_out: int = 0
    """Rows of people who are not on the list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    person: PersonId
    shift: Shift
    first: date
    last: date


class _Wrong(Exception):
    def __init__(self, column: ShiftColumn, what: Sentence) -> None:
        super().__init__(what.name)
        self.column, self.what = column, what


def read_shifts(table: UploadedTable, zones: Mapping[PersonId, str], *, leave_out: bool = False) -> ShiftList:
    """Every row of a list as a shift; `zones`: whom it may name, each with the zone of their wall clock.

    `leave_out`: rows of people who are not among them are passed over; else each is a fault.
    """
    columns = [shift_column(heading) for heading in table.headings]
    places = {column: columns.index(column) for column in ShiftColumn if column in columns}
    if missing := [column for column in NEEDED if column not in places]:
        faults = [RowFault(line=1, column=each.value, what=Sentence.of("fault-shift_no_column")) for each in missing]
        return ShiftList(rotas={}, shifts=0, first=None, last=None, faults=faults)
    known = {bare_id(person): person for person in zones}
    rows: list[_Row] = []
    faults, left_out = [], 0
    for each in table.rows:
        cells = {column: each.cells[place] for column, place in places.items()}
        if not any(cells.values()):
            continue
        person = _person(cells[ShiftColumn.PERSON_ID], zones, known)
        if person is None and leave_out and cells[ShiftColumn.PERSON_ID]:
            left_out += 1
            continue
        try:
            rows.append(_row(cells, person, zones))
        except _Wrong as wrong:
            faults.append(RowFault(line=each.line, column=wrong.column.value, what=wrong.what))
        if len(faults) >= MOST_FAULTS:
            break
    first, last = min((row.first for row in rows), default=None), max((row.last for row in rows), default=None)
    if first is not None and last is not None and last - first > LONGEST_PERIOD:
        what = Sentence.of("fault-shift_over_years", first=str(first), last=str(last))
        faults.append(RowFault(line=1, column=ShiftColumn.STARTS.value, what=what))
    return ShiftList(
        rotas=dict(_rotas(rows, first, last, zones)) if not faults and first and last else {},
        shifts=len({(row.person, row.shift) for row in rows}),
        first=first,
        last=last,
        faults=faults,
        left_out=left_out,
    )


def _person(written: str, zones: Collection[PersonId], known: Mapping[str, PersonId]) -> PersonId | None:
    """By their id; capitals and leading zeros, which spreadsheets lose, do not matter."""
    given = PersonId(written.removesuffix(".0"))
    return given if given in zones else known.get(bare_id(given))


def _rotas(
    rows: Iterable[_Row], first: date, last: date, zones: Mapping[PersonId, str]
) -> Iterator[tuple[PersonId, Rota]]:
    shifts: dict[PersonId, list[Shift]] = {}
    for row in rows:
        shifts.setdefault(row.person, []).append(row.shift)
    for person, theirs in shifts.items():
        zone = zones[person]
        period = Span(starts=to_utc(first, time(0), zone), ends=to_utc(last + _DAY, time(0), zone))
        yield person, Rota.of(theirs, [period, *(each.span for each in theirs)])


def _row(cells: Mapping[ShiftColumn, str], person: PersonId | None, zones: Mapping[PersonId, str]) -> _Row:
    written = cells[ShiftColumn.PERSON_ID]
    if not written:
        raise _Wrong(ShiftColumn.PERSON_ID, Sentence.of("fault-shift_no_id"))
    if person is None:
        raise _Wrong(ShiftColumn.PERSON_ID, Sentence.of("fault-shift_nobody", id=written))
    kind = kind_of_title(cells[ShiftColumn.KIND])
    if kind is None:
        words = ", ".join(each.value for each in ShiftKind)
        title = cells[ShiftColumn.KIND]
        name = "fault-shift_no_kind" if title else "fault-shift_kind_empty"
        raise _Wrong(ShiftColumn.KIND, Sentence.of(name, kind=title, words=words))
    day = cells.get(ShiftColumn.DATE, "")
    starts, at = _moment(ShiftColumn.STARTS, cells[ShiftColumn.STARTS], day)
    ends, until = _moment(ShiftColumn.ENDS, cells[ShiftColumn.ENDS], day or starts.isoformat())
    zone = zones[person]
    if at is None and until is None:
        begins, over = to_utc(starts, time(0), zone), to_utc(ends + _DAY, time(0), zone)
        last = ends
    else:
        at, until = at or time(0), until or time(0)
        if ends == starts and until <= at and _is_time_alone(cells[ShiftColumn.ENDS]):
            ends += _DAY  # over midnight
        begins, over = to_utc(starts, at, zone), to_utc(ends, until, zone)
        last = starts  # a night belongs to the day on which it begins
        if over - begins > _DAY:
            last = ends if until > time(0) else ends - _DAY
    if over <= begins:
        raise _Wrong(
            ShiftColumn.ENDS,
            Sentence.of("fault-shift_not_after", ends=cells[ShiftColumn.ENDS], starts=cells[ShiftColumn.STARTS]),
        )
    try:
        shift = Shift(starts=begins, ends=over, kind=kind)
    except ValueError:
        hours = round((over - begins) / timedelta(hours=1))
        raise _Wrong(ShiftColumn.ENDS, Sentence.of("fault-shift_too_long", hours=str(hours))) from None
    return _Row(person=person, shift=shift, first=starts, last=max(last, starts))


_TIME: Final = re.compile(r"([01]?[0-9]|2[0-4])[:.]?([0-5][0-9])(?::[0-5][0-9](?:\.[0-9]+)?)?")
_WITH_TIME: Final = re.compile(r"(.+?)[T\s]+(\d{1,2}[:.]\d{2}(?::\d{2}(?:\.\d+)?)?)(?:Z|[+-]00:?00)?")


_WITH_DIGITS: Final = re.compile(r"(.+?)[T\s]+(\d{4})")


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(plain_day(text))
    except ValueError:
        return False
    return True


def _is_time_alone(text: str) -> bool:
    return _TIME.fullmatch(text) is not None


def _moment(column: ShiftColumn, text: str, day: str) -> tuple[date, time | None]:
    """A day, and its time where one stands. `day`: of a cell that is a time alone."""
    if not text:
        raise _Wrong(column, Sentence.of("fault-shift_moment_empty", example=_EXAMPLE))
    clock: str | None = None
    if _is_time_alone(text):
        text, clock = day, text
    elif (found := _WITH_TIME.fullmatch(text)) or (not _is_day(text) and (found := _WITH_DIGITS.fullmatch(text))):
        text, clock = found[1], found[2]
    try:
        on = date.fromisoformat(plain_day(text))
        at = None if clock is None else _time(clock)
    except ValueError:
        raise _Wrong(column, Sentence.of("fault-shift_no_moment", moment=text, example=_EXAMPLE)) from None
    if at is None and clock is not None:  # 24:00
        return on + _DAY, time(0)
    if not 2000 <= on.year <= 2100:
        raise _Wrong(column, Sentence.of("fault-shift_year", day=str(on)))
    return on, at


def _time(text: str) -> time | None:
    """None for the end of the day."""
    found = _TIME.fullmatch(text)
    if found is None:
        raise ValueError(text)
    hour, minute = int(found[1]), int(found[2])
    if hour == 24:
        if minute:
            raise ValueError(text)
        return None
    return time(hour, minute)
