"""Notes: figures among those concerned, and silence where they are few."""

import pytest

from bot.domain.indicators.response_patterns import Amount, polarisation
from bot.domain.indicators.values import Scarcity, TooFew


def test_polarisation_is_wide_when_people_stand_at_both_ends() -> None:
    split = polarisation({n: [0.0 if n % 2 else 10.0] for n in range(10)}, minimum=10)
    alike = polarisation({n: [5.0, 6.0] for n in range(10)}, minimum=10)
    assert isinstance(split, Amount)
    assert alike == Amount(value=0.0, people=10)
    assert split.value == pytest.approx(5.27, abs=0.01)
    assert polarisation({n: [5.0] for n in range(9)}, minimum=10) == TooFew(because=Scarcity.HEARD, found=9, needed=10)
