"""Precision: how often leads recognised what a flag said, kind by kind, from the verdicts kept with the flags."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.indicators.values import Scarcity, Share, TooFew
from bot.domain.loop import FlagKind, Verdict

FEWEST_VERDICTS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class KindPrecision:
    """Flags of one kind: how many there were, how many were judged, and the share that leads recognised.

    A known reason counts as recognised: the fall was there, whatever caused it; it is also counted by itself.
    """

    kind: FlagKind
    flags: int
    judged: int
    known_reason: int
    recognised: Share | TooFew


def precision_by_kind(
    flags: Iterable[tuple[FlagKind, Verdict | None]], *, fewest: int = FEWEST_VERDICTS
) -> tuple[KindPrecision, ...]:
    """Precision of every kind, from each flag's kind and its newest verdict (None: nobody has answered)."""
    count = Counter(flags)
    found = []
    for kind in FlagKind:
        of_kind = {verdict: n for (each, verdict), n in count.items() if each is kind}
        judged = sum(n for verdict, n in of_kind.items() if verdict is not None)
        wrong = of_kind.get(Verdict.NOT_RECOGNISED, 0)
        found.append(
            KindPrecision(
                kind=kind,
                flags=sum(of_kind.values()),
                judged=judged,
                known_reason=of_kind.get(Verdict.KNOWN_REASON, 0),
                recognised=Share.wilson(judged - wrong, judged)
                if judged >= fewest
                else TooFew(because=Scarcity.ANSWERS, found=judged, needed=fewest),
            )
        )
    return tuple(found)
