"""Presence."""

from dataclasses import dataclass

from bot.domain.identifiers import PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """One person in one week for one microsystem: participation only, kept across epochs."""

    unit: UnitId
    person: PersonId
    week: IsoWeek
    asked: int
    """Pulses of rounds that closed this week."""
    reached: int
    """Of these, how many could have been answered."""
    heard: int
    """Of these, how many were answered, "can't say" or skipped."""
