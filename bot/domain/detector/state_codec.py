"""What the detector remembers between weeks, as bytes to keep: what may lie open, and what must be sealed.

A week's change of a team's score figures can give one person's answer away, so everything made of scores is in the
sealed half, which lives under the epoch's key; the open half holds participation only.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from bot.domain.detector.joining_fade import FADE_FROM_WEEK, FadeTally
from bot.domain.detector.participation_habits import (
    ACTIVE_AT_START,
    FORGOTTEN_AFTER_WEEKS,
    NEVER,
    ParticipationHabits,
)
from bot.domain.detector.score_habits import MOST_CARRIED, ScoreHabits
from bot.domain.detector.statistic import (
    CHANNELS,
    VOICES,
    Smoothed,
    WeekToWeekVariance,
)
from bot.domain.detector.week_effect import UnitVariance
from bot.domain.detector.weekly_step import (
    State,
    Surroundings,
    TeamAggregates,
)

VERSION = 1
_SCORE_CHANNELS = slice(VOICES + 1, CHANNELS)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationMemory:
    """Bytes per team and for the organisation. Keep `sealed` and `sealed_shared` under the epoch's key only.

    When an epoch closes, put `carried_over` of each `sealed` and the unchanged `sealed_shared` under the next key.
    """

    teams: Mapping[str, bytes] = field(default_factory=dict)
    sealed: Mapping[str, bytes] = field(default_factory=dict)
    shared: bytes = b""
    sealed_shared: bytes = b""


@dataclass(frozen=True, kw_only=True)
class DetectorBatch:
    """A batch of teams laid out for the detector; `members` holds the ids of each team in order."""

    teams: tuple[str, ...]
    members: tuple[tuple[str, ...], ...]
    state: State


def _dump(stored: Mapping[str, Any]) -> bytes:
    return json.dumps({"v": VERSION, **stored}, separators=(",", ":")).encode()


def _load(kept: bytes | None) -> dict[str, Any]:
    if not kept:
        return {}
    stored: dict[str, Any] = json.loads(kept)
    if stored.get("v") != VERSION:
        raise ValueError(f"a detector memory of version {stored.get('v')} cannot be read by version {VERSION}")
    return stored


def unpack(memory: OrganisationMemory, *, teams: Sequence[str], present: Mapping[str, Sequence[str]]) -> DetectorBatch:
    """Lay out the remembered members of `teams` and those `present` this week; unknown ones start afresh."""
    open_half: list[dict[str, Any]] = []
    sealed_half: list[dict[str, Any]] = []
    blank = [NEVER, NEVER, NEVER, NEVER, 0.0, 0.0, ACTIVE_AT_START]
    members: list[tuple[str, ...]] = []
    # Turned into columns team by team: as lists, the members of a large hospital would fill a hundred megabytes.
    voice_rows = [np.empty((0, len(blank)))]
    score_rows = [np.empty((0, 2))]
    for team in teams:
        stored, sealed = _load(memory.teams.get(team)), _load(memory.sealed.get(team))
        known, said = stored.pop("members", {}), sealed.pop("members", {})
        open_half.append(stored)
        sealed_half.append(sealed)
        ids = sorted({*known, *said, *present.get(team, ())})
        members.append(tuple(ids))
        if ids:
            voice_rows.append(np.array([known.get(each, blank) for each in ids], dtype=np.float64))
            score_rows.append(np.array([said.get(each, (0.0, 0.0)) for each in ids], dtype=np.float64))
    voices, scores = np.concatenate(voice_rows), np.concatenate(score_rows)
    whole = voices[:, :4].astype(np.int64)
    return DetectorBatch(
        teams=tuple(teams),
        members=tuple(members),
        state=State(
            voices=ParticipationHabits(
                joined=whole[:, 0],
                seen=whole[:, 1],
                asked=whole[:, 2],
                heard=whole[:, 3],
                weighted_sum=voices[:, 4],
                weight=voices[:, 5],
                active=voices[:, 6],
            ),
            scores=ScoreHabits(weighted_sum=scores[:, 0], weight=scores[:, 1]),
            tracks=_tracks(open_half, sealed_half),
            surroundings=_surroundings(_load(memory.shared), _load(memory.sealed_shared)),
        ),
    )


def _tracks(open_half: Sequence[dict[str, Any]], sealed_half: Sequence[dict[str, Any]]) -> TeamAggregates:
    none = [0.0] * (CHANNELS - 1)

    def channel_rows(key: str) -> "np.ndarray[Any, np.dtype[np.float64]]":
        voices = [[stored.get(key, 0.0)] for stored in open_half]
        scores = [list(sealed.get(key, none)) for sealed in sealed_half]
        return np.hstack([np.array(voices, dtype=np.float64), np.array(scores, dtype=np.float64)]).T

    def column(half: Sequence[dict[str, Any]], key: str, otherwise: float) -> "np.ndarray[Any, np.dtype[np.float64]]":
        return np.array([stored.get(key, otherwise) for stored in half], dtype=np.float64)

    return TeamAggregates(
        first=column(open_half, "first", NEVER).astype(np.int64),
        flagged=column(open_half, "flagged", NEVER).astype(np.int64),
        smoothed=Smoothed(
            watched=channel_rows("watched"),
            always=channel_rows("always"),
            rising=channel_rows("rising").astype(np.int64),
        ),
        score_mean=column(sealed_half, "mean", 0.0),
        score_weight=column(sealed_half, "weight", 0.0),
        carried_mean=column(sealed_half, "carried_mean", 0.0),
        carried_weight=column(sealed_half, "carried_weight", 0.0),
    )


def _surroundings(stored: Mapping[str, Any], sealed: Mapping[str, Any]) -> Surroundings:
    start = Surroundings.empty(1)
    buckets = len(FADE_FROM_WEEK)
    squares, weight = start.spread.squares.copy(), start.spread.weight
    fade, score_sum, score_weight = start.fade, start.score_sum, start.score_weight
    usual_voices = start.usual_voices
    voices_variance, scores_variance = (
        _variance(stored, start.voices_variance),
        _variance(sealed, start.scores_variance),
    )
    if stored:
        fade = FadeTally(
            asked=np.array(stored["asked"], dtype=np.float64).reshape(1, buckets),
            answered=np.array(stored["answered"], dtype=np.float64).reshape(1, buckets),
        )
        usual_voices = np.array([stored["usual"]], dtype=np.float64)
        squares[VOICES] = stored["squares"]
        squares[_SCORE_CHANNELS] = stored["weight"]  # spread 1, until the sealed half says otherwise
        weight = np.array([stored["weight"]], dtype=np.float64)
    if sealed:
        squares[_SCORE_CHANNELS] = np.array(sealed["squares"], dtype=np.float64)[:, None]
        score_sum = np.array([sealed["score_sum"]], dtype=np.float64)
        score_weight = np.array([sealed["score_weight"]], dtype=np.float64)
    return Surroundings(
        fade=fade,
        spread=WeekToWeekVariance(squares=squares, weight=weight),
        usual_voices=usual_voices,
        voices_variance=voices_variance,
        scores_variance=scores_variance,
        score_sum=score_sum,
        score_weight=score_weight,
    )


def _variance(stored: Mapping[str, Any], otherwise: UnitVariance) -> UnitVariance:
    """The unit's swing, or what is usual where a memory was kept before swings were."""
    if "swing" not in stored:
        return otherwise
    squares, weight = stored["swing"]
    return UnitVariance(squares=np.array([squares], dtype=np.float64), weight=np.array([weight], dtype=np.float64))


def pack(bench: DetectorBatch, *, week: int) -> OrganisationMemory:
    """The batch as bytes after `week`. Members absent for over 52 weeks are dropped, so the size stays bounded."""
    state, tracks, smoothed = bench.state, bench.state.tracks, bench.state.tracks.smoothed
    voices, scores = state.voices, state.scores
    seen = voices.seen.tolist()
    voice_rows = list(
        zip(
            voices.joined.tolist(),
            seen,
            voices.asked.tolist(),
            voices.heard.tolist(),
            voices.weighted_sum.tolist(),
            voices.weight.tolist(),
            voices.active.tolist(),
            strict=True,
        )
    )
    pulls, weights = scores.weighted_sum.tolist(), scores.weight.tolist()
    teams: dict[str, bytes] = {}
    sealed: dict[str, bytes] = {}
    at = 0
    for index, (team, ids) in enumerate(zip(bench.teams, bench.members, strict=True)):
        span = range(at, at + len(ids))
        at += len(ids)
        teams[team] = _dump(
            {
                "first": int(tracks.first[index]),
                "flagged": int(tracks.flagged[index]),
                "watched": float(smoothed.watched[VOICES, index]),
                "always": float(smoothed.always[VOICES, index]),
                "rising": int(smoothed.rising[VOICES, index]),
                "members": {
                    each: voice_rows[row]
                    for each, row in zip(ids, span, strict=True)
                    if seen[row] != NEVER and week - seen[row] <= FORGOTTEN_AFTER_WEEKS
                },
            }
        )
        sealed[team] = _dump(
            {
                "watched": smoothed.watched[_SCORE_CHANNELS, index].tolist(),
                "always": smoothed.always[_SCORE_CHANNELS, index].tolist(),
                "rising": smoothed.rising[_SCORE_CHANNELS, index].tolist(),
                "mean": float(tracks.score_mean[index]),
                "weight": float(tracks.score_weight[index]),
                "carried_mean": float(tracks.carried_mean[index]),
                "carried_weight": float(tracks.carried_weight[index]),
                "members": {
                    each: (pulls[row], weights[row]) for each, row in zip(ids, span, strict=True) if weights[row] > 0
                },
            }
        )
    around = state.surroundings
    return OrganisationMemory(
        teams=teams,
        sealed=sealed,
        shared=_dump(
            {
                "asked": around.fade.asked[0].tolist(),
                "answered": around.fade.answered[0].tolist(),
                "squares": float(around.spread.squares[VOICES, 0]),
                "weight": float(around.spread.weight[0]),
                "usual": float(around.usual_voices[0]),
                "swing": [float(around.voices_variance.squares[0]), float(around.voices_variance.weight[0])],
            }
        ),
        sealed_shared=_dump(
            {
                "squares": around.spread.squares[_SCORE_CHANNELS, 0].tolist(),
                "swing": [float(around.scores_variance.squares[0]), float(around.scores_variance.weight[0])],
                "score_sum": float(around.score_sum[0]),
                "score_weight": float(around.score_weight[0]),
            }
        ),
    )


def carried_over(sealed: bytes, *, minimum: int = 5) -> bytes:
    """What of a team's sealed half may cross the close of its epoch: aggregates, rounded, and no habit.

    Nothing of the mean where fewer than `minimum` people gave a score. Seal the result under the next key.
    """
    stored = _load(sealed)
    enough = len(stored.get("members", {})) >= minimum
    return _dump(
        {
            "watched": [round(value, 2) for value in stored.get("watched", [0.0, 0.0])],
            "always": [round(value, 2) for value in stored.get("always", [0.0, 0.0])],
            "rising": stored.get("rising", [0, 0]),
            "carried_mean": round(stored.get("mean", 0.0), 1) if enough else 0.0,
            "carried_weight": min(MOST_CARRIED, round(stored.get("weight", 0.0), 1)) if enough else 0.0,
        }
    )
