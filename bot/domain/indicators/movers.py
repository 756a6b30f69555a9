"""People who move between teams: new to the team they come to, but not new to being asked.

Answering falls steeply over the first weeks after somebody joins Rounds and hardly at all after a year. Someone who
only changes teams has that behind them: taken for a newcomer they would be expected to answer more than they will, and
a merger would look like a team going quiet.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from bot.domain.indicators.detector import KEPT_AT_RESTART, State
from bot.domain.indicators.voices import NEVER


def settled(
    state: State,
    *,
    teams: Sequence[str],
    members: Sequence[tuple[str, ...]],
    since: Mapping[tuple[str, str], int],
    week: int,
) -> State:
    """The state with those of `since` who are new in their team taken as asked since then, instead of from now on.

    Their habit, where another team of the batch still remembers it, comes along with a quarter of its weight, as it
    would through a change of rota. Score habits stay behind: they are about the team. `since` are `IsoWeek.index`.
    """
    if not since:
        return state
    voices = state.voices
    starts = np.concatenate([[0], np.cumsum([len(ids) for ids in members])]).tolist()
    wanted = {member for _, member in since}
    rows: dict[str, list[tuple[str, int]]] = {}
    for at, (team, ids) in enumerate(zip(teams, members, strict=True)):
        for offset, member in enumerate(ids):
            if member in wanted:
                rows.setdefault(member, []).append((team, starts[at] + offset))
    joined, seen = voices.joined.copy(), voices.seen.copy()
    pull, weight, active = voices.pull.copy(), voices.weight.copy(), voices.active.copy()
    for (team, member), first in since.items():
        held = rows.get(member, [])
        here = next((row for where, row in held if where == team), None)
        if here is None or voices.joined[here] != NEVER:
            continue
        joined[here], seen[here] = min(first, week), week - 1  # on the list elsewhere until now
        known = [row for where, row in held if where != team and voices.joined[row] != NEVER]
        if known:
            newest = max(known, key=lambda row: int(voices.seen[row]))
            pull[here] = KEPT_AT_RESTART * voices.pull[newest]
            weight[here] = KEPT_AT_RESTART * voices.weight[newest]
            active[here] = voices.active[newest]
    return replace(state, voices=replace(voices, joined=joined, seen=seen, pull=pull, weight=weight, active=active))
