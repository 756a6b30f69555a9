"""Notes and precision: shares among those concerned, and silence where they are few."""

import pytest

from bot.domain.indicators.notes import Amount, polarisation
from bot.domain.indicators.precision import precision_by_kind
from bot.domain.indicators.values import Scarcity, Share, TooFew
from bot.domain.loop import FlagKind, Verdict


def test_polarisation_is_wide_when_people_stand_at_both_ends() -> None:
    split = polarisation({n: [0.0 if n % 2 else 10.0] for n in range(10)}, minimum=10)
    alike = polarisation({n: [5.0, 6.0] for n in range(10)}, minimum=10)
    assert isinstance(split, Amount)
    assert alike == Amount(value=0.0, people=10)
    assert split.value == pytest.approx(5.27, abs=0.01)
    assert polarisation({n: [5.0] for n in range(9)}, minimum=10) == TooFew(because=Scarcity.HEARD, found=9, needed=10)


def test_precision_counts_a_known_reason_as_recognised_and_waits_for_five_verdicts() -> None:
    flags: list[tuple[FlagKind, Verdict | None]] = [
        *[(FlagKind.BOTH, Verdict.REPLYING)] * 3,
        (FlagKind.BOTH, Verdict.KNOWN_REASON),
        (FlagKind.BOTH, Verdict.NOT_RECOGNISED),
        (FlagKind.BOTH, None),
        (FlagKind.LOWER_SCORE, Verdict.NOT_RECOGNISED),
    ]
    by_kind = {each.kind: each for each in precision_by_kind(flags)}
    both = by_kind[FlagKind.BOTH]
    assert (both.flags, both.judged, both.known_reason) == (6, 5, 1)
    assert isinstance(both.recognised, Share)
    assert both.recognised.hits == 4
    assert by_kind[FlagKind.LOWER_SCORE].recognised == TooFew(because=Scarcity.ANSWERS, found=1, needed=5)
    assert by_kind[FlagKind.FEWER_VOICES].flags == 0
