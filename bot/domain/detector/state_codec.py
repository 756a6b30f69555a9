"""What the detector remembers between weeks, as bytes to keep: what may lie open, and what must be sealed.

A week's change of a team's score figures can give one person's answer away, so everything made of scores is in the
sealed half, which lives under the key of the block; the open half holds participation only. Whether the statistic has
reached its threshold is made of scores, too, and is kept in neither. (Earlier versions kept the newest such week in the
open half as `flagged`; migration 0058 took it out.) A block's sealed half has
that block's part of each person's habit, and what the team's anchor is. The organisation's sealed half has the block's
watch of all teams (`watch`); it alone is written on, while the key lives, after the block has ended.
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
from bot.domain.detector.score_habits import Anchors, ScoreHabits
from bot.domain.detector.statistic import VOICES
from bot.domain.detector.watch import Watch
from bot.domain.detector.watch_codec import SmoothedParticipation, stored_watch, watch_of
from bot.domain.detector.week_effect import UnitVariance
from bot.domain.detector.weekly_step import (
    State,
    Surroundings,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

VERSION = 1
_write = json.JSONEncoder(separators=(",", ":")).encode


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationMemory:
    """Bytes per team and for the organisation. Keep `sealed` and `sealed_shared` under the key of the block only.

    `earlier` are the sealed halves of blocks before, newest first, whose keys live.
    """

    teams: Mapping[str, bytes] = field(default_factory=dict)
    sealed: Mapping[str, bytes] = field(default_factory=dict)
    earlier: Sequence["SealedBlock"] = ()
    shared: bytes = b""
    sealed_shared: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedBlock:
    """The sealed halves of a block before the running one."""

    name: str
    """The same as long as it lives."""
    sealed: Mapping[str, bytes]
    """By team, never written again."""
    shared: bytes = b""
    """The block's watch, which goes on."""


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
    return _write({"v": VERSION, **stored}).encode()


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
    voices, columns = np.concatenate(voice_rows), np.concatenate(score_rows)
    whole = voices[:, :4].astype(np.int64)
    shared = _load(memory.shared)
    scores = ScoreHabits(
        weighted_sum=columns[:, :, 0].T.copy(),
        weight=columns[:, :, 1].T.copy(),
        team=np.repeat(np.arange(len(teams)), [len(ids) for ids in members]),
        anchors=_anchors(sealed_half, np.concatenate(anchored)),
    )
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
            scores=scores,
            watches=_watches(memory, SmoothedParticipation.of(open_half, shared), teams=teams, scores=scores),
            first=np.array([stored.get("first", NEVER) for stored in open_half], dtype=np.int64),
            surroundings=_surroundings(shared),
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


def _watches(
    memory: OrganisationMemory, voices: SmoothedParticipation, *, teams: Sequence[str], scores: ScoreHabits
) -> tuple[Watch, ...]:
    """The watch of the running block and of each before it; where the block begins, from what the oldest leaves."""
    before = [watch_of(_load(block.shared), voices, teams=teams) for block in memory.earlier]
    if memory.sealed_shared or not before:
        return watch_of(_load(memory.sealed_shared), voices, teams=teams), *before
    return before[-1].next(contributors=scores.contributors().sum(keepdims=True)), *before


def _surroundings(stored: Mapping[str, Any]) -> Surroundings:
    start = Surroundings.empty(1)
    if not stored:
        return start
    buckets = len(FADE_FROM_WEEK)
    return Surroundings(
        fade=FadeTally(
            asked=np.array(stored["asked"], dtype=np.float64).reshape(1, buckets),
            answered=np.array(stored["answered"], dtype=np.float64).reshape(1, buckets),
        ),
        usual_voices=np.array([stored["usual"]], dtype=np.float64),
        voices_variance=_variance(stored, start.voices_variance),
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
) -> OrganisationMemory:
    """The batch as bytes after `week`. Members absent for over 52 weeks are dropped, so the size stays bounded; of
    scores only those of the running block are kept, and only of people who are `listed` still; of `earlier` blocks what
    has gone on is their watch.
    """
    state, smoothed = bench.state, bench.state.watches[0].smoothed
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
                "first": int(state.first[index]),
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
    around, spread = state.surroundings, state.watches[0].spread
    running, *before = (_dump(stored_watch(watch, teams=bench.teams)) for watch in state.watches)
    return OrganisationMemory(
        teams=teams,
        sealed=sealed,
        earlier=[
            SealedBlock(name=name, sealed={}, shared=shared) for name, shared in zip(bench.blocks, before, strict=True)
        ],
        shared=_dump(
            {
                "asked": around.fade.asked[0].tolist(),
                "answered": around.fade.answered[0].tolist(),
                "squares": float(spread.squares[VOICES, 0]),
                "weight": float(spread.weight[VOICES, 0]),
                "usual": float(around.usual_voices[0]),
                "swing": [float(around.voices_variance.squares[0]), float(around.voices_variance.weight[0])],
            }
        ),
        sealed_shared=running,
    )
