"""Counting what helped elsewhere, from flags, from actions, and from what was shown of each team."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from bot.domain.follow_up.actions import Action
from bot.domain.follow_up.helped_elsewhere import (
    BACK_WITHIN,
    WEEKS_COUNTED,
    HelpedElsewhere,
    TeamShown,
    helped_elsewhere,
)
from bot.domain.identifiers import UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.programme.wall_clock import week_bounds
from bot.domain.week_close.unit_state import UnitState
from bot.ports import Storage


async def count_helped(
    storage: Storage, units: Sequence[UnitId], states: Mapping[UnitId, UnitState], week: IsoWeek
) -> Sequence[HelpedElsewhere]:
    """Made anew with every week that is closed; nothing of it is kept but what stands in digests."""
    since = week - WEEKS_COUNTED
    async with storage.reading() as work:
        flags = [each for each in await work.loop.flags(units, since) if each.week + BACK_WITHIN <= week]
        flagged = {each.unit for each in flags}
        begun, _ = week_bounds(since, "UTC")
        found = [*await work.loop.open_actions(flagged), *await work.loop.closed_actions(flagged, begun)]
    actions: dict[UnitId, list[Action]] = defaultdict(list)
    for action in found:
        actions[action.unit].append(action)
    return helped_elsewhere(flags, actions, {unit: _shown(states[unit]) for unit in flagged})


def _shown(state: UnitState) -> TeamShown:
    return TeamShown(tenths=state.tenths, scores=[(each.last, each.figure.value) for each in state.scores])
