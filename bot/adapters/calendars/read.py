"""A calendar file as shifts: what recurs unfolded, what was cancelled left out, its titles read and let go.

Calendars come from anywhere. Each series is unfolded by itself, by the library and within a limit: one that takes too
long, that is no series at all or that recurs more often than shifts do is left out, and the others are read. There are
no more events than a busy decade has.
"""

import gc
import signal
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from types import FrameType
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import icalendar
import recurring_ical_events

from bot.domain.programme.wall_clock import to_utc
from bot.domain.rota.own_calendar import CalendarFault, CalendarRefused
from bot.domain.rota.shifts import WORKED, Rota, Shift, ShiftKind, Span
from bot.domain.rota.titles import days_between, is_cancelled_title, kind_by_hours, kind_of_title, nominal_span

MOST_EVENTS: Final = 20_000
MOST_RECURRING: Final = 300
MOST_UNFOLDED: Final = 4_000
MOST_A_DAY: Final = 4
BUSY_SECONDS_A_SERIES: Final = 0.5
"""Of the processor. Decades of days take a twentieth of it; a rule that never comes would be looked for without end."""
_DAY: Final = timedelta(days=1)
_MINUTE: Final = timedelta(minutes=1)


def read_calendar(raw: bytes, *, zone: str, now: datetime, until: datetime) -> Rota:
    """The shifts from two days ago to a moment; floating times are those of `zone`. Raises CalendarRefused.

    Only in the first thread of a process.
    """
    span = Span(starts=now - 2 * _DAY, ends=until)
    shifts: list[Shift] = []
    for event in _events(_calendars(raw), span, zone):
        shifts += _shifts(event, zone)
    near = [each for each in shifts if each.ends > span.starts and each.starts < span.ends]
    if not near:
        raise CalendarRefused(CalendarFault.NO_SHIFTS)
    last = max(each.ends for each in near).astimezone(ZoneInfo(zone)) - _MINUTE
    known = Span(starts=span.starts, ends=to_utc(last.date() + _DAY, time(0), zone))
    return Rota.of(near, [known]).cut(span)


def _calendars(raw: bytes) -> list[icalendar.Calendar]:
    try:
        found = [each for each in icalendar.Calendar.from_ical(raw, multiple=True) if each.name == "VCALENDAR"]
    except (ValueError, KeyError, IndexError, AttributeError, TypeError, RecursionError):
        raise CalendarRefused(CalendarFault.NO_CALENDAR) from None  # the library has no error of its own
    if not found:
        raise CalendarRefused(CalendarFault.NO_CALENDAR)
    return found


def _events(calendars: Iterable[icalendar.Calendar], span: Span, zone: str) -> Iterator[Any]:
    left, unfolded = MOST_EVENTS, 0
    for calendar in calendars:
        kept = []
        for each in calendar.subcomponents:
            if each.name == "VEVENT" and "DTSTART" in each:
                left -= 1
                kept.append(each)
            if left < 0:
                raise CalendarRefused(CalendarFault.TOO_LARGE)
        recurring = {_uid(each) for each in kept if "RRULE" in each or "RDATE" in each}
        if len(recurring) > MOST_RECURRING:
            raise CalendarRefused(CalendarFault.TOO_LARGE)
        series: dict[str, list[Any]] = defaultdict(list)
        for each in kept:
            series[_uid(each) if _uid(each) in recurring else ""].append(each)
        for uid, parts in series.items():
            found = _series(parts, span, zone) if uid in recurring else _unfolded(parts, span, zone)
            unfolded += len(found)
            if unfolded > MOST_UNFOLDED:
                raise CalendarRefused(CalendarFault.TOO_LARGE)
            yield from found


def _uid(event: Any) -> str:
    """What the parts of a series have in common; an event without any stands for itself."""
    return str(event.get("UID", "")) or f"without {id(event)}"


def _series(parts: Sequence[Any], span: Span, zone: str) -> Sequence[Any]:
    """One series with its exceptions; empty where it takes too long, makes no sense or recurs too often for a rota."""
    try:
        with _at_most(BUSY_SECONDS_A_SERIES):
            found = _unfolded(parts, span, zone)
    except (CalendarRefused, _TakesTooLongError):
        return ()
    return found if len(found) <= MOST_A_DAY * ((span.ends - span.starts) / _DAY + 1) else ()


def _unfolded(parts: Iterable[Any], span: Span, zone: str) -> list[Any]:
    calendar, local = icalendar.Calendar(), ZoneInfo(zone)
    for each in parts:
        calendar.add_component(each)
    try:
        query = recurring_ical_events.of(calendar, skip_bad_series=True)
        return list(query.between(span.starts.astimezone(local), span.ends.astimezone(local)))
    except (ValueError, KeyError, IndexError, AttributeError, TypeError, OverflowError):
        raise CalendarRefused(CalendarFault.NO_CALENDAR) from None


class _TakesTooLongError(BaseException):
    """Nothing in the library takes it for an error of its own."""


@contextmanager
def _at_most(busy_seconds: float) -> Iterator[None]:
    """Ends what is done in it by an error after so much of the processor; only in the first thread of a process.

    Nothing is collected meanwhile: an error that is raised while the collector calls somebody is lost.
    """

    def end(_signal: int, _frame: FrameType | None) -> None:
        raise _TakesTooLongError

    collects = gc.isenabled()
    gc.disable()
    before = signal.signal(signal.SIGVTALRM, end)
    signal.setitimer(signal.ITIMER_VIRTUAL, busy_seconds, busy_seconds)  # again, if the first was not heard
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
        if collects:
            gc.enable()


def _shifts(event: Any, zone: str) -> Iterator[Shift]:
    title = str(event.get("SUMMARY", ""))[:300]
    if str(event.get("STATUS", "")).upper() == "CANCELLED" or is_cancelled_title(title):
        return
    span, is_whole_days = _span(event, zone)
    if span is None:
        return
    kind = kind_of_title(title)
    if is_whole_days and kind is not None:
        # of work that is given as days each day is a shift
        days = [span] if kind not in WORKED else days_between(span.starts, span.ends, zone)
        for day in days:
            yield from _shift(nominal_span(kind, day, zone), kind)
    elif not is_whole_days:
        yield from _shift(span, kind or kind_by_hours(span, zone))


def _shift(span: Span, kind: ShiftKind) -> Iterator[Shift]:
    try:
        yield Shift(starts=span.starts, ends=span.ends, kind=kind)
    except ValueError:
        return  # a reminder that lasts for weeks is no shift


def _span(event: Any, zone: str) -> tuple[Span | None, bool]:
    """When it is, and whether it is given as whole days."""
    starts = event["DTSTART"].dt
    ends = event["DTEND"].dt if "DTEND" in event else starts
    is_whole_days = not isinstance(starts, datetime)
    first, last = _instant(starts, zone, event["DTSTART"]), _instant(ends, zone, event.get("DTEND"))
    if is_whole_days and last <= first:
        last = _instant(starts + _DAY, zone, None)
    return (Span(starts=first, ends=last) if first < last else None), is_whole_days


def _instant(value: date, zone: str, given: Any) -> datetime:
    """UTC by the minute. What has no zone that is known is of the zone's wall clock."""
    if not isinstance(value, datetime):
        return to_utc(value, time(0), zone)
    value = value.replace(second=0, microsecond=0)
    if value.tzinfo is not None:
        return value.astimezone(UTC)
    named = _zone_named(str(given.params.get("TZID", "")) if given is not None else "")
    return to_utc(value.date(), value.time(), named or zone)


def _zone_named(name: str) -> str | None:
    """The IANA zone of a name that a calendar uses without saying what it means."""
    plain = name.strip().strip('"').removeprefix("/").removeprefix("freeassociation.sourceforge.net/")
    known = icalendar.timezone.windows_to_olson.WINDOWS_TO_OLSON.get(plain, plain)
    try:
        ZoneInfo(known)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
    return known if known else None
