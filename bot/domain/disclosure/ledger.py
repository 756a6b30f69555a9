"""Frozen records of a closed week: what was counted, what was released, and the digest that was made of it."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.identifiers import Json, PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek


class ReleaseKind(StrEnum):
    PARTICIPATION = "participation"
    SCORE = "score"
    FLAG = "flag"
    BREADTH = "breadth"
    BANDS = "bands"
    KINDS = "kinds"
    SPREAD = "spread"
    COUPLING = "coupling"
    ORGANISATION = "organisation"


RELEASED_WITH_BLOCKS = (
    ReleaseKind.BANDS,
    ReleaseKind.KINDS,
    ReleaseKind.SPREAD,
    ReleaseKind.COUPLING,
)
"""What is decided when a block ends and repeated until the next one does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """One row of the release ledger: a figure that somebody may have seen.

    `people` are those over whom it was computed: known from participation, so they disclose no answer.
    """

    unit: UnitId
    kind: ReleaseKind
    period: str
    """A block id for scores and bands, an epoch for kinds, spread and coupling, an ISO week for all else."""
    week: IsoWeek
    shown: Json
    """The coarse figure as shown, for example {"tenths": 6}; empty when it was withheld."""
    people: frozenset[PersonId] = frozenset()
    withheld: str = ""
    """Why nothing was shown; empty when it was."""
