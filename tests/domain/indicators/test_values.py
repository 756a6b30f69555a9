"""A share holds its interval, and the modules that say one load nothing heavy."""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.indicators.values import Share


@pytest.mark.parametrize(
    ("hits", "trials", "low", "high"),
    [
        # Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3 (Wilson score), 95 %.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_wilson_interval_agrees_with_newcombes_table(hits: int, trials: int, low: float, high: float) -> None:
    share = Share.wilson(hits, trials, confidence=0.95)
    assert (round(share.low, 4), round(share.high, 4)) == (low, high)


@given(trials=st.integers(1, 400), data=st.data())
@settings(max_examples=50)
def test_the_interval_holds_the_share(trials: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(0, trials))
    share = Share.wilson(hits, trials)
    assert 0 <= share.low <= share.value <= share.high <= 1


def test_indicators_do_not_load_numpy() -> None:
    code = (
        "import bot.domain.indicators.values, bot.domain.indicators.engagement, sys;"
        "sys.exit(any(name in sys.modules for name in ('numpy', 'matplotlib')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
