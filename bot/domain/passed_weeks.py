"""Weeks that a restore passes over: what was shown of them after the backup, nobody knows any more."""

from collections.abc import Collection, Sequence
from datetime import datetime

from bot.domain.cadence import end_of_week
from bot.domain.digest_words import day
from bot.domain.identifiers import UnitId
from bot.domain.records import FrozenDigest
from bot.domain.texts import say
from bot.domain.weeks import IsoWeek


def passed_weeks(first: IsoWeek, zones: Collection[str], *, at: datetime) -> Sequence[IsoWeek]:
    """The weeks from `first` on that had ended in every zone by the restore, so that they may have been closed."""
    passed: list[IsoWeek] = []
    week = first
    while zones and all(at >= end_of_week(week, zone) for zone in set(zones)):
        passed.append(week)
        week += 1
    return passed


def passed_page(unit: UnitId, name: str, week: IsoWeek, locale: str, *, at: datetime) -> FrozenDigest:
    """What stands in place of the digest: why there is none, and no figure."""
    lines = (say("digest.title", locale, unit=name, date=day(week.sunday(), locale)), say("digest.passed", locale))
    return FrozenDigest(unit=unit, week=week, text="\n".join(lines), needs_conversation=False, made_at=at)
