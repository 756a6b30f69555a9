"""People who move between teams: new to the team they come to, but not new to being asked.

Answering falls steeply over the first weeks after somebody joins Rounds and hardly at all after a year. Someone who
only changes teams has that behind them: taken for a newcomer they would be expected to answer more than they will, and
a merger would look like a team going quiet.
"""

from collections.abc import Mapping
from dataclasses import replace

from bot.domain.detector.participation_habits import NEVER, ParticipationHabits
from bot.domain.detector.state_codec import DetectorBatch
from bot.domain.detector.weekly_step import KEPT_AT_RESTART, State


def settled(bench: DetectorBatch, gone: DetectorBatch, *, since: Mapping[tuple[str, str], int], week: int) -> State:
    """The bench's state with those of `since` who are new in their team taken as asked since then, not from now on.

    Their habit, where another team of the bench or one that is `gone` remembers it, comes along with a quarter of its
    weight, as it would through a change of rota. Score habits stay behind: they are about the team. `since` are
    `IsoWeek.index`.
    """
    voices = bench.state.voices
    rows = _rows(bench, since)
    habits_of: dict[str, list[tuple[ParticipationHabits, int]]] = {}
    for source in (bench, gone):
        for (_, member), row in _rows(source, since).items():
            if source.state.voices.joined[row] != NEVER:
                habits_of.setdefault(member, []).append((source.state.voices, row))
    joined, seen = voices.joined.copy(), voices.seen.copy()
    pull, weight, active = voices.weighted_sum.copy(), voices.weight.copy(), voices.active.copy()
    for place, first in since.items():
        here = rows.get(place)
        if here is None or voices.joined[here] != NEVER:
            continue
        joined[here], seen[here] = min(first, week), week - 1  # on the list elsewhere until now
        if known := habits_of.get(place[1]):
            habits, row = max(known, key=lambda each: int(each[0].seen[each[1]]))
            pull[here] = KEPT_AT_RESTART * habits.weighted_sum[row]
            weight[here] = KEPT_AT_RESTART * habits.weight[row]
            active[here] = habits.active[row]
    moved = replace(voices, joined=joined, seen=seen, weighted_sum=pull, weight=weight, active=active)
    return replace(bench.state, voices=moved)


def _rows(bench: DetectorBatch, since: Mapping[tuple[str, str], int]) -> Mapping[tuple[str, str], int]:
    """Where the people of `since` stand on a bench, by team and member."""
    wanted = {member for _, member in since}
    found: dict[tuple[str, str], int] = {}
    at = 0
    for team, ids in zip(bench.teams, bench.members, strict=True):
        found.update(((team, member), at + offset) for offset, member in enumerate(ids) if member in wanted)
        at += len(ids)
    return found
