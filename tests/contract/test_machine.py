"""What every storage promises about the figures of the machine, and how coarsely they are handed on."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.messaging.deliveries import Delivery, DeliveryKind, Priority
from bot.domain.organisation.people import Channel
from bot.flows.operations.count_totals import LIMITS, CountTotals
from bot.ports import Storage
from bot.repositories.machine import SendTimes
from tests.support.builders import T0, a_delivery, a_programme, a_roster, after
from tests.support.channels import SLACK, TELEGRAM

QUESTION = DeliveryKind.QUESTION


def questions(count: int, channel: Channel = TELEGRAM) -> Sequence[Delivery]:
    names = [f"{channel}-{number}" for number in range(count)]
    return [a_delivery(name, key=f"q:{name}", channel=channel, kind=QUESTION) for name in names]


async def send(storage: Storage, deliveries: Sequence[Delivery], *, seconds: Sequence[float] = (0.5,)) -> None:
    """Each takes the next of these times, over and over."""
    async with storage.writing() as work:
        await work.deliveries.add(deliveries)
        for channel in {each.channel for each in deliveries}:
            leases = await work.deliveries.lease(
                channel, owner="me", now=after(days=1), lease_until=after(days=2), limit=999
            )
            for number, each in enumerate(leases):
                took = timedelta(seconds=seconds[number % len(seconds)])
                assert await work.deliveries.mark_sent(each, None, at=each.delivery.due_at + took)


async def test_times_of_sending_are_those_of_questions_that_a_schedule_asked(storage: Storage) -> None:
    first, second, third = questions(3)
    others = [a_delivery("dan"), replace(first, key=second.key, priority=Priority.INTERACTIVE)]
    await send(storage, [first, third, *others], seconds=(5, 61))
    async with storage.reading() as work:
        found = await work.machine.send_times((1, 5, 60, 300))
        assert set(found) == {TELEGRAM}
        assert found[TELEGRAM].sent == 2
        assert (found[TELEGRAM].within[0], found[TELEGRAM].within[-1]) == (0, 2)
        assert await work.machine.deliveries() == {(TELEGRAM, "sent"): 4}
        assert await work.machine.database_bytes() > 0
        assert re.fullmatch(r"(SQLite|PostgreSQL|memory) \d.*", await work.machine.database_name())


async def test_a_limit_is_within_itself(storage: Storage) -> None:
    await send(storage, questions(1), seconds=(5,))
    async with storage.reading() as work:
        assert await work.machine.send_times((4, 5)) == {TELEGRAM: SendTimes(sent=1, within=(0, 1))}


async def test_the_oldest_due_is_one_that_no_press_called_for(storage: Storage) -> None:
    (question,) = questions(1)
    async with storage.writing() as work:
        assert await work.machine.oldest_due() is None
        await work.deliveries.add([a_delivery("bob", due_at=after(hours=-9))])
        await work.deliveries.add([replace(question, key=a_delivery("c").key, priority=Priority.INTERACTIVE)])
        assert await work.machine.oldest_due() is None
        await work.deliveries.add([question])
        assert await work.machine.oldest_due() == T0


async def furnish(storage: Storage, *, slack: int, telegram: int, apart: Channel = TELEGRAM) -> None:
    roster = a_roster({f"{apart}-{number}": f"{number}" for number in range(telegram)}, channel=apart)
    other = a_roster({f"{SLACK}-{number}": f"{number}" for number in range(slack)}, channel=SLACK)
    roster = replace(
        roster,
        people={**roster.people, **other.people},
        memberships=roster.memberships | other.memberships,
        addresses={**roster.addresses, **other.addresses},
    )
    async with storage.writing() as work:
        await work.programmes.save(a_programme(), at=T0)
        await work.rosters.save(roster, at=T0)


@pytest.mark.parametrize(("slack", "channels"), [(30, {SLACK, TELEGRAM}), (29, {"all"})])
async def test_channels_are_told_apart_where_each_has_thirty_people(
    storage: Storage, slack: int, channels: set[str]
) -> None:
    await furnish(storage, slack=slack, telegram=40)
    await send(storage, [*questions(slack, SLACK), *questions(40)], seconds=(0.5, 0.5, 0.5, 100))
    totals = await CountTotals(storage=storage)()
    assert totals is not None
    assert {channel for channel, _ in totals.deliveries} == channels
    assert set(totals.deliveries.values()) == {10}, "all were sent"
    assert set(totals.sent_within) == channels
    assert all(list(tenths) == [7, 7, 7, 7, 10, 10, 10] for tenths in totals.sent_within.values())
    assert totals.enrolled_tenths == 10


async def test_one_message_less_is_told_of_no_channel(storage: Storage) -> None:
    """From week to week it would say that somebody is asked no more."""
    await furnish(storage, slack=35, telegram=40)
    await send(storage, [*questions(34, SLACK), *questions(40)])
    before = await CountTotals(storage=storage)()
    await send(storage, [a_delivery("one-more", channel=SLACK)])
    async with storage.writing() as work:
        await work.deliveries.add([a_delivery("waits", channel=SLACK)])
    after_it = await CountTotals(storage=storage)()
    assert before is not None
    assert after_it is not None
    assert before.deliveries == {(SLACK, "sent"): 10, (TELEGRAM, "sent"): 10}
    assert after_it.deliveries == before.deliveries


async def test_of_few_questions_no_times_are_told(storage: Storage) -> None:
    await furnish(storage, slack=0, telegram=40)
    await send(storage, questions(29))
    totals = await CountTotals(storage=storage)()
    assert totals is not None
    assert totals.sent_within == {}
    assert totals.deliveries == {}
    assert len(LIMITS) == 7
