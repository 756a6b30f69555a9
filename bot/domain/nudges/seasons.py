"""The season of a team's year with Rounds: what suits a team depends on whether it has just begun, or just changed."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from bot.domain.identifiers import UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.change_overs import ChangeOver, teams_of
from bot.domain.organisation.unit_tree import UnitTree

WEEKS_BEFORE, WEEKS_AFTER = 1, 4
"""How long before and after a dated step a team is in change-over."""
LAUNCH_WEEKS: Final = 8
"""As many as a team is learning."""


class Season(StrEnum):
    LAUNCH = "launch"
    CHANGE_OVER = "change_over"
    STEADY = "steady"


def season_of(
    unit: UnitId, week: IsoWeek, *, began: IsoWeek | None, changes: Sequence[ChangeOver], tree: UnitTree
) -> Season:
    """`began`: the week of the team's first digest; None while there is none. A change-over comes before a launch."""
    around = (change for change in changes if any(change.weeks(week - WEEKS_AFTER - 1, week + WEEKS_BEFORE)))
    if any(unit in teams_of(change, tree) for change in around):
        return Season.CHANGE_OVER
    return Season.LAUNCH if began is None or week - began < LAUNCH_WEEKS else Season.STEADY
