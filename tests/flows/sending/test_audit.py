"""The auditor finds what was forgotten, and the watcher outside hears only of clean audits."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
import structlog
from aiohttp import web

from bot.adapters.deadman import Deadman
from bot.domain.errors import StorageUnavailable
from bot.domain.messaging.deliveries import DeliveryKind
from bot.domain.messaging.delivery_keys import question_key
from bot.flows.operations.health import HealthBoard
from bot.flows.sending.audit import AuditDeliveries
from bot.ports import Storage
from storage.database import Database
from tests.support.boards import said
from tests.support.builders import a_delivery, a_pulse, a_round
from tests.support.channels import TELEGRAM, WEB
from tests.support.clocks import StillClock, VirtualTimer
from tests.support.memory import MemoryStorage


@pytest.fixture(params=["memory", "sqlite"])
def storage(request: pytest.FixtureRequest) -> Storage:
    found: Storage = (
        MemoryStorage() if request.param == "memory" else request.getfixturevalue(f"{request.param}_storage")
    )
    return found


class Watch:
    """An auditor with its board, and how often the watcher outside was told that all is clean."""

    def __init__(self, storage: Storage, *, timer: VirtualTimer | None = None) -> None:
        self.storage, self.clock, self.health, self.pings = storage, StillClock(), HealthBoard(), 0
        self.audit = AuditDeliveries(
            storage=storage,
            clock=self.clock,
            timer=timer or VirtualTimer(),
            health=self.health,
            channels=lambda: (TELEGRAM, WEB),
            ping=self._ping,
        )

    async def _ping(self) -> None:
        self.pings += 1

    @property
    def trouble(self) -> str:
        return said(self.health)["deliveries"]

    async def put_late(self) -> None:
        """A message whose time was over before anybody put it out."""
        async with self.storage.writing() as work:
            await work.deliveries.add([a_delivery("ana", key="n:late")])

    async def plan(self, *people: str, with_messages: bool = True) -> None:
        pulses = [a_pulse(person) for person in people]
        async with self.storage.writing() as work:
            await work.rounds.claim_many([a_round()])
            await work.pulses.add(pulses)
            if with_messages:
                await work.deliveries.add(
                    [
                        a_delivery(pulse.person, key=question_key(pulse.id), kind=DeliveryKind.QUESTION)
                        for pulse in pulses
                    ]
                )


@pytest.fixture
def watch(storage: Storage) -> Watch:
    return Watch(storage)


@pytest.mark.postgres
async def test_postgresql_counts_the_same(postgres_storage: Database) -> None:
    watch = Watch(postgres_storage)
    await watch.plan("ana", with_messages=False)
    assert not await watch.audit()
    assert watch.trouble == "questions were planned and never put out"
    watch.clock.advance(hours=121)
    await watch.put_late()
    assert not await watch.audit()
    assert watch.trouble == (
        "messages are past their time and not settled; questions are past their close and not closed"
    )


async def test_what_is_planned_and_put_out_is_clean_and_told(watch: Watch) -> None:
    await watch.plan("ana", "ben")
    assert await watch.audit()
    assert watch.trouble == ""
    assert watch.pings == 1


async def test_a_question_that_was_planned_and_never_put_out_is_found(watch: Watch) -> None:
    await watch.plan("ana", "ben", with_messages=False)
    assert not await watch.audit()
    assert watch.trouble == "questions were planned and never put out"
    assert watch.pings == 0


async def test_the_second_question_of_a_round_is_not_missed_before_the_first_is_answered(watch: Watch) -> None:
    async with watch.storage.writing() as work:
        await work.rounds.claim_many([a_round()])
        await work.pulses.add([replace(a_pulse("ana"), position=1)])
    assert await watch.audit()


async def test_messages_and_questions_past_their_time_are_found_ten_minutes_later(watch: Watch) -> None:
    await watch.plan("ana")
    watch.clock.advance(hours=120, minutes=9)
    assert await watch.audit()
    watch.clock.advance(minutes=2)
    assert not await watch.audit()
    assert "messages are past their time and not settled" in watch.trouble
    assert "questions are past their close and not closed" in watch.trouble


async def test_a_queue_that_gets_shorter_is_no_fault_and_one_that_does_not_is(watch: Watch) -> None:
    await watch.plan("ana", "ben")
    watch.clock.advance(minutes=11)
    assert await watch.audit(), "a first look cannot tell a long queue from a stuck one"
    watch.clock.advance(minutes=10)
    async with watch.storage.writing() as work:
        (lease, _) = await work.deliveries.lease(
            TELEGRAM, owner="x", now=watch.clock.now(), lease_until=watch.clock.now(), limit=9
        )
        await work.deliveries.mark_failed(lease, "rejected", at=watch.clock.now())
    assert await watch.audit()
    watch.clock.advance(minutes=10)
    assert not await watch.audit()
    assert watch.trouble == "messages wait on telegram and none leaves"


async def test_how_many_have_not_answered_is_told_to_no_machine() -> None:
    """Nor how many have pressed, while nothing leaves."""
    told = []
    for people in (["ana"], ["ana", "ben", "cas"]):
        watch = Watch(MemoryStorage())
        await watch.plan(*people)
        for minutes in (11, 10, 60 * 120):
            watch.clock.advance(minutes=minutes)
            with structlog.testing.capture_logs() as logs:
                await watch.audit()
            told.append((watch.trouble, logs))
    assert told[:3] == told[3:]
    assert all(trouble for trouble, _ in told[1:3])


async def test_a_database_that_cannot_be_read_is_not_clean(sqlite_storage: Database) -> None:
    class Unreadable:
        writing = sqlite_storage.writing

        def reading(self) -> None:
            raise StorageUnavailable("gone")

    watch = Watch(Unreadable())  # type: ignore[arg-type]
    assert not await watch.audit()
    assert watch.pings == 0


@pytest.fixture
async def watcher() -> AsyncIterator[tuple[str, list[int]]]:
    """A watcher's address and the statuses it answered with; it is asked for 500 by the path."""
    answers: list[int] = []

    async def answer(request: web.Request) -> web.Response:
        answers.append(int(request.match_info["status"]))
        return web.Response(status=answers[-1])

    app = web.Application()
    app.router.add_get("/{status}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}", answers
    await runner.cleanup()


async def test_the_watcher_is_pinged_and_its_own_troubles_are_not_ours(watcher: tuple[str, list[int]]) -> None:
    root, answers = watcher
    await Deadman(f"{root}/200")()
    await Deadman(f"{root}/500")()
    await Deadman("http://127.0.0.1:9/nobody-listens")()
    assert answers == [200, 500]


async def test_an_audit_is_made_every_ten_minutes(storage: Storage) -> None:
    class Enough(Exception):
        pass

    class ThreeSleeps(VirtualTimer):
        async def sleep(self, seconds: float) -> None:
            await super().sleep(seconds)
            if len(self.slept) == 3:
                raise Enough

    timer = ThreeSleeps()
    watch = Watch(storage, timer=timer)
    with pytest.raises(Enough):
        await watch.audit.run()
    assert timer.slept == [600, 600, 600]
    assert watch.pings == 3
    assert timedelta(seconds=sum(timer.slept)) == timedelta(minutes=30)
