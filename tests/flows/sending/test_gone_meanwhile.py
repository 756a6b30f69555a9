"""What was leased, or handed over, for a chat that its person has left since: it does not go there."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace

import pytest

from bot.domain.identifiers import PersonId, PulseId
from bot.domain.messaging.deliveries import Delivery, DeliveryKind, handed_over
from bot.domain.organisation.people import Address
from bot.flows.answering.begin_anew import begin_anew
from bot.ports import UnitOfWork
from storage.database import Database
from tests.support.builders import T0, a_delivery, a_roster
from tests.support.channels import TELEGRAM
from tests.support.drills.post_office import ANA, BEN, PostOffice, telegram_office
from tests.support.telegram.records import Late
from tests.support.telegram.server import TelegramServer

HERS = Address(channel=TELEGRAM, value=str(ANA))
Change = Callable[[UnitOfWork], Awaitable[None]]


async def she_leaves(work: UnitOfWork) -> None:
    await work.rosters.save(a_roster({"ben": str(BEN)}), at=T0)


async def her_chat_becomes_his(work: UnitOfWork) -> None:
    await work.rosters.enrol(PersonId("ben"), HERS, at=T0)


async def she_moves(work: UnitOfWork) -> None:
    await work.rosters.enrol(PersonId("ana"), Address(channel=TELEGRAM, value="900"), at=T0)


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as server:
        yield server


@pytest.fixture
async def office(telegram: TelegramServer, database: Database) -> AsyncIterator[PostOffice]:
    """On SQLite, then on PostgreSQL."""
    async with telegram_office(telegram, database, people=("ana", "ben")) as opened:
        yield opened


async def while_first_is_on_its_way(office: PostOffice, telegram: TelegramServer, change: Change) -> None:
    """Send what is due; this happens while the platform takes its time over the first message."""
    before = len(telegram.sent)

    async def meanwhile() -> None:
        await telegram.until(lambda: len(telegram.sent) > before)
        async with office.storage.writing() as work:
            await change(work)

    telegram.fault(Late(seconds=1.0))
    async with asyncio.TaskGroup() as both:
        both.create_task(meanwhile())
        both.create_task(office.work_off())


def an_edit(office: PostOffice, telegram: TelegramServer) -> Delivery:
    ref = f"{ANA}:{telegram.shown_in(ANA)[0].message_id}"
    edit = a_delivery("ana", key="e:1", kind=DeliveryKind.REDRAW, edits=ref, text="Recorded.")
    return replace(edit, due_at=office.clock.now())


def texts(telegram: TelegramServer, chat: int) -> list[str]:
    return [sent.text for sent in telegram.shown_in(chat)]


@pytest.mark.parametrize("change", [she_leaves, her_chat_becomes_his])
async def test_of_what_was_leased_nothing_more_comes_to_a_chat_that_was_left(
    office: PostOffice, telegram: TelegramServer, change: Change
) -> None:
    await office.put(*(a_delivery("ana", key=f"n:{number}", text=f"Number {number}.") for number in range(4)))
    await while_first_is_on_its_way(office, telegram, change)
    assert texts(telegram, ANA) == ["Number 0."]
    assert await office.states() == {"sent": 1, "failed": 3}


async def test_what_was_leased_goes_on_in_the_chat_that_its_person_has_now(
    office: PostOffice, telegram: TelegramServer
) -> None:
    await office.put(*(a_delivery("ana", key=f"n:{number}", text=f"Number {number}.") for number in range(4)))
    await while_first_is_on_its_way(office, telegram, she_moves)
    await office.work_off()
    assert texts(telegram, ANA) == ["Number 0."]
    assert texts(telegram, 900) == ["Number 1.", "Number 2.", "Number 3."]
    assert await office.states() == {"sent": 4}


@pytest.mark.parametrize("change", [she_leaves, her_chat_becomes_his, she_moves])
async def test_nothing_is_edited_in_a_chat_that_was_left_since_the_edit_was_leased(
    office: PostOffice, telegram: TelegramServer, change: Change
) -> None:
    await office.put(a_delivery("ana", key="n:0", text="A question."))
    await office.work_off()
    await office.put(a_delivery("ana", key="n:1", text="Something else."), an_edit(office, telegram))
    await while_first_is_on_its_way(office, telegram, change)
    assert [sent.edits for sent in telegram.sent] == [[], []]
    assert await office.states() == {"sent": 2, "failed": 1}


async def test_nothing_is_edited_in_a_chat_that_was_left_since_the_edit_was_handed_over(
    office: PostOffice, telegram: TelegramServer
) -> None:
    await office.put(a_delivery("ana", text="A question."))
    await office.work_off()
    edit = an_edit(office, telegram)
    async with office.storage.writing() as work:
        await work.deliveries.put_redraws([edit])
    assert office.dispatch.hand([handed_over(edit, HERS)])
    async with office.storage.writing() as work:
        await she_leaves(work)
    await office.timer.sleep(2)  # as behind others in a busy chat
    await office.work_off()
    assert telegram.sent[0].edits == []
    assert await office.states() == {"sent": 1, "failed": 1}


async def test_a_question_that_arrived_in_a_chat_that_was_left_comes_anew_in_the_one_after(
    office: PostOffice, telegram: TelegramServer
) -> None:
    await office.plan_round("ana", "ben")

    async def she_begins_anew(work: UnitOfWork) -> None:
        await begin_anew(work, {PersonId("ana"): TELEGRAM}, now=office.clock.now())
        await she_moves(work)

    await while_first_is_on_its_way(office, telegram, she_begins_anew)
    async with office.storage.reading() as work:
        assert await work.pulses.message_of(PulseId("pulse-ana")) is None, "it stands where somebody else may be"
        assert await work.pulses.message_of(PulseId("pulse-ben")) is not None
    await office.work_off()
    (there,) = telegram.shown_in(900)
    async with office.storage.reading() as work:
        assert await work.pulses.message_of(PulseId("pulse-ana")) == f"900:{there.message_id}"
        pulses = await work.pulses.many([PulseId("pulse-ana"), PulseId("pulse-ben")])
    assert all(each.sent_at is not None for each in pulses.values())
    assert pulses[PulseId("pulse-ana")].is_anew
    assert len(telegram.shown_in(ANA)) == len(telegram.shown_in(BEN)) == 1
