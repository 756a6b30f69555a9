"""What every storage promises about a message that was leased for a chat: it goes there while its person is there."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from bot.adapters.clock import SystemEntropy
from bot.domain.identifiers import DeliveryKey, MessageRef, PersonId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import DigestRef
from bot.domain.messaging.deliveries import DeliveryKind, Lease
from bot.domain.organisation.people import Address, Channel
from bot.ports import NewWebMessage, Storage, UnitOfWork
from tests.support.builders import ICU, T0, a_delivery, a_programme, a_pulse, a_roster, after
from tests.support.channels import SLACK, TELEGRAM, WEB
from tests.support.delivery_states import delivery_states
from tests.support.messages import a_message

ANN, BOB = PersonId("ann"), PersonId("bob")
HERE = Address(channel=TELEGRAM, value="1")


def at(value: str, channel: Channel = TELEGRAM) -> Address:
    return Address(channel=channel, value=value)


async def nothing(work: UnitOfWork) -> None:
    """She is where she was."""


async def others_change(work: UnitOfWork) -> None:
    await work.rosters.save(a_roster({"ann": "1"}), at=T0)


async def leaves(work: UnitOfWork) -> None:
    await work.rosters.save(a_roster({"bob": "2"}), at=T0)


async def is_revoked(work: UnitOfWork) -> None:
    await work.rosters.revoke(ANN)


async def refuses(work: UnitOfWork) -> None:
    await work.rosters.mark_unreachable(HERE, at=T0)


async def gives_chat_away(work: UnitOfWork) -> None:
    await work.rosters.enrol(BOB, HERE, at=T0)


async def moves_to_another_chat(work: UnitOfWork) -> None:
    await work.rosters.enrol(ANN, at("9"), at=T0)


async def moves_to_another_channel(work: UnitOfWork) -> None:
    await work.rosters.enrol(ANN, at("1", SLACK), at=T0)


async def leased_then(storage: Storage, meanwhile: Callable[[UnitOfWork], Awaitable[None]]) -> Lease:
    """Her message, leased before this happens."""
    async with storage.writing() as work:
        await work.rosters.save(a_roster({"ann": "1", "bob": "2"}), at=T0)
        await work.deliveries.add([a_delivery("ann")])
        (lease,) = await work.deliveries.lease(TELEGRAM, owner="me", now=T0, lease_until=after(hours=1), limit=9)
    async with storage.writing() as work:
        await meanwhile(work)
    return lease


@pytest.mark.parametrize("meanwhile", [nothing, others_change])
async def test_it_is_sent_where_its_person_still_is(
    storage: Storage, meanwhile: Callable[[UnitOfWork], Awaitable[None]]
) -> None:
    lease = await leased_then(storage, meanwhile)
    async with storage.writing() as work:
        assert await work.deliveries.goes_to(lease.delivery) == HERE
        assert await work.deliveries.mark_sending(lease, at=T0)


@pytest.mark.parametrize(
    ("meanwhile", "now_at"),
    [
        (leaves, None),
        (is_revoked, None),
        (refuses, None),
        (gives_chat_away, None),
        (moves_to_another_channel, None),
        (moves_to_another_chat, at("9")),
    ],
)
async def test_it_is_not_sent_where_its_person_is_no_longer(
    storage: Storage, meanwhile: Callable[[UnitOfWork], Awaitable[None]], now_at: Address | None
) -> None:
    lease = await leased_then(storage, meanwhile)
    async with storage.writing() as work:
        assert await work.deliveries.goes_to(lease.delivery) == now_at
        assert not await work.deliveries.mark_sending(lease, at=T0)
        assert await delivery_states(work) == {"due": 1}


@pytest.mark.parametrize("at_once", [False, True])
@pytest.mark.parametrize(
    ("meanwhile", "is_named"),
    [
        (nothing, True),
        (others_change, True),
        (leaves, True),
        (refuses, True),
        (is_revoked, False),
        (gives_chat_away, False),
        (moves_to_another_channel, False),
        (moves_to_another_chat, False),
    ],
)
async def test_what_arrives_in_a_chat_that_was_left_meanwhile_is_sent_and_has_no_place(
    storage: Storage, meanwhile: Callable[[UnitOfWork], Awaitable[None]], *, is_named: bool, at_once: bool
) -> None:
    lease = await leased_then(storage, nothing)
    async with storage.writing() as work:
        assert await work.deliveries.mark_sending(lease, at=T0)
    async with storage.writing() as work:
        await meanwhile(work)
        await work.deliveries.leave_chat([ANN])
    ref, key = MessageRef("1:1"), lease.delivery.key
    async with storage.writing() as work:
        if at_once:
            await work.deliveries.mark_many_sent([(lease, ref)], at=T0)
        else:
            assert await work.deliveries.mark_sent(lease, ref, at=T0)
        assert await delivery_states(work) == {"sent": 1}
        assert await work.deliveries.shown([key]) == ({key: (TELEGRAM, ref)} if is_named else {})
        assert await work.deliveries.key_of(ANN, TELEGRAM, ref) == (key if is_named else None)
        assert await work.deliveries.call_off([key], at=T0) == (set() if is_named else {key})


async def test_of_many_only_those_have_a_place_whose_people_are_still_there(storage: Storage) -> None:
    """An edit says where it was made, whether or not there is an address for the next one."""
    people = {"ann": "1", "bob": "2", "cat": "3", "dan": "4"}
    async with storage.writing() as work:
        await work.rosters.save(a_roster(people), at=T0)
        edit = a_delivery("cat", kind=DeliveryKind.REDRAW, edits="3:1")
        await work.deliveries.add([a_delivery("ann"), a_delivery("bob"), edit, a_delivery("dan")])
        leases = await work.deliveries.lease(TELEGRAM, owner="me", now=T0, lease_until=after(hours=1), limit=9)
        await work.rosters.enrol(BOB, at("9"), at=T0)
        await work.rosters.revoke(PersonId("cat"))
        nowhere = [replace(each, address=None) if each.delivery.person == "dan" else each for each in leases]
        sent = [(each, MessageRef(f"{people[each.delivery.person]}:1")) for each in nowhere]
        await work.deliveries.mark_many_sent(sent, at=T0)
        assert await delivery_states(work) == {"sent": 4}
        found = await work.deliveries.shown([each.delivery.key for each in leases])
    assert {key: ref for key, (_, ref) in found.items()} == {"n:ann": "1:1", "n:cat": "3:1"}


async def test_in_a_chat_that_was_left_nothing_is_found_or_edited(storage: Storage) -> None:
    """Some platforms edit a message wherever it stands, whoever is asked for."""
    pulse = a_pulse("ann")
    sent = [a_delivery("ann", key="q", kind=DeliveryKind.QUESTION), a_delivery("ann", key="d")]
    edits = [a_delivery("ann", key=f"e:{ref}", kind=DeliveryKind.REDRAW, edits=ref) for ref in ("at-q", "at-d")]
    async with storage.writing() as work:
        await work.programmes.save(a_programme(), at=T0)
        await work.rosters.save(a_roster({"ann": "1", "bob": "2"}), at=T0)
        await work.pulses.add([pulse])
        await work.deliveries.add([*sent, a_delivery("bob", key="b")])
        for lease in await work.deliveries.lease(TELEGRAM, owner="me", now=T0, lease_until=after(hours=1), limit=9):
            await work.deliveries.mark_sent(lease, MessageRef(f"at-{lease.delivery.key}"), at=T0)
        await work.pulses.set_message(pulse.id, MessageRef("at-q"))
        await work.deliveries.put_redraws(
            [*edits, a_delivery("bob", key="e:b", kind=DeliveryKind.REDRAW, edits="at-b")]
        )
        leases = await work.deliveries.lease(TELEGRAM, owner="me", now=T0, lease_until=after(hours=1), limit=9)
        (doubtful,) = (each for each in leases if each.delivery.key == "e:at-d")
        await work.deliveries.mark_unsure(doubtful, at=T0)
        await work.deliveries.leave_chat([ANN])
        assert set(await work.deliveries.shown([*map(DeliveryKey, "qdb")])) == {"b"}
        assert await work.deliveries.key_of(ANN, TELEGRAM, MessageRef("at-d")) is None
        assert await work.pulses.message_of(pulse.id) is None
        assert await delivery_states(work) == {"sent": 3, "due": 1}, "his edit is left"
        assert await work.deliveries.call_off([*map(DeliveryKey, "qbx")], at=T0) == {"q"}, (
            "news of it come as a message of its own"
        )


async def test_what_is_kept_on_the_web_goes_along(storage: Storage) -> None:
    digest = DigestRef(unit=ICU, week=IsoWeek.parse("2026-W10"))
    async with storage.writing() as work:
        await work.programmes.save(a_programme(), at=T0)
        await work.rosters.save(a_roster({"ann": "1"}, channel=WEB), at=T0)
        await work.deliveries.add([a_delivery("ann", key="d", channel=WEB)])
        (lease,) = await work.deliveries.lease(WEB, owner="me", now=T0, lease_until=after(hours=1), limit=9)
        post = NewWebMessage(person=ANN, words=a_message("Page."), key=DeliveryKey("d"), posted_at=T0, digest=digest)
        (number,) = await work.web_chats.post_many([post], token=SystemEntropy().token)
        ref = MessageRef(str(number))
        await work.deliveries.mark_sent(lease, ref, at=T0)
        await work.deliveries.put_redraws(
            [a_delivery("ann", key="e", channel=WEB, kind=DeliveryKind.REDRAW, edits=ref)]
        )
        await work.deliveries.leave_chat([ANN])
        assert await work.deliveries.shown([DeliveryKey("d")]) == {"d": (WEB, ref)}
        assert await delivery_states(work) == {"sent": 1, "due": 1}


async def test_what_is_posted_on_the_web_stands_there_wherever_its_link_has_gone(storage: Storage) -> None:
    async with storage.writing() as work:
        await work.rosters.save(a_roster({"ann": "1"}, channel=WEB), at=T0)
        await work.deliveries.add([a_delivery("ann", key="d", channel=WEB)])
        (lease,) = await work.deliveries.lease(WEB, owner="me", now=T0, lease_until=after(hours=1), limit=9)
        post = NewWebMessage(person=ANN, words=a_message("Page."), key=DeliveryKey("d"), posted_at=T0)
        (number,) = await work.web_chats.post_many([post], token=SystemEntropy().token)
        await work.rosters.enrol(ANN, at("9", WEB), at=T0)
        await work.deliveries.mark_many_sent([(lease, MessageRef(str(number)))], at=T0)
        assert await work.deliveries.shown([DeliveryKey("d")]) == {"d": (WEB, str(number))}
