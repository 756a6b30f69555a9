"""Kinds of questions, each told by itself: what one score is of."""

from enum import StrEnum


class ScoreKind(StrEnum):
    """Every scored answer counts under exactly one of them."""

    CORE = "core"
    """All core questions of a team that is too small for one word a competency."""
    PERSONAL = "personal"
    SUPERVISORY = "supervisory"
    STRATEGIC = "strategic"
    INFLUENCE = "influence"
    TWO_WAY = "two_way"
    ADVOCACY = "advocacy"
    FOLLOWERSHIP = "followership"
    COUPLING_STRATEGIC = "coupling_strategic"
    COUPLING_ORGANISATIONAL = "coupling_organisational"
    COUPLING_ENVIRONMENTAL = "coupling_environmental"
    CHANGE = "change"
    """Whether what was done changed anything. New kinds stand last: workings are kept by place."""


COMPETENCIES = (ScoreKind.PERSONAL, ScoreKind.SUPERVISORY, ScoreKind.STRATEGIC)
"""Those of core questions: told of a block."""
SPECIAL_KINDS = (
    ScoreKind.INFLUENCE,
    ScoreKind.TWO_WAY,
    ScoreKind.ADVOCACY,
    ScoreKind.FOLLOWERSHIP,
    ScoreKind.CHANGE,
)
"""Told of a quarter, like couplings."""
COUPLINGS = (ScoreKind.COUPLING_STRATEGIC, ScoreKind.COUPLING_ORGANISATIONAL, ScoreKind.COUPLING_ENVIRONMENTAL)
