"""What helped elsewhere: how many flagged teams came back after they tried something, and how many that tried nothing.

Whoever is flagged was at a low, and most come back from a low whatever is done (regression to the mean). So a count of
those that tried something says nothing without one of those that tried nothing, flagged for the same. The two are told
side by side from ten teams each, as counts and never as a verdict: nobody drew by lot who tries what.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Final, assert_never

from bot.domain.follow_up.action_library import component_of
from bot.domain.follow_up.actions import Action, ActionState
from bot.domain.follow_up.flags import Flag
from bot.domain.identifiers import UnitId
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.iso_weeks import IsoWeek

TRIED_WITHIN: Final = 4
"""Weeks after that of the flag in which something is begun because of it."""
BACK_WITHIN: Final = 8
WEEKS_COUNTED: Final = 44
"""Flags so old still count: for as long as what was shown before and after them is at hand."""
FEWEST_TEAMS: Final = 10
"""In each of the two counts."""
_BEFORE, _FEWEST_BEFORE, _SHARE_SPREAD = 12, 4, 1.5
"""As digests compare shares: with so many shown before, at least so many, and so many tenths off."""
_SCORES_BEFORE, _SCORE_SPREAD = 3, 1.5
"""And words: with the mean of so many before, and half a step of three words off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpedElsewhere:
    """Counts of teams. `came_back`: of those that tried the component; `back_alone`: of those that tried nothing."""

    kind: FlagKind
    component: str
    tried: int
    came_back: int
    untried: int
    back_alone: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamShown:
    """What was released of a team: shares in tenths, and words by the middles of what they stand for, oldest first."""

    tenths: Sequence[tuple[IsoWeek, int]] = ()
    """By the week that the four weeks ended with."""
    scores: Sequence[tuple[IsoWeek, int]] = ()
    """By the last week of the block."""


def came_back(flag: Flag, shown: TeamShown) -> bool | None:
    """Whether what was shown of the team was as before within eight weeks of the flag; None where that is not known."""
    voices = _as_before(flag.week, shown.tenths, _BEFORE, _FEWEST_BEFORE, _SHARE_SPREAD)
    scores = _as_before(flag.week, shown.scores, _SCORES_BEFORE, 1, _SCORE_SPREAD)
    match flag.kind:
        case FlagKind.FEWER_VOICES:
            return voices
        case FlagKind.LOWER_SCORE:
            return scores
        case FlagKind.BOTH:
            return None if voices is None or scores is None else voices and scores
        case FlagKind.ROOM_FROM_ABOVE:
            return None  # no drift, so there is nothing to come back from
        case _:
            assert_never(flag.kind)


def helped_elsewhere(
    flags: Iterable[Flag], actions: Mapping[UnitId, Sequence[Action]], shown: Mapping[UnitId, TeamShown]
) -> Sequence[HelpedElsewhere]:
    """What may be told, by kind and component. Each team counts once in each count, with its newest flag there."""
    back: dict[tuple[FlagKind, str], dict[UnitId, bool]] = {}
    for flag in sorted(flags, key=lambda each: (each.week, each.id)):
        outcome = came_back(flag, shown.get(flag.unit, TeamShown()))
        if outcome is None:
            continue
        for component in _tried(flag, actions.get(flag.unit, ())):
            back.setdefault((flag.kind, component), {})[flag.unit] = outcome
    told = []
    for (kind, component), teams in sorted(back.items()):
        alone = back.get((kind, _NOTHING), {})
        if component != _NOTHING and len(teams) >= FEWEST_TEAMS and len(alone) >= FEWEST_TEAMS:
            told.append(
                HelpedElsewhere(
                    kind=kind,
                    component=component,
                    tried=len(teams),
                    came_back=sum(teams.values()),
                    untried=len(alone),
                    back_alone=sum(alone.values()),
                )
            )
    return told


_NOTHING: Final = ""
"""In place of a component: nothing was begun."""


def _tried(flag: Flag, actions: Sequence[Action]) -> frozenset[str]:
    """Components of what somebody took on because of a flag. Nothing at all where it was something of their own, or
    where nobody took it on: such a team belongs to neither count."""
    begun = [
        each
        for each in actions
        if each.state is not ActionState.DRAFT
        and flag.week < IsoWeek.of(each.raised_at.date()) <= flag.week + TRIED_WITHIN
    ]
    if not begun:
        return frozenset({_NOTHING})
    return frozenset(
        component_of(each.step) for each in begun if each.step and each.owned_at is not None and not each.cannot
    )


def _as_before(
    week: IsoWeek, shown: Sequence[tuple[IsoWeek, int]], most: int, fewest: int, spread: float
) -> bool | None:
    """Whether the newest that was shown in the second half of the eight weeks is as high as what was before."""
    before = [value for at, value in shown if at < week][-most:]
    after = [value for at, value in shown if week + TRIED_WITHIN <= at <= week + BACK_WITHIN]
    return after[-1] > fmean(before) - spread if after and len(before) >= fewest else None
