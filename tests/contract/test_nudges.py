"""What every storage promises about nudges."""

from dataclasses import replace

from bot.domain.identifiers import PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.nudges.nudges import Nudge, NudgeOutcome, nudge_id
from bot.domain.programme.programme import Weekday
from bot.ports import Storage

ADA, BEN = PersonId("ada"), PersonId("ben")
ICU, WARD = UnitId("icu"), UnitId("ward")
WEEK = IsoWeek.parse("2026-W10")
FIRST = Nudge(id=nudge_id(ADA, WEEK), unit=ICU, person=ADA, week=WEEK, codes=("1.1a",))
SECOND = Nudge(id=nudge_id(ADA, WEEK + 2), unit=ICU, person=ADA, week=WEEK + 2, codes=("1.1b", "6.4b"))
ELSEWHERE = Nudge(id=nudge_id(BEN, WEEK), unit=WARD, person=BEN, week=WEEK, codes=("6.5a",))


async def put_all(storage: Storage) -> None:
    async with storage.writing() as work:
        await work.nudges.put([SECOND, FIRST, ELSEWHERE])
        await work.nudges.put([])


async def test_what_a_team_was_offered_comes_oldest_first_as_it_was_put_last(storage: Storage) -> None:
    await put_all(storage)
    done = replace(SECOND, outcome=NudgeOutcome.DONE)
    async with storage.writing() as work:
        await work.nudges.put([done])
    async with storage.reading() as work:
        assert await work.nudges.tried_by([ICU, UnitId("none")]) == {ICU: [FIRST, done]}
        assert await work.nudges.nudge(SECOND.id) == done
        assert await work.nudges.nudge(nudge_id(BEN, WEEK + 2)) is None


async def test_whose_it_was_is_forgotten_first_and_all_of_it_later(storage: Storage) -> None:
    await put_all(storage)
    async with storage.writing() as work:
        await work.nudges.forget(named_before=WEEK + 1, before=WEEK)
        assert await work.nudges.nudge(FIRST.id) == replace(FIRST, person=None)
        assert await work.nudges.nudge(SECOND.id) == SECOND
        await work.nudges.forget(named_before=WEEK + 3, before=WEEK + 1)
    async with storage.reading() as work:
        assert await work.nudges.nudge(FIRST.id) is None
        assert await work.nudges.tried_by([ICU, WARD]) == {ICU: [replace(SECOND, person=None)]}


async def test_days_are_kept_as_they_were_chosen_last(storage: Storage) -> None:
    async with storage.writing() as work:
        await work.nudges.set_day(ADA, Weekday.MON)
        await work.nudges.set_day(ADA, Weekday.FRI)
        await work.nudges.set_day(BEN, None)
    async with storage.reading() as work:
        assert await work.nudges.days() == {ADA: Weekday.FRI, BEN: None}


async def test_they_go_with_whoever_is_forgotten(storage: Storage) -> None:
    await put_all(storage)
    async with storage.writing() as work:
        await work.nudges.set_day(ADA, Weekday.MON)
        await work.own_data.forget(ADA, answers=(), closed_through=None)
    async with storage.reading() as work:
        assert await work.nudges.tried_by([ICU, WARD]) == {WARD: [ELSEWHERE]}
        assert await work.nudges.days() == {}
