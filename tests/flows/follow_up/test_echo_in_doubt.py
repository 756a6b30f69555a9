"""Whoever asked for help ends with the newest answer, whatever became of the message that brought the one before."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import psycopg
import pytest

from bot.domain.follow_up.flags import FlagResponse
from bot.domain.identifiers import MessageRef, PersonId
from bot.domain.messaging.buttons import HelpPress, OnFlag, OnHelp
from bot.domain.messaging.deliveries import IN_DOUBT, REJECTED, Delivery, Lease
from bot.domain.organisation.people import Address
from bot.flows.follow_up.tell_anew import tell_anew
from bot.ports import Storage, UnitOfWork
from storage.database import Database
from tests.support.builders import FAR, a_delivery, a_roster
from tests.support.channels import TELEGRAM, WEB
from tests.support.leads import BOSS, DOCTOR, FLAG, NURSE, TUESDAY, Leads, labelled, texts
from tests.support.messages import words_of

WILL, NOT_NOW = (HelpPress(flag=FLAG.id, what=what) for what in OnHelp)
OLD, NEW = "cannot help now", "will speak to you"
SAYS_SO = "This is the newest answer. What you may have had before no longer holds."


@dataclass
class Chat:
    """What the nursing lead has in sight, in order."""

    leads: Leads
    shown: dict[str, str] = field(default_factory=dict)

    def read(self, delivery: Delivery) -> None:
        assert delivery.message is not None
        self.shown[delivery.edits or f"at:{delivery.key}"] = words_of(delivery.message)

    async def goes_out(self, *, is_known: bool = True) -> Sequence[Lease]:
        """Whatever is due to her, as a dispatcher sends it: what is too late is not sent any more."""
        now, sent = self.leads.now, []
        async with self.leads.storage.writing() as work:
            for channel in (WEB, TELEGRAM):
                for lease in await work.deliveries.lease(channel, owner="x", now=now, lease_until=now, limit=99):
                    delivery = lease.delivery
                    if delivery.person != NURSE or delivery.message is None or delivery.expires_at <= now:
                        continue
                    assert await work.deliveries.mark_sending(lease, at=now)
                    sent.append(lease)
                    if is_known:
                        await self.arrived(work, lease)
        return sent

    async def arrived(self, work: UnitOfWork, lease: Lease) -> None:
        self.read(lease.delivery)
        place = lease.delivery.edits or MessageRef(f"at:{lease.delivery.key}")
        assert await work.deliveries.mark_sent(lease, place, at=self.leads.now)


@pytest.fixture
async def leads(storage: Storage) -> Leads:
    """The nursing lead has asked for help, and the sponsor has said why not now."""
    held = Leads(storage)
    await held.furnish()
    await held.have_it()
    await held.on_flag(NURSE, OnFlag.HELP_FROM_ABOVE)
    await held.arrive()
    await held.press(BOSS, NOT_NOW)
    await held.press(BOSS, labelled(await held.writes(BOSS, "The board meets on Friday"), "Send"))
    return held


async def test_what_still_waits_is_never_sent(leads: Leads) -> None:
    await leads.press(BOSS, WILL)
    chat = Chat(leads)
    await chat.goes_out()
    (said,) = chat.shown.values()
    assert NEW in said
    assert SAYS_SO not in said


async def test_what_has_arrived_is_edited(leads: Leads) -> None:
    chat = Chat(leads)
    await chat.goes_out()
    await leads.press(BOSS, WILL)
    await chat.goes_out()
    (said,) = chat.shown.values()
    assert NEW in said
    assert SAYS_SO not in said


@pytest.mark.parametrize("arrives", [True, False])
async def test_what_is_on_its_way_may_arrive_and_is_not_tried_again(leads: Leads, arrives: bool) -> None:
    chat = Chat(leads)
    (lease,) = await chat.goes_out(is_known=False)
    await leads.press(BOSS, WILL)
    async with leads.storage.writing() as work:
        if arrives:
            await chat.arrived(work, lease)
        else:
            assert await work.deliveries.put_back(lease, due_at=leads.now)
    await chat.goes_out()
    *before, newest = chat.shown.values()
    assert [OLD in each for each in before] == [True] * arrives
    assert NEW in newest
    assert newest.endswith(SAYS_SO)


@pytest.mark.drill
@pytest.mark.parametrize("has_arrived", [True, False])
@pytest.mark.parametrize("is_given_up", [True, False])
async def test_what_is_unsure_is_answered_by_a_message_that_says_it_is_the_newest(
    leads: Leads, has_arrived: bool, is_given_up: bool
) -> None:
    chat = Chat(leads)
    (lease,) = await chat.goes_out(is_known=False)
    async with leads.storage.writing() as work:
        if is_given_up:
            await work.deliveries.mark_failed(lease, IN_DOUBT, at=leads.now)
        else:
            await work.deliveries.mark_unsure(lease, at=leads.now)
    if has_arrived:
        chat.read(lease.delivery)
    await leads.press(BOSS, WILL)
    async with leads.storage.writing() as work:
        later = leads.now + timedelta(minutes=5)
        searched = await work.deliveries.unsure(WEB, owner="y", now=leads.now, lease_until=later, limit=9)
    assert not searched, "it would be sent again where it is not found"
    await chat.goes_out()
    *before, newest = chat.shown.values()
    assert [OLD in each for each in before] == [True] * has_arrived
    assert NEW in newest
    assert newest.endswith(SAYS_SO)


@pytest.mark.parametrize("fate", ["rejected", "expired"])
async def test_what_certainly_has_not_arrived_is_replaced(leads: Leads, fate: str) -> None:
    async with leads.storage.writing() as work:
        leases = await work.deliveries.lease(WEB, owner="x", now=leads.now, lease_until=leads.now, limit=99)
        (lease,) = [each for each in leases if each.delivery.person == NURSE and each.delivery.message is not None]
        if fate == "rejected":
            assert await work.deliveries.mark_failed(lease, REJECTED, at=leads.now)
        else:
            assert await work.deliveries.mark_expired(lease, at=leads.now)
    await leads.press(BOSS, WILL)
    chat = Chat(leads)
    await chat.goes_out()
    (said,) = chat.shown.values()
    assert NEW in said
    assert SAYS_SO not in said


async def test_whoever_has_another_chat_now_has_the_newest_there(leads: Leads) -> None:
    chat = Chat(leads)
    await chat.goes_out()
    async with leads.storage.writing() as work:
        await work.rosters.enrol(PersonId(NURSE), Address(channel=TELEGRAM, value="4711"), at=leads.now)
    await leads.press(BOSS, WILL)
    sent = await chat.goes_out()
    assert [each.delivery.channel for each in sent] == [TELEGRAM]
    old, newest = chat.shown.values()
    assert OLD in old
    assert NEW in newest
    assert newest.endswith(SAYS_SO)


async def test_a_third_answer_edits_the_newest_message(leads: Leads) -> None:
    """A lead's answers to a flag: the first in doubt, then two others."""
    chat = Chat(leads)
    await chat.goes_out()
    await leads.on_flag(DOCTOR, OnFlag.NOT_RECOGNISED)
    (lease,) = await chat.goes_out(is_known=False)
    async with leads.storage.writing() as work:
        await work.deliveries.mark_unsure(lease, at=leads.now)
    for what in (OnFlag.KNOWN_REASON, OnFlag.NOT_RECOGNISED, OnFlag.KNOWN_REASON):
        await leads.on_flag(DOCTOR, what)
        await chat.goes_out()
    async with leads.storage.reading() as work:
        replies = await work.loop.replies(FLAG.id)
    assert FlagResponse.KNOWN_REASON in {each.response for each in replies}
    _, newest = chat.shown.values()
    assert "known reason" in newest
    assert newest.endswith(SAYS_SO)


@pytest.mark.parametrize("fate", ["dropped", "refused"])
async def test_a_call_for_help_that_never_left_is_made_again(storage: Storage, fate: str) -> None:
    leads = Leads(storage)
    await leads.furnish()
    await leads.have_it()
    await leads.on_flag(NURSE, OnFlag.HELP_FROM_ABOVE)
    if fate == "dropped":
        await leads.on_flag(NURSE, OnFlag.NOT_RECOGNISED)
    else:
        async with storage.writing() as work:
            leases = await work.deliveries.lease(WEB, owner="x", now=leads.now, lease_until=leads.now, limit=99)
            (lease,) = [each for each in leases if each.delivery.person == BOSS]
            await work.deliveries.mark_failed(lease, "no_address", at=leads.now)
    assert BOSS not in [each.person for each in await leads.goes_out()]
    await leads.on_flag(NURSE, OnFlag.HELP_FROM_ABOVE)
    (call,) = [each for each in await leads.goes_out() if each.person == BOSS]
    assert "You can speak to" in texts([call])[BOSS]
    await leads.on_flag(NURSE, OnFlag.NOT_RECOGNISED)
    await leads.on_flag(NURSE, OnFlag.HELP_FROM_ABOVE)
    assert not [each for each in await leads.goes_out() if each.person == BOSS and each.edits is None], "it is in sight"


@pytest.mark.parametrize("is_elsewhere", [True, False])
async def test_who_may_not_have_the_first_call_is_called_once_more(storage: Storage, is_elsewhere: bool) -> None:
    """And whichever of the two calls is in sight is brought up to date."""
    leads, was = Leads(storage), MessageRef("first")
    await leads.furnish()
    await leads.have_it()
    await leads.on_flag(NURSE, OnFlag.HELP_FROM_ABOVE)
    async with storage.writing() as work:
        leases = await work.deliveries.lease(WEB, owner="x", now=leads.now, lease_until=leads.now, limit=99)
        (lease,) = [each for each in leases if each.delivery.person == BOSS]
        if is_elsewhere:
            await work.deliveries.mark_sent(lease, was, at=leads.now)
            await work.rosters.enrol(PersonId(BOSS), Address(channel=TELEGRAM, value="4711"), at=leads.now)
        else:
            await work.deliveries.mark_failed(lease, IN_DOUBT, at=leads.now)
    again = await leads.on_flag(NURSE, OnFlag.HELP_FROM_ABOVE)
    (called,) = [each for each in again if each.person == BOSS and each.edits is None]
    assert (called.channel, called.key) == (TELEGRAM if is_elsewhere else WEB, f"f:{lease.delivery.key}")
    assert texts([called])[BOSS].endswith("You may have had this request before. One answer is enough.")
    async with storage.writing() as work:
        leases = await work.deliveries.lease(called.channel, owner="x", now=leads.now, lease_until=leads.now, limit=99)
        sent = [(each, MessageRef("second")) for each in leases if each.delivery.key == called.key]
        await work.deliveries.mark_many_sent(sent, at=leads.now)
    third = await leads.on_flag(NURSE, OnFlag.HELP_FROM_ABOVE)
    assert not [each for each in third if each.person == BOSS and each.message], "the second is in sight"
    said = await leads.press(BOSS, WILL)
    redrawn = {each.edits: each for each in said if each.person == BOSS and each.edits and each.message}
    assert set(redrawn) == {*([was] if is_elsewhere else []), "second"}
    assert len({each.key for each in redrawn.values()}) == len(redrawn)
    assert not any(each.message and each.message.buttons for each in redrawn.values())


@pytest.mark.postgres
async def test_what_begins_to_be_sent_meanwhile_takes_no_newest_answer_away(postgres_storage: Database) -> None:
    """The worker's row is noted and not committed when the answer looks for it, and is committed then."""
    now = TUESDAY
    async with postgres_storage.writing() as work:
        await work.rosters.save(a_roster({NURSE: "1"}), at=now)
        await work.deliveries.add([a_delivery(NURSE, due_at=now)])
    told = asyncio.Event()

    async def tell() -> None:
        async with postgres_storage.writing() as work:
            told.set()
            await work.deliveries.add(await tell_anew(work, [a_delivery(NURSE, text=NEW, due_at=now)], now=now))

    async with asyncio.TaskGroup() as both, postgres_storage.writing() as work:
        (lease,) = await work.deliveries.lease(TELEGRAM, owner="x", now=now, lease_until=FAR, limit=9)
        assert await work.deliveries.mark_sending(lease, at=now)
        both.create_task(tell())
        await told.wait()
        await waits_for_a_lock(postgres_storage)
    async with postgres_storage.writing() as work:
        assert await work.deliveries.mark_sent(lease, MessageRef("1"), at=now)
        (newest,) = await work.deliveries.lease(TELEGRAM, owner="x", now=now, lease_until=FAR, limit=9)
    assert newest.delivery.message is not None
    assert words_of(newest.delivery.message).startswith(NEW)


async def waits_for_a_lock(storage: Database) -> None:
    """Until somebody does."""
    url = storage.url.set(drivername="postgresql").render_as_string(hide_password=False)
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        while True:
            found = await connection.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if await found.fetchone() != (0,):
                return
