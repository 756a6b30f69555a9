"""On PostgreSQL people are given other addresses beside whatever runs: nobody is ended for it, and what arrives
meanwhile in the chat that they leave has no place any more."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

import pytest

from bot.adapters.channels.registry import name_command
from bot.adapters.clock import SystemEntropy
from bot.domain.identifiers import DeliveryKey, MessageRef, PersonId
from bot.domain.messaging.deliveries import DeliveryKind, Lease
from bot.domain.messaging.inbound import Blocked
from bot.domain.organisation.people import Address
from bot.flows.administration.revise_programme import ReviseProgramme
from bot.flows.answering.begin_anew import begin_anew
from bot.flows.answering.enrol import RedeemOnPage, digest_of
from bot.flows.operations.health import HealthBoard
from bot.flows.operations.tidy import Tidy
from bot.flows.own_page.forget_own import Forgetting
from bot.flows.sending.record_outcomes import RecordOutcomes
from bot.ports import Storage, UnitOfWork
from storage.database import Database
from tests.support.builders import a_delivery, a_programme, a_roster, no_faults, no_notes
from tests.support.channels import TELEGRAM, WEB
from tests.support.clocks import VirtualTimer
from tests.support.delivery_states import delivery_states
from tests.support.erasing import ROOT
from tests.support.waiting import somebody_waits
from tests.support.ward import Ward

pytestmark = pytest.mark.postgres
ANA = PersonId("ana")
HERS, NEW = Address(channel=TELEGRAM, value="at-ana"), Address(channel=TELEGRAM, value="new")
NOTICE, CODE = DeliveryKey("n"), "ABCDEFGH2345"
REF = MessageRef("at-ana:7")
Act = Callable[[], Awaitable[object]]


class Interrupted:
    """A storage in which something else happens once, before one of these steps: the one of that number."""

    def __init__(self, storage: Database, *steps: str, at: int, by: Act) -> None:
        self._storage, self._steps, self._at, self._by = storage, steps, at, by
        self.has_happened = False

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[UnitOfWork]:
        async with self._storage.writing() as work:
            taken = list[str]()

            async def before(step: str) -> None:
                taken.extend({step}.intersection(self._steps))
                if step in self._steps and len(taken) == self._at and not self.has_happened:
                    self.has_happened = True
                    await self._by()

            yield cast(UnitOfWork, _Steps(work, "", before))

    def reading(self) -> Any:
        return self._storage.reading()


class _Steps:
    """A unit of work, or one of its repositories, that says what it is about to do."""

    def __init__(self, real: object, name: str, before: Callable[[str], Awaitable[None]]) -> None:
        self._real, self._name, self._before = real, name, before

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._real, name)
        if not self._name:
            return _Steps(found, name, self._before)

        async def step(*arguments: Any, **named: Any) -> Any:
            await self._before(f"{self._name}.{name}")
            return await found(*arguments, **named)

        return step


class Beside:
    """A ward where a message is on its way to Ana, and where she is given another address."""

    def __init__(self, storage: Database, folder: Path) -> None:
        self.storage, self.ward = storage, Ward(storage, folder)
        self.clock = self.ward.clock
        self.tasks = list[asyncio.Task[Any]]()
        self.lease: Lease

    async def furnish(self, *, is_on_its_way: bool = True) -> None:
        await self.ward.furnish(["ana", "ben"])
        await self.revise(self.storage, HERS)
        async with self.storage.writing() as work:
            await work.codes.replace(ANA, digest_of(CODE), expires_at=self.clock.now().replace(year=2099))
        if is_on_its_way:
            self.lease = await self.sends()

    async def sends(self) -> Lease:
        async with self.storage.writing() as work:
            await work.deliveries.add([a_delivery("ana", key=NOTICE)])
            now, until = self.clock.now(), self.clock.now().replace(hour=23)
            (lease,) = await work.deliveries.lease(TELEGRAM, owner="me", now=now, lease_until=until, limit=9)
            assert await work.deliveries.mark_sending(lease, at=now)
        return lease

    async def revise(self, storage: Storage, address: Address = NEW) -> None:
        apply = ReviseProgramme(
            storage=storage,
            clock=self.clock,
            entropy=SystemEntropy(),
            links=[WEB],
            fits=no_faults,
            part_from_notes=no_notes,
        )
        await apply(a_programme(), a_roster({"ana": address.value, "ben": "at-ben"}, channel=TELEGRAM), author=ROOT)

    async def redeem(self, storage: Storage) -> None:
        join = RedeemOnPage(storage=storage, clock=self.clock, name_command=name_command, part_from_notes=no_notes)
        assert await join(CODE, NEW) == ""

    def outcomes(self, storage: Storage) -> RecordOutcomes:
        return RecordOutcomes(
            channel=TELEGRAM, storage=storage, clock=self.clock, timer=VirtualTimer(), health=HealthBoard()
        )

    async def start(self, act: Awaitable[object]) -> None:
        """Until it has come to its end, or waits for somebody."""
        acting = asyncio.ensure_future(act)
        waiting = asyncio.create_task(somebody_waits(self.storage))
        await asyncio.wait({acting, waiting}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        self.tasks.append(cast(asyncio.Task[Any], acting))

    async def end(self) -> None:
        assert self.tasks
        await asyncio.gather(*self.tasks)

    async def address(self) -> Address | None:
        async with self.storage.reading() as work:
            return await work.rosters.address_of(ANA)


@pytest.fixture
def beside(postgres_storage: Database, tmp_path: Path) -> Beside:
    return Beside(postgres_storage, tmp_path)


@pytest.mark.parametrize("is_put_out_meanwhile", [False, True])
@pytest.mark.parametrize("way", [Beside.revise, Beside.redeem])
async def test_what_arrives_between_two_addresses_is_named_in_neither(
    beside: Beside, way: Callable[[Beside, Storage], Awaitable[None]], *, is_put_out_meanwhile: bool
) -> None:
    """Also what was put out when nothing in the chat was to be named any more: no row of it was there to be held."""
    await beside.furnish(is_on_its_way=False)
    lease = None if is_put_out_meanwhile else await beside.sends()

    async def arrives() -> None:
        await beside.start(beside.outcomes(beside.storage).sent(lease or await beside.sends(), REF))

    moving = Interrupted(beside.storage, "rosters.save", "rosters.enrol", at=1, by=arrives)
    await way(beside, cast(Storage, moving))
    await beside.end()
    assert await beside.address() == NEW
    async with beside.storage.reading() as work:
        assert (await delivery_states(work))["sent"] == 1
        assert await work.deliveries.shown([NOTICE]) == {}
        assert await work.deliveries.key_of(ANA, TELEGRAM, REF) is None


async def test_a_chat_that_shuts_out_and_a_move_wait_for_each_other_in_one_order(beside: Beside) -> None:
    await beside.furnish()

    async def moves() -> None:
        await beside.start(beside.revise(beside.storage))

    shutting = Interrupted(beside.storage, "deliveries.mark_failed", "rosters.mark_unreachable", at=2, by=moves)
    await beside.outcomes(cast(Storage, shutting)).shut_out(beside.lease, HERS)
    await beside.end()
    assert await beside.address() == NEW


async def test_tidying_and_a_move_wait_for_each_other_in_one_order(beside: Beside) -> None:
    await beside.furnish()
    async with beside.storage.writing() as work:
        await work.rosters.mark_unreachable(HERS, at=beside.clock.now())
        await work.deliveries.add([a_delivery("ana", key="old")])
    beside.clock.advance(days=40)

    async def moves() -> None:
        await beside.start(beside.revise(beside.storage))

    tidying = Interrupted(beside.storage, "rosters.try_again", "deliveries.expire", at=2, by=moves)

    async def nothing() -> None:
        """Another test's."""

    tidy = Tidy(storage=cast(Storage, tidying), inbox_keys=beside.ward.inbox_keys, unlink_answers=nothing)
    await tidy(now=beside.clock.now())
    await beside.end()
    assert tidying.has_happened
    assert await beside.address() == NEW


async def test_filing_and_a_move_wait_for_each_other_in_one_order(
    beside: Beside, postgres_storage: Database, tmp_path: Path
) -> None:
    await beside.furnish()

    async def moves() -> None:
        await beside.start(beside.revise(beside.storage))

    filing = Interrupted(postgres_storage, "rosters.mark_unreachable", at=1, by=moves)
    ward = Ward(cast(Storage, filing), tmp_path, clock=beside.clock)
    await ward.do(ward.tap("ana", "4"), ward.update("ana", Blocked()))
    await beside.end()
    assert filing.has_happened
    assert await beside.address() == NEW
    assert (await ward.pulse("ana")).is_anew, "it was answered, and comes anew"


async def test_a_chat_begins_anew_beside_a_redraw(beside: Beside) -> None:
    """Whoever files a press has the question before the message that is drawn anew."""
    await beside.furnish()
    redraw = a_delivery("ana", key="r", kind=DeliveryKind.REDRAW, edits="at-ana:1")
    pulse = (await beside.ward.pulse("ana")).id
    async with beside.storage.writing() as work:
        await work.deliveries.put_redraws([redraw])

    async def begins() -> None:
        async with beside.storage.writing() as work:
            await work.rosters.lock_addresses({ANA: NEW})
            await begin_anew(work, {ANA: TELEGRAM}, now=beside.clock.now())
            await work.rosters.enrol(ANA, NEW, at=beside.clock.now())

    async with beside.storage.writing() as work:
        assert pulse in await work.pulses.many_locked([pulse])
        await beside.start(begins())
        await work.deliveries.put_redraws([redraw])
    await beside.end()
    assert await beside.address() == NEW
    async with beside.storage.reading() as work:
        assert await work.deliveries.shown([DeliveryKey("r")]) == {}


async def test_who_asks_to_be_forgotten_in_a_chat_that_a_list_takes_from_them_is_not(beside: Beside) -> None:
    """The list was first: the chat that asked is another's perhaps by the time that anything is taken away."""
    await beside.furnish()

    async def forgets() -> None:
        await beside.start(beside.ward.rights.forget(ANA, chat=HERS))

    await beside.revise(cast(Storage, Interrupted(beside.storage, "rosters.known", at=1, by=forgets)))
    await beside.end()
    assert [task.result() for task in beside.tasks] == [Forgetting.MOVED]
    assert await beside.address() == NEW


async def test_who_is_forgotten_is_taken_from_nobody_who_gives_them_an_address(
    beside: Beside, postgres_storage: Database, tmp_path: Path
) -> None:
    """Forgetting comes first: the list waits for it, and both come to their end."""
    await beside.furnish()

    async def moves() -> None:
        await beside.start(beside.revise(beside.storage))

    forgetting = Interrupted(postgres_storage, "pulses.excuse", "own_data.forget", at=2, by=moves)
    ward = Ward(cast(Storage, forgetting), tmp_path, clock=beside.clock)
    assert await ward.rights.forget(ANA, chat=HERS) is Forgetting.DONE
    await beside.end()
    assert forgetting.has_happened
    assert await beside.address() == NEW
