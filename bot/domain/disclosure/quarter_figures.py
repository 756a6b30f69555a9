"""Figures of a block, a quarter or the whole organisation, as coarse as anybody may see them: words and levels."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.identifiers import UnitId
from bot.domain.indicators.score_kinds import COUPLINGS, SPECIAL_KINDS, ScoreKind
from bot.domain.indicators.score_words import ScoreWord


class WeekComparison(StrEnum):
    """How a week compares with the usual range of the weeks before it."""

    STEADY = "steady"
    LOWER = "lower"
    HIGHER = "higher"
    UNKNOWN = "unknown"


class Level(StrEnum):
    """How a unit functions (Mohapel and Dickson 2007, who give no cut points between the three: ours are policy)."""

    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"


class Gap(StrEnum):
    """Who sees it more positively."""

    ALIKE = "alike"
    LEADS_HIGHER = "leads_higher"
    MEMBERS_HIGHER = "members_higher"


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelsFigure:
    """A quarter's level of each competency that is told, else under None one for all core questions."""

    levels: Mapping[ScoreKind | None, Level]
    lowest: ScoreKind | None = None
    """The competency with the lowest words, if it is one alone."""
    together: tuple[str, ...] = ()
    """The names of the teams that were counted together in any of the quarter's blocks, if it is not one team's or a
    whole unit's."""

    def __post_init__(self) -> None:
        if not self.levels or (None in self.levels and len(self.levels) > 1):
            raise ValueError("levels are of competencies, or there is one for all questions together")
        if self.lowest is not None and self.lowest not in self.levels:
            raise ValueError("the lowest competency is one of them")


@dataclass(frozen=True, slots=True, kw_only=True)
class KindsFigure:
    """A quarter's word for each special kind that is told."""

    words: Mapping[ScoreKind, ScoreWord]
    together: tuple[str, ...] = ()
    """The names of the teams that are counted together, if it is not one team's or a whole unit's."""

    def __post_init__(self) -> None:
        if not self.words or not self.words.keys() <= set(SPECIAL_KINDS):
            raise ValueError("special kinds are told, or there is nothing to tell")


@dataclass(frozen=True, slots=True, kw_only=True)
class CouplingFigure:
    """What the co-leads of a unit's teams said to each form of coupling, and whether their teams see it like them."""

    words: Mapping[ScoreKind, ScoreWord]
    gap: Gap | None = None
    teams: frozenset[UnitId] = frozenset()
    """Whose co-leads these are; of figures of earlier versions it is not known."""

    def __post_init__(self) -> None:
        if not self.words or not self.words.keys() <= set(COUPLINGS):
            raise ValueError("forms of coupling are told, or there is nothing to tell")
        if self.gap is not None and ScoreKind.COUPLING_ORGANISATIONAL not in self.words:
            raise ValueError("there is a gap only to something that co-leads said")


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationFigure:
    """The organisation's own week: its share in tenths against its own control limits."""

    tenths: int
    swing: WeekComparison
    lasting: bool = False
    """Below, or above, its mean for seven weeks or more."""
    usual: tuple[int, int] | None = None
    """The usual range in tenths, once there are weeks enough."""

    def __post_init__(self) -> None:
        if any(not 1 <= each <= 9 for each in (self.tenths, *(self.usual or ()))):
            raise ValueError("none and all are never shown")


QuarterFigure = LevelsFigure | KindsFigure | CouplingFigure | OrganisationFigure


def in_tenths(share: float) -> int:
    """None and all are drawn in."""
    return min(9, max(1, round(share * 10)))
