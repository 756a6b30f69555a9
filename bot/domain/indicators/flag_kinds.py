"""Flag kinds."""

from enum import StrEnum


class FlagKind(StrEnum):
    FEWER_VOICES = "fewer voices"
    LOWER_SCORE = "lower score"
    BOTH = "both"
