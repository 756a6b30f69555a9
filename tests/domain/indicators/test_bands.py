"""Bands say the likeliest and how sure it is, and keep silent where answers are few."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.indicators.bands import Band, CompetencyBands, CutPoints, banded, competency_bands
from bot.domain.indicators.values import Estimate, Scarcity, TooFew

CUTS = CutPoints(moderate_from=4.5, high_from=6.75)


def about(value: float, half: float = 0.5, people: int = 40) -> Estimate:
    return Estimate(value=value, low=max(0, value - half), high=min(10, value + half), people=people)


@pytest.mark.parametrize(
    ("value", "half", "band", "sure"),
    [
        (3.0, 0.5, Band.LOW, True),
        (5.6, 0.5, Band.MODERATE, True),
        (8.0, 0.5, Band.HIGH, True),
        (6.7, 0.5, Band.MODERATE, False),
        (5.6, 3.0, Band.MODERATE, False),
        (10.0, 1.0, Band.HIGH, True),
    ],
)
def test_a_band_is_sure_only_away_from_its_edges(value: float, half: float, band: Band, sure: bool) -> None:
    result = banded(about(value, half), cuts=CUTS)
    assert (result.band, result.sure) == (band, sure)


@given(value=st.floats(0, 10), half=st.floats(0.05, 4))
@settings(max_examples=50)
def test_the_chances_of_the_bands_make_one(value: float, half: float) -> None:
    assert sum(banded(about(value, half), cuts=CUTS).chances.values()) == pytest.approx(1)


def test_the_lowest_competency_is_named_and_whether_it_is_clearly_so() -> None:
    scores = {"personal": about(7.5), "supervisory": about(4.0), "strategic": about(6.0)}
    result = competency_bands(scores, cuts=CUTS)
    assert isinstance(result, CompetencyBands)
    assert (result.lowest, result.lowest_is_clear) == ("supervisory", True)
    close = competency_bands({**scores, "strategic": about(4.4)}, cuts=CUTS)
    assert isinstance(close, CompetencyBands)
    assert not close.lowest_is_clear


def test_nineteen_people_get_no_band_a_competency() -> None:
    few = TooFew(because=Scarcity.HEARD, found=19, needed=20)
    assert competency_bands({"personal": about(7, people=19)}, cuts=CUTS) == few
    hidden = TooFew(because=Scarcity.HEARD, found=3, needed=5)
    assert competency_bands({"personal": about(7), "strategic": hidden}, cuts=CUTS) == hidden


def test_cut_points_that_cross_are_refused() -> None:
    with pytest.raises(ValueError, match="cut points"):
        CutPoints(moderate_from=7, high_from=5)
