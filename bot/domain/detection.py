"""What closing a week hands to the drift detector and takes back from it: one call for the whole organisation.

The detector sees all teams of a week at once, because it takes the organisation's own week out of each team's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.domain.identifiers import UnitId
from bot.domain.indicators.person_weeks import PersonWeek
from bot.domain.loop import FlagKind
from bot.domain.weeks import IsoWeek


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What the detector remembers of a team, or of the organisation around the teams."""

    voices: bytes = b""
    """Participation only, and what crossed the close of the last epoch; kept in the open across epochs."""
    scores: bytes = b""
    """All that scores have touched; kept sealed, and gone with its epoch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamWeek:
    """One team's rows of the closing week, perhaps none, and what the detector remembers of the team."""

    team: UnitId
    rows: Sequence[PersonWeek]
    memory: Memory


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """The statistic has reached its threshold; whether anybody is told is the gate's to decide."""

    kind: FlagKind
    since: IsoWeek
    statistic: float
    threshold: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamResult:
    memory: Memory
    expected: float
    """Answers that the habits of those within reach would have given this week."""
    alarm: Alarm | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """One week of all teams: their results in the order given, and what is remembered around them."""

    teams: Sequence[TeamResult]
    around: Memory


class Detector(Protocol):
    """Pure: the same memories and rows give the same results.

    `epoch_ends`: this is the last week of its epoch, so `Memory.voices` must take along the aggregates that may cross.
    """

    def __call__(
        self,
        week: IsoWeek,
        teams: Sequence[TeamWeek],
        *,
        around: Memory,
        false_flags_per_team_year: float,
        minimum_group: int,
        epoch_ends: bool,
    ) -> Watched: ...
