"""What asks to be shown when a week closes: one microsystem's requests, and the case that the gate decides at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.answers.score_request import ScoreRequest
from bot.domain.disclosure.ledger import Release
from bot.domain.disclosure.periods import BlockPeriod, ReleasePeriod
from bot.domain.disclosure.quarter_requests import QuarterCase
from bot.domain.disclosure.release_kinds import ReleaseKind
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.unit_tree import Scope, UnitTree
from bot.domain.programme.programme import Privacy

LedgerKey = tuple[Scope, ReleaseKind, ReleasePeriod]
"""Whom and when a release is of, and its kind of figure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachRequest:
    """One microsystem's closing week: who was within reach, and how many of them answered."""

    people: frozenset[PersonId]
    answered: int
    in_window: int
    """Different people within reach in the four weeks that end now."""
    questions: int
    """Put to them in this week, of which there may be several to one person ..."""
    replies: int
    """... and of these answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagRequest:
    """The detector's alarm for one microsystem."""

    kind: FlagKind
    since: IsoWeek
    asked: frozenset[PersonId]
    """Within reach in the four weeks that end now."""
    heard: frozenset[PersonId]
    """Of these, those who answered."""
    weeks_observed: int
    """Weeks since the team's first closed round, this one included."""
    last_flag: IsoWeek | None = None
    silenced_until: IsoWeek | None = None
    """The last week for which a lead's known reason holds flags back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekCount:
    """What one week adds to a unit's four-week participation; decided once, kept for good."""

    week: IsoWeek
    asked: int
    answered: int
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekCase:
    """Everything that asks to be shown when a week closes. Requests are per microsystem."""

    week: IsoWeek
    tree: UnitTree
    privacy: Privacy
    readers: frozenset[PersonId]
    """Everybody who reads a digest of any unit."""
    reach: Mapping[UnitId, ReachRequest]
    counted: Mapping[Scope, Sequence[WeekCount]]
    """Earlier weeks of every unit as `GateDecision.counted` gave them; at least the three before this one."""
    block: BlockPeriod | None = None
    """The block that ends with this week."""
    scores: Mapping[UnitId, ScoreRequest] = field(default_factory=dict)
    scored_before: Mapping[Scope, frozenset[UnitId]] = field(default_factory=dict)
    """The microsystems that each unit's score of the block before was made of."""
    prior_mean: float = 5.0
    prior_precision: float = 0.0
    flags: Mapping[UnitId, FlagRequest] = field(default_factory=dict)
    quarter: QuarterCase | None = None
    """What the end of a block asks to show besides scores."""
    ledger: Mapping[LedgerKey, Release] = field(default_factory=dict)
    """Earlier releases of the same periods: what was decided once stays so."""
