"""What every storage promises about the figures of the machine, and how coarsely they are handed on."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.follow_up.flags import Flag
from bot.domain.identifiers import FlagId, UnitId
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.deliveries import NO_ADDRESS, UNREACHABLE, Delivery, DeliveryKind, Priority
from bot.domain.organisation.people import Channel
from bot.flows.operations.count_totals import CountTotals, Totals, size_told
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


async def furnish(storage: Storage, *, slack: int, telegram: int) -> None:
    rosters = [
        a_roster({f"{at}-{no}": f"{no}" for no in range(many)}, channel=at)
        for at, many in ((SLACK, slack), (TELEGRAM, telegram))
    ]
    roster = replace(
        rosters[0],
        people={identity: person for each in rosters for identity, person in each.people.items()},
        memberships=frozenset(held for each in rosters for held in each.memberships),
        addresses={identity: address for each in rosters for identity, address in each.addresses.items()},
    )
    async with storage.writing() as work:
        await work.programmes.save(a_programme(), at=T0)
        await work.rosters.save(roster, at=T0)


async def counted(storage: Storage) -> Totals:
    totals = await CountTotals(storage=storage)()
    assert totals is not None
    return totals


@pytest.mark.parametrize(("slack", "channels"), [(30, {SLACK, TELEGRAM}), (29, {"all"})])
async def test_channels_are_told_apart_where_each_has_thirty_people(
    storage: Storage, slack: int, channels: set[str]
) -> None:
    await furnish(storage, slack=slack, telegram=40)
    await send(storage, [*questions(slack, SLACK), *questions(40)], seconds=(0.5, 0.5, 0.5, 100))
    totals = await counted(storage)
    assert {channel for channel, _ in totals.deliveries} == channels
    assert set(totals.deliveries.values()) == {10}, "all were sent"
    assert set(totals.sent_within) == channels
    assert all(list(tenths) == [7, 7, 7, 7, 10, 10, 10] for tenths in totals.sent_within.values())
    assert totals.enrolled_tenths == 10


async def test_one_message_less_is_told_of_no_channel(storage: Storage) -> None:
    """From week to week it would say that somebody is asked no more."""
    await furnish(storage, slack=35, telegram=40)
    await send(storage, [*questions(34, SLACK), *questions(40)])
    before = await counted(storage)
    await send(storage, [a_delivery("one-more", channel=SLACK)])
    async with storage.writing() as work:
        await work.deliveries.add([a_delivery("waits", channel=SLACK)])
    assert before.deliveries == {(SLACK, "sent"): 10, (TELEGRAM, "sent"): 10}
    assert (await counted(storage)).deliveries == before.deliveries


@pytest.mark.parametrize(("slack", "telegram"), [(30, 30), (10, 30), (0, 30), (0, 29), (14, 15)])
async def test_whether_a_line_is_told_follows_from_the_list_and_not_from_messages(
    storage: Storage, slack: int, telegram: int
) -> None:
    """In a small hospital it would tell that somebody writes, or is asked no more."""
    await furnish(storage, slack=slack, telegram=telegram)
    told = [await counted(storage)]
    for sent in [questions(1), questions(1, SLACK), questions(30)[1:], questions(70)[30:]]:
        await send(storage, sent)
        told.append(await counted(storage))
    assert [each.deliveries for each in told] == [told[0].deliveries] * 5
    assert [each.sent_within for each in told] == [told[0].sent_within] * 5
    assert bool(told[0].deliveries) == bool(told[0].sent_within) == (slack + telegram >= 30)


@pytest.mark.parametrize("people", [10, 29, 30, 40])
async def test_of_few_people_nothing_is_told_and_of_more_nothing_about_one(storage: Storage, people: int) -> None:
    """One message that failed or left late; of few people it would be somebody's."""
    await furnish(storage, slack=0, telegram=people)
    await send(storage, questions(people - 1), seconds=(0.5,))
    before = await counted(storage)
    await fail(storage, questions(people)[-1], "rejected")
    totals = await counted(storage)
    assert totals == before
    assert (totals.enrolled_tenths is None) == (people < 30)


@pytest.mark.parametrize(("people", "kinds"), [(29, []), (30, [None])])
async def test_flags_of_a_short_list_are_not_counted(
    storage: Storage, people: int, kinds: Sequence[FlagKind | None]
) -> None:
    """How many were answered would tell what became of a single one."""
    await furnish(storage, slack=0, telegram=people)
    week = IsoWeek.of(T0.date())
    async with storage.writing() as work:
        await work.weeks.claim(week, at=T0)
        await work.weeks.finish(week)
        for number, unit in enumerate("abcabc"):
            kind = (FlagKind.BOTH, FlagKind.FEWER_VOICES)[number % 2]
            await work.loop.add_flag(Flag(id=FlagId(f"{number}"), unit=UnitId(unit), week=week, kind=kind))
    assert [each.kind for each in (await counted(storage)).flags] == kinds


async def fail(storage: Storage, delivery: Delivery, why: str) -> None:
    async with storage.writing() as work:
        await work.deliveries.add([delivery])
        (lease,) = await work.deliveries.lease(
            delivery.channel, owner="me", now=after(days=1), lease_until=after(days=2), limit=9
        )
        assert await work.deliveries.mark_failed(lease, why, at=after(days=1))


@pytest.mark.parametrize(
    ("why", "states"),
    [
        (NO_ADDRESS, {"sent": 10}),
        (UNREACHABLE, {"sent": 10}),
        ("nothing_to_say", {"sent": 10}),
        ("rejected", {"sent": 5, "failed": 5}),
    ],
)
async def test_that_people_block_or_pause_is_told_by_no_figure(
    storage: Storage, why: str, states: Mapping[str, int]
) -> None:
    """Only what a channel did not take is told as failed."""
    await furnish(storage, slack=0, telegram=30)
    for each in questions(15):
        await fail(storage, each, why)
    assert (await counted(storage)).deliveries == {(TELEGRAM, state): tenths for state, tenths in states.items()}


async def test_questions_that_a_press_called_off_are_told_by_no_figure(storage: Storage) -> None:
    """Of those that expire on the way, only what was tried in vain is told."""
    await furnish(storage, slack=0, telegram=30)
    called_off, late = questions(15), questions(30)[15:]
    async with storage.writing() as work:
        await work.deliveries.add(called_off)
        await work.deliveries.expire_keys([each.key for each in called_off], withdrawn=True)
        await work.deliveries.add(late)
        leases = await work.deliveries.lease(
            TELEGRAM, owner="me", now=after(days=1), lease_until=after(days=2), limit=99
        )
        for each in leases:
            assert await work.deliveries.put_back(each, due_at=after(days=3))
        await work.deliveries.expire(now=after(days=99))
    assert (await counted(storage)).deliveries == {(TELEGRAM, "expired"): 5, (TELEGRAM, "sent"): 5}


@pytest.mark.parametrize(("exact", "megabytes"), [(1, 10), (9_999_999, 10), (10_000_000, 10), (10_000_001, 20)])
def test_the_size_of_the_database_is_told_in_steps_of_ten_megabytes(exact: int, megabytes: int) -> None:
    """A press makes it grow by less."""
    assert size_told(exact) == megabytes * 1_000_000


async def test_the_size_of_any_database_is_a_whole_number_of_steps(storage: Storage) -> None:
    size = (await counted(storage)).database_bytes
    assert size >= 10_000_000
    assert size % 10_000_000 == 0
