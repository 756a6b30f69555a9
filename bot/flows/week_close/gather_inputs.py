"""Reading a closing week: who was asked, what was answered (opened in memory only), and what every unit carries."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time

from bot.domain.answers import block_sums
from bot.domain.answers.answer_body import unpack
from bot.domain.answers.block_sums import ItemSums, PackedSums
from bot.domain.answers.epochs import Epoch, EpochKey
from bot.domain.answers.quarter_sums import NO_QUARTER, PackedQuarter
from bot.domain.answers.workings import (
    OrganisationHabits,
    QuestionSums,
    TeamBlock,
    TeamQuarter,
    Working,
    as_written,
    bound_to,
)
from bot.domain.asking.pulses import (
    PulseOutcome,
    PulseState,
    RoundState,
    pulse_id,
)
from bot.domain.batches import batches
from bot.domain.disclosure.atoms import INSIDER_WEEKS, BlockAtoms, Insiders
from bot.domain.disclosure.cells import CellDecision
from bot.domain.follow_up.flags import Flag, FlagReply
from bot.domain.identifiers import FlagId, PersonId, PulseId, RoundId, UnitId
from bot.domain.indicators.engagement import ScoredAnswer
from bot.domain.indicators.packed_habits import NO_SCORE_HABITS, PackedParticipationHabits, PackedScoreHabits
from bot.domain.indicators.score_kinds import COUPLINGS
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.people import READERS, Listed, Role
from bot.domain.organisation.unit_tree import UnitTree
from bot.domain.programme.programme import Programme
from bot.domain.programme.questions import Question, QuestionRef
from bot.domain.programme.quiet_times import QuietTimes
from bot.domain.programme.wall_clock import week_bounds
from bot.domain.week_close.inputs import (
    WEEKS_LOOKED_BACK,
    TeamInput,
    WeekInput,
)
from bot.domain.week_close.person_week_rows import AskedQuestion, Scoring, asked_questions, presence_of
from bot.domain.week_close.unit_state import GONE_WEEKS, UnitState
from bot.domain.week_close.week_cells import cut_block
from bot.flows.epochs.open_epoch import HeldEpoch, OpenEpoch
from bot.flows.operations.quiet_times import quiet_times
from bot.flows.rota.known_rotas import away_in
from bot.ports import KeyStore, Sealer, Storage, UnitOfWork

CHUNK = 100
"""Microsystems read or written in one transaction: few enough that nobody who answers has to wait for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """All that a week is closed from; the keys seal the workings again."""

    inputs: WeekInput
    held: HeldEpoch | None
    earlier: Sequence[HeldEpoch]
    teams: dict[UnitId, TeamInput]
    """Those of `inputs`."""

    def let_go(self) -> None:
        """Once the week is closed. One team at a time: all at once would keep everybody else waiting for 0.4 s."""
        while self.teams:
            self.teams.popitem()


class GatherWeek:
    """Read one week of every unit in chunks. Answers are found by their ids and opened off the event loop.

    Nothing is held of a person but what the week is closed from: a large hospital has to fit into memory whole.
    """

    def __init__(self, *, storage: Storage, keys: KeyStore, sealer: Sealer, chunk: int = CHUNK) -> None:
        self._storage, self._sealer, self._chunk = storage, sealer, chunk
        self._epochs = OpenEpoch(keys=keys, sealer=sealer)

    async def __call__(self, week: IsoWeek, programme: Programme, tree: UnitTree) -> Gathered:
        """Raises `KeyUnavailable` when a key is lost that the week needs."""
        async with self._storage.reading() as work:
            known = await work.epochs.covering(week) is not None
            quiet = await quiet_times(work, programme, tree=tree, now=week_bounds(week, "UTC")[0])
        async with self._storage.reading() if known else self._storage.writing() as work:
            held = await self._epochs.closing(work, week, programme=programme)
            earlier = [] if held is None else await self._epochs.earlier(work, week)
        teams: dict[UnitId, TeamInput] = {}
        flags: dict[UnitId, list[Flag]] = defaultdict(list)
        replies: dict[FlagId, Sequence[FlagReply]] = {}
        readers: set[PersonId] = set()
        for units in batches(tree.microsystems, self._chunk):
            async with self._storage.reading() as work:
                reading = _Reading(work=work, week=week, held=held, earlier=earlier, sealer=self._sealer)
                teams |= await reading.teams(units, quiet)
                raised = await work.loop.flags(units, week - WEEKS_LOOKED_BACK)
                replies |= await work.loop.replies_to([flag.id for flag in raised])
            for flag in raised:
                flags[flag.unit].append(flag)
            for unit in units:
                readers |= _readers(teams[unit].team)
        higher = [unit for unit in tree.bottom_up if not tree.is_microsystem(unit)]
        above: dict[UnitId, UnitState] = {}
        for units in batches(higher, self._chunk):
            async with self._storage.reading() as work:
                above |= await _states(work, units, week)
                for members in (await work.rosters.listed(units)).values():
                    readers |= _readers(members)
        insiders, atoms, cells = await self._cut(week, programme, tree, teams, None if held is None else held.epoch)
        async with self._storage.reading() as work:
            ledger = [
                row
                for units in batches(tree.bottom_up, self._chunk)
                for row in await work.weeks.releases(units, week, week)
            ]
            ledger += await work.weeks.organisation_releases(week, week)
            ledger += await work.weeks.pending_releases(week)
            organisation_state = await work.weeks.organisation_state(before=week)
            reading = _Reading(work=work, week=week, held=held, earlier=earlier, sealer=self._sealer)
            habits, *habits_before = await reading.organisation_habits()
            items = await reading.items()
            left_behind = await _left_behind(work, week)
            skipped = await work.weeks.skipped(week - programme.privacy.quarter_weeks, week)
        inputs = WeekInput(
            week=week,
            programme=programme,
            tree=tree,
            epoch=None if held is None else held.epoch,
            earlier=[each.epoch for each in earlier],
            teams=teams,
            above=above,
            left_behind=left_behind,
            items=items,
            organisation_state=organisation_state or UnitState(week=week - 1),
            organisation_score_habits=habits,
            organisation_habits_before=habits_before,
            flags=flags,
            replies=replies,
            readers=frozenset(readers),
            insiders=insiders,
            atoms=atoms,
            cells=cells,
            skipped=skipped,
            halts=quiet.halts,
            ledger={(row.scope, row.kind, row.period): row for row in ledger},
        )
        return Gathered(inputs=inputs, held=held, earlier=earlier, teams=teams)

    async def _cut(
        self,
        week: IsoWeek,
        programme: Programme,
        tree: UnitTree,
        teams: Mapping[UnitId, TeamInput],
        epoch: Epoch | None,
    ) -> tuple[Insiders, BlockAtoms, Mapping[UnitId, CellDecision]]:
        """How teams are cut in this block, cut now if it is new, and what was decided on the week already."""
        since = datetime.combine((week - INSIDER_WEEKS).monday(), time(), tzinfo=UTC)
        async with self._storage.reading() as work:
            administrators = await work.rosters.holders_since({Role.ADMINISTRATOR}, since)
            insiders = Insiders(
                readers=await work.rosters.holders_since(READERS, since),
                everywhere=frozenset[PersonId]().union(*administrators.values()),
            )
            atoms, launched = await work.cells.atoms(week), await work.cells.launched()
            moved = await work.programmes.moved()
        begins = week if atoms is None or epoch is None else epoch.block_of(week).first
        if atoms is None or (epoch is not None and atoms.since < begins):
            lists = {unit: team.team for unit, team in teams.items()}
            minimum = programme.privacy.minimum_team
            atoms = await asyncio.to_thread(
                cut_block, begins, tree, lists, insiders, launched=launched, minimum_team=minimum, moved=moved
            )
            async with self._storage.reading() as work:
                ready = await work.cells.ready_atoms(atoms)
            async with self._storage.writing() as work:
                await work.cells.add_atoms(ready)
        async with self._storage.reading() as work:
            return insiders, atoms, await work.cells.of_week(week, atoms)

    async def sums_of_organisation(self, week: IsoWeek, held: HeldEpoch) -> PackedSums:
        """Those from before the week as they were kept: to be kept once more, beside those of now."""
        async with self._storage.reading() as work:
            reading = _Reading(work=work, week=week, held=held, earlier=(), sealer=self._sealer)
            return (await reading.sums([OrganisationHabits()]))[OrganisationHabits()]


@dataclass(frozen=True, slots=True)
class _Opened:
    """One team's answers of the week."""

    scored: list[ScoredAnswer] = field(default_factory=list)
    coupling: list[ScoredAnswer] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """One transaction's share of a week."""

    work: UnitOfWork
    week: IsoWeek
    held: HeldEpoch | None
    earlier: Sequence[HeldEpoch]
    """Newest first."""
    sealer: Sealer

    async def teams(self, units: Sequence[UnitId], quiet: QuietTimes) -> Mapping[UnitId, TeamInput]:
        gathered_rows = [
            round_
            for round_ in await self.work.rounds.closing_in(self.week, units)
            if round_.state is not RoundState.MISSED and not quiet.held_back(round_.unit, round_.opens_at)
        ]
        asked = {round_.unit for round_ in gathered_rows}
        rounds = [round_.id for round_ in gathered_rows]
        outcomes = await self.work.pulses.outcomes(rounds)
        planned, untaken = await self._planned(rounds, outcomes)
        members = await self.work.rosters.listed(units)
        away = await away_in(self.work, gathered_rows, members, quiet)
        # As they were asked; the programme may have changed since.
        refs = {ref for round_ in gathered_rows for ref in round_.questions}
        questions = await self.work.programmes.wordings(refs) if refs else {}
        opened = await self._answers(outcomes, questions)
        quarters, quarters_before = await self._quarters(units)
        states = await _states(self.work, units, self.week)
        sums = await self.sums([TeamBlock(unit=unit) for unit in units])
        before = [await self._opened_workings([TeamBlock(unit=unit) for unit in units], each) for each in self.earlier]

        def together() -> Mapping[UnitId, TeamInput]:
            pulses: dict[UnitId, list[PulseOutcome]] = defaultdict(list)
            for outcome in outcomes:
                pulses[outcome.unit].append(outcome)
            put: dict[UnitId, list[AskedQuestion]] = defaultdict(list)
            within: dict[UnitId, set[PersonId]] = defaultdict(set)
            for round_ in gathered_rows:
                within[round_.unit] |= planned[round_.id]
                put[round_.unit] += asked_questions(
                    [questions[ref] for ref in round_.questions], people=frozenset(planned[round_.id])
                )
            return {
                unit: TeamInput(
                    asked=unit in asked,
                    within=frozenset(within[unit]),
                    untaken=untaken[unit],
                    presence=presence_of(pulses[unit], unit=unit, week=self.week, away=away[unit]),
                    away=away[unit],
                    answers=opened[unit].scored if unit in opened else (),
                    team=members.get(unit, ()),
                    state=states[unit],
                    sums=sums[TeamBlock(unit=unit)],
                    questions=put[unit],
                    coupling=opened[unit].coupling if unit in opened else (),
                    quarter=quarters.get(unit, NO_QUARTER),
                    quarter_before=[each[unit] for each in quarters_before if unit in each],
                    habits_before=[_habits(each.get(TeamBlock(unit=unit)), week=self.week) for each in before],
                )
                for unit in units
            }

        return await asyncio.to_thread(together)

    async def _planned(
        self, rounds: Sequence[RoundId], outcomes: Sequence[PulseOutcome]
    ) -> tuple[Mapping[RoundId, set[PersonId]], Mapping[UnitId, int]]:
        """Who was within the plan of each of these rounds, and to how many a channel did not take what was sent."""
        planned: dict[RoundId, set[PersonId]] = defaultdict(set)
        # Of everybody, also of who has answered: that a question arrived although its call ended in doubt would else be
        # known of those who answered it alone, and the cell would be there because they did.
        called: dict[PulseId, UnitId] = {}
        for outcome in outcomes:
            planned[outcome.round].add(outcome.person)
            called[pulse_id(outcome.round, outcome.person, 0)] = outcome.unit
        for plan in await self.work.rounds.shadow_plans(rounds):
            planned[plan.round].add(plan.person)
        untaken: Counter[UnitId] = Counter()
        if called:
            untaken.update([called[pulse] for pulse in await self.work.deliveries.untaken(called.keys())])
        return planned, untaken

    async def _quarters(
        self, units: Sequence[UnitId]
    ) -> tuple[Mapping[UnitId, PackedQuarter], Sequence[Mapping[UnitId, PackedQuarter]]]:
        """What the epoch has of the blocks of the quarter that have ended; read when another one does. When the quarter
        ends, what earlier epochs have of it as well, oldest first."""
        if self.held is None or self.held.epoch.block_of(self.week).last != self.week:
            return {}, ()
        quarter, wanted = self.held.epoch.quarter, [TeamQuarter(unit=unit) for unit in units]
        same = [each for each in reversed(self.earlier) if self.week == quarter.last and each.epoch.quarter == quarter]
        found = [await self._opened_workings(wanted, each) for each in (self.held, *same)]
        own, *before = [{each.unit: PackedQuarter(body[each]) for each in wanted if each in body} for body in found]
        return own, before

    async def _answers(
        self,
        outcomes: Sequence[PulseOutcome],
        questions: Mapping[QuestionRef, Question],
    ) -> Mapping[UnitId, "_Opened"]:
        """Opened, scored, and forgotten with the week; whoever gave no score is not in it."""
        key = None if self.held is None else self.held.key
        answered = [outcome for outcome in outcomes if outcome.state is PulseState.ANSWERED]
        if key is None or not answered:
            return {}
        asked = [(outcome.person, outcome.round, outcome.question.id) for outcome in answered]
        ids = await asyncio.to_thread(self.sealer.answer_ids, key, asked)
        sealed = await self.work.answers.many(ids)
        units = {identity: outcome.unit for identity, outcome in zip(ids, answered, strict=True)}
        return await asyncio.to_thread(self._opened, key, units, sealed, questions)

    def _opened(
        self,
        key: EpochKey,
        units: Mapping[bytes, UnitId],
        sealed: Mapping[bytes, bytes],
        questions: Mapping[QuestionRef, Question],
    ) -> Mapping[UnitId, "_Opened"]:
        there = [identity for identity in units if identity in sealed]  # others were erased at the person's wish
        opened = self.sealer.unseal_many(key, [(sealed[identity], identity) for identity in there])
        found: dict[UnitId, _Opened] = defaultdict(_Opened)
        scored = Scoring(questions)
        for identity, packed in zip(there, opened, strict=True):
            answer, own = scored(unpack(packed)), found[units[identity]]
            if answer is not None:
                (own.coupling if answer.kind in COUPLINGS else own.scored).append(answer)
        for own in found.values():
            for answers in (own.scored, own.coupling):
                answers.sort(key=lambda answer: (str(answer.person), answer.question))
        return found

    async def sums(
        self, workings: Sequence[TeamBlock | OrganisationHabits]
    ) -> Mapping[TeamBlock | OrganisationHabits, PackedSums]:
        """The sums from before the week, as they were kept in the epoch."""
        opened = {} if self.held is None else await self._opened_workings(workings, self.held)
        return {
            working: block_sums.before_closing(opened[working], closing=self.week)
            if working in opened
            else block_sums.NOTHING
            for working in workings
        }

    async def organisation_habits(self) -> Sequence[PackedScoreHabits]:
        """What was remembered of the organisation's scores in the week's epoch, and in each of the earlier ones."""
        habits, blocks = OrganisationHabits(), (self.held, *self.earlier)
        opened = [{} if each is None else await self._opened_workings([habits], each) for each in blocks]
        return [_habits(each.get(habits), week=self.week) for each in opened]

    async def items(self) -> ItemSums:
        """How questions were answered, from the newest epoch that knows; of an earlier one only what crosses."""
        questions = QuestionSums()
        for held in [*([] if self.held is None else [self.held]), *self.earlier]:
            opened = await self._opened_workings([questions], held)
            if questions in opened:
                kept = block_sums.unpack_items(opened[questions], closing=self.week)
                return kept if held is self.held else kept.crossing()
        return ItemSums(week=self.week - 1)

    async def _opened_workings(self, wanted: Sequence[Working], held: HeldEpoch) -> Mapping[Working, bytes]:
        kept = await self.work.answers.workings(held.epoch.id, wanted)
        sealed = [(body, bound_to(held.epoch, working)) for working, body in kept.items()]
        opened = await asyncio.to_thread(self.sealer.unseal_many, held.key, sealed)
        return {working: as_written(body) for working, body in zip(kept, opened, strict=True)}


def _habits(body: bytes | None, *, week: IsoWeek) -> PackedScoreHabits:
    """The score habits in a body of sums, as they were before the week."""
    if body is None:
        return NO_SCORE_HABITS
    return block_sums.habits_in(block_sums.before_closing(body, closing=week))


async def _states(work: UnitOfWork, units: Sequence[UnitId], week: IsoWeek) -> Mapping[UnitId, UnitState]:
    """Each unit's state from before the week; an empty one where there was none."""
    kept = await work.weeks.unit_states(units, before=week)
    return {unit: kept.get(unit) or UnitState(week=week - 1) for unit in units}


async def _left_behind(work: UnitOfWork, week: IsoWeek) -> Sequence[PackedParticipationHabits]:
    """The habits of teams that have gone in the last weeks: their people may turn up elsewhere."""
    since = datetime.combine((week - GONE_WEEKS).monday(), time(), tzinfo=UTC)
    gone = await work.weeks.unit_states(await work.programmes.retired_since(since), before=week)
    return [state.habits for state in gone.values() if state.habits]


def _readers(members: Sequence[Listed]) -> frozenset[PersonId]:
    return frozenset(member.person for member in members if member.roles & READERS)
