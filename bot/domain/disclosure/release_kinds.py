"""The kinds of figures that are released, each of a week, a block or an epoch."""

from enum import StrEnum


class ReleaseKind(StrEnum):
    PARTICIPATION = "participation"
    SCORE = "score"
    FLAG = "flag"
    BANDS = "bands"
    KINDS = "kinds"
    SPREAD = "spread"
    COUPLING_STRATEGIC = "coupling_strategic"
    COUPLING_ORGANISATIONAL = "coupling_organisational"
    COUPLING_ENVIRONMENTAL = "coupling_environmental"
    ORGANISATION = "organisation"


COUPLING_KINDS = (
    ReleaseKind.COUPLING_ENVIRONMENTAL,
    ReleaseKind.COUPLING_ORGANISATIONAL,
    ReleaseKind.COUPLING_STRATEGIC,
)
BLOCK_END_KINDS = (
    ReleaseKind.BANDS,
    ReleaseKind.KINDS,
    ReleaseKind.SPREAD,
    *COUPLING_KINDS,
)
"""What is decided when a block ends and repeated until the next one does."""
