"""Reading a closing week: who was asked, what was answered (opened in memory only), and what every unit carries."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.block_sums import BlockSums, ItemSums, load_items
from bot.domain.block_sums import load as load_sums
from bot.domain.detection import Memory
from bot.domain.epochs import Epoch, EpochState
from bot.domain.identifiers import FlagId, PersonId, RoundId, UnitId
from bot.domain.indicators.engagement import ScoredAnswer
from bot.domain.loop import Flag, FlagReply
from bot.domain.people import DIGEST_READERS, Role, TeamMember
from bot.domain.person_week_rows import presence_of, scored_answer
from bot.domain.programme import Programme
from bot.domain.pulses import Pulse, PulseState, Round, RoundState
from bot.domain.questions import Question, QuestionRef
from bot.domain.sealing import unpack
from bot.domain.unit_state import UnitState
from bot.domain.unit_state import load as load_state
from bot.domain.unit_tree import UnitTree
from bot.domain.week_close import WEEKS_LOOKED_BACK, TeamInput, WeekInput
from bot.domain.weeks import IsoWeek
from bot.flows.open_epoch import OpenEpoch
from bot.ports import KeyStore, Sealer, Storage, UnitOfWork

CHUNK = 200
"""Microsystems read or written in one transaction."""
READERS = DIGEST_READERS | {Role.SPONSOR}
AROUND = UnitId("*")
"""Where the workings of the organisation as a whole lie, among those of its units."""
ITEMS = UnitId("*items")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """All that a week is closed from; the key seals the workings again."""

    given: WeekInput
    key: bytes | None = field(repr=False)
    around_state: UnitState
    around_sums: BlockSums


def chunks(units: Sequence[UnitId]) -> Iterator[Sequence[UnitId]]:
    return (units[start : start + CHUNK] for start in range(0, len(units), CHUNK))


def working_name(epoch: Epoch, unit: UnitId) -> bytes:
    """What a sealed working is bound to, so that none can be moved to another unit or epoch."""
    return f"working\x1f{epoch.id}\x1f{unit}".encode()


class GatherWeek:
    """Read one week of every unit in chunks. Answers are found by their ids and opened off the event loop."""

    def __init__(self, *, storage: Storage, keys: KeyStore, sealer: Sealer) -> None:
        self._storage, self._sealer = storage, sealer
        self._epochs = OpenEpoch(keys=keys, sealer=sealer)

    async def __call__(self, week: IsoWeek, programme: Programme, tree: UnitTree) -> Gathered:
        """Raises `KeyUnavailable` when the week's epoch is open and its key is lost."""
        async with self._storage.reading() as work:
            covering = await work.epochs.covering(week)
            epoch = covering if covering is not None and covering.state is EpochState.OPEN else None
            key = self._epochs.key_of(epoch) if epoch is not None else None
        teams: dict[UnitId, TeamInput] = {}
        flags: dict[UnitId, list[Flag]] = defaultdict(list)
        replies: dict[FlagId, Sequence[FlagReply]] = {}
        readers: set[PersonId] = set()
        for units in chunks(tree.microsystems):
            async with self._storage.reading() as work:
                reading = _Reading(work=work, week=week, epoch=epoch, key=key, sealer=self._sealer)
                teams |= await reading.teams(units)
                raised = await work.loop.flags(units, week - WEEKS_LOOKED_BACK)
                replies |= await work.loop.replies_to([flag.id for flag in raised])
            for flag in raised:
                flags[flag.unit].append(flag)
            for unit in units:
                readers |= _readers(teams[unit].team)
        higher = [unit for unit in tree.bottom_up if not tree.is_microsystem(unit)]
        above: dict[UnitId, UnitState] = {}
        for units in chunks(higher):
            async with self._storage.reading() as work:
                states = await work.weeks.states(units)
                for members in (await work.rosters.team(units)).values():
                    readers |= _readers(members)
            above |= {unit: _state_of(states.get(unit), week) for unit in units}
        async with self._storage.reading() as work:
            ledger = [row for units in chunks(tree.bottom_up) for row in await work.weeks.releases(units, week, week)]
            around_state = _state_of((await work.weeks.states([AROUND])).get(AROUND), week)
            reading = _Reading(work=work, week=week, epoch=epoch, key=key, sealer=self._sealer)
            around_sums, items = await reading.organisation()
        given = WeekInput(
            week=week,
            programme=programme,
            tree=tree,
            epoch=epoch,
            teams=teams,
            above=above,
            items=items,
            around=Memory(voices=around_state.habits, scores=around_sums.habits),
            flags=flags,
            replies=replies,
            readers=frozenset(readers),
            ledger={(row.unit, row.kind, row.period): row for row in ledger},
        )
        return Gathered(given=given, key=key, around_state=around_state, around_sums=around_sums)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """One transaction's share of a week."""

    work: UnitOfWork
    week: IsoWeek
    epoch: Epoch | None
    key: bytes | None = field(repr=False)
    sealer: Sealer

    async def teams(self, units: Sequence[UnitId]) -> Mapping[UnitId, TeamInput]:
        held = [
            round_
            for round_ in await self.work.rounds.closing_in(self.week, units)
            if round_.state is not RoundState.MISSED
        ]
        rounds: dict[UnitId, list[Round]] = defaultdict(list)
        for round_ in held:
            rounds[round_.unit].append(round_)
        pulses: dict[UnitId, list[Pulse]] = defaultdict(list)
        for pulse in await self.work.pulses.of_rounds([round_.id for round_ in held]):
            pulses[pulse.unit].append(pulse)
        answers = await self._answers([pulse for own in pulses.values() for pulse in own])
        members = await self.work.rosters.team(units)
        states = await self.work.weeks.states(units)
        sums = await self._sums(units)
        return {
            unit: TeamInput(
                asked=bool(rounds[unit]),
                presence=presence_of(pulses[unit], unit=unit, week=self.week),
                answers=answers.get(unit, ()),
                team=members.get(unit, ()),
                state=_state_of(states.get(unit), self.week),
                sums=sums.get(unit, BlockSums(week=self.week - 1)),
            )
            for unit in units
        }

    async def _answers(self, pulses: Sequence[Pulse]) -> Mapping[UnitId, list[ScoredAnswer]]:
        """Opened, scored, and forgotten with the week; whoever gave no score is not in it."""
        key = self.key
        answered = [pulse for pulse in pulses if pulse.state is PulseState.ANSWERED]
        if key is None or not answered:
            return {}
        units = {
            self.sealer.answer_id(
                key, person=pulse.person, round_id=RoundId(pulse.round), question=pulse.question.id
            ): (pulse.unit)
            for pulse in answered
        }
        sealed = await self.work.answers.many(list(units))
        questions = await self.work.programmes.wordings({pulse.question for pulse in answered})
        return await asyncio.to_thread(self._opened, key, units, sealed, questions)

    def _opened(
        self,
        key: bytes,
        units: Mapping[bytes, UnitId],
        sealed: Mapping[bytes, bytes],
        questions: Mapping[QuestionRef, Question],
    ) -> Mapping[UnitId, list[ScoredAnswer]]:
        found: dict[UnitId, list[ScoredAnswer]] = defaultdict(list)
        for identity, unit in units.items():
            if identity not in sealed:
                continue  # answered, and erased at the person's wish
            body = unpack(self.sealer.unseal(key, sealed=sealed[identity], bound_to=identity))
            answer = scored_answer(body, questions[body.question])
            if answer is not None:
                found[unit].append(answer)
        for answers in found.values():
            answers.sort(key=lambda answer: (str(answer.person), answer.question))
        return found

    async def _sums(self, units: Sequence[UnitId]) -> Mapping[UnitId, BlockSums]:
        return {unit: load_sums(opened, closing=self.week) for unit, opened in (await self._workings(units)).items()}

    async def _workings(self, units: Sequence[UnitId]) -> Mapping[UnitId, bytes]:
        epoch, key = self.epoch, self.key
        if epoch is None or key is None:
            return {}
        return {
            unit: self.sealer.unseal(key, sealed=sealed, bound_to=working_name(epoch, unit))
            for unit, sealed in (await self.work.answers.workings(epoch.id, units)).items()
        }

    async def organisation(self) -> tuple[BlockSums, ItemSums]:
        """The organisation's own workings."""
        opened = await self._workings([AROUND, ITEMS])
        around = BlockSums(week=self.week - 1)
        if AROUND in opened:
            around = load_sums(opened[AROUND], closing=self.week)
        if ITEMS in opened:
            return around, load_items(opened[ITEMS], closing=self.week)
        return around, ItemSums(week=self.week - 1)


def _state_of(stored: bytes | None, week: IsoWeek) -> UnitState:
    return UnitState(week=week - 1) if stored is None else load_state(stored, closing=week)


def _readers(members: Sequence[TeamMember]) -> frozenset[PersonId]:
    return frozenset(member.person.id for member in members if member.roles & READERS)
