"""Precision: how often leads recognised what a flag said, kind by kind, from the responses kept with the flags."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.domain.follow_up.flags import AnsweredFlag, FlagResponse
from bot.domain.indicators.flag_kinds import FlagKind

WEEKS = 52


FEWEST_VERDICTS = 5
FEWEST_FLAGS = 5
"""Flags from which administrators are told a count ..."""
FEWEST_TEAMS = 3
"""... if they come from so many teams: a count over one or two would name them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagCount:
    """What administrators are told of the flags of one kind, or of all together: counts, and no team."""

    kind: FlagKind | None
    """None for all kinds together."""
    flags: int
    answered: int
    known_reason: int = 0
    recognised: int | None = None
    """Known reasons included; None while too few were answered."""


def flag_counts(flags: Collection[AnsweredFlag], *, fewest: int = FEWEST_VERDICTS) -> Sequence[FlagCount]:
    """A count for every kind with flags and teams enough; where none has, one for all together, or nothing.

    Never both, since what is left of the whole would count the kinds that were held back.
    """
    kinds = [_counted(kind, [each for each in flags if each.kind is kind], fewest=fewest) for kind in FlagKind]
    counts = [each for each in kinds if each is not None]
    together = _counted(None, flags, fewest=fewest)
    return counts or ([together] if together is not None else [])


def _counted(kind: FlagKind | None, flags: Collection[AnsweredFlag], *, fewest: int) -> FlagCount | None:
    if len(flags) < FEWEST_FLAGS or len({each.unit for each in flags}) < FEWEST_TEAMS:
        return None
    responses = Counter(each.response for each in flags if each.response is not None)
    answered = responses.total()
    if answered < fewest:
        return FlagCount(kind=kind, flags=len(flags), answered=answered)
    return FlagCount(
        kind=kind,
        flags=len(flags),
        answered=answered,
        known_reason=responses[FlagResponse.KNOWN_REASON],
        recognised=answered - responses[FlagResponse.NOT_RECOGNISED],
    )
