"""When a question may be put to somebody: inside a worked shift, or by quiet hours where no rota is known.

- From one hour after the start of a worked shift to one hour before its end.
- Never on leave, on call or off, nor in the eleven hours after a night, whatever else stands there.
- Where a rota says nothing (the time before it begins, after it ends, or of whoever has none) outside quiet hours.
"""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.programme.programme import QuietHours
from bot.domain.programme.quiet_hours import next_allowed
from bot.domain.programme.wall_clock import to_utc
from bot.domain.rota.shifts import WORKED, Rota, ShiftKind, Span, joined, without

SETTLING_IN: Final = timedelta(hours=1)
"""After the start of a shift: handover."""
WINDING_DOWN: Final = timedelta(hours=1)
"""Before its end: the next one."""
REST: Final = timedelta(hours=11)
"""After a night: the daily rest of the Working Time Regulations 1998."""
_DAY: Final = timedelta(days=1)


def first_moment(
    rota: Rota | None,
    span: Span,
    *,
    quiet: QuietHours,
    zone: str,
    wished_hour: int | None = None,
) -> datetime | None:
    """The first moment of a time at which a question may be put, UTC; None if there is none.

    With a wish: that hour, where it lies in the same shift or day; else as early as can be.
    """
    if rota is None or not rota.known:
        at = next_allowed(span.starts, quiet, zone)
        return at if at < span.ends else None
    first = next(iter(allowed(rota, span, quiet=quiet, zone=zone)), None)
    if first is None:
        return None
    return (_wished(first, wished_hour, zone) if wished_hour is not None else None) or first.starts


def allowed(rota: Rota, span: Span, *, quiet: QuietHours, zone: str) -> tuple[Span, ...]:
    """All of a time in which a question may be put, in order."""
    on_shift: list[Span] = []
    taken: list[Span] = []
    for shift in rota.shifts:
        if shift.starts >= span.ends or shift.ends + REST <= span.starts:
            continue
        if shift.kind in WORKED:
            if shift.ends - shift.starts > SETTLING_IN + WINDING_DOWN:
                on_shift.append(Span(starts=shift.starts + SETTLING_IN, ends=shift.ends - WINDING_DOWN))
        else:
            taken.append(shift.span)
        if shift.kind is ShiftKind.NIGHT:
            taken.append(Span(starts=shift.ends, ends=shift.ends + REST))
    unknown = (part for gap in without((span,), rota.known) for part in _outside_quiet(gap, quiet, zone))
    open_ = [common for each in joined([*on_shift, *unknown]) if (common := each.within(span))]
    return without(open_, joined(taken))


def is_off_duty(rota: Rota, at: datetime) -> bool:
    """Whether somebody is known to be away from work at a moment, or resting after a night. On a shift they are not,
    also in its first and last hour; where nothing is known neither."""
    if any(each.kind is ShiftKind.NIGHT and each.ends <= at < each.ends + REST for each in rota.shifts):
        return True
    here = [each.kind for each in rota.shifts if each.starts <= at < each.ends]
    if any(kind not in WORKED for kind in here):
        return True
    return not here and any(each.starts <= at < each.ends for each in rota.known)


def _wished(span: Span, hour: int, zone: str) -> datetime | None:
    """The first time at which the clock strikes this hour within a span."""
    day = span.starts.astimezone(ZoneInfo(zone)).date()
    while True:
        at = to_utc(day, time(hour), zone)
        if at >= span.ends:
            return None
        if at >= span.starts:
            return at
        day += _DAY


def _outside_quiet(gap: Span, quiet: QuietHours, zone: str) -> Iterator[Span]:
    if quiet.starts == quiet.ends:
        yield gap
        return
    at = next_allowed(gap.starts, quiet, zone)
    while at < gap.ends:
        ends = min(_begin_of_quiet(at, quiet, zone), gap.ends)
        yield Span(starts=at, ends=ends)
        at = next_allowed(ends, quiet, zone)


@lru_cache(maxsize=1024)
def _begin_of_quiet(at: datetime, quiet: QuietHours, zone: str) -> datetime:
    """The first moment after one outside quiet hours at which they begin."""
    local = at.astimezone(ZoneInfo(zone))
    day = local.date() if local.time() < quiet.starts else local.date() + _DAY
    begins = to_utc(day, quiet.starts, zone)
    return begins if begins > at else to_utc(day + _DAY, quiet.starts, zone)
