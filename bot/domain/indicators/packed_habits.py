"""What the drift detector remembers, as bytes that only the detector reads; empty where there is nothing yet."""

from typing import NewType

PackedParticipationHabits = NewType("PackedParticipationHabits", bytes)
"""Of participation only; kept in the open, across epochs."""
PackedScoreHabits = NewType("PackedScoreHabits", bytes)
"""Of all that scores have touched; kept sealed, and gone with its epoch but for aggregates."""
NO_PARTICIPATION_HABITS = PackedParticipationHabits(b"")
NO_SCORE_HABITS = PackedScoreHabits(b"")
