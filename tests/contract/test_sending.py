"""What every storage promises about deliveries: once for each key, in order, marked only by who holds the lease."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import pytest

from bot.domain.identifiers import DeliveryKey, MessageRef, PersonId, PulseId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import DigestRef
from bot.domain.messaging.deliveries import (
    Delivery,
    DeliveryKind,
    DeliveryState,
    Lease,
    Priority,
)
from bot.domain.messaging.documents import Picture
from bot.domain.messaging.messages import MessageKind
from bot.domain.organisation.people import Address
from bot.ports import Storage, UnitOfWork
from tests.support.builders import T0, a_delivery, a_roster, after
from tests.support.channels import SLACK, TELEGRAM, WEB
from tests.support.delivery_states import delivery_states
from tests.support.messages import a_message, words_of

ANN = PersonId("ann")
LONG = after(hours=1)


async def given(storage: Storage, *deliveries: Delivery) -> None:
    async with storage.writing() as work:
        await work.rosters.save(a_roster({"ann": "1", "bob": "2", "cat": "3"}), at=T0)
        await work.deliveries.add(deliveries)


async def lease(
    work: UnitOfWork, *, owner: str = "me", now: datetime = T0, until: datetime = LONG, limit: int = 99
) -> Sequence[Lease]:
    return await work.deliveries.lease(TELEGRAM, owner=owner, now=now, lease_until=until, limit=limit)


def keys(leases: Sequence[Lease]) -> list[str]:
    return [each.delivery.key for each in leases]


async def test_a_delivery_comes_back_whole_with_the_address_it_goes_to(storage: Storage) -> None:
    whole = replace(
        a_delivery("ann", edits="1:5"),
        kind=DeliveryKind.DIGEST,
        digest=DigestRef(unit=UnitId("icu"), week=IsoWeek.parse("2026-W10")),
        message=a_message(
            "Look.",
            kind=MessageKind.CONVERSATION_SUGGESTED,
            asks_reply=True,
            picture=Picture(png=b"\x89PNG\0\xff", alt="A rising line"),
        ),
        reply_via="https://example.org/reply",
        attempts=2,
    )
    await given(storage, whole, replace(a_delivery("bob"), message=None))
    async with storage.writing() as work:
        first, second = await lease(work)
    assert first == Lease(delivery=whole, address=Address(channel=TELEGRAM, value="1"), owner="me", lease=1)
    assert second.delivery.message is None


async def test_many_new_deliveries_come_back_as_they_were(storage: Storage) -> None:
    await given(storage)
    words = "A tab\t, a line\nand its end\r, a \\N, a 'quote', \"two\" and an \u00e9.\\"
    new = [
        replace(a_delivery(person, key=f"n:{person}-{number}", text=words), reply_via=words, attempts=number)
        for person in ("ann", "bob")
        for number in range(130)
    ]
    async with storage.writing() as work:
        await work.deliveries.add_new([])
        await work.deliveries.add_new(new)
        await work.deliveries.add_new([replace(a_delivery("cat"), message=None)])
    async with storage.writing() as work:
        found = {each.delivery.key: each.delivery for each in await lease(work, limit=999)}
    assert [found[each.key] for each in new] == new
    assert len(found) == 261


async def test_a_new_delivery_with_a_used_key_fails_and_nothing_of_all_is_kept(storage: Storage) -> None:
    await given(storage, a_delivery("ann"))
    with pytest.raises(Exception, match=r"."):
        async with storage.writing() as work:
            await work.deliveries.add_new([a_delivery("bob"), a_delivery("ann")])
    async with storage.writing() as work:
        assert [each.delivery.person for each in await lease(work)] == ["ann"]


async def test_a_key_is_delivered_once(storage: Storage) -> None:
    await given(storage, a_delivery("ann", text="First."), a_delivery("bob"))
    await given(storage, a_delivery("ann", text="Second."))
    async with storage.writing() as work:
        await work.deliveries.add([])
        texts = [words_of(each.delivery.message) for each in await lease(work) if each.delivery.message]
    assert texts == ["First.", "Hello."]


async def test_the_waiting_come_first_and_then_the_oldest(storage: Storage) -> None:
    await given(
        storage,
        a_delivery("ann", key="later", due_at=after(minutes=5)),
        a_delivery("bob", key="early"),
        a_delivery("ann", key="pressed", due_at=after(minutes=6), priority=Priority.INTERACTIVE),
        a_delivery("cat", key="tomorrow", due_at=after(days=1)),
        a_delivery("cat", key="slack", channel=SLACK),
    )
    async with storage.writing() as work:
        assert keys(await lease(work, now=after(minutes=30), limit=2)) == ["pressed", "early"]
        assert keys(await lease(work, now=after(minutes=30), owner="other")) == []
        assert await work.deliveries.next_due_at(TELEGRAM) == T0
        assert await work.deliveries.next_due_at(WEB) is None
        assert await work.deliveries.next_due_at(SLACK) == T0


async def test_who_cannot_be_reached_has_no_address(storage: Storage) -> None:
    await given(storage, *(a_delivery(name) for name in ("ann", "bob", "cat", "dan")))
    async with storage.writing() as work:
        await work.rosters.save(a_roster(["ann", "bob", "dan"]), at=T0)
        await work.rosters.mark_unreachable(Address(channel=TELEGRAM, value="2"), at=T0)
        await work.rosters.enrol(PersonId("dan"), Address(channel=SLACK, value="U4"), at=T0)
        found = {each.delivery.person: each.address for each in await lease(work)}
    assert found == {"ann": Address(channel=TELEGRAM, value="1"), "bob": None, "cat": None, "dan": None}


async def test_what_one_worker_holds_no_other_takes_until_the_lease_ends(storage: Storage) -> None:
    await given(storage, a_delivery("ann"))
    async with storage.writing() as work:
        (held,) = await lease(work)
        assert await lease(work, owner="other") == []
        (again,) = await lease(work)  # its own, of which it lost track
        assert (held.lease, again.lease) == (1, 2)
        await work.deliveries.renew([again], lease_until=T0)
        (taken,) = await lease(work, owner="other", now=after(seconds=1))
        assert (taken.owner, taken.lease) == ("other", 3)


async def test_a_late_owner_marks_nothing(storage: Storage) -> None:
    await given(storage, a_delivery("ann"))
    async with storage.writing() as work:
        (late,) = await lease(work, owner="late", until=T0)
        (now,) = await lease(work, owner="now", now=after(seconds=1))
        ref = MessageRef("1:1")
        for stranger in (late, replace(now, owner="late"), replace(now, lease=1)):
            assert not await work.deliveries.mark_sending(stranger, at=T0)
            assert not await work.deliveries.mark_sent(stranger, ref, at=T0)
            assert not await work.deliveries.mark_failed(stranger, "gone", at=T0)
            assert not await work.deliveries.mark_unsure(stranger, at=T0)
            assert not await work.deliveries.mark_expired(stranger, at=T0)
            assert not await work.deliveries.put_back(stranger, due_at=T0)
        await work.deliveries.renew([late], lease_until=after(days=9))
        assert await work.deliveries.mark_sending(now, at=T0)
        assert not await work.deliveries.mark_sending(now, at=T0)
        assert await work.deliveries.mark_sent(now, ref, at=T0)
        assert not await work.deliveries.mark_sent(now, ref, at=T0)
        assert await delivery_states(work) == {"sent": 1}


async def test_each_outcome_ends_in_its_state(storage: Storage) -> None:
    await given(storage, *(a_delivery("ann", key=key) for key in ("edit", "sent", "failed", "unsure", "late")))
    async with storage.writing() as work:
        held = {each.delivery.key: each for each in await lease(work)}
        for key in ("sent", "failed", "unsure"):
            assert await work.deliveries.mark_sending(held[DeliveryKey(key)], at=T0)
        assert await work.deliveries.mark_sent(held[DeliveryKey("edit")], None, at=T0)
        assert await work.deliveries.mark_sent(held[DeliveryKey("sent")], MessageRef("1:1"), at=T0)
        assert await work.deliveries.mark_failed(held[DeliveryKey("failed")], "blocked", at=T0)
        assert await work.deliveries.mark_unsure(held[DeliveryKey("unsure")], at=T0)
        assert await work.deliveries.mark_expired(held[DeliveryKey("late")], at=T0)
        assert await delivery_states(work) == {"sent": 2, "failed": 1, "unsure": 1, "expired": 1}


async def test_what_was_certainly_not_sent_is_due_again(storage: Storage) -> None:
    await given(storage, a_delivery("ann"))
    async with storage.writing() as work:
        (first,) = await lease(work)
        assert await work.deliveries.mark_sending(first, at=T0)
        assert await work.deliveries.put_back(first, due_at=after(minutes=1))
        assert await lease(work) == []
        (second,) = await lease(work, owner="other", now=after(minutes=1))
        assert (second.delivery.state, second.delivery.attempts, second.sending_since) == (DeliveryState.DUE, 1, None)
        assert await work.deliveries.put_back(second, due_at=T0)
        (third,) = await lease(work)
        assert (third.delivery.attempts, third.lease) == (2, 3)


async def test_an_unsure_message_is_taken_up_by_whoever_looks(storage: Storage) -> None:
    await given(storage, a_delivery("ann"), a_delivery("bob"), a_delivery("cat"))

    async def doubtful(owner: str, now: datetime = T0, until: datetime = LONG) -> Sequence[Lease]:
        return await work.deliveries.unsure(TELEGRAM, owner=owner, now=now, lease_until=until, limit=9)

    async with storage.writing() as work:
        ann, bob, _ = await lease(work)
        await work.deliveries.mark_sending(ann, at=after(minutes=2))
        await work.deliveries.mark_sending(bob, at=after(minutes=3))
        await work.deliveries.mark_unsure(ann, at=after(minutes=4))
        (found,) = await doubtful("other")
        assert (found.delivery.key, found.lease, found.sending_since) == ("n:ann", 2, after(minutes=2))
        assert found.delivery.state is DeliveryState.UNSURE
        assert await doubtful("third") == []
        assert await work.deliveries.mark_sent(found, MessageRef("1:9"), at=T0)

        await work.deliveries.renew([bob], lease_until=T0)
        assert await doubtful("me", now=after(seconds=1)) == []  # its own call, still in flight
        (found,) = await doubtful("other", now=after(seconds=1))
        assert not await work.deliveries.mark_sent(bob, MessageRef("2:1"), at=T0)
        assert await work.deliveries.put_back(found, due_at=T0)
        assert await delivery_states(work) == {"sent": 1, "due": 2}


async def test_a_start_takes_over_all_claims(storage: Storage) -> None:
    await given(storage, a_delivery("ann"), a_delivery("bob"))
    async with storage.writing() as work:
        ann, _ = await lease(work, owner="dead")
        await work.deliveries.mark_sending(ann, at=T0)
        await work.deliveries.release_leases(TELEGRAM)
        assert not await work.deliveries.mark_sent(ann, MessageRef("1:1"), at=T0)
        assert keys(await lease(work, owner="new")) == ["n:bob"]
        found = await work.deliveries.unsure(TELEGRAM, owner="new", now=T0, lease_until=LONG, limit=9)
        assert keys(found) == ["n:ann"]


async def test_a_worker_that_stops_gives_back_what_it_has_not_sent(storage: Storage) -> None:
    await given(storage, a_delivery("ann"), a_delivery("bob"), a_delivery("cat"))
    async with storage.writing() as work:
        (ann,) = await lease(work, owner="stopping", limit=1)
        await work.deliveries.mark_sending(ann, at=T0)
        await lease(work, owner="other", limit=1)
        await lease(work, owner="stopping", limit=1)
        await work.deliveries.release_leases(TELEGRAM, owner="stopping")
        assert keys(await lease(work, owner="third")) == ["n:cat"]
        assert await work.deliveries.mark_sent(ann, MessageRef("1:1"), at=T0)


async def test_the_order_in_one_chat_is_kept_between_workers(storage: Storage) -> None:
    await given(
        storage,
        a_delivery("ann", key="first"),
        a_delivery("ann", key="second", due_at=after(minutes=1)),
        a_delivery("bob", key="third", due_at=after(minutes=2)),
    )
    async with storage.writing() as work:
        (first,) = await lease(work, owner="one", now=LONG, until=after(hours=9), limit=1)
        assert keys(await lease(work, owner="two", now=LONG, until=after(hours=9))) == ["third"]
        await work.deliveries.mark_sending(first, at=T0)
        assert keys(await lease(work, owner="two", now=LONG, until=after(hours=9), limit=1)) == ["third"]
        await work.deliveries.mark_sent(first, MessageRef("1:1"), at=T0)
        assert set(keys(await lease(work, owner="two", now=LONG, until=after(hours=9)))) == {"second", "third"}


async def test_only_the_latest_state_of_a_message_is_redrawn(storage: Storage) -> None:
    def redraw(text: str, due_at: datetime = T0) -> Delivery:
        return replace(
            a_delivery("ann", key="r:p", text=text, edits="1:1", due_at=due_at, priority=Priority.INTERACTIVE),
            kind=DeliveryKind.REDRAW,
            pulse=PulseId("p"),
        )

    await given(storage)
    async with storage.writing() as work:
        await work.deliveries.put_redraws([redraw("Recorded 4.")])
        (flying,) = await lease(work)
        await work.deliveries.put_redraws([redraw("Recorded 3.", after(seconds=1)), a_delivery("bob")])
        assert not await work.deliveries.mark_sent(flying, None, at=T0)
        bob, latest = sorted(await lease(work, owner="other", now=after(seconds=1)), key=lambda each: each.lease)
        assert (bob.delivery.key, latest.delivery) == ("n:bob", redraw("Recorded 3.", after(seconds=1)))
        assert await work.deliveries.mark_sent(latest, None, at=T0)
        await work.deliveries.put_redraws([redraw("Recorded 2.")])
        (again,) = await lease(work, owner="other", limit=1)
        assert again.delivery == redraw("Recorded 2.")


@pytest.mark.parametrize(
    ("since", "before", "is_moved"), [(T0, "1:5", True), (after(seconds=1), "1:5", False), (T0, "1:4", False)]
)
async def test_what_was_put_out_for_a_message_is_moved_to_a_newer_one(
    storage: Storage, since: datetime, before: str, is_moved: bool
) -> None:
    edit = replace(a_delivery("ann", key="r:1", text="Recorded.", edits=MessageRef("1:5")), reply_via="https://x")
    await given(storage, edit)
    async with storage.writing() as work:
        (held,) = await lease(work)
        await work.deliveries.mark_many_sent([(held, MessageRef("1:5"))], at=T0)
    later = after(seconds=2)
    async with storage.writing() as work:
        await work.deliveries.move_redraw(
            edit.key, since=since, before=MessageRef(before), to=MessageRef("1:6"), at=later
        )
    async with storage.writing() as work:
        found = [each.delivery for each in await lease(work, now=later)]
    moved = replace(edit, edits=MessageRef("1:6"), due_at=later, reply_via="")
    assert [replace(each, attempts=0) for each in found] == ([moved] if is_moved else [])


async def test_what_is_too_late_expires_and_says_so(storage: Storage) -> None:
    soon = replace(a_delivery("ann"), expires_at=after(hours=1))
    on_its_way = replace(a_delivery("bob"), expires_at=after(hours=1))
    await given(storage, soon, on_its_way, a_delivery("cat"))
    async with storage.writing() as work:
        _, bob, _ = await lease(work)
        await work.deliveries.mark_sending(bob, at=T0)
        assert await work.deliveries.expire(now=after(minutes=59)) == []
        (gone,) = await work.deliveries.expire(now=after(hours=1))
        assert gone == replace(soon, state=DeliveryState.EXPIRED)
        assert await work.deliveries.expire(now=after(hours=1)) == []
        await work.deliveries.expire_keys([DeliveryKey("n:cat"), DeliveryKey("n:bob"), DeliveryKey("none")])
        await work.deliveries.expire_keys([])
        assert await delivery_states(work) == {"expired": 2, "sending": 1}
        assert await lease(work, owner="other") == []


async def test_what_waits_is_taken_back_and_may_be_put_out_anew(storage: Storage) -> None:
    await given(storage, *(a_delivery(name) for name in ("ann", "bob", "cat")))
    async with storage.writing() as work:
        held, flying, arrived = await lease(work)
        await work.deliveries.mark_sending(flying, at=T0)
        await work.deliveries.mark_sent(arrived, MessageRef("1:1"), at=T0)
        await work.deliveries.take_back([each.delivery.key for each in (held, flying, arrived)])
        await work.deliveries.take_back([])
        assert not await work.deliveries.mark_sending(held, at=T0), "whoever holds it does not send it any more"
        assert await delivery_states(work) == {"sending": 1, "sent": 1}
        again = replace(held.delivery, message=a_message("Otherwise."))
        await work.deliveries.add([again, replace(arrived.delivery, message=a_message("Otherwise."))])
        assert [each.delivery for each in await lease(work)] == [again]


async def test_the_newest_message_to_a_person_is_remembered(storage: Storage) -> None:
    await given(storage, a_delivery("ann", key="a"), a_delivery("ann", key="b"), a_delivery("bob", key="c"))
    async with storage.writing() as work:
        assert await work.deliveries.last_ref(ANN, TELEGRAM) is None
        first, second, other = await lease(work)
        await work.deliveries.mark_sent(second, MessageRef("1:2"), at=after(minutes=2))
        await work.deliveries.mark_many_sent(
            [(first, MessageRef("1:1")), (other, MessageRef("2:1"))], at=after(minutes=1)
        )
        assert await work.deliveries.last_ref(ANN, TELEGRAM) == "1:2"
        assert await work.deliveries.last_ref(ANN, SLACK) is None
        assert await delivery_states(work) == {"sent": 3}
        key = second.delivery.key
        assert await work.deliveries.key_of(ANN, TELEGRAM, MessageRef("1:2")) == key
        assert await work.deliveries.key_of(ANN, TELEGRAM, MessageRef("2:1")) is None, "somebody else's message"
        assert await work.deliveries.key_of(ANN, SLACK, MessageRef("1:2")) is None
        assert await work.deliveries.ref_of(key, TELEGRAM) == "1:2"
        assert await work.deliveries.ref_of(key, SLACK) is None
        assert await work.deliveries.ref_of(DeliveryKey("nothing"), TELEGRAM) is None


async def test_an_account_may_be_silenced(storage: Storage) -> None:
    async with storage.writing() as work:
        assert await work.deliveries.blocked_until(TELEGRAM) is None
        await work.deliveries.block(TELEGRAM, after(seconds=30))
        await work.deliveries.block(TELEGRAM, after(seconds=60))
        assert await work.deliveries.blocked_until(TELEGRAM) == after(seconds=60)
        assert await work.deliveries.blocked_until(SLACK) is None


async def test_an_edit_made_without_being_held_counts_where_the_row_still_says_the_same(storage: Storage) -> None:
    first = replace(a_delivery("ann", key="e:1", text="First."), edits=MessageRef("1:1"))
    second = replace(first, message=a_message("Second."), due_at=after(minutes=1))
    await given(storage, replace(first, key=DeliveryKey("e:2")))
    async with storage.writing() as work:
        await work.deliveries.put_redraws([first])
        await work.deliveries.put_redraws([second])
        await work.deliveries.mark_shown([first], at=after(minutes=2))
        assert await delivery_states(work) == {"due": 2}, "somebody pressed again"
        await work.deliveries.mark_shown([second, replace(second, key=DeliveryKey("none"))], at=after(minutes=2))
        assert await delivery_states(work) == {"due": 1, "sent": 1}
        assert await work.deliveries.last_ref(ANN, TELEGRAM) == "1:1"
        (held,) = await lease(work)
        await work.deliveries.mark_shown([held.delivery], at=after(minutes=2))
        assert await delivery_states(work) == {"due": 1, "sent": 1}, "whoever holds it says what became of it"
        await work.deliveries.mark_shown([], at=T0)
