"""Bands are as coarse as promised: of nobody can it be told that they answered, or that they did not."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.disclosure.bands import Band, band_of, bands, fewest

SIZES = range(5, 41)


@pytest.mark.parametrize(
    ("n", "expected"),
    [
        (5, "0-2 3-5"),
        (6, "0-2 3 4-6"),
        (7, "0-2 3-4 5-7"),
        (8, "0-2 3-5 6-8"),
        (10, "0-2 3-4 5 6-7 8-10"),
        (30, "0-2 3-5 6-8 9-11 12-14 15 16-18 19-21 22-24 25-27 28-30"),
    ],
)
def test_bands_are_laid_from_both_ends_inwards(n: int, expected: str) -> None:
    written = [f"{band.low}" if band.low == band.high else f"{band.low}-{band.high}" for band in bands(n)]
    assert " ".join(written) == expected


@given(n=st.integers(5, 400), c=st.integers(1, 3))
def test_every_count_lies_in_one_band(n: int, c: int) -> None:
    if n < fewest(c):
        return
    cut = bands(n, c)
    assert cut[0] == Band(low=0, high=c + 1)
    assert cut[-1] == Band(low=n - c - 1, high=n)
    assert all(after.low == before.high + 1 for before, after in pairwise(cut))
    assert [(n - band.high, n - band.low) for band in reversed(cut)] == [(band.low, band.high) for band in cut]
    assert all(count in band_of(count, n, c) for count in range(n + 1))


@pytest.mark.parametrize("n", range(5))
def test_fewer_than_five_people_have_no_bands(n: int) -> None:
    with pytest.raises(ValueError, match="not told"):
        bands(n)


@pytest.mark.parametrize("c", [1, 2, 3])
@pytest.mark.parametrize("n", SIZES)
def test_of_nobody_can_it_be_told_whether_they_answered(n: int, c: int) -> None:
    """Whoever knows up to `c` people's answers, for all they know any other answered, and any other did not."""
    if n < fewest(c):
        return
    for band in bands(n, c):
        possible = range(band.low, band.high + 1)
        for known in range(c + 1):
            unknown = n - known
            for answered in range(known + 1):
                rest = [a - answered for a in possible if 0 <= a - answered <= unknown]
                if not rest:  # nobody can have seen this band and known that
                    continue
                # r of `unknown` answered: a given one may have if some r >= 1, may not have if some r < unknown.
                assert any(r >= 1 for r in rest), (n, band, known, answered)
                assert any(r < unknown for r in rest), (n, band, known, answered)


def test_a_count_beyond_everybody_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be counted"):
        band_of(8, 7)
    with pytest.raises(ValueError, match="no count"):
        Band(low=3, high=2)
