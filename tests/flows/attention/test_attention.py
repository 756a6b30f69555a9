"""The budget of attention at work: what counts, what is dropped, and what administrators are told of it."""

from datetime import time, timedelta

from bot.domain.asking.pulses import Pulse, PulseState
from bot.domain.attention.budget import Counted
from bot.domain.attention.offers import Offer
from bot.domain.attention.spread import AttentionGroup
from bot.domain.identifiers import DeliveryKey, PersonId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.people import Role
from bot.domain.programme.programme import Budget, Weekday
from bot.domain.retention.tables import ATTENTION
from bot.flows.asking.remind import RemindUnanswered
from bot.flows.attention.spread_attention import SpreadAttention
from bot.flows.attention.within_budget import within_budget
from bot.ports import Storage
from tests.flows.asking.planning import Hospital, a_hospital, a_weekly, members
from tests.flows.asking.test_planning_ends import BEFORE, arrives
from tests.support.builders import T0, a_delivery, after

WEEK = IsoWeek.parse("2026-W10")
TWICE = [a_weekly("first"), a_weekly("second", day=Weekday.WED, at=time(11))]
ADA = PersonId("ada")


async def asked_twice(storage: Storage, *people: str, role: Role = Role.MEMBER) -> list[Pulse]:
    hospital = Hospital(storage)
    await hospital.applies(a_hospital(schedules=TWICE), members({"icu": people}, role=role), at=BEFORE)
    await hospital.ticks(BEFORE, T0, after(hours=25))
    async with storage.reading() as work:
        rounds = [
            each.id
            for week in (WEEK, WEEK + 1)
            for each in await work.rounds.closing_in(week, ["icu"])  # type: ignore[list-item]
        ]
    pulses = await hospital.pulses(*rounds)
    await arrives(storage, *(each.id for each in pulses))
    return pulses


async def offered(storage: Storage, *kinds: Counted, held_back: bool = False) -> list[str]:
    """What goes out of these, offered one after the other."""
    out: list[str] = []
    for number, kind in enumerate(kinds):
        delivery = a_delivery(ADA, key=f"{kind}{number}")
        offer = Offer(kind=kind, delivery=delivery, week=WEEK, is_held_back=held_back)
        async with storage.writing() as work:
            memberships = await work.rosters.members([ADA])
            out += [each.key for each in await within_budget(work, [offer], memberships, Budget())]
    return out


async def test_of_two_questions_in_a_week_one_is_reminded_of(storage: Storage) -> None:
    pulses = await asked_twice(storage, "ada")
    assert len(pulses) == 2
    remind = RemindUnanswered(storage=storage)
    assert await remind(now=after(hours=48)) == 1
    assert await remind(now=after(hours=73)) == 0, "dropped"
    async with storage.reading() as work:
        assert [each.kind for each in await work.attention.noted(WEEK, [ADA])] == [Counted.REMINDER]
    async with storage.writing() as work:
        await work.pulses.set_state([each.id for each in pulses], PulseState.ANSWERED)
    assert await remind(now=after(hours=100)) == 0, "and not queued"


async def test_beside_two_questions_a_lead_gets_one_ask_or_nudge_and_the_reminder_still_fits(storage: Storage) -> None:
    await Hospital(storage).applies(
        a_hospital(schedules=TWICE), members({"icu": ["ada"]}, role=Role.NURSING_LEAD), at=BEFORE
    )
    assert await offered(storage, Counted.ASK, Counted.NUDGE, Counted.ASK, Counted.REMINDER) == ["ask0", "reminder3"]


async def test_members_get_neither_asks_nor_nudges(storage: Storage) -> None:
    await asked_twice(storage, "ada")
    assert not await offered(storage, Counted.NUDGE, Counted.ASK)


async def test_what_was_put_out_before_is_not_put_out_again(storage: Storage) -> None:
    await Hospital(storage).applies(a_hospital(), members({"icu": ["ada"]}, role=Role.SPONSOR), at=BEFORE)
    assert await offered(storage, Counted.ASK) == ["ask0"]
    assert not await offered(storage, Counted.ASK)
    assert await offered(storage, Counted.NUDGE, Counted.ASK) == ["nudge0", "ask1"]


async def test_what_a_pause_holds_back_counts_and_does_not_go_out(storage: Storage) -> None:
    await Hospital(storage).applies(a_hospital(), members({"icu": ["ada"]}, role=Role.CHAMPION), at=BEFORE)
    assert not await offered(storage, Counted.NUDGE, held_back=True)
    async with storage.reading() as work:
        assert [each.about for each in await work.attention.noted(WEEK, [ADA])] == [DeliveryKey("nudge0")]


async def test_a_pause_and_a_silence_change_nothing_in_what_administrators_are_told(storage: Storage) -> None:
    hospital, people = Hospital(storage), [f"p{number}" for number in range(12)]
    await hospital.applies(a_hospital(), members({"icu": people}), at=BEFORE)
    await hospital.ticks(BEFORE)
    for person in people[:5]:
        await hospital.consents(person, stopped_at=BEFORE)
    await hospital.ticks(T0)
    async with storage.reading() as work:
        (round_,) = await work.rounds.closing_in(WEEK, ["icu"])  # type: ignore[list-item]
    await arrives(storage, *(each.id for each in await hospital.pulses(round_.id)))
    assert await RemindUnanswered(storage=storage)(now=after(hours=48)) == 7
    count = SpreadAttention(storage=storage)
    assert await count.read() is None
    await count(now=after(days=7))
    assert await count.read() == (WEEK, {AttentionGroup.MEMBERS: (0, 10, 0, 0, 0)})
    await count(now=after(days=7, hours=1))
    await SpreadAttention(storage=storage)(now=after(days=8))
    assert await count.read() == (WEEK, {AttentionGroup.MEMBERS: (0, 10, 0, 0, 0)})


async def test_a_week_that_is_closed_already_is_not_counted_any_more(storage: Storage) -> None:
    hospital = Hospital(storage)
    await hospital.applies(a_hospital(), members({"icu": [f"p{number}" for number in range(12)]}), at=BEFORE)
    async with storage.writing() as work:
        await work.weeks.claim(WEEK, at=T0)
        await work.weeks.finish(WEEK)
    count = SpreadAttention(storage=storage)
    await count(now=after(days=7))
    assert await count.read() is None


def test_attention_is_kept_for_as_long_as_last_week_is_told() -> None:
    assert ATTENTION.kept >= timedelta(weeks=2)
