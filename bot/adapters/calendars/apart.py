"""Reading a calendar file in a process of its own, which is ended when it takes too long.

What stands in a file may keep its reader busy without end, and a thread cannot be ended. So each file is read by a new
interpreter that is given no secret: bytes go in, plain values come out.
"""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import structlog

from bot.adapters.calendars.read import read_calendar
from bot.domain.rota.own_calendar import CalendarFault, CalendarRefused
from bot.domain.rota.shifts import Rota, Shift, ShiftKind, Span

log = structlog.get_logger()

BUSY_SECONDS: Final = 5
"""Of the processor: a machine with much else to do makes no calendar too large."""
SECONDS: Final = 30.0
"""By the clock, whatever it waits for."""
_SOURCES: Final = Path(__file__).parents[3]
_PASSED_ON: Final = ("PATH", "PYTHONTZPATH", "PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadApart:
    """Like `read_calendar`. It blocks, for `seconds` at most."""

    seconds: float = SECONDS
    busy_seconds: int = BUSY_SECONDS

    def __call__(self, raw: bytes, *, zone: str, now: datetime, until: datetime) -> Rota:
        """Raises CalendarRefused."""
        asked = [zone, now.isoformat(), until.isoformat(), str(self.busy_seconds)]
        environment = {each: os.environ[each] for each in _PASSED_ON if each in os.environ}
        try:
            done = subprocess.run(  # noqa: S603 - this interpreter, and nothing of the file
                [sys.executable, "-P", "-m", __name__, *asked],
                input=raw,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # words of the file may stand in it
                env={**environment, "PYTHONPATH": str(_SOURCES)},
                timeout=self.seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise CalendarRefused(CalendarFault.TOO_LARGE) from None
        if done.returncode < 0:  # ended by its limit
            raise CalendarRefused(CalendarFault.TOO_LARGE)
        if done.returncode > 0:
            log.error("calendar_reader_failed", status=done.returncode)
            raise CalendarRefused(CalendarFault.NO_CALENDAR)
        return _rota(done.stdout)


def _rota(told: bytes) -> Rota:
    values = json.loads(told)
    if isinstance(values, str):
        raise CalendarRefused(CalendarFault(values))
    moment = datetime.fromisoformat
    return Rota(
        shifts=tuple(
            Shift(starts=moment(starts), ends=moment(ends), kind=ShiftKind(kind))
            for starts, ends, kind in values["shifts"]
        ),
        known=tuple(Span(starts=moment(starts), ends=moment(ends)) for starts, ends in values["known"]),
    )


def _read(raw: bytes, *, zone: str, now: datetime, until: datetime) -> object:
    """A rota as plain values, or the name of what is wrong."""
    try:
        rota = read_calendar(raw, zone=zone, now=now, until=until)
    except CalendarRefused as refused:
        return refused.fault.value
    return {
        "shifts": [(each.starts.isoformat(), each.ends.isoformat(), each.kind.value) for each in rota.shifts],
        "known": [(each.starts.isoformat(), each.ends.isoformat()) for each in rota.known],
    }


def main(asked: Sequence[str]) -> None:
    """The reader's process: a file at its input, what was read at its output."""
    zone, now, until, busy_seconds = asked
    os.nice(10)  # whoever answers in a chat comes first
    resource.setrlimit(resource.RLIMIT_CPU, (int(busy_seconds), int(busy_seconds)))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    told = _read(
        sys.stdin.buffer.read(), zone=zone, now=datetime.fromisoformat(now), until=datetime.fromisoformat(until)
    )
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1:])
