"""Weeks of which nothing is made after a restore: what was answered and shown of them is not known for sure."""

from collections.abc import Collection, Sequence
from datetime import datetime

from bot.domain.iso_weeks import IsoWeek
from bot.domain.programme.wall_clock import end_of_week, week_of


def skipped_weeks(
    first: IsoWeek, zones: Collection[str], *, at: datetime, asked_for: IsoWeek | None = None
) -> Sequence[IsoWeek]:
    """The weeks from `first` on that had begun in any zone by the restore, or for which people were asked by then.

    One that had ended may have been closed after the backup. Of one that runs, and of one in which a round ends that
    is open (`asked_for`), answers given after the backup are lost.
    """
    newest = max([week_of(at, zone) for zone in zones], default=first - 1)
    if asked_for is not None and zones:
        newest = max(newest, asked_for)
    return [first + number for number in range(newest - first + 1)]


def weeks_over(first: IsoWeek, zones: Collection[str], *, at: datetime) -> Sequence[IsoWeek]:
    """The weeks from `first` on that have ended in every zone."""
    over: list[IsoWeek] = []
    week = first
    while zones and all(at >= end_of_week(week, zone) for zone in set(zones)):
        over.append(week)
        week += 1
    return over
