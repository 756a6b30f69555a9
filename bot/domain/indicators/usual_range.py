"""The usual range of a unit's participation: limits locked after twelve separate figures, re-based by a dated step.

Weekly points cover four weeks each and overlap by three, so neighbours hardly differ and XmR limits taken from them
would be far too narrow. They are taken from figures four weeks apart, which share no week, once for each of the four
ways to pick them, and averaged. Rounding alone moves a figure by up to half a tenth either way, so the limits are
never nearer to the mean than one tenth.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from bot.domain.indicators.control_chart import FEWEST, LOCKED_AFTER, Limits
from bot.domain.iso_weeks import IsoWeek

APART = 4
"""Weeks from one separate four-week figure to the next."""
NARROWEST = 1.0
Points = Sequence[tuple[IsoWeek, int]]
"""Released four-week participation in tenths, by the week it ends with, in order; holes stay holes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedLimits:
    """The range of a stretch as it stood when it had twelve separate figures; it moves no more.

    `since` is the dated step with which the stretch began, None before any step.
    """

    since: IsoWeek | None
    mean: float
    half: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """The usual range of one stretch in tenths, and the points of the series that lie outside it."""

    mean: float
    low: float
    high: float
    """`low` and `high` as they are drawn, between 0 and 10."""
    locked: bool
    first: int
    last: int
    """Positions of the points it speaks of, inclusive; those that reach back over a step are left out."""
    outside: tuple[int, ...]
    """Positions of the points outside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stretch:
    since: IsoWeek | None
    positions: Sequence[int]
    """Of the points that lie in it with all of their four weeks."""


def ranges(
    points: Points, *, steps: Sequence[IsoWeek] = (), locks: Sequence[LockedLimits] = ()
) -> tuple[Range | None, ...]:
    """The range of each stretch from one dated step to the next, the newest last; None where there is too little yet.

    `steps` are in order; they may reach back before the points.
    """
    locks_by_start = {lock.since: lock for lock in locks}
    return tuple(_range(points, stretch, locks_by_start.get(stretch.since)) for stretch in _stretches(points, steps))


def locks_after(
    points: Points, *, steps: Sequence[IsoWeek] = (), locks: Sequence[LockedLimits] = ()
) -> tuple[LockedLimits, ...]:
    """The locks with that of the newest stretch, once it has twelve separate figures; those of steps taken out go."""
    standing = tuple(lock for lock in locks if lock.since is None or lock.since in steps)
    since = steps[-1] if steps else None
    if any(lock.since == since for lock in standing) or len(points) < LOCKED_AFTER:
        return standing
    begun = points[0][0] if since is None else max(points[0][0], since)
    if points[-1][0] - begun < APART * (LOCKED_AFTER - 1):  # nearly always so: a year passes until there are twelve
        return standing
    stretch = _stretches(points, steps)[-1]
    if stretch.since != since or _separate(points, stretch) < LOCKED_AFTER:
        return standing
    limits = _limits(points, stretch)
    return standing if limits is None else (*standing, LockedLimits(since=since, mean=limits[0], half=limits[1]))


def _stretches(points: Points, steps: Sequence[IsoWeek]) -> list[_Stretch]:
    found: dict[IsoWeek | None, list[int]] = {}
    for at, (week, _) in enumerate(points):
        since = next((step for step in reversed(steps) if step <= week), None)
        whole = found.setdefault(since, [])
        if since is None or week - since >= APART - 1:
            whole.append(at)
    return [_Stretch(since=since, positions=positions) for since, positions in found.items()]


def _picks(points: Points, stretch: _Stretch) -> list[list[int]]:
    """The figures of a stretch, in the four ways to pick some that share no week."""
    inside = [points[at] for at in stretch.positions]
    return [[value for week, value in inside if week.index % APART == phase] for phase in range(APART)]


def _separate(points: Points, stretch: _Stretch) -> int:
    return max(len(values) for values in _picks(points, stretch))


def _limits(points: Points, stretch: _Stretch) -> tuple[float, float] | None:
    """Mean and half width, from the first twelve separate figures."""
    limits = [Limits.of(values[:LOCKED_AFTER]) for values in _picks(points, stretch) if len(values) >= FEWEST]
    if not limits:
        return None
    return fmean(each.mean for each in limits), max(fmean(each.upper - each.mean for each in limits), NARROWEST)


def _range(points: Points, stretch: _Stretch, lock: LockedLimits | None) -> Range | None:
    limits = _limits(points, stretch) if lock is None else (lock.mean, lock.half)
    if limits is None or not stretch.positions:
        return None
    mean, half = limits
    low, high = max(0.0, mean - half), min(10.0, mean + half)
    return Range(
        mean=mean,
        low=low,
        high=high,
        locked=lock is not None or _separate(points, stretch) >= LOCKED_AFTER,
        first=stretch.positions[0],
        last=stretch.positions[-1],
        outside=tuple(at for at in stretch.positions if not low <= points[at][1] <= high),
    )
