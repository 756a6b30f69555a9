"""Weeks that are not closed again after a restore, because their figures may already have been shown."""

from collections.abc import Collection, Sequence
from datetime import datetime

from bot.domain.iso_weeks import IsoWeek
from bot.domain.programme.wall_clock import end_of_week


def skipped_weeks(first: IsoWeek, zones: Collection[str], *, at: datetime) -> Sequence[IsoWeek]:
    """The weeks from `first` on that had ended in every zone by the restore, so that they may have been closed."""
    passed: list[IsoWeek] = []
    week = first
    while zones and all(at >= end_of_week(week, zone) for zone in set(zones)):
        passed.append(week)
        week += 1
    return passed
