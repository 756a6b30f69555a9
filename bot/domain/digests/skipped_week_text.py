"""Skipped week text."""

from datetime import datetime

from bot.domain.digests.frozen_digest import FrozenDigest
from bot.domain.identifiers import UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.texts import say
from bot.domain.texts.dates import day


def skipped_week_page(unit: UnitId, name: str, week: IsoWeek, locale: str, *, at: datetime) -> FrozenDigest:
    """What stands in place of the digest: why there is none, and no figure."""
    lines = (say("digest-title", locale, unit=name, date=day(week.sunday(), locale)), say("digest-passed", locale))
    return FrozenDigest(unit=unit, week=week, text="\n".join(lines), needs_conversation=False, made_at=at)
