"""A block's watch as it is kept: the scores sealed under the block's key, the voices once for all blocks, and open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from bot.domain.detector import statistic
from bot.domain.detector.statistic import BOTH, SCORES, VOICES, Smoothed, WeekToWeekVariance
from bot.domain.detector.watch import Watch
from bot.domain.detector.week_effect import UnitVariance

if TYPE_CHECKING:
    from numpy.typing import NDArray

_UNSEEN = (0.0, 0.0, 0, 0)


@dataclass(frozen=True, kw_only=True)
class SmoothedParticipation:
    """What every watch has of participation: smoothed (teams,), and the organisation's spread."""

    watched: "NDArray[np.float64]"
    always: "NDArray[np.float64]"
    rising: "NDArray[np.int64]"
    squares: float
    weight: float

    @classmethod
    def of(cls, teams: Sequence[Mapping[str, Any]], shared: Mapping[str, Any]) -> "SmoothedParticipation":
        """From the open halves."""
        return cls(
            watched=np.array([stored.get("watched", 0.0) for stored in teams], dtype=np.float64),
            always=np.array([stored.get("always", 0.0) for stored in teams], dtype=np.float64),
            rising=np.array([stored.get("rising", 0) for stored in teams], dtype=np.int64),
            squares=shared.get("squares", statistic.SPREAD_PRIOR),
            weight=shared.get("weight", statistic.SPREAD_PRIOR),
        )


def watch_of(stored: Mapping[str, Any], voices: SmoothedParticipation, *, teams: Sequence[str]) -> Watch:
    """The watch as it was `stored`, with the voices of now; one that has seen nothing where there was none, or an
    earlier version wrote it."""
    begun = Watch.empty(teams=len(teams), units=1)
    known = stored if "teams" in stored else {}
    seen = np.array([known.get("teams", {}).get(team, _UNSEEN) for team in teams], dtype=np.float64)
    watched, always, scores, both = seen.reshape(-1, len(_UNSEEN)).T
    squares, weight = begun.spread.squares.copy(), begun.spread.weight.copy()
    squares[VOICES], weight[VOICES] = voices.squares, voices.weight
    begun = replace(
        begun,
        smoothed=Smoothed(
            watched=statistic.with_both(voices.watched, watched),
            always=statistic.with_both(voices.always, always),
            rising=np.stack([voices.rising, scores.astype(np.int64), both.astype(np.int64)]),
            weeks=known.get("weeks", 0),
        ),
        spread=WeekToWeekVariance(squares=squares, weight=weight),
    )
    if not known:
        return begun
    squares[SCORES], squares[BOTH] = known["squares"]
    weight[SCORES] = weight[BOTH] = known["weight"]
    swing, swing_weight = known["swing"]
    return replace(
        begun,
        scores_variance=UnitVariance(squares=np.array([swing]), weight=np.array([swing_weight])),
        score_sum=np.array([known["score_sum"]]),
        score_weight=np.array([known["score_weight"]]),
    )


def stored_watch(watch: Watch, *, teams: Sequence[str]) -> Mapping[str, Any]:
    """The scores of a watch, for `watch_of`; of the teams those of which anything has been seen."""
    smoothed, spread = watch.smoothed, watch.spread
    rows = zip(
        smoothed.watched[SCORES].tolist(),
        smoothed.always[SCORES].tolist(),
        smoothed.rising[SCORES].tolist(),
        smoothed.rising[BOTH].tolist(),
        strict=True,
    )
    return {
        "teams": {team: row for team, row in zip(teams, rows, strict=True) if row != _UNSEEN},
        "weeks": smoothed.weeks,
        "squares": [float(spread.squares[SCORES, 0]), float(spread.squares[BOTH, 0])],
        "weight": float(spread.weight[SCORES, 0]),
        "swing": [float(watch.scores_variance.squares[0]), float(watch.scores_variance.weight[0])],
        "score_sum": float(watch.score_sum[0]),
        "score_weight": float(watch.score_weight[0]),
    }
