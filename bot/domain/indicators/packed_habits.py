"""What the drift detector remembers, as bytes that only the detector reads; empty where there is nothing yet."""

import json
from typing import NewType

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
