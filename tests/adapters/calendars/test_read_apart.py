"""A calendar file is read by a process of its own: the same shifts come of it, and none keeps Rounds busy."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.adapters.calendars.apart import ReadApart
from bot.adapters.calendars.read import read_calendar
from bot.domain.rota.own_calendar import CalendarFault, CalendarRefused
from tests.support.patience import PATIENCE

FILES = Path(__file__).parent / "files"
NOW = datetime(2026, 3, 24, tzinfo=UTC)
UNTIL = NOW + timedelta(weeks=8)
SHIFT = "BEGIN:VEVENT\r\nUID:1\r\nDTSTART:20260325T073000Z\r\nDTEND:20260325T193000Z\r\nSUMMARY:LD\r\n"
RULES = ("FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31")


def calendar(*lines: str) -> bytes:
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *lines, "END:VCALENDAR", ""]).encode()


def sound_beside(rule: str) -> bytes:
    return calendar(f"{SHIFT}END:VEVENT", f"{SHIFT.replace('UID:1', 'UID:2')}RRULE:{rule}\r\nEND:VEVENT")


def test_what_is_read_apart_is_what_is_read() -> None:
    raw = (FILES / "outlook.ics").read_bytes()
    here = read_calendar(raw, zone="Europe/London", now=NOW, until=UNTIL)
    assert ReadApart()(raw, zone="Europe/London", now=NOW, until=UNTIL) == here


@pytest.mark.parametrize(("raw", "fault"), [(b"", CalendarFault.NO_CALENDAR), (calendar(), CalendarFault.NO_SHIFTS)])
def test_why_it_could_not_be_read_is_told(raw: bytes, fault: CalendarFault) -> None:
    with pytest.raises(CalendarRefused) as refused:
        ReadApart()(raw, zone="UTC", now=NOW, until=UNTIL)
    assert refused.value.fault is fault


@pytest.mark.parametrize("limits", [ReadApart(seconds=0.01), ReadApart(busy_seconds=0)])
def test_a_reader_that_takes_too_long_is_ended(limits: ReadApart) -> None:
    with pytest.raises(CalendarRefused) as refused:
        limits((FILES / "outlook.ics").read_bytes(), zone="UTC", now=NOW, until=UNTIL)
    assert refused.value.fault is CalendarFault.TOO_LARGE


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_without_end_ends_and_leaves_the_other_shifts(rule: str) -> None:
    (shift,) = ReadApart()(sound_beside(rule), zone="UTC", now=NOW, until=UNTIL).shifts
    assert shift.starts == datetime(2026, 3, 25, 7, 30, tzinfo=UTC)


@pytest.mark.drill
@pytest.mark.parametrize("rule", RULES)
def test_a_process_that_has_read_a_rule_without_end_in_a_thread_ends(rule: str, tmp_path: Path) -> None:
    file = tmp_path / "calendar.ics"
    file.write_bytes(sound_beside(rule))
    program = (
        "import asyncio, sys; from datetime import datetime; from pathlib import Path\n"
        "from bot.adapters.calendars.apart import ReadApart\n"
        "asyncio.run(asyncio.to_thread(ReadApart(), Path(sys.argv[1]).read_bytes(), zone='UTC',"
        " now=datetime.fromisoformat(sys.argv[2]), until=datetime.fromisoformat(sys.argv[3])))"
    )
    asked = [sys.executable, "-c", program, str(file), NOW.isoformat(), UNTIL.isoformat()]
    assert subprocess.run(asked, timeout=PATIENCE, check=False).returncode == 0
