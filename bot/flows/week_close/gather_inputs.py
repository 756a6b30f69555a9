"""Reading a closing week: who was asked, what was answered (opened in memory only), and what every unit carries."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time

from bot.domain import resumable_state
from bot.domain.answers import block_sums
from bot.domain.answers.answer_body import unpack
from bot.domain.answers.block_sums import ItemSums, load_items
from bot.domain.answers.epochs import (
    Epoch,
    EpochKey,
    EpochState,
)
from bot.domain.answers.quarter_sums import CouplingRow
from bot.domain.asking.pulses import (
    PulseOutcome,
    PulseState,
    RoundState,
)
from bot.domain.detector.port import DetectorMemory
from bot.domain.disclosure.week_decision import load as load_decided
from bot.domain.follow_up.flags import Flag, FlagReply
from bot.domain.identifiers import FlagId, PersonId, UnitId
from bot.domain.indicators.engagement import ScoredAnswer
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.people import (
    CO_LEADS,
    LEADS_AND_CHAMPIONS,
    Listed,
    Role,
)
from bot.domain.organisation.unit_tree import ORGANISATION, UnitTree
from bot.domain.programme.programme import Programme
from bot.domain.programme.questions import Question, QuestionRef
from bot.domain.week_close import unit_state
from bot.domain.week_close.inputs import (
    WEEKS_LOOKED_BACK,
    TeamInput,
    WeekInput,
)
from bot.domain.week_close.person_week_rows import (
    COUPLING,
    Scoring,
    coupling_row,
    presence_of,
)
from bot.domain.week_close.unit_state import UnitState
from bot.flows.epochs.open_epoch import OpenEpoch
from bot.ports import KeyStore, Sealer, Storage, UnitOfWork

CHUNK = 100
"""Microsystems read or written in one transaction: few enough that nobody who answers has to wait for it."""
GONE_WEEKS = 8
"""For so many weeks the people of a team that has left the programme are looked for in other teams."""
READERS = LEADS_AND_CHAMPIONS | {Role.SPONSOR}
AROUND = ORGANISATION
"""Where the workings of the organisation as a whole lie, among those of its units."""
ITEMS = UnitId("*items")
DECIDED = UnitId("*decided")
"""Where the releases of the week lie until all of them stand in the ledger."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """All that a week is closed from; the key seals the workings again."""

    given: WeekInput
    key: EpochKey | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What some units carried before the week, as it was kept: to be kept once more, beside what they carry now."""

    states: Mapping[UnitId, bytes]
    sums: Mapping[UnitId, bytes]


def chunks(units: Sequence[UnitId], size: int = CHUNK) -> Iterator[Sequence[UnitId]]:
    return (units[start : start + size] for start in range(0, len(units), size))


def working_name(epoch: Epoch, unit: UnitId) -> bytes:
    """What a sealed working is bound to, so that none can be moved to another unit or epoch."""
    return f"working\x1f{epoch.id}\x1f{unit}".encode()


class GatherWeek:
    """Read one week of every unit in chunks. Answers are found by their ids and opened off the event loop.

    Nothing is held of a person but what the week is closed from: a large hospital has to fit into memory whole.
    """

    def __init__(self, *, storage: Storage, keys: KeyStore, sealer: Sealer, chunk: int = CHUNK) -> None:
        self._storage, self._sealer, self._chunk = storage, sealer, chunk
        self._epochs = OpenEpoch(keys=keys, sealer=sealer)

    async def __call__(
        self, week: IsoWeek, programme: Programme, tree: UnitTree, *, freeze: Callable[[], None]
    ) -> Gathered:
        """Raises `KeyUnavailable` when the week's epoch is open and its key is lost."""
        async with self._storage.reading() as work:
            covering = await work.epochs.covering(week)
            epoch = covering if covering is not None and covering.state is EpochState.OPEN else None
            key = self._epochs.key_of(epoch) if epoch is not None else None
        teams: dict[UnitId, TeamInput] = {}
        flags: dict[UnitId, list[Flag]] = defaultdict(list)
        replies: dict[FlagId, Sequence[FlagReply]] = {}
        readers: set[PersonId] = set()
        for units in chunks(tree.microsystems, self._chunk):
            async with self._storage.reading() as work:
                reading = _Reading(work=work, week=week, epoch=epoch, key=key, sealer=self._sealer)
                teams |= await reading.teams(units)
                raised = await work.loop.flags(units, week - WEEKS_LOOKED_BACK)
                replies |= await work.loop.replies_to([flag.id for flag in raised])
            for flag in raised:
                flags[flag.unit].append(flag)
            for unit in units:
                readers |= _readers(teams[unit].team)
            freeze()
        higher = [unit for unit in tree.bottom_up if not tree.is_microsystem(unit)]
        above: dict[UnitId, UnitState] = {}
        above_readers: set[PersonId] = set()
        for units in chunks(higher, self._chunk):
            async with self._storage.reading() as work:
                kept = await _kept(work, units, week)
                for members in (await work.rosters.listed(units)).values():
                    above_readers |= _readers(members)
            above |= {unit: unit_state.read(kept[unit], closing=week) for unit in units}
        async with self._storage.reading() as work:
            ledger = [
                row
                for units in chunks((*tree.bottom_up, ORGANISATION), self._chunk)
                for row in await work.weeks.releases(units, week, week)
            ]
            decided = (await work.weeks.states([DECIDED])).get(DECIDED, b"")
            ledger += await asyncio.to_thread(load_decided, decided, closing=week)
            around = (await _kept(work, [AROUND], week))[AROUND]
            reading = _Reading(work=work, week=week, epoch=epoch, key=key, sealer=self._sealer)
            around_sums, items = await reading.organisation()
            left_behind = await _left_behind(work, week)
        organisation = unit_state.read(around, closing=week)
        given = WeekInput(
            week=week,
            programme=programme,
            tree=tree,
            epoch=epoch,
            teams=teams,
            above=above,
            left_behind=left_behind,
            items=items,
            around=DetectorMemory(
                voices=organisation.habits,
                scores=block_sums.read(around_sums, closing=week).habits,
            ),
            flags=flags,
            replies=replies,
            readers=frozenset(readers | above_readers),
            above_readers=frozenset(above_readers),
            ledger={(row.unit, row.kind, row.period): row for row in ledger},
            organisation=organisation,
        )
        return Gathered(given=given, key=key)

    async def before(self, gathered: Gathered, units: Sequence[UnitId]) -> Before:
        """Read once more rather than held for every unit while the week is being closed."""
        given = gathered.given
        async with self._storage.reading() as work:
            reading = _Reading(work=work, week=given.week, epoch=given.epoch, key=gathered.key, sealer=self._sealer)
            return Before(states=await _kept(work, units, given.week), sums=await reading.workings(units))


def quarter_name(unit: UnitId) -> UnitId:
    """Where a microsystem's sums over the epoch lie, beside those of the running block."""
    return UnitId(f"*quarter/{unit}")


@dataclass(frozen=True, slots=True)
class _Opened:
    """One team's answers of the week."""

    scored: list[ScoredAnswer] = field(default_factory=list)
    coupling: list[CouplingRow] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """One transaction's share of a week."""

    work: UnitOfWork
    week: IsoWeek
    epoch: Epoch | None
    key: EpochKey | None
    sealer: Sealer

    async def teams(self, units: Sequence[UnitId]) -> Mapping[UnitId, TeamInput]:
        gathered_rows = [
            round_
            for round_ in await self.work.rounds.closing_in(self.week, units)
            if round_.state is not RoundState.MISSED
        ]
        asked = {round_.unit for round_ in gathered_rows}
        outcomes = await self.work.pulses.outcomes([round_.id for round_ in gathered_rows])
        members = await self.work.rosters.listed(units)
        # As they were asked; the programme may have changed since.
        questions = await self.work.programmes.wordings({outcome.question for outcome in outcomes}) if outcomes else {}
        opened = await self._answers(outcomes, questions, members)
        quarters = await self._quarters(units, [unit for unit, own in opened.items() if own.coupling])
        kept = await _kept(self.work, units, self.week)
        sums = await self.workings(units)

        def together() -> Mapping[UnitId, TeamInput]:
            pulses: dict[UnitId, list[PulseOutcome]] = defaultdict(list)
            for outcome in outcomes:
                pulses[outcome.unit].append(outcome)
            return {
                unit: TeamInput(
                    asked=unit in asked,
                    presence=presence_of(pulses[unit], unit=unit, week=self.week),
                    answers=opened[unit].scored if unit in opened else (),
                    team=members.get(unit, ()),
                    state=unit_state.read(kept[unit], closing=self.week),
                    sums=sums[unit],
                    coupling=opened[unit].coupling if unit in opened else (),
                    quarter=quarters.get(unit, b""),
                )
                for unit in units
            }

        return await asyncio.to_thread(together)

    async def _quarters(self, units: Sequence[UnitId], co_leads_asked: Sequence[UnitId]) -> Mapping[UnitId, bytes]:
        """The epoch's sums where this week changes them: everywhere when a block ends, else where co-leads answered."""
        epoch = self.epoch
        ends = epoch is not None and epoch.block_of(self.week).last == self.week
        names = {quarter_name(unit): unit for unit in (units if ends else co_leads_asked)}
        opened = await self._open_workings(list(names)) if names else {}
        return {names[name]: each for name, each in opened.items()}

    async def _answers(
        self,
        outcomes: Sequence[PulseOutcome],
        questions: Mapping[QuestionRef, Question],
        members: Mapping[UnitId, Sequence[Listed]],
    ) -> Mapping[UnitId, "_Opened"]:
        """Opened, scored, and forgotten with the week; whoever gave no score is not in it."""
        key = self.key
        answered = [outcome for outcome in outcomes if outcome.state is PulseState.ANSWERED]
        if key is None or not answered:
            return {}
        asked = [(outcome.person, outcome.round, outcome.question.id) for outcome in answered]
        ids = await asyncio.to_thread(self.sealer.answer_ids, key, asked)
        sealed = await self.work.answers.many(ids)
        units = {identity: outcome.unit for identity, outcome in zip(ids, answered, strict=True)}
        return await asyncio.to_thread(self._opened, key, units, sealed, questions, members)

    def _opened(
        self,
        key: EpochKey,
        units: Mapping[bytes, UnitId],
        sealed: Mapping[bytes, bytes],
        questions: Mapping[QuestionRef, Question],
        members: Mapping[UnitId, Sequence[Listed]],
    ) -> Mapping[UnitId, "_Opened"]:
        there = [identity for identity in units if identity in sealed]  # others were erased at the person's wish
        opened = self.sealer.unseal_many(key, [(sealed[identity], identity) for identity in there])
        found: dict[UnitId, _Opened] = defaultdict(_Opened)
        scored = Scoring(questions)
        coupling = {ref for ref, question in questions.items() if question.kind in COUPLING}
        for identity, packed in zip(there, opened, strict=True):
            body, unit = unpack(packed), units[identity]
            answer, own = scored(body), found[unit]
            if answer is not None:
                own.scored.append(answer)
            elif body.question in coupling:
                co_leads = [member.person for member in members.get(unit, ()) if member.roles & CO_LEADS]
                row = coupling_row(body, questions[body.question], co_leads=co_leads)
                own.coupling.extend([row] if row is not None else [])
        for own in found.values():
            own.scored.sort(key=lambda answer: (str(answer.person), answer.question))
            own.coupling.sort(key=lambda row: (row.form, row.person))
        return found

    async def workings(self, units: Sequence[UnitId]) -> Mapping[UnitId, bytes]:
        """The block sums of each unit from before the week, as they were kept."""
        opened = await self._open_workings(units)

        def before(unit: UnitId) -> bytes:
            return (
                resumable_state.before_closing(opened[unit], closing=self.week)
                if unit in opened
                else resumable_state.NOTHING
            )

        return {unit: before(unit) for unit in units}

    async def _open_workings(self, units: Sequence[UnitId]) -> Mapping[UnitId, bytes]:
        epoch, key = self.epoch, self.key
        if epoch is None or key is None:
            return {}
        gathered_rows = await self.work.answers.workings(epoch.id, units)
        sealed = [(each, working_name(epoch, unit)) for unit, each in gathered_rows.items()]
        opened = await asyncio.to_thread(self.sealer.unseal_many, key, sealed)
        return dict(zip(gathered_rows, opened, strict=True))

    async def organisation(self) -> tuple[bytes, ItemSums]:
        """The organisation's own workings."""
        around = (await self.workings([AROUND]))[AROUND]
        opened = await self._open_workings([ITEMS])
        if ITEMS in opened:
            return around, load_items(opened[ITEMS], closing=self.week)
        return around, ItemSums(week=self.week - 1)


async def _kept(work: UnitOfWork, units: Sequence[UnitId], week: IsoWeek) -> Mapping[UnitId, bytes]:
    """What is kept of each unit from before the week."""
    stored = await work.weeks.states(units)

    def before(unit: UnitId) -> bytes:
        return resumable_state.before_closing(stored[unit], closing=week) if unit in stored else resumable_state.NOTHING

    return {unit: before(unit) for unit in units}


async def _left_behind(work: UnitOfWork, week: IsoWeek) -> Sequence[bytes]:
    """The habits of teams that have gone in the last weeks: their people may turn up elsewhere."""
    since = datetime.combine((week - GONE_WEEKS).monday(), time(), tzinfo=UTC)
    gone = await _kept(work, await work.programmes.retired_since(since), week)
    habits = [unit_state.read(kept, closing=week).habits for kept in gone.values()]
    return [each for each in habits if each]


def _readers(members: Sequence[Listed]) -> frozenset[PersonId]:
    return frozenset(member.person for member in members if member.roles & READERS)
