"""Figures of a block, a quarter or the whole organisation, as coarse as anybody may see them: bands and half points."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.indicators.bands import Band
from bot.domain.programme.questions import Kind

ENDS = 18
"""Twice the highest score shown; the ends are drawn in, since a mean at the very end tells what all said."""


class WeekComparison(StrEnum):
    """How a week compares with the usual range of the weeks before it."""

    STEADY = "steady"
    LOWER = "lower"
    HIGHER = "higher"
    UNKNOWN = "unknown"


class Disagreement(StrEnum):
    """How far apart the people of a team stand."""

    ALIKE = "alike"
    ORDINARY = "ordinary"
    WIDE = "wide"


@dataclass(frozen=True, slots=True, kw_only=True)
class BandsFigure:
    """The likely bands of functioning, lowest first: one where it is fairly sure, else neighbours.

    By competency where there were answers enough, else under "" for all answers together.
    """

    bands: Mapping[str, tuple[Band, ...]]
    lowest: str = ""
    """The competency with the lowest score; empty without competencies."""
    lowest_is_clear: bool = False
    people_from: int

    def __post_init__(self) -> None:
        order = list(Band)
        rising = all(list(likely) == sorted(set(likely), key=order.index) for likely in self.bands.values())
        if not self.bands or not rising:
            raise ValueError("bands are told lowest first, each once")
        if not all(self.bands.values()) or (self.lowest and self.lowest not in self.bands):
            raise ValueError("every competency has a band, and the lowest is one of them")
        if self.people_from < 5 or self.people_from % 5:
            raise ValueError("people are told by fives from 5")


@dataclass(frozen=True, slots=True, kw_only=True)
class KindsFigure:
    """Twice the score on 0-10, to the nearest whole, of each special kind that enough people answered."""

    halves: Mapping[Kind, int]

    def __post_init__(self) -> None:
        if not self.halves or any(not 2 <= each <= ENDS for each in self.halves.values()):
            raise ValueError("a kind is shown from 1 to 9 in halves")


@dataclass(frozen=True, slots=True, kw_only=True)
class CouplingFigure:
    """Twice the figure of one form of coupling: agreement or fit on 0-10, or the gap between leads and members."""

    form: Kind
    halves: int

    def __post_init__(self) -> None:
        lowest = -ENDS if self.form is Kind.COUPLING_ORGANISATIONAL else 2
        if not lowest <= self.halves <= ENDS:
            raise ValueError("a coupling is shown from 1 to 9 in halves, a gap up to 9 either way")


@dataclass(frozen=True, slots=True, kw_only=True)
class DisagreementFigure:
    spread: Disagreement


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


QuarterFigure = BandsFigure | KindsFigure | CouplingFigure | DisagreementFigure | OrganisationFigure


def clamp(halves: float, *, lowest: int = 2) -> int:
    """A doubled score rounded and drawn in from the ends."""
    return min(ENDS, max(lowest, round(halves)))


def in_tenths(share: float) -> int:
    """None and all are drawn in."""
    return min(9, max(1, round(share * 10)))
