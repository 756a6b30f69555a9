"""A hospital with years behind it, on the eve of closing a week: what `benchmarks.closing` starts from.

People and their habits are drawn once with a seed; the shipped detector then reads every week behind, and its state
stands in the database as closing week after week would have left it. The history that piles up beside it
(participation, releases, digests, earlier answers of the running epoch) is written in bulk and has the
sizes of the real one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.piles import pile_up
from benchmarks.scene import CLOSING, TEAM, Scene, asked_in, programme, roster
from bot.adapters.clock import SystemEntropy
from bot.adapters.keys import FileKeys
from bot.adapters.sealer import AesSealer
from bot.domain.answers import block_sums
from bot.domain.answers.answer_body import AnswerBody
from bot.domain.answers.answer_body import pack as packed
from bot.domain.answers.block_sums import (
    BlockSums,
    CellWeek,
    ItemSums,
)
from bot.domain.answers.epochs import Epoch
from bot.domain.answers.quarter_sums import NO_QUARTER, PackedQuarter, with_block
from bot.domain.answers.workings import (
    OrganisationHabits,
    QuestionSums,
    SealedWorking,
    TeamBlock,
    TeamQuarter,
    Working,
    bound_to,
)
from bot.domain.asking.pulses import (
    Pulse,
    PulseState,
    Round,
    RoundState,
    pulse_id,
)
from bot.domain.detector.replay import LIVE_BLOCKS
from bot.domain.detector.state_codec import (
    DetectorBatch,
    OrganisationMemory,
    pack,
)
from bot.domain.detector.thresholds import Thresholds
from bot.domain.detector.week_rows import WeekRows
from bot.domain.detector.weekly_step import (
    Rules,
    State,
    end_block,
    take_week,
)
from bot.domain.disclosure.figures import ScoreFigure
from bot.domain.disclosure.participation import WeekCount
from bot.domain.disclosure.periods import BlockPeriod
from bot.domain.identifiers import AnswerCode, PersonId, ScheduleId, UnitId
from bot.domain.indicators.engagement import ScoredAnswer
from bot.domain.indicators.packed_habits import PackedParticipationHabits, PackedScoreHabits
from bot.domain.indicators.score_words import ScoreWord
from bot.domain.indicators.usual_range import LockedLimits
from bot.domain.indicators.windows import LEARNING_WEEKS
from bot.domain.programme.questions import QuestionRef
from bot.domain.week_close.person_week_rows import kind_of, question_key
from bot.domain.week_close.unit_state import ShownScore, UnitState
from bot.flows.epochs.open_epoch import HeldEpoch
from bot.ports import SealedAnswer
from storage.database import Database

CHUNK = 500
AGREE = ScoreWord.parse("agree/3")
SEPARATE = 4
"""Weeks from one separate four-week figure to the next."""


async def furnish(database: Database, keys_folder: Path, scene: Scene) -> None:
    """Everything up to the eve of closing `CLOSING`."""
    entropy = SystemEntropy()
    keys, sealer = FileKeys(keys_folder, entropy=entropy), AesSealer(entropy=entropy)
    start = datetime.combine(scene.first.monday(), time(), tzinfo=UTC)
    await database.migrate()
    async with database.writing() as work:
        await work.programmes.save(programme(scene), at=start)
        await work.rosters.save(roster(scene), at=start)
    async with database.writing() as work:
        living: list[HeldEpoch] = []
        for epoch in scene.epochs:
            key = keys.create(epoch.id)
            living.append(HeldEpoch(epoch=replace(epoch, fingerprint=sealer.fingerprint(key)), key=key))
            await work.epochs.save(living[-1].epoch)
        *earlier, held = living
        await work.weeks.claim(CLOSING - 1, at=start)
        await work.weeks.finish(CLOSING - 1)
    await _leave_states(database, sealer, held, earlier[::-1], scene)
    await _play(database, sealer, held, scene)
    pile_up(database, held.epoch, first=scene.first, behind=scene.behind, of_block=scene.in_block + 1)


async def _leave_states(
    database: Database, sealer: AesSealer, held: HeldEpoch, earlier: Sequence[HeldEpoch], scene: Scene
) -> None:
    """`earlier` are those whose keys live, newest first."""
    kept, *parts = _remembered(scene)
    items = _items(scene)

    def sealed(held: HeldEpoch, bodies: Mapping[Working, bytes]) -> Mapping[Working, SealedWorking]:
        bound = [(body, bound_to(held.epoch, working)) for working, body in bodies.items()]
        return dict(zip(bodies, map(SealedWorking, sealer.seal_many(held.key, bound)), strict=True))

    for start in range(0, scene.teams, CHUNK):
        teams = range(start, min(start + CHUNK, scene.teams))
        bodies: dict[Working, bytes] = {}
        for at in teams:
            bodies[TeamBlock(unit=scene.units[at])] = _twice(_sums(scene, at, kept), _listed(scene, at))
        states = {scene.units[at]: _state(scene, at, kept) for at in teams}
        async with database.writing() as work:
            for week in (CLOSING - 2, CLOSING - 1):
                await work.weeks.put_unit_states({unit: replace(each, week=week) for unit, each in states.items()})
            await work.answers.put_workings(held.epoch.id, sealed(held, bodies))
            for before, part in zip(earlier, parts, strict=True):
                of_block: dict[Working, bytes] = {}
                for at in teams:
                    habits = PackedScoreHabits(part.sealed[scene.units[at]])
                    of_block[TeamBlock(unit=scene.units[at])] = _twice(BlockSums(week=before.epoch.last, habits=habits))
                    of_block[TeamQuarter(unit=scene.units[at])] = _quarter(scene, at, before.epoch)
                await work.answers.put_workings(before.epoch.id, sealed(before, of_block))
    shared = PackedParticipationHabits(kept.shared)
    sealed_shared = BlockSums(week=CLOSING - 1, habits=PackedScoreHabits(kept.sealed_shared))
    async with database.writing() as work:
        await work.weeks.put_organisation_state(UnitState(week=CLOSING - 1, habits=shared))
        of_organisation: dict[Working, bytes] = {
            OrganisationHabits(): _twice(sealed_shared),
            QuestionSums(): block_sums.pack_items(items, items),
        }
        await work.answers.put_workings(held.epoch.id, sealed(held, of_organisation))
        for before, part in zip(earlier, parts, strict=True):
            watch = BlockSums(week=CLOSING - 1, habits=PackedScoreHabits(part.sealed_shared))
            await work.answers.put_workings(before.epoch.id, sealed(before, {OrganisationHabits(): _twice(watch)}))


def _twice(sums: BlockSums, listed: Sequence[PersonId] = ()) -> bytes:
    """As they are kept after a week in which nothing changed."""
    packed = block_sums.pack(sums.week, block=sums.packed(listed), habits=sums.habits)
    return block_sums.resumable(packed, packed)


def _remembered(scene: Scene) -> Sequence[OrganisationMemory]:
    """The shipped detector over every week behind: the running block's memory, and those of the blocks before it."""
    people = scene.teams * TEAM
    state = State.empty(np.repeat(np.arange(scene.teams), TEAM), teams=scene.teams, units=1, blocks=LIVE_BLOCKS)
    ends = {block.last - scene.quarter.first for block in scene.quarter.blocks}
    rules = Rules(learning_weeks=LEARNING_WEEKS)
    thresholds, unit_of_team = Thresholds.shipped(0.5), np.zeros(scene.teams, dtype=np.int64)
    member = np.arange(people, dtype=np.int64)
    for at in range(scene.behind):
        before = scene.first + at - 1
        if (before - scene.quarter.first) % scene.quarter.weeks in ends:
            state = end_block(state, week=before.index, unit_of_team=unit_of_team)
        rows = WeekRows(
            week=(scene.first + at).index,
            team=member // TEAM,
            member=member,
            reachable=scene.reached[at],
            answered=scene.answered[at],
            score=np.where(scene.code[at] > 0, scene.code[at], np.nan).astype(np.float64),
            unit_of_team=unit_of_team,
            units=1,
        )
        state, _ = take_week(state, rows, thresholds=thresholds, rules=rules)
    members = tuple(tuple(scene.person(team, number) for number in range(TEAM)) for team in range(scene.teams))
    kept = []
    for block in range(LIVE_BLOCKS):
        scores = replace(
            state.scores, weighted_sum=state.scores.weighted_sum[block:], weight=state.scores.weight[block:]
        )
        own = replace(state, scores=scores, watches=state.watches[block : block + 1])
        batch = DetectorBatch(teams=scene.units, members=members, blocks=(), faded={}, state=own)
        kept.append(pack(batch, week=(CLOSING - 1).index))
    return kept


def _bits(flags: "np.ndarray[Any, np.dtype[np.bool_]]") -> list[int]:
    """Twelve weeks of everybody (weeks, people) as bits, the newest lowest."""
    newest = flags[::-1][:12]
    return [int(each) for each in sum(row.astype(np.int64) << at for at, row in enumerate(newest))]


def _state(scene: Scene, team: int, kept: OrganisationMemory) -> UnitState:
    people = slice(team * TEAM, (team + 1) * TEAM)
    names = [scene.person(team, number) for number in range(TEAM)]
    reached, answered = scene.reached[:-1, people], scene.answered[:-1, people]
    tenths = min(9, max(1, round(10 * int(answered.sum()) / int(reached.sum()))))
    in_block = scene.in_block
    weeks = [CLOSING - back for back in range(min(scene.behind, 56), 0, -1)]
    blocks = [CLOSING - (in_block + 4 * back) for back in range(min(14, scene.behind // 4), 0, -1)]
    return UnitState(
        week=CLOSING - 1,
        first=scene.first,
        reached={name: bits for name, bits in zip(names, _bits(reached), strict=True) if bits},
        heard={name: bits for name, bits in zip(names, _bits(answered), strict=True) if bits},
        counted=tuple(
            WeekCount(
                week=CLOSING - back,
                cells=1,
                n=int(reached[-back].sum()),
                doubled=2 * int(answered[-back].sum()),
                smallest=int(reached[-back].sum()),
            )
            for back in (3, 2, 1)
        ),
        atom=(scene.units[team],),
        tenths=tuple((week, tenths) for week in weeks),
        scores=tuple(
            ShownScore(
                block=BlockPeriod(epoch=first, number=1),
                first=first,
                last=first + 3,
                figure=ScoreFigure(word=AGREE),
            )
            for first in blocks
        ),
        habits=PackedParticipationHabits(kept.teams[scene.units[team]]),
        locks=(LockedLimits(since=None, mean=6.4, half=1.5),) if len(weeks) > SEPARATE * 12 else (),
    )


def _listed(scene: Scene, team: int) -> Sequence[PersonId]:
    return [scene.person(team, number) for number in range(TEAM)]


def _said(scene: Scene, team: int, weeks: Sequence[int]) -> BlockSums:
    """Block sums over some weeks, counted back from the closing one."""
    listed = _listed(scene, team)
    sums = BlockSums(week=CLOSING - weeks[-1] if weeks else CLOSING - 1)
    for back in weeks:
        question, at = asked_in(CLOSING - back), -1 - back
        kind = kind_of(question)
        within = frozenset(person for n, person in enumerate(listed) if scene.reached[at, team * TEAM + n])
        week = CellWeek(
            week=CLOSING - back,
            atom=(scene.units[team],),
            most=TEAM,
            within=within,
            asked={kind: within},
        )
        codes = [int(scene.code[at, team * TEAM + number]) for number in range(TEAM)]
        answers = [
            ScoredAnswer(question=question_key(question), person=person, value=(code - 1) * 10 / 3, kind=kind)
            for person, code in zip(listed, codes, strict=True)
            if code
        ]
        sums = sums.with_week(week, answers)
    return sums


def _sums(scene: Scene, team: int, kept: OrganisationMemory) -> BlockSums:
    said = _said(scene, team, range(scene.in_block, 0, -1))
    return replace(said, week=CLOSING - 1, habits=PackedScoreHabits(kept.sealed[scene.units[team]]))


def _quarter(scene: Scene, team: int, epoch: Epoch) -> PackedQuarter:
    """A block that has ended."""
    said = _said(scene, team, range(CLOSING - epoch.first, CLOSING - epoch.last - 1, -1))
    return with_block(NO_QUARTER, epoch.last, said.packed(_listed(scene, team)), vouched=())


def _items(scene: Scene) -> ItemSums:
    items: dict[str, tuple[int, float]] = {}
    for at in range(scene.behind):
        codes = scene.code[at][scene.code[at] > 0].astype(np.int64)
        key = question_key(asked_in(scene.first + at))
        count, total = items.get(key, (0, 0.0))
        items[key] = (count + len(codes), total + float(((codes - 1) * 10 / 3).sum()))
    return ItemSums(week=CLOSING - 1, items=items)


async def _play(database: Database, sealer: AesSealer, held: HeldEpoch, scene: Scene) -> None:
    """The closing week itself: rounds, pulses, and answers under the real key."""
    opens_at = datetime.combine(CLOSING.monday() + timedelta(days=1), time(9), tzinfo=UTC)
    question = QuestionRef(id=asked_in(CLOSING).id, version=1)
    for start in range(0, scene.teams, CHUNK):
        pulses: list[Pulse] = []
        rounds: list[Round] = []
        answers: list[SealedAnswer] = []
        for team in range(start, min(start + CHUNK, scene.teams)):
            round_ = _round(scene.units[team], opens_at, question)
            rounds.append(round_)
            for number in range(TEAM):
                at, person = team * TEAM + number, scene.person(team, number)
                pulse = _pulse(scene, round_, person, at)
                pulses.append(pulse)
                if pulse.state is PulseState.ANSWERED:
                    answers.append(_answer(sealer, held, pulse, int(scene.code[-1, at])))
        async with database.writing() as work:
            await work.rounds.claim_many(rounds)
            await work.rounds.close([round_.id for round_ in rounds])
            await work.pulses.add(pulses)
            await work.answers.put_many(answers)


def _round(unit: UnitId, opens_at: datetime, question: QuestionRef) -> Round:
    return Round(
        schedule=ScheduleId("weekly-pulse"),
        unit=unit,
        local_date=opens_at.date(),
        slot="10:00",
        opens_at=opens_at,
        closes_at=opens_at + timedelta(hours=120),
        week=CLOSING,
        questions=(question,),
        state=RoundState.OPEN,
    )


def _pulse(scene: Scene, round_: Round, person: PersonId, at: int) -> Pulse:
    return Pulse(
        id=pulse_id(round_.id, person, 0),
        round=round_.id,
        unit=round_.unit,
        person=person,
        question=round_.questions[0],
        due_at=round_.opens_at,
        closes_at=round_.closes_at,
        week=round_.week,
        state=PulseState.ANSWERED if scene.answered[-1, at] else PulseState.EXPIRED,
        sent_at=round_.opens_at if scene.reached[-1, at] else None,
    )


def _answer(sealer: AesSealer, held: HeldEpoch, pulse: Pulse, code: int) -> SealedAnswer:
    identity = sealer.answer_id(held.key, person=pulse.person, round_id=pulse.round, question=pulse.question.id)
    body = AnswerBody(
        person=pulse.person,
        round=pulse.round,
        question=pulse.question,
        week=pulse.week,
        code=AnswerCode(str(code)),
    )
    sealed = sealer.seal(held.key, body=packed(body), bound_to=identity)
    return SealedAnswer(id=identity, epoch=held.epoch.id, unit=pulse.unit, body=sealed)
