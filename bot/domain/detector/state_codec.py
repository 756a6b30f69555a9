"""What the detector remembers between weeks, as bytes to keep: what may lie open, and what must be sealed.

A week's change of a team's score figures can give one person's answer away, so everything made of scores is in the
sealed half, which lives under the key of the block; the open half holds participation only. A block's sealed half has
that block's part of each person's habit, and what is known of the team at its newest week.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from bot.domain.detector.joining_fade import FADE_FROM_WEEK, FadeTally
from bot.domain.detector.participation_habits import (
    ACTIVE_AT_START,
    FORGOTTEN_AFTER_WEEKS,
    NEVER,
    ParticipationHabits,
)
from bot.domain.detector.score_habits import ANCHOR_DECIMALS, ANCHORED_FROM, Anchors, ScoreHabits
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

if TYPE_CHECKING:
    from numpy.typing import NDArray

VERSION = 1
_SCORE_CHANNELS = slice(VOICES + 1, CHANNELS)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationMemory:
    """Bytes per team and for the organisation. Keep `sealed` and `sealed_shared` under the key of the block only.

    `earlier` are the sealed halves of blocks before, newest first, whose keys live; they are never written again.
    """

    teams: Mapping[str, bytes] = field(default_factory=dict)
    sealed: Mapping[str, bytes] = field(default_factory=dict)
    earlier: Sequence["EarlierBlock"] = ()
    shared: bytes = b""
    sealed_shared: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierBlock:
    """The sealed halves of a block before the running one, by team."""

    name: str
    """The same as long as it lives."""
    sealed: Mapping[str, bytes]


@dataclass(frozen=True, kw_only=True)
class DetectorBatch:
    """A batch of teams laid out for the detector; `members` holds the ids of each team in order."""

    teams: tuple[str, ...]
    members: tuple[tuple[str, ...], ...]
    blocks: tuple[str, ...]
    """Names of the earlier blocks, in the order of `state.scores` from its second on."""
    faded: Mapping[str, "NDArray[np.float64]"]
    """By name of an earlier block what restarts since have left of its parts (teams,)."""
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
    score_rows = [np.empty((0, 1 + len(memory.earlier), 2))]
    anchored = [np.empty(0, dtype=np.bool_)]
    for team in teams:
        stored, sealed = _load(memory.teams.get(team)), _load(memory.sealed.get(team))
        before = [_load(block.sealed.get(team)) for block in memory.earlier]
        known, said = stored.pop("members", {}), [each.pop("members", {}) for each in (sealed, *before)]
        open_half.append(stored)
        newest = next((each for each in (sealed, *before) if each), {})
        sealed_half.append(newest)
        faded = newest.get("faded", {})
        left = np.array([1.0, *(faded.get(block.name, 1.0) for block in memory.earlier)])[None, :, None]
        ids = sorted({*known, *present.get(team, ())}.union(*said))
        members.append(tuple(ids))
        if ids:
            voice_rows.append(np.array([known.get(each, blank) for each in ids], dtype=np.float64))
            parts = [[part.get(each, (0.0, 0.0)) for part in said] for each in ids]
            score_rows.append(np.array(parts, dtype=np.float64) * left)
            people = frozenset(newest.get("anchor", {}).get("people", ()))
            anchored.append(np.array([each in people for each in ids], dtype=np.bool_))
    voices, scores = np.concatenate(voice_rows), np.concatenate(score_rows)
    whole = voices[:, :4].astype(np.int64)
    return DetectorBatch(
        teams=tuple(teams),
        members=tuple(members),
        blocks=tuple(block.name for block in memory.earlier),
        faded={
            block.name: np.array([half.get("faded", {}).get(block.name, 1.0) for half in sealed_half])
            for block in memory.earlier
        },
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
            scores=ScoreHabits(
                weighted_sum=scores[:, :, 0].T.copy(),
                weight=scores[:, :, 1].T.copy(),
                team=np.repeat(np.arange(len(teams)), [len(ids) for ids in members]),
                anchors=_anchors(sealed_half, np.concatenate(anchored)),
            ),
            tracks=_tracks(open_half, sealed_half),
            surroundings=_surroundings(_load(memory.shared), _load(memory.sealed_shared)),
        ),
    )


def _anchors(sealed_half: Sequence[dict[str, Any]], people: "NDArray[np.bool_]") -> Anchors:
    held = [half.get("anchor", {}) for half in sealed_half]
    return Anchors(
        mean=np.array([each.get("mean", 0.0) for each in held], dtype=np.float64),
        weight=np.array([each.get("weight", 0.0) for each in held], dtype=np.float64),
        made=np.array([each.get("made", 0) for each in held], dtype=np.int64),
        people=people,
    )


def _tracks(open_half: Sequence[dict[str, Any]], sealed_half: Sequence[dict[str, Any]]) -> TeamAggregates:
    none = [0.0] * (CHANNELS - 1)

    def channel_rows(key: str) -> "NDArray[np.float64]":
        voices = [[stored.get(key, 0.0)] for stored in open_half]
        scores = [list(sealed.get(key, none)) for sealed in sealed_half]
        return np.hstack([np.array(voices, dtype=np.float64), np.array(scores, dtype=np.float64)]).T

    def weeks(key: str) -> "NDArray[np.int64]":
        return np.array([stored.get(key, NEVER) for stored in open_half], dtype=np.int64)

    return TeamAggregates(
        first=weeks("first"),
        flagged=weeks("flagged"),
        smoothed=Smoothed(
            watched=channel_rows("watched"),
            always=channel_rows("always"),
            rising=channel_rows("rising").astype(np.int64),
        ),
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


def pack(
    bench: DetectorBatch,
    *,
    week: int,
    listed: Mapping[str, Collection[str]] | None = None,
    decimals: int | None = None,
) -> OrganisationMemory:
    """The batch as bytes after `week`. Members absent for over 52 weeks are dropped, so the size stays bounded; of
    scores only those of the running block are kept, and only of people who are `listed` still.

    `decimals` round what is known of a team where it is read under the next block's key from now on.
    """
    state, tracks, smoothed = bench.state, bench.state.tracks, bench.state.tracks.smoothed
    voices, scores, anchors = state.voices, state.scores, state.scores.anchors
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
    pulls, weights = scores.weighted_sum[0].tolist(), scores.weight[0].tolist()
    in_anchor = anchors.people.tolist()
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
        still = ids if listed is None else listed.get(team, ())
        stored: dict[str, Any] = {
            "watched": _rounded(smoothed.watched[_SCORE_CHANNELS, index], decimals),
            "always": _rounded(smoothed.always[_SCORE_CHANNELS, index], decimals),
            "rising": smoothed.rising[_SCORE_CHANNELS, index].tolist(),
            "members": {
                each: (pulls[row], weights[row])
                for each, row in zip(ids, span, strict=True)
                if weights[row] > 0 and each in still
            },
        }
        if anchors.weight[index] > 0:
            stored["anchor"] = {
                "mean": float(anchors.mean[index]),
                "weight": float(anchors.weight[index]),
                "made": int(anchors.made[index]),
                "people": [each for each, row in zip(ids, span, strict=True) if in_anchor[row]],
            }
        faded = {name: float(left[index]) for name, left in bench.faded.items() if left[index] != 1.0}
        sealed[team] = _dump(stored | ({"faded": faded} if faded else {}))
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
        sealed_shared=_sealed_shared(around, contributors=int((scores.weight[0] > 0).sum()), decimals=decimals),
    )


def _sealed_shared(around: Surroundings, *, contributors: int, decimals: int | None) -> bytes:
    """Where it goes on under the next block's key, nothing of an organisation in which fewer than ten gave a score."""
    if decimals is not None and contributors < ANCHORED_FROM:
        return b""
    weight = float(around.score_weight[0])
    mean = float(around.score_sum[0]) / weight
    swing = np.array([around.scores_variance.squares[0], around.scores_variance.weight[0]])
    return _dump(
        {
            "squares": _rounded(around.spread.squares[_SCORE_CHANNELS, 0], decimals),
            "swing": _rounded(swing, decimals),
            "score_sum": (mean if decimals is None else round(mean, ANCHOR_DECIMALS)) * weight,
            "score_weight": weight,
        }
    )


def _rounded(values: "NDArray[np.float64]", decimals: int | None) -> list[float]:
    found: list[float] = (values if decimals is None else np.round(values, decimals)).tolist()
    return found
