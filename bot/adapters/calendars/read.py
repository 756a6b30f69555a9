"""A calendar file as shifts: what recurs unfolded, what was cancelled left out, its titles read and let go.

Calendars come from anywhere. So only what a rota can hold is unfolded: no rule that recurs within a day or on days that
never come, and no more events than a busy decade has.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
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
_EARLIEST: Final = 2000
_BY_WEEKS: Final = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY"})
_BY_MONTHS: Final = _BY_WEEKS | {"BYMONTH", "BYMONTHDAY"}
_PARTS: Final = {"DAILY": _BY_WEEKS, "WEEKLY": _BY_WEEKS, "MONTHLY": _BY_MONTHS, "YEARLY": _BY_MONTHS}
"""Of which a rule may consist, by how often it recurs."""
_NTH_OF_A_MONTH: Final = re.compile(r"[+-]?[1-5]?[A-Z]{2}")
_DAYS_OF_MONTHS: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DAY: Final = timedelta(days=1)
_MINUTE: Final = timedelta(minutes=1)


def read_calendar(raw: bytes, *, zone: str, now: datetime, until: datetime) -> Rota:
    """The shifts from two days ago to a moment; floating times are those of `zone`. Raises CalendarRefused."""
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
    left, recurring = MOST_EVENTS, MOST_RECURRING
    for calendar in calendars:
        kept = icalendar.Calendar()
        for each in calendar.subcomponents:
            if each.name == "VTIMEZONE":
                kept.add_component(each)
            if each.name != "VEVENT" or "DTSTART" not in each:
                continue
            if "RRULE" in each or "RDATE" in each:
                recurring -= 1
                if recurring < 0 or not _may_recur(each):
                    continue
            left -= 1
            if left < 0:
                raise CalendarRefused(CalendarFault.TOO_LARGE)
            kept.add_component(each)
        query = recurring_ical_events.of(kept, skip_bad_series=True)
        local = ZoneInfo(zone)
        unfolded = 0
        try:
            for event in query.between(span.starts.astimezone(local), span.ends.astimezone(local)):
                unfolded += 1
                if unfolded > MOST_UNFOLDED:
                    raise CalendarRefused(CalendarFault.TOO_LARGE)
                yield event
        except (ValueError, KeyError, IndexError, AttributeError, TypeError, OverflowError):
            raise CalendarRefused(CalendarFault.NO_CALENDAR) from None


def _may_recur(event: Any) -> bool:
    """Whether it recurs by days at most, on days that come, and not since before there were calendars like this."""
    start = event["DTSTART"].dt
    if not isinstance(start, date) or start.year < _EARLIEST:
        return False
    rules = event.get("RRULE", [])
    try:
        return all(_comes(rule, start) for rule in (rules if isinstance(rules, list) else [rules]))
    except (ValueError, AttributeError, TypeError):
        return False  # it is no rule at all


def _comes(rule: Any, start: date) -> bool:
    """Whether a rule comes again within a few of its steps: what never does is looked for until the end of time."""
    every = str(next(iter(rule.get("FREQ", [])), "")).upper()
    intervals = [int(each) for each in rule.get("INTERVAL", [1])]
    if len(intervals) != 1 or intervals[0] < 1 or not {each.upper() for each in rule} <= _PARTS.get(every, frozenset()):
        return False
    (interval,) = intervals
    weekdays = [str(each) for each in rule.get("BYDAY", [])]
    if not all(_NTH_OF_A_MONTH.fullmatch(each.upper()) for each in weekdays):
        return False
    if every == "WEEKLY":
        return True
    if every == "DAILY":
        return not weekdays or interval % 7 != 0
    months = {int(each) for each in rule.get("BYMONTH", [])}
    days = [abs(int(each)) for each in rule.get("BYMONTHDAY", [])]
    if weekdays and days:
        return False
    if every == "MONTHLY":
        reached = {(start.month - 1 + step * interval) % 12 + 1 for step in range(12)}
        months = reached & months if months else reached
    elif not months:
        months = set(range(1, 13)) if days or weekdays else {start.month}
    if weekdays:
        return bool(months & set(range(1, 13)))
    return any(
        1 <= day <= _DAYS_OF_MONTHS[month - 1] for month in months if 1 <= month <= 12 for day in days or [start.day]
    )


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
