"""The in-memory twin of the storage: the same promises, kept by copying dictionaries, for tests of flows."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from bot.domain.iso_weeks import IsoWeek
from bot.ports import UnitOfWork
from tests.support.memory.administration_log import MemoryAdministrationLog, MemoryRevisions
from tests.support.memory.answers import MemoryAnswers, MemoryEpochs
from tests.support.memory.asking import MemoryPulses, MemoryRounds
from tests.support.memory.attention import MemoryAttention, MemoryNudges
from tests.support.memory.cells import MemoryCells
from tests.support.memory.certificates import MemoryCertificates
from tests.support.memory.comments import MemoryComments
from tests.support.memory.directory import MemoryDirectory
from tests.support.memory.follow_up import MemoryLoop, MemoryPrompts
from tests.support.memory.halts import MemoryHalts
from tests.support.memory.inbox import MemoryInbox
from tests.support.memory.machine import MemoryMachineFigures, MemoryOverdueRows
from tests.support.memory.own_data import MemoryOwnData
from tests.support.memory.people import MemoryCodes, MemoryRosters
from tests.support.memory.programme import MemoryProgrammes
from tests.support.memory.raising import MemoryRaising
from tests.support.memory.rota import MemoryRotas
from tests.support.memory.sending import MemoryAudits, MemoryDeliveries
from tests.support.memory.sign_ins import MemorySignIns
from tests.support.memory.state import State
from tests.support.memory.uploads import MemoryUploads
from tests.support.memory.web_chats import MemoryWebChats
from tests.support.memory.week_close import MemoryWeeks


class MemoryWork:
    """Every topic on one copy of the state."""

    def __init__(self, state: State) -> None:
        self.programmes = MemoryProgrammes(state)
        self.rosters = MemoryRosters(state)
        self.codes = MemoryCodes(state)
        self.rounds = MemoryRounds(state)
        self.pulses = MemoryPulses(state)
        self.answers = MemoryAnswers(state)
        self.epochs = MemoryEpochs(state)
        self.weeks = MemoryWeeks(state)
        self.cells = MemoryCells(state)
        self.certificates = MemoryCertificates(state)
        self.loop = MemoryLoop(state)
        self.prompts = MemoryPrompts(state)
        self.inbox = MemoryInbox(state)
        self.deliveries = MemoryDeliveries(state)
        self.web_chats = MemoryWebChats(state)
        self.audits = MemoryAudits(state)
        self.machine = MemoryMachineFigures(state)
        self.overdue = MemoryOverdueRows()
        self.halts = MemoryHalts(state)
        self.attention = MemoryAttention(state)
        self.nudges = MemoryNudges(state)
        self.comments = MemoryComments(state)
        self.administration_log = MemoryAdministrationLog(state)
        self.sign_ins = MemorySignIns(state)
        self.directory = MemoryDirectory(state)
        self.revisions = MemoryRevisions(state)
        self.uploads = MemoryUploads(state)
        self.raising = MemoryRaising(state)
        self.own_data = MemoryOwnData(state)
        self.rotas = MemoryRotas(state)


class MemoryStorage:
    """Writers take turns and work on a copy that replaces the state when they end well; readers see the state they
    found and cannot change it."""

    def __init__(self) -> None:
        self._state = State()
        self._turn = asyncio.Lock()

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[UnitOfWork]:
        async with self._turn:
            changed = self._state.copy()
            yield MemoryWork(changed)
            self._state = changed

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[UnitOfWork]:
        yield MemoryWork(self._state.read_only())

    @property
    def committed(self) -> State:
        return self._state.read_only()

    async def forget(self, *, before: datetime) -> None:
        """Rounds that closed before then with all that is about them, so that a drill of a year stays as small as a
        month: the product forgets most of it, too, and every step here looks through all that there is."""
        async with self._turn:
            kept = self._state.copy()
            over = {each.id for each in kept.rounds.values() if each.closes_at < before}
            kept.rounds = {key: each for key, each in kept.rounds.items() if key not in over}
            kept.pulses = {key: each for key, each in kept.pulses.items() if each.round not in over}
            kept.shadow_plans = {key: each for key, each in kept.shadow_plans.items() if each.round not in over}
            kept.deliveries = {key: each for key, each in kept.deliveries.items() if each.delivery.due_at >= before}
            week = IsoWeek.of(before.date())
            kept.attention = {key: each for key, each in kept.attention.items() if each.week >= week}
            self._state = kept
