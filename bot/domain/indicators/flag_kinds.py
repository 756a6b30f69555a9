"""Flag kinds: how a team drifts, or that what limits it lies above it."""

from enum import StrEnum


class FlagKind(StrEnum):
    FEWER_VOICES = "fewer voices"
    LOWER_SCORE = "lower score"
    BOTH = "both"
    ROOM_FROM_ABOVE = "room from above"
    """No drift: what holds the team back lies above it. Made of words that were told, not by the detector."""

    @property
    def is_drift(self) -> bool:
        return self is not FlagKind.ROOM_FROM_ABOVE
