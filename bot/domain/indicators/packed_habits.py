"""What the drift detector remembers, as bytes that only the detector reads; empty where there is nothing yet.

But a person may read what is of them, and have it under another id.
"""

import json
from dataclasses import dataclass
from typing import NewType

from bot.domain.iso_weeks import IsoWeek

PackedParticipationHabits = NewType("PackedParticipationHabits", bytes)
"""Of participation only; kept in the open, across epochs."""
PackedScoreHabits = NewType("PackedScoreHabits", bytes)
"""Of all that scores have touched; kept sealed, and gone with its epoch but for aggregates."""
NO_PARTICIPATION_HABITS = PackedParticipationHabits(b"")
NO_SCORE_HABITS = PackedScoreHabits(b"")


def renamed_habits(kept: PackedParticipationHabits, old: str, new: str) -> PackedParticipationHabits:
    """The same habits under another id of one person; as they are where they are not of that person."""
    stored = json.loads(kept) if kept else {}
    members = stored.get("members", {})
    if old not in members:
        return kept
    renamed = dict(sorted((new if each == old else each, habit) for each, habit in members.items()))
    return PackedParticipationHabits(json.dumps({**stored, "members": renamed}, separators=(",", ":")).encode())


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonHabit:
    """What is remembered of one person in one team. Weeks are None where there was none."""

    joined: IsoWeek | None
    seen: IsoWeek | None
    asked: IsoWeek | None
    heard: IsoWeek | None
    habit: float | None
    """Log odds of answering; None before anything is known."""
    weight: float
    active: float


def own_habit(kept: PackedParticipationHabits, person: str) -> PersonHabit | None:
    members = json.loads(kept).get("members", {}) if kept else {}
    if person not in members:
        return None
    *weeks, pull, weight, active = members[person]
    joined, seen, asked, heard = (IsoWeek.from_index(int(each)) if each >= 0 else None for each in weeks)
    return PersonHabit(
        joined=joined,
        seen=seen,
        asked=asked,
        heard=heard,
        habit=pull / weight if weight > 0 else None,
        weight=weight,
        active=active,
    )
