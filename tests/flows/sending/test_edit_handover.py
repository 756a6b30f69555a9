"""Edits handed from the transaction that wrote them to the dispatcher beside it: quicker, and nothing hangs on it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.messaging.deliveries import (
    Delivery,
    DeliveryKind,
    Priority,
    handed_over,
)
from bot.domain.organisation.people import Address
from storage.database import Database
from tests.support.builders import a_delivery
from tests.support.channels import TELEGRAM
from tests.support.drills.post_office import (
    ANA,
    BEN,
    PostOffice,
    telegram_office,
)
from tests.support.telegram.records import Wrong, too_many
from tests.support.telegram.server import TelegramServer


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as server:
        yield server


@pytest.fixture
async def office(telegram: TelegramServer, database: Database) -> AsyncIterator[PostOffice]:
    """On SQLite, then on PostgreSQL: Ana has a question, and nothing else is due."""
    async with telegram_office(telegram, database) as opened:
        await opened.put(a_delivery("ana", text="A question."))
        await opened.work_off()
        await opened.timer.sleep(2)
        yield opened


def an_edit(telegram: TelegramServer, words: str, *, key: str = "e:1", chat: int = ANA) -> Delivery:
    ref = f"{chat}:{telegram.shown_in(chat)[0].message_id}"
    edit = a_delivery("ana", key=key, kind=DeliveryKind.REDRAW, edits=ref, text=words)
    return replace(edit, priority=Priority.INTERACTIVE)


async def put_out(office: PostOffice, edit: Delivery) -> bool:
    """Commit an edit, then offer it; says whether it was taken."""
    edit = replace(edit, due_at=office.clock.now())
    async with office.storage.writing() as work:
        await work.deliveries.put_redraws([edit])
    return office.dispatch.hand([handed_over(edit, Address(channel=TELEGRAM, value=str(ANA)))])


def shown(telegram: TelegramServer) -> list[str]:
    return [edit.text for edit in telegram.shown_in(ANA)[0].edits]


async def test_an_edit_that_was_handed_over_is_made_and_recorded(office: PostOffice, telegram: TelegramServer) -> None:
    assert await put_out(office, an_edit(telegram, "Recorded."))
    await office.work_off()
    assert shown(telegram) == ["Recorded."]
    assert await office.states() == {"sent": 2}
    await office.timer.sleep(2)
    await office.work_off()
    assert shown(telegram) == ["Recorded."]


async def test_what_was_handed_over_is_found_in_the_database_after_a_crash(
    office: PostOffice, telegram: TelegramServer
) -> None:
    assert await put_out(office, an_edit(telegram, "Recorded."))
    office.restart("second")
    await office.dispatch.take_over()
    await office.work_off()
    assert shown(telegram) == ["Recorded."]
    assert await office.states() == {"sent": 2}


async def test_of_two_edits_of_one_message_only_the_latest_is_made(
    office: PostOffice, telegram: TelegramServer
) -> None:
    for words in ("Recorded: agree.", "Recorded: disagree."):
        assert await put_out(office, an_edit(telegram, words))
    await office.work_off()
    assert shown(telegram) == ["Recorded: disagree."]
    assert await office.states() == {"sent": 2}


async def test_a_newer_edit_that_came_during_the_call_is_not_taken_for_shown(
    office: PostOffice, telegram: TelegramServer
) -> None:
    async def a_newer_one() -> None:
        newer = replace(an_edit(telegram, "Second."), due_at=office.clock.now())
        async with office.storage.writing() as work:
            await work.deliveries.put_redraws([newer])  # and the process dies before it can hand it over

    await office.after_next_edit(a_newer_one)
    assert await put_out(office, an_edit(telegram, "First."))
    await office.work_off()
    office.restart("second")
    await office.work_off()
    assert shown(telegram) == ["First.", "Second."]
    assert await office.states() == {"sent": 2}


async def test_nothing_is_taken_while_something_older_waits(office: PostOffice, telegram: TelegramServer) -> None:
    older = replace(a_delivery("ana", key="n:2", text="Older."), priority=Priority.INTERACTIVE)
    await office.put(replace(older, due_at=office.clock.now()))
    office.dispatch.wake()
    assert not await put_out(office, an_edit(telegram, "Recorded."))
    await office.work_off()
    calls = [call.method for call in telegram.calls if call.method.startswith(("send", "edit"))]
    assert calls == ["sendMessage", "sendMessage", "editMessageText"]
    assert await put_out(office, an_edit(telegram, "Recorded again.")), "all of it was sent"


@pytest.mark.drill
async def test_more_than_can_be_remembered_goes_the_long_way_and_so_does_what_follows(
    office: PostOffice, telegram: TelegramServer
) -> None:
    taken = [await put_out(office, an_edit(telegram, f"Number {n}.", key=f"e:{n}")) for n in range(52)]
    assert taken == [True] * 50 + [False] * 2
    office.dispatch.wake()
    await office.work_off(seconds=120)
    assert shown(telegram)[-1] == "Number 51.", "the order of one chat is kept"
    assert (await office.states()) == {"sent": 53}


async def test_a_429_sends_what_was_handed_over_the_long_way(office: PostOffice, telegram: TelegramServer) -> None:
    telegram.fault(too_many(7), method="editMessageText")
    assert await put_out(office, an_edit(telegram, "Recorded."))
    assert await put_out(office, an_edit(telegram, "And this.", key="e:2"))
    assert await office.work_off() >= 7
    assert shown(telegram) == ["Recorded.", "And this."]
    assert await office.states() == {"sent": 3}
    async with office.storage.reading() as work:
        assert await work.deliveries.blocked_until(TELEGRAM) is not None


async def test_a_message_that_is_gone_is_given_up(office: PostOffice, telegram: TelegramServer) -> None:
    gone = Wrong(code=400, description="Bad Request: message to edit not found")
    telegram.fault(gone, method="editMessageText", times=2)
    assert await put_out(office, an_edit(telegram, "Recorded."))
    await office.work_off()
    assert await office.states() == {"sent": 1, "failed": 1}


async def test_after_a_message_that_is_gone_the_next_edit_is_made(office: PostOffice, telegram: TelegramServer) -> None:
    gone = Wrong(code=400, description="Bad Request: message to edit not found")
    telegram.fault(gone, method="editMessageText", times=2)
    assert await put_out(office, an_edit(telegram, "Recorded."))
    assert await put_out(office, an_edit(telegram, "And this.", key="e:2"))
    await office.work_off()
    assert shown(telegram) == ["And this."]
    assert await office.states() == {"sent": 2, "failed": 1}


async def test_edits_never_leave_faster_than_the_account_may(office: PostOffice, telegram: TelegramServer) -> None:
    for number in range(3):
        assert await put_out(office, an_edit(telegram, f"Number {number}.", key=f"e:{number}"))
    seconds = await office.work_off()
    assert shown(telegram) == ["Number 0.", "Number 1.", "Number 2."]
    assert 2 <= seconds < 3, "one chat, one message a second"


async def test_what_falls_due_is_not_forgotten_while_people_tap(office: PostOffice, telegram: TelegramServer) -> None:
    later = replace(a_delivery("ben", key="n:ben"), due_at=office.clock.now() + timedelta(seconds=3))
    await office.put(later)
    for number in range(8):
        assert await put_out(office, an_edit(telegram, f"Number {number}.")) or number
        await office.dispatch.drain()
        await office.timer.sleep(0.5)
    assert [sent.chat_id for sent in telegram.sent] == [ANA, BEN]


async def test_of_several_workers_nobody_takes_what_another_may_claim(
    telegram: TelegramServer, database: Database
) -> None:
    async with telegram_office(telegram, database, lease=timedelta(seconds=30)) as shared:
        await shared.put(a_delivery("ana", text="A question."))
        await shared.work_off()
        assert not await put_out(shared, an_edit(telegram, "Recorded."))
