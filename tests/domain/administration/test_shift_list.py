from datetime import UTC, date, datetime

import pytest

from bot.domain.administration.shift_list import ShiftList, read_shifts
from bot.domain.administration.upload.columns import UploadedRow, UploadedTable
from bot.domain.identifiers import PersonId
from bot.domain.rota.shifts import Shift, ShiftKind
from bot.domain.texts.sentences import worded

ANN, BEN = PersonId("ann"), PersonId("00421")
ZONES = {ANN: "Europe/London", BEN: "Europe/London"}


def read(*rows: str, headings: str = "person_id,starts,ends,kind", leave_out: bool = False) -> ShiftList:
    names = tuple(headings.split(","))
    cells = [UploadedRow(line=line, cells=tuple(row.split(","))) for line, row in enumerate(rows, start=2)]
    return read_shifts(UploadedTable(headings=names, rows=tuple(cells)), ZONES, leave_out=leave_out)


def shifts(found: ShiftList, person: PersonId = ANN) -> list[Shift]:
    assert not found.faults
    return list(found.rotas[person].shifts)


def utc(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("row", "starts", "ends", "kind"),
    [
        ("ann,2026-03-02 07:30,2026-03-02 20:00,day", utc(3, 2, 7, 30), utc(3, 2, 20), ShiftKind.DAY),
        ("ANN,02/03/2026 0730,02/03/2026 20:00,LD", utc(3, 2, 7, 30), utc(3, 2, 20), ShiftKind.DAY),
        ("ann,2026-07-02T07:30,20:00,Long day", utc(7, 2, 6, 30), utc(7, 2, 19), ShiftKind.DAY),
        ("ann,2026-03-02 20:00,08:00,night", utc(3, 2, 20), utc(3, 3, 8), ShiftKind.NIGHT),
        ("ann,2026-03-02 16:00,24:00,late", utc(3, 2, 16), utc(3, 3), ShiftKind.LATE),
        ("ann,2026-03-02,2026-03-06,A/L", utc(3, 2), utc(3, 7), ShiftKind.LEAVE),
        ("ann,2-Mar-2026,2-Mar-2026,on_call", utc(3, 2), utc(3, 3), ShiftKind.ON_CALL),
        # the clocks go forward on 29 March and back on 25 October
        ("ann,2026-03-28 20:00,2026-03-29 08:00,night", utc(3, 28, 20), utc(3, 29, 7), ShiftKind.NIGHT),
        ("ann,2026-10-24 20:00,2026-10-25 08:00,night", utc(10, 24, 19), utc(10, 25, 8), ShiftKind.NIGHT),
        ("ann,2026-03-29,2026-03-29,off", utc(3, 29), utc(3, 29, 23), ShiftKind.OFF),
    ],
)
def test_a_row_is_a_shift_by_the_clock_of_its_unit(row: str, starts: datetime, ends: datetime, kind: ShiftKind) -> None:
    assert shifts(read(row)) == [Shift(starts=starts, ends=ends, kind=kind)]


def test_a_roster_export_may_have_the_day_in_a_column_of_its_own() -> None:
    headings = "Staff Number,Grade,Duty Date,Start Time,End Time,Shift"
    rows = ("421,Band 5,02/03/2026,07:30,20:00,LD", "421,Band 5,03/03/2026,19:30,08:00,N", ",,,,,")
    found = read(*rows, headings=headings)
    assert [(each.kind, each.starts, each.ends) for each in shifts(found, BEN)] == [
        (ShiftKind.DAY, utc(3, 2, 7, 30), utc(3, 2, 20)),
        (ShiftKind.NIGHT, utc(3, 3, 19, 30), utc(3, 4, 8)),
    ]
    assert (found.first, found.last, found.shifts) == (date(2026, 3, 2), date(2026, 3, 3), 2)


def test_a_file_speaks_of_its_whole_time_for_everybody_whom_it_names() -> None:
    found = read("ann,2026-03-02 08:00,16:00,day", "421,2026-03-27,2026-03-28,leave", "ann,2026-03-02 08:00,16:00,day")
    assert found.shifts == 2, "a row that stands twice is one"
    (known,) = found.rotas[ANN].known
    assert (known.starts, known.ends) == (utc(3, 2), utc(3, 29))


@pytest.mark.parametrize(
    ("row", "column", "what"),
    [
        ("zoe,2026-03-02 08:00,16:00,day", "person_id", 'nobody on the list has the id "zoe"'),
        (",2026-03-02 08:00,16:00,day", "person_id", "is empty"),
        ("ann,,16:00,day", "starts", "is empty"),
        ("ann,soon,16:00,day", "starts", '"soon" is no moment'),
        ("ann,2026-13-02 08:00,16:00,day", "starts", "is no moment"),
        ("ann,0206-03-02 08:00,16:00,day", "starts", "correct the year"),
        ("ann,2026-03-02 08:00,2026-03-02 07:00,day", "ends", "is not after"),
        ("ann,2026-03-02 08:00,2026-03-04 07:00,day", "ends", "47 hours is too long"),
        ("ann,2026-03-02 08:00,25:00,day", "ends", "is no moment"),
        ("ann,2026-03-02 08:00,16:00,holidaying", "kind", '"holidaying" is no kind of shift'),
        ("ann,2026-03-02 08:00,16:00,", "kind", "is empty"),
    ],
)
def test_a_row_that_is_wrong_is_told_by_its_line_and_column(row: str, column: str, what: str) -> None:
    found = read("ann,2026-03-02 08:00,16:00,day", row)
    (fault,) = found.faults
    assert (fault.line, fault.column) == (3, column)
    assert what in worded(fault.what, "en-GB")
    assert found.rotas == {}, "nothing is taken in where a row is wrong"


def test_rows_of_others_may_be_passed_over() -> None:
    found = read("ann,2026-03-02 08:00,16:00,day", "zoe,2026-03-02 08:00,16:00,day", leave_out=True)
    assert (found.left_out, list(found.rotas)) == (1, [ANN])


def test_a_file_without_its_columns_or_over_years_is_refused() -> None:
    assert [each.column for each in read("ann,x", headings="person_id,starts").faults] == ["ends", "kind"]
    (fault,) = read("ann,2026-03-02 08:00,16:00,day", "ann,2062-03-02 08:00,16:00,day").faults
    assert "more than a year" in worded(fault.what, "en-GB")
