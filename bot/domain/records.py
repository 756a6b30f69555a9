"""Frozen records of a closed week: what was counted, what was released, and the digest that was made of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain.identifiers import PersonId, QuestionId, UnitId
from bot.domain.messages import Button
from bot.domain.questions import AnswerCode
from bot.domain.weeks import IsoWeek

Json = Mapping[str, object]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """All figures of one unit and one week as they were computed; never shown, only what the gate releases is."""

    unit: UnitId
    week: IsoWeek
    figures: Json


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


TOLD_WITH_BLOCKS = (
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How often one value was given to one question version in one unit (or its parent) in one closed epoch."""

    epoch: str
    unit: UnitId
    question: QuestionId
    version: int
    code: AnswerCode
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenDigest:
    """The digest of one unit and week as it was made: never revised, only delivered."""

    unit: UnitId
    week: IsoWeek
    text: str
    needs_conversation: bool
    made_at: datetime
    buttons: tuple[tuple[Button, ...], ...] = ()
    chart: Json = field(default_factory=dict)
    """What the control chart shows, all of it released; drawn only when somebody asks for it."""

    @property
    def subject(self) -> str:
        return f"{self.unit}|{self.week}"
