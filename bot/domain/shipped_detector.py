"""The detector of `indicators.detector`, fed from bytes: each team's memory in, its memory and alarm out.

numpy is loaded with the first week that is closed, not before. What goes where is a matter of trust: sums that an
answer has touched stay in the sealed half while their epoch is open, since a team's figure of one week may rest on one
person. At the end of an epoch a team's aggregates cross into the open half if enough people were scored.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.domain.detection import Alarm, Memory, TeamResult, TeamWeek, Watched
from bot.domain.gate import LEARNING_WEEKS
from bot.domain.loop import FlagKind
from bot.domain.weeks import IsoWeek

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from bot.domain.indicators.detector import State, Surroundings, Tracks

    Floats = NDArray[np.float64]

KINDS = (FlagKind.FEWER_VOICES, FlagKind.LOWER_SCORE, FlagKind.BOTH)
"""In the order of the detector's channels."""
TRAIL_WEEKS = 16
BUILDING_FROM = 0.3
"""Share of the threshold above which the statistic counts as building up."""
FORGOTTEN_AFTER_WEEKS = 52
_VOICES = ("joined", "seen", "asked", "heard", "pull", "weight", "active")
_SCORES = ("pull", "weight")
_TRACK_SCORES = ("score_mean", "score_weight", "carried_mean", "carried_weight")


def shipped_detector(
    week: IsoWeek,
    teams: Sequence[TeamWeek],
    *,
    around: Memory,
    false_flags_per_team_year: float,
    minimum_group: int,
    epoch_ends: bool,
) -> Watched:
    """One week of every team through the shipped detector (`bot.domain.detection.Detector`)."""
    from bot.domain.indicators.detector import Rules, take_week
    from bot.domain.indicators.thresholds import Thresholds

    packed = [_Team.read(each) for each in teams]
    state = _state(packed, around)
    after, readings = take_week(
        state,
        _rows(week, packed),
        thresholds=Thresholds.shipped(false_flags_per_team_year),
        rules=Rules(learning_weeks=LEARNING_WEEKS, quiet_weeks=0, minimum=minimum_group),
    )
    results: list[TeamResult] = []
    start = 0
    for at, team in enumerate(packed):
        end = start + len(team.members)
        channels = [round(float(value), 4) for value in readings.channels[:, at]]
        threshold = float(readings.threshold[at])
        trail = [*team.trail, [week.index, *channels]][-TRAIL_WEEKS:]
        alarm = None
        if bool(readings.flag[at]):
            kind = int(readings.kind[at])
            alarm = Alarm(
                kind=KINDS[kind],
                since=_since(trail, kind, threshold),
                statistic=float(readings.statistic[at]),
                threshold=threshold,
            )
        memory = _memory(after, team, at, slice(start, end), week, trail, crosses=epoch_ends, minimum=minimum_group)
        results.append(TeamResult(memory=memory, expected=float(readings.expected[at]), alarm=alarm))
        start = end
    return Watched(teams=results, around=_around_memory(after.surroundings, crosses=epoch_ends))


class _Team:
    """A team's members, old and new, with what is remembered of them."""

    def __init__(self, week: TeamWeek, voices: dict[str, Any], scores: dict[str, Any]) -> None:
        self.week, self.voices, self.scores = week, voices, scores
        known: list[str] = list(voices.get("members", ()))
        held = set(known)
        self.known = len(known)
        self.members = known + sorted({row.member for row in week.rows} - held)
        self.trail: list[list[float]] = scores.get("trail", voices.get("trail", []))

    @classmethod
    def read(cls, week: TeamWeek) -> "_Team":
        memory = week.memory
        return cls(week, json.loads(memory.voices or b"{}"), json.loads(memory.scores or b"{}"))

    @property
    def tracks(self) -> dict[str, Any]:
        """Sealed while the epoch runs; otherwise what crossed its close, or the participation half alone."""
        return self.scores.get("tracks") or _reopened(self.voices.get("crossed")) or {}


def _reopened(crossed: dict[str, Any] | None) -> dict[str, Any] | None:
    """An epoch begins: the team's mean of the last one is where its members' habits start (`close_epoch`)."""
    if crossed is None:
        return None
    from bot.domain.indicators.tones import MOST_CARRIED

    return crossed | {
        "carried_mean": crossed["score_mean"],
        "carried_weight": min(crossed["score_weight"], MOST_CARRIED),
    }


def _state(teams: Sequence[_Team], around: Memory) -> "State":
    import numpy as np

    from bot.domain.indicators.detector import State
    from bot.domain.indicators.statistic import CHANNELS, Smoothed

    members = sum(len(team.members) for team in teams)
    empty = State.empty(members=members, teams=len(teams), units=1)

    def by_member(name: str, default: "NDArray[Any]", part: str) -> "NDArray[Any]":
        values = default.copy()
        start = 0
        for team in teams:
            kept = (team.voices if part == "voices" else team.scores).get(part, {}).get(name, ())
            # Members may have joined since the sealed half was written; they stand at the end of both lists.
            values[start : start + len(kept)] = kept
            start += len(team.members)
        return values

    def by_team(name: str, default: "NDArray[Any]") -> "NDArray[Any]":
        return np.array(
            [team.tracks.get(name, team.voices.get(name, value)) for team, value in zip(teams, default, strict=True)],
            dtype=default.dtype,
        )

    def smoothed(name: str) -> "Floats":
        rows = [team.tracks.get(name) or [team.voices.get(name, 0.0), *[0.0] * (CHANNELS - 1)] for team in teams]
        return np.array(rows, dtype=np.float64).reshape(len(teams), CHANNELS).T.copy()

    tracks = empty.tracks
    return State(
        voices=replace(
            empty.voices, **{name: by_member(name, getattr(empty.voices, name), "voices") for name in _VOICES}
        ),
        scores=replace(
            empty.scores, **{name: by_member(name, getattr(empty.scores, name), "scores") for name in _SCORES}
        ),
        tracks=replace(
            tracks,
            first=by_team("first", tracks.first),
            flagged=by_team("flagged", tracks.flagged),
            smoothed=Smoothed(watched=smoothed("watched"), always=smoothed("always")),
            **{name: by_team(name, getattr(tracks, name)) for name in _TRACK_SCORES},
        ),
        surroundings=_around(around, empty.surroundings),
    )


def _rows(week: IsoWeek, teams: Sequence[_Team]) -> Any:
    import numpy as np

    from bot.domain.indicators.week_rows import WeekRows

    of_team: list[int] = []
    of_member: list[int] = []
    reachable: list[bool] = []
    answered: list[bool] = []
    scores: list[float] = []
    start = 0
    for at, team in enumerate(teams):
        places = {member: start + place for place, member in enumerate(team.members)}
        for row in sorted(team.week.rows, key=lambda each: each.member):
            of_team.append(at)
            of_member.append(places[row.member])
            reachable.append(row.reachable)
            answered.append(row.answered)
            scores.append(float("nan") if row.score is None else row.score)
        start += len(team.members)
    return WeekRows(
        week=week.index,
        team=np.array(of_team, dtype=np.int64),
        member=np.array(of_member, dtype=np.int64),
        reachable=np.array(reachable, dtype=np.bool_),
        answered=np.array(answered, dtype=np.bool_),
        score=np.array(scores, dtype=np.float64),
        unit_of_team=np.zeros(len(teams), dtype=np.int64),
        units=1,
    )


def _memory(
    state: "State",
    team: _Team,
    at: int,
    place: slice,
    week: IsoWeek,
    trail: list[list[float]],
    *,
    crosses: bool,
    minimum: int,
) -> Memory:
    seen = state.voices.seen[place]
    keep = [index for index in range(len(team.members)) if week.index - int(seen[index]) <= FORGOTTEN_AFTER_WEEKS]
    tracks = state.tracks
    sealed_tracks = _tracks(tracks, at)
    scored = int((state.scores.weight[place] > 0).sum())
    voices: dict[str, Any] = {
        "members": [team.members[index] for index in keep],
        "voices": {name: getattr(state.voices, name)[place][keep].tolist() for name in _VOICES},
        "first": int(tracks.first[at]),
        "flagged": int(tracks.flagged[at]),
        "watched": float(tracks.smoothed.watched[0, at]),
        "always": float(tracks.smoothed.always[0, at]),
    }
    if crosses and scored >= minimum:
        voices |= {"crossed": sealed_tracks, "trail": trail}
    elif not crosses and "crossed" in team.voices and not team.scores:
        voices |= {"crossed": team.voices["crossed"]}  # an epoch that has not begun yet for this team
    scores = {
        "scores": {name: getattr(state.scores, name)[place][keep].tolist() for name in _SCORES},
        "tracks": sealed_tracks,
        "trail": trail,
    }
    return Memory(voices=_bytes(voices), scores=_bytes(scores))


def _tracks(tracks: "Tracks", at: int) -> dict[str, Any]:
    return {
        "first": int(tracks.first[at]),
        "flagged": int(tracks.flagged[at]),
        "watched": tracks.smoothed.watched[:, at].tolist(),
        "always": tracks.smoothed.always[:, at].tolist(),
        **{name: float(getattr(tracks, name)[at]) for name in _TRACK_SCORES},
    }


def _around(memory: Memory, empty: "Surroundings") -> "Surroundings":
    import numpy as np

    from bot.domain.indicators.fade import FadeTally
    from bot.domain.indicators.statistic import Spread

    kept = json.loads(memory.voices or b"{}")
    scored = json.loads(memory.scores or b"{}") or kept.get("crossed", {})

    def array(source: dict[str, Any], name: str, default: "Floats") -> "Floats":
        return np.array(source[name], dtype=np.float64) if name in source else default

    return replace(
        empty,
        fade=FadeTally(
            asked=array(kept, "fade_asked", empty.fade.asked),
            answered=array(kept, "fade_answered", empty.fade.answered),
        ),
        spread=Spread(
            squares=array(scored, "squares", empty.spread.squares), weight=array(scored, "weight", empty.spread.weight)
        ),
        score_sum=array(scored, "score_sum", empty.score_sum),
        score_weight=array(scored, "score_weight", empty.score_weight),
    )


def _around_memory(around: "Surroundings", *, crosses: bool) -> Memory:
    scored = {
        "squares": around.spread.squares.tolist(),
        "weight": around.spread.weight.tolist(),
        "score_sum": around.score_sum.tolist(),
        "score_weight": around.score_weight.tolist(),
    }
    kept: dict[str, Any] = {
        "fade_asked": around.fade.asked.tolist(),
        "fade_answered": around.fade.answered.tolist(),
    }
    if crosses:
        kept["crossed"] = scored
    return Memory(voices=_bytes(kept), scores=_bytes(scored))


def _since(trail: Sequence[Sequence[float]], kind: int, threshold: float) -> IsoWeek:
    """The first week of the unbroken run up to now in which this channel was building up."""
    since = int(trail[-1][0])
    for index, *channels in reversed(trail):
        if channels[kind] < BUILDING_FROM * threshold:
            break
        since = int(index)
    return IsoWeek.from_index(since)


def _bytes(values: dict[str, Any]) -> bytes:
    return json.dumps(values, separators=(",", ":")).encode()
