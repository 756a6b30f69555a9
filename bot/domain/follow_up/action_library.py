"""The action library: small steps that help to engage clinicians, and which of them to suggest when.

Codes follow the numbering of the 23 components of Reinertsen et al 2007, Figure 1, with a letter for a component's
second step; the sentences are ours (`library.ftl`). Each step takes five minutes, on one's own, today; none needs
money, and none asks anybody to answer more.
"""

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from random import Random
from typing import assert_never

from bot.domain.identifiers import UnitId
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.indicators.score_kinds import ScoreKind
from bot.domain.iso_weeks import IsoWeek
from bot.domain.texts import say

WEEKS_UNREPEATED = 26
"""No unit is suggested the same step twice within so many weeks; there are more steps than that."""


class ActionKind(StrEnum):
    FEWER_VOICES = "V"
    LOWER_SCORE = "S"
    ROOM_FROM_ABOVE = "U"
    ANY_WEEK = "A"


SUITS: Mapping[str, str] = {
    "1.1": "SA", "1.2": "VS", "1.2b": "VA", "1.3": "VS", "1.4": "SU",
    "2.1": "VS", "2.1b": "VS", "2.2": "SA",
    "3.1": "SA", "3.2": "VA", "3.3": "VU", "3.4": "A", "3.5": "VS",
    "4.1": "SA", "4.2": "SA", "4.3": "SA", "4.3b": "VA", "4.4": "SA",
    "5.1": "UV", "5.1b": "UV",
    "6.1": "VS", "6.2": "VA", "6.3": "VS", "6.4": "VA", "6.4b": "VA", "6.5": "VS", "6.5b": "SA", "6.6": "VS",
    "6.6b": "VS", "6.7": "VA", "6.7b": "VA",
}  # fmt: skip
"""What each step suits."""

GIVING_ROOM = ("1.4g", "3.3g", "4.4g", "5.1g", "5.1h", "6.1g")
"""For the readers of a unit above, where leads below say that they lack room; none names or ranks a team."""

_HELPS: Mapping[ScoreKind, frozenset[str]] = {
    ScoreKind.PERSONAL: frozenset({"1.1", "1.2", "2.1", "3.2", "4.3", "6.1", "6.4", "6.4b"}),
    ScoreKind.SUPERVISORY: frozenset({"2.1b", "2.2", "3.3", "3.5", "6.2", "6.5", "6.5b", "6.7"}),
    ScoreKind.STRATEGIC: frozenset({"1.3", "1.4", "4.2", "5.1", "5.1b", "6.3", "6.6", "6.6b"}),
}
"""The steps that serve each competency best."""


def suggest(
    kind: FlagKind | None, *, lowest: ScoreKind | None, unit: UnitId, recent: Collection[str], count: int
) -> Sequence[str]:
    """Codes of `count` steps, the best first: by the flag's kind (or for any week), then by the lowest competency.

    `recent` are those suggested within `WEEKS_UNREPEATED`. Where steps are alike each unit has an order of its own.
    """
    wanted = {suit.value for suit in wanted_for(kind)}
    serving = frozenset[str]() if lowest is None else _HELPS.get(lowest, frozenset[str]())
    fresh = [code for code in _shuffled(tuple(SUITS), unit) if code not in recent]
    return sorted(fresh, key=lambda code: (wanted.isdisjoint(SUITS[code]), code not in serving))[:count]


def suggest_above(*, unit: UnitId, week: IsoWeek) -> str:
    """The step that makes room from above, for the readers of a roll-up; another one each week."""
    fitting = _shuffled(tuple(code for code, suits in SUITS.items() if ActionKind.ROOM_FROM_ABOVE in suits), unit)
    return fitting[week.index % len(fitting)]


def suggest_room(*, unit: UnitId, week: IsoWeek) -> Sequence[str]:
    """All steps that give room to the teams below, in an order of this unit's own; another one first each quarter."""
    return _shuffled(GIVING_ROOM, f"{unit}|{week.index // 13}")


@lru_cache(maxsize=1024)
def _shuffled(codes: tuple[str, ...], seed: str) -> tuple[str, ...]:
    """In an order of the seed's own."""
    order = list(codes)
    Random(seed).shuffle(order)  # noqa: S311 - variety, not secrecy
    return tuple(order)


def component_of(code: str) -> str:
    """The component of Reinertsen's six elements that a step or a nudge belongs to."""
    return code.rstrip("abcdefgh")


def step(code: str, locale: str) -> str:
    """What to do this week, in at most two sentences."""
    return say(f"library-{code.replace('.', '-')}", locale)


def wanted_for(kind: FlagKind | None) -> tuple[ActionKind, ...]:
    """What a step should suit where this was flagged, or in a week without a flag."""
    match kind:
        case FlagKind.FEWER_VOICES:
            return (ActionKind.FEWER_VOICES,)
        case FlagKind.LOWER_SCORE:
            return (ActionKind.LOWER_SCORE,)
        case FlagKind.BOTH:
            return ActionKind.FEWER_VOICES, ActionKind.LOWER_SCORE
        case FlagKind.ROOM_FROM_ABOVE:
            return (ActionKind.ROOM_FROM_ABOVE,)
        case None:
            return (ActionKind.ANY_WEEK,)
        case _:
            assert_never(kind)
