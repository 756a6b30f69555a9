"""Dispatch on real databases and the real Telegram library: exactly once, in order, latest state only."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.asking.pulses import PulseState
from bot.domain.messaging.deliveries import (
    Delivery,
    DeliveryKind,
    Priority,
)
from bot.domain.messaging.delivery_keys import redraw_key
from bot.domain.messaging.messages import Message
from bot.domain.programme.halts import Halt
from bot.ports import UnitOfWork
from storage.database import Database
from tests.support.builders import T0, a_delivery, a_programme, asks_to_own
from tests.support.channels import TELEGRAM
from tests.support.drills.post_office import (
    ANA,
    BEN,
    STAFF,
    PostOffice,
    telegram_office,
)
from tests.support.messages import a_message
from tests.support.telegram.records import BLOCKED, Wrong
from tests.support.telegram.server import TelegramServer


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as server:
        yield server


@pytest.fixture
async def office(telegram: TelegramServer, sqlite_storage: Database) -> AsyncIterator[PostOffice]:
    async with telegram_office(telegram, sqlite_storage) as opened:
        yield opened


@pytest.fixture
async def any_office(telegram: TelegramServer, database: Database) -> AsyncIterator[PostOffice]:
    """The same on SQLite, then on PostgreSQL."""
    async with telegram_office(telegram, database) as opened:
        yield opened


def texts(telegram: TelegramServer, chat: int) -> list[str]:
    return [sent.text for sent in telegram.shown_in(chat)]


async def test_a_question_is_sent_once_and_its_pulse_knows(any_office: PostOffice, telegram: TelegramServer) -> None:
    await any_office.plan_round(*STAFF)
    await any_office.work_off()
    await any_office.work_off()
    assert sorted(sent.chat_id for sent in telegram.sent) == [101, 102, 103, 104, 105]
    assert await any_office.states() == {"sent": 5}
    pulses = await any_office.pulses()
    assert {pulse.state for pulse in pulses.values()} == {PulseState.SENT}
    async with any_office.storage.reading() as work:
        assert await work.pulses.message_of(pulses["ana"].id) == f"{ANA}:{telegram.shown_in(ANA)[0].message_id}"


async def test_while_everything_is_paused_no_question_leaves(any_office: PostOffice, telegram: TelegramServer) -> None:
    await any_office.plan_round(*STAFF)
    await any_office.put(a_delivery("ana", key="n:answer"))
    async with any_office.storage.writing() as work:
        await work.programmes.save(a_programme(), at=T0)
        await work.halts.add(Halt(unit=None, since=T0 - timedelta(hours=1), until=None, reason="Flood"))
    await any_office.work_off()
    assert [sent.chat_id for sent in telegram.sent] == [ANA], "what answers somebody still goes out"
    assert await any_office.states() == {"sent": 1, "failed": 5}


async def test_what_asks_about_an_action_that_is_no_more_does_not_leave(
    office: PostOffice, telegram: TelegramServer
) -> None:
    await office.put(asks_to_own("ana"), a_delivery("ben"))
    await office.work_off()
    assert [sent.chat_id for sent in telegram.sent] == [BEN]


async def test_messages_leave_no_faster_than_the_rate(office: PostOffice, telegram: TelegramServer) -> None:
    await office.put(*(a_delivery(name) for name in STAFF))
    seconds = await office.work_off()
    assert len(telegram.sent) == 5
    assert seconds == pytest.approx(4 / office.rate, abs=1.1 / office.rate)


async def test_one_chat_gets_its_messages_in_order_and_a_second_apart(
    office: PostOffice, telegram: TelegramServer
) -> None:
    await office.put(*(a_delivery("ana", key=f"n:{number}", text=f"Number {number}.") for number in range(4)))
    await office.put(a_delivery("ben"))
    seconds = await office.work_off()
    assert texts(telegram, ANA) == ["Number 0.", "Number 1.", "Number 2.", "Number 3."]
    assert 3 <= seconds < 4
    assert [sent.chat_id for sent in telegram.sent][1] == BEN, "another chat does not wait behind a busy one"


async def test_interactive_replies_go_before_bulk(any_office: PostOffice, telegram: TelegramServer) -> None:
    await any_office.put(*(a_delivery(name) for name in STAFF[:4]))
    await any_office.put(a_delivery("eve", due_at=T0 + timedelta(seconds=0), priority=Priority.INTERACTIVE))
    await any_office.work_off()
    assert telegram.sent[0].chat_id == 105


@pytest.mark.drill
async def test_a_reply_overtakes_bulk_that_is_already_claimed(office: PostOffice, telegram: TelegramServer) -> None:
    await office.put(*(a_delivery(name) for name in STAFF[:4]))
    working = asyncio.create_task(office.work_off())
    await telegram.until(lambda: bool(telegram.sent))
    await office.put(a_delivery("eve", priority=Priority.INTERACTIVE))
    office.dispatch.wake()
    await working
    order = [sent.chat_id for sent in telegram.sent]
    assert sorted(order) == [101, 102, 103, 104, 105]
    assert order.index(105) < 4


async def test_an_edit_brings_the_latest_state_only(any_office: PostOffice, telegram: TelegramServer) -> None:
    await any_office.put(a_delivery("ana", text="A question."))
    await any_office.work_off()
    ref = f"{ANA}:{telegram.shown_in(ANA)[0].message_id}"
    for words in ("Recorded: agree.", "Recorded: disagree."):
        async with any_office.storage.writing() as work:
            await work.deliveries.put_redraws(
                [a_delivery("ana", key="e:1", kind=DeliveryKind.REDRAW, edits=ref, text=words)]
            )
    await any_office.timer.sleep(2)
    await any_office.work_off()
    assert [edit.text for edit in telegram.shown_in(ANA)[0].edits] == ["Recorded: disagree."]
    assert len(telegram.sent) == 1
    assert await any_office.states() == {"sent": 2}


async def test_a_press_above_counts_below_too_where_a_newer_copy_was_on_its_way(
    any_office: PostOffice, telegram: TelegramServer
) -> None:
    await any_office.plan_round("ana")
    await any_office.work_off()
    pulse = (await any_office.pulses())["ana"].id
    async with any_office.storage.writing() as work:
        above = await work.pulses.message_of(pulse)
        assert above is not None
        newer = replace(a_delivery("ana", key="newer", text="Is that all?"), kind=DeliveryKind.ANSWERING, pulse=pulse)
        pressed = a_delivery("ana", key=redraw_key(pulse), text="Recorded.", edits=above)
        await work.deliveries.add([newer])
        await work.deliveries.put_redraws([replace(pressed, kind=DeliveryKind.REDRAW, pulse=pulse)])
    await any_office.work_off()
    await any_office.work_off()
    first, second = texts(telegram, ANA)
    assert "Recorded" in second
    assert "Recorded" not in first


async def test_a_change_that_comes_during_an_edit_is_shown_too(
    any_office: PostOffice, telegram: TelegramServer
) -> None:
    await any_office.put(a_delivery("ana", text="A question."))
    await any_office.work_off()
    edit = a_delivery("ana", key="e:1", kind=DeliveryKind.REDRAW, edits=f"{ANA}:{telegram.sent[0].message_id}")

    async def somebody_taps_again() -> None:
        async with any_office.storage.writing() as work:
            await work.deliveries.put_redraws([replace(edit, message=a_message("Second."))])

    await any_office.after_next_edit(somebody_taps_again)
    async with any_office.storage.writing() as work:
        await work.deliveries.put_redraws([replace(edit, message=a_message("First."))])
    await any_office.work_off()
    await any_office.timer.sleep(1)
    await any_office.work_off()
    assert [edit.text for edit in telegram.sent[0].edits] == ["First.", "Second."]


async def test_whoever_blocked_the_bot_is_not_written_to_again(
    any_office: PostOffice, telegram: TelegramServer
) -> None:
    await any_office.plan_round("ana")
    telegram.fault(BLOCKED)
    await any_office.work_off()
    await any_office.put(a_delivery("ana"))
    await any_office.work_off()
    assert len([call for call in telegram.calls if call.method == "sendMessage"]) == 1
    assert await any_office.states() == {"failed": 2}
    assert (await any_office.pulses())["ana"].sent_at is None


async def test_a_message_that_the_platform_rejects_is_not_tried_again(
    office: PostOffice, telegram: TelegramServer
) -> None:
    telegram.fault(Wrong(code=400, description="Bad Request: message is too long"))
    await office.put(a_delivery("ana"), a_delivery("ben"))
    await office.work_off()
    assert await office.states() == {"failed": 1, "sent": 1}


async def test_what_is_too_late_is_never_sent(office: PostOffice, telegram: TelegramServer) -> None:
    await office.put(a_delivery("ana"), replace(a_delivery("ben"), expires_at=T0 + timedelta(days=9)))
    office.clock.advance(days=6)
    await office.work_off()
    assert [sent.chat_id for sent in telegram.sent] == [BEN]
    assert await office.states() == {"expired": 1, "sent": 1}


async def test_what_was_claimed_in_time_but_waits_too_long_is_not_sent(
    office: PostOffice, telegram: TelegramServer
) -> None:
    await office.put(
        *(replace(a_delivery("ana", key=f"n:{n}"), expires_at=T0 + timedelta(seconds=1.5)) for n in range(4))
    )
    await office.work_off()
    assert len(telegram.sent) == 2, "one a second leaves; the others ran out of time in the queue"
    assert await office.states() == {"sent": 2, "expired": 2}


async def test_a_question_answered_while_it_waited_is_not_sent(office: PostOffice, telegram: TelegramServer) -> None:
    await office.plan_round("ana", "ben")

    async def answered_just_before(work: UnitOfWork, delivery: Delivery) -> Message | None:  # noqa: ARG001
        if delivery.person == "ana":
            return None
        return a_message("A question.")

    office.compose = answered_just_before
    office.restart("second")
    await office.work_off()
    assert [sent.chat_id for sent in telegram.sent] == [BEN]


async def test_one_message_that_cannot_be_worded_holds_nobody_up(office: PostOffice, telegram: TelegramServer) -> None:
    await office.plan_round("ana", "ben")
    faulty = {"ana"}

    async def stumbling(work: UnitOfWork, delivery: Delivery) -> Message | None:  # noqa: ARG001
        if delivery.person in faulty:
            raise KeyError("a bug")
        return a_message("A question.")

    office.compose = stumbling
    office.restart("second")
    await office.work_off()
    assert [sent.chat_id for sent in telegram.sent] == [BEN]
    faulty.clear()
    await office.timer.sleep(61)
    await office.work_off()
    assert {sent.chat_id for sent in telegram.sent} == {ANA, BEN}


async def test_a_late_owner_can_neither_send_nor_mark(any_office: PostOffice, telegram: TelegramServer) -> None:
    """Two workers on one database: the first was stopped past its lease, the second has taken over."""
    await any_office.plan_round("ana")
    now = any_office.clock.now()
    async with any_office.storage.writing() as work:
        (stale,) = await work.deliveries.lease(
            TELEGRAM,
            owner="stopped",
            now=now,
            lease_until=now,
            limit=9,
        )
    await any_office.work_off()
    async with any_office.storage.writing() as work:
        assert not await work.deliveries.mark_sending(stale, at=now)
        assert not await work.deliveries.mark_unsure(stale, at=now)
        assert not await work.deliveries.put_back(stale, due_at=now)
        assert not await work.deliveries.mark_failed(stale, "late", at=now)
    assert await any_office.states() == {"sent": 1}
    assert len(telegram.sent) == 1


async def test_a_process_stopped_between_commit_and_call_does_not_call(
    any_office: PostOffice, telegram: TelegramServer
) -> None:
    any_office.lease = timedelta(seconds=30)
    any_office.restart("stopped")
    await any_office.plan_round("ana")

    async def stopped_here(work: UnitOfWork, delivery: Delivery) -> Message | None:  # noqa: ARG001
        if not stops:
            stops.append(25)
            await any_office.timer.sleep(25)  # kill -STOP, and -CONT when the lease is nearly over
        return a_message("A question.")

    stops: list[int] = []
    any_office.compose = stopped_here
    any_office.restart("stopped")
    await any_office.dispatch.drain()
    assert stops == [25]
    assert telegram.calls == []
    await any_office.dispatch.drain()
    assert [call.method for call in telegram.calls].count("sendMessage") == 1, "leased afresh, sent once"
    assert await any_office.states() == {"sent": 1}
