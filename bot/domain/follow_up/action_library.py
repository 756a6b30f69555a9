"""The action library: one small step for each of the 23 components of engaging clinicians, and which to suggest when.

Codes follow the numbering of Reinertsen et al 2007, Figure 1; labels and sentences are ours (texts/library.py). Each
step fits into a week and needs no money, and none asks anybody to answer more.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from random import Random
from typing import assert_never

from bot.domain.identifiers import UnitId
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.iso_weeks import IsoWeek
from bot.domain.texts import say


class ActionKind(StrEnum):
    FEWER_VOICES = "V"
    LOWER_SCORE = "S"
    ROOM_FROM_ABOVE = "U"
    ANY_WEEK = "A"


SUITS: Mapping[str, str] = {
    "1.1": "SA", "1.2": "VS", "1.3": "VS", "1.4": "SU",
    "2.1": "VS", "2.2": "SA",
    "3.1": "SA", "3.2": "VA", "3.3": "VU", "3.4": "A", "3.5": "VS",
    "4.1": "SA", "4.2": "SA", "4.3": "SA", "4.4": "SA",
    "5.1": "UV",
    "6.1": "VS", "6.2": "VA", "6.3": "VS", "6.4": "VA", "6.5": "VS", "6.6": "VS", "6.7": "VA",
}  # fmt: skip
"""What each component suits, the best first."""


def _wanted(kind: FlagKind | None) -> tuple[ActionKind, ...]:
    match kind:
        case FlagKind.FEWER_VOICES:
            return (ActionKind.FEWER_VOICES,)
        case FlagKind.LOWER_SCORE:
            return (ActionKind.LOWER_SCORE,)
        case FlagKind.BOTH:
            return ActionKind.FEWER_VOICES, ActionKind.LOWER_SCORE
        case None:
            return (ActionKind.ANY_WEEK,)
        case _:
            assert_never(kind)


def suggest(kind: FlagKind | None, *, unit: UnitId, week: IsoWeek, count: int) -> Sequence[str]:
    """Codes of `count` steps that suit a flag (or any week), the best first, different from one week to the next.

    Each unit walks through the fitting steps in its own shuffled order, so that none comes back before the others
    been suggested. `both` takes from the steps for each of its two halves in pick.
    """
    wanted = _wanted(kind)
    walks = [_walk(suit, unit) for suit in wanted]
    start = week.index * count
    chosen: list[str] = []
    pick = 0
    while len(chosen) < count:
        walk = walks[pick % len(walks)]
        fresh = (walk[(start + step) % len(walk)] for step in range(len(walk)))
        chosen.append(next(code for code in fresh if code not in chosen))
        pick += 1
    return sorted(chosen, key=lambda code: min(SUITS[code].find(suit) % 9 for suit in wanted))


def suggest_above(*, unit: UnitId, week: IsoWeek) -> Sequence[str]:
    """One step that makes room from above, for the readers of a roll-up."""
    walk = _walk(ActionKind.ROOM_FROM_ABOVE, unit)
    return (walk[week.index % len(walk)],)


def step(code: str, locale: str) -> str:
    """What to do this week, in one sentence."""
    return say(f"library-{code.replace('.', '-')}", locale)


def _walk(suit: ActionKind, unit: UnitId) -> Sequence[str]:
    fitting = [code for code, suits in SUITS.items() if suit in suits]
    Random(f"{unit}/{suit}").shuffle(fitting)  # noqa: S311 - variety, not secrecy
    return fitting
