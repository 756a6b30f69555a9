"""What every storage promises about attention."""

from dataclasses import replace

from bot.domain.attention.budget import Counted
from bot.domain.attention.offers import Noted
from bot.domain.attention.spread import AttentionGroup
from bot.domain.identifiers import DeliveryKey, PersonId
from bot.domain.iso_weeks import IsoWeek
from bot.ports import Storage
from tests.support.builders import a_delivery

ANN, BEN = PersonId("ann"), PersonId("ben")
WEEK = IsoWeek.parse("2026-W10")
NUDGE = Noted(person=ANN, week=WEEK, kind=Counted.NUDGE, about=DeliveryKey("n1"))
REMINDER = Noted(person=BEN, week=WEEK, kind=Counted.REMINDER, about=DeliveryKey("r1"))
LATER = replace(NUDGE, week=WEEK + 1, about=DeliveryKey("n2"))


async def _note_all(storage: Storage) -> None:
    async with storage.writing() as work:
        await work.attention.hold()
        await work.attention.note([NUDGE, REMINDER, LATER])
        await work.attention.note([NUDGE])


async def test_what_counts_is_found_by_week_and_person_and_counts_once(storage: Storage) -> None:
    await _note_all(storage)
    async with storage.reading() as work:
        assert await work.attention.noted(WEEK, [ANN]) == [NUDGE]
        assert set(await work.attention.noted(WEEK, [ANN, BEN])) == {NUDGE, REMINDER}
        assert await work.attention.noted(WEEK + 1, [ANN, BEN]) == [LATER]
        assert not await work.attention.noted(WEEK, [])


async def test_who_got_a_reminder_is_not_told_and_forgotten_with_the_week(storage: Storage) -> None:
    await _note_all(storage)
    async with storage.reading() as work:
        assert await work.attention.noted_of_everybody(WEEK) == [NUDGE]
    async with storage.writing() as work:
        await work.attention.forget_reminders(WEEK - 1)
        assert REMINDER in await work.attention.noted(WEEK, [BEN])
        await work.attention.forget_reminders(WEEK)
    async with storage.reading() as work:
        assert await work.attention.noted(WEEK, [ANN, BEN]) == [NUDGE]


async def test_the_newest_spread_is_kept(storage: Storage) -> None:
    async with storage.writing() as work:
        assert await work.attention.newest_spread() is None
        await work.attention.put_spread(WEEK, {AttentionGroup.MEMBERS: (0, 5, 0, 0, 0)})
        newer = {AttentionGroup.MEMBERS: (5, 10, 0, 0, 0), AttentionGroup.LEADS: (0, 0, 5, 0, 0)}
        await work.attention.put_spread(WEEK + 1, newer)
        await work.attention.put_spread(WEEK + 1, newer)
    async with storage.writing() as work:
        assert await work.attention.newest_spread() == (WEEK + 1, newer)
        await work.attention.forget(before=WEEK + 2)
        assert await work.attention.newest_spread() is None


async def test_what_counts_and_has_not_left_is_found(storage: Storage) -> None:
    late, notice = a_delivery(ANN, key=LATER.about), a_delivery(ANN, key="of-no-week")
    gone, bens = a_delivery(ANN, key=NUDGE.about), a_delivery(BEN, key=REMINDER.about)
    await _note_all(storage)
    async with storage.writing() as work:
        await work.deliveries.add([late, notice, gone, bens])
        await work.deliveries.expire_keys([gone.key])
    async with storage.reading() as work:
        assert [each.key for each in await work.attention.waiting([ANN], since=WEEK)] == [late.key]
        assert [each.key for each in await work.attention.waiting([ANN, BEN], since=WEEK)] == [late.key, bens.key]
        assert await work.attention.waiting([ANN, BEN], since=WEEK + 1) == [late]
        assert not await work.attention.waiting([], since=WEEK)


async def test_old_weeks_are_forgotten(storage: Storage) -> None:
    await _note_all(storage)
    async with storage.writing() as work:
        await work.attention.forget(before=WEEK + 1)
    async with storage.reading() as work:
        assert not await work.attention.noted(WEEK, [ANN, BEN])
        assert await work.attention.noted(WEEK + 1, [ANN]) == [LATER]


async def test_it_goes_with_whoever_is_forgotten(storage: Storage) -> None:
    await _note_all(storage)
    async with storage.writing() as work:
        await work.own_data.forget(ANN, answers=(), closed_through=None)
    async with storage.reading() as work:
        assert await work.attention.noted(WEEK, [ANN, BEN]) == [REMINDER]
        assert not await work.attention.noted(WEEK + 1, [ANN])
