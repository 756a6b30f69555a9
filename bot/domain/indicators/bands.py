"""Bands: low, moderate or high functioning per competency, said only as surely as the answers allow.

Mohapel and Dickson (2007) rate functioning in three bands and give no cut points: ours are policy, passed in.
"Strategic is key but insufficient without the other two", so the lowest of the three is named.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist

from bot.domain.indicators.engagement import CONFIDENCE, TEN
from bot.domain.indicators.values import Estimate, Scarcity, TooFew

ENOUGH_PEOPLE = 20  # for a band per competency: a unit, or a large team over a quarter
SURE = 0.8


class Band(StrEnum):
    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"


@dataclass(frozen=True, slots=True, kw_only=True)
class CutPoints:
    """Scores on 0-10 under which functioning is low, and from which it is high."""

    moderate_from: float = 4.5
    high_from: float = 6.75

    def __post_init__(self) -> None:
        if not 0 < self.moderate_from < self.high_from < TEN:
            raise ValueError("cut points rise between 0 and 10")


@dataclass(frozen=True, slots=True, kw_only=True)
class Banded:
    """The likeliest band and how likely each is; `sure` when one holds with four chances in five."""

    band: Band
    chances: Mapping[Band, float]
    people: int

    @property
    def sure(self) -> bool:
        return self.chances[self.band] >= SURE


@dataclass(frozen=True, slots=True, kw_only=True)
class CompetencyBands:
    """One band a competency, and the competency with the lowest score; `lowest_is_clear` if its interval ends below."""

    bands: Mapping[str, Banded]
    lowest: str
    lowest_is_clear: bool


def banded(estimate: Estimate, *, cuts: CutPoints) -> Banded:
    """The band of a score on 0-10 from its 80 % interval, read as that of a normal distribution."""
    # The interval may be cut off at an end of the scale; its longer half still tells the spread.
    half = max(estimate.high - estimate.value, estimate.value - estimate.low)
    spread = NormalDist(estimate.value, max(half, 1e-9) / NormalDist().inv_cdf(0.5 + CONFIDENCE / 2))
    low, below_high = spread.cdf(cuts.moderate_from), spread.cdf(cuts.high_from)
    chances = {Band.LOW: low, Band.MODERATE: below_high - low, Band.HIGH: 1 - below_high}
    return Banded(band=max(chances, key=lambda band: chances[band]), chances=chances, people=estimate.people)


def competency_bands(
    scores: Mapping[str, Estimate | TooFew], *, cuts: CutPoints, enough: int = ENOUGH_PEOPLE
) -> CompetencyBands | TooFew:
    """Bands of every competency, for a unit or a large team; too few unless each was answered by `enough` people.

    A small team gets one overall band instead: `banded` of the score over all its answers.
    Raises ValueError without any competency.
    """
    if not scores:
        raise ValueError("there is no competency to put into a band")
    estimates: dict[str, Estimate] = {}
    for competency, score in scores.items():
        if isinstance(score, TooFew):
            return score
        if score.people < enough:
            return TooFew(because=Scarcity.HEARD, found=score.people, needed=enough)
        estimates[competency] = score
    lowest = min(estimates, key=lambda competency: (estimates[competency].value, competency))
    others = [each for competency, each in estimates.items() if competency != lowest]
    return CompetencyBands(
        bands={competency: banded(each, cuts=cuts) for competency, each in estimates.items()},
        lowest=lowest,
        lowest_is_clear=all(estimates[lowest].high < each.low for each in others),
    )
