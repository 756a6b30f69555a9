"""What every storage promises about sealed answers and epochs."""

from dataclasses import replace

import pytest

from bot.domain.answers.answer_body import LONGEST_OF_A_BUTTON
from bot.domain.answers.epochs import EpochState
from bot.domain.answers.workings import OrganisationHabits, QuestionSums, SealedWorking, TeamBlock, TeamQuarter, Working
from bot.domain.identifiers import EpochId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.ports import SealedAnswer, Storage
from tests.support.builders import ICU, a_whole_quarter

WARD = UnitId("ward")
Q1, Q2 = EpochId("2026-W01"), EpochId("2026-W14")


def sealed(name: str, *, epoch: EpochId = Q1, unit: UnitId = ICU, body: bytes = b"body") -> SealedAnswer:
    return SealedAnswer(id=name.encode().ljust(32, b"\0"), epoch=epoch, unit=unit, body=body)


async def test_a_sealed_answer_is_replaced_by_its_id(storage: Storage) -> None:
    a, b, c = sealed("a"), sealed("b", unit=WARD), sealed("c", epoch=Q2)
    async with storage.writing() as work:
        await work.answers.put_many([a])
        await work.answers.put_many([b, c])
        await work.answers.put_many([])
        await work.answers.put_many([replace(a, body=b"changed \0 \xff")])
    async with storage.reading() as work:
        assert await work.answers.many([a.id, b.id, b"unknown"]) == {a.id: b"changed \0 \xff", b.id: b"body"}
        assert await work.answers.many([]) == {}
        assert await work.answers.in_words(Q1, [ICU, WARD]) == {}


async def test_answers_in_words_are_found_by_epoch_and_unit(storage: Storage) -> None:
    long, short = bytes(LONGEST_OF_A_BUTTON + 1), bytes(LONGEST_OF_A_BUTTON)
    a, b, c = (sealed(name, unit=unit, body=long) for name, unit in (("a", ICU), ("b", WARD), ("c", ICU)))
    async with storage.writing() as work:
        await work.answers.put_many([a, b, c, sealed("d", body=short), sealed("e", epoch=Q2, body=long)])
    async with storage.reading() as work:
        assert await work.answers.in_words(Q1, [ICU]) == {ICU: {a.id: a.body, c.id: c.body}}
        assert set(await work.answers.in_words(Q1, [ICU, WARD])) == {ICU, WARD}
        assert await work.answers.in_words(Q1, []) == {}
    async with storage.writing() as work:
        await work.answers.put_many([replace(a, body=short)])
        assert await work.answers.in_words(Q1, [ICU]) == {ICU: {c.id: c.body}}


@pytest.mark.drill
async def test_many_answers_are_found_at_once(storage: Storage) -> None:
    answers = [sealed(f"{number:05}") for number in range(12_000)]
    async with storage.writing() as work:
        await work.answers.put_many(answers)
    async with storage.reading() as work:
        assert len(await work.answers.many([answer.id for answer in answers])) == 12_000


WORKINGS: tuple[Working, ...] = (TeamBlock(unit=ICU), TeamQuarter(unit=ICU), OrganisationHabits(), QuestionSums())


def working(number: int) -> SealedWorking:
    return SealedWorking(b"\0\xff%d" % number)


async def test_an_epoch_leaves_nothing_sealed_behind(storage: Storage) -> None:
    async with storage.writing() as work:
        a, b, c = sealed("a"), sealed("b", unit=WARD), sealed("c", epoch=Q2, body=bytes(LONGEST_OF_A_BUTTON + 1))
        await work.answers.put_many([a, b, c])
        await work.answers.put_workings(Q1, dict.fromkeys(WORKINGS, SealedWorking(b"old")))
        await work.answers.put_workings(Q1, {each: working(number) for number, each in enumerate(WORKINGS)})
        await work.answers.put_workings(Q2, dict.fromkeys(WORKINGS, SealedWorking(b"next")))
        found = await work.answers.workings(Q1, [TeamBlock(unit=WARD), *WORKINGS])
        assert found == {each: working(number) for number, each in enumerate(WORKINGS)}
        assert await work.answers.delete_epoch(Q1) == 2
        assert await work.answers.delete_epoch(Q1) == 0
    async with storage.reading() as work:
        assert await work.answers.many([a.id, b.id]) == {}
        assert await work.answers.workings(Q1, WORKINGS) == {}
        assert await work.answers.workings(Q2, WORKINGS) == dict.fromkeys(WORKINGS, b"next")
        assert set(await work.answers.in_words(Q2, [ICU, WARD])) == {ICU}


async def test_epochs_are_found_by_week_and_state(storage: Storage) -> None:
    first = a_whole_quarter(IsoWeek.parse("2026-W01"), fingerprint="f1")
    second = replace(
        a_whole_quarter(first.last + 1, fingerprint="f2"), weeks=12, number=2, lives_through=first.last + 9
    )
    async with storage.writing() as work:
        assert await work.epochs.neighbours(first.first) == (None, None)
        await work.epochs.save(second)
        await work.epochs.save(first)
        assert await work.epochs.covering(IsoWeek.parse("2026-W13")) == first
        assert await work.epochs.covering(IsoWeek.parse("2026-W25")) == second
        assert await work.epochs.covering(IsoWeek.parse("2026-W26")) is None
        assert await work.epochs.not_closed() == [first, second]
        finished = replace(first, state=EpochState.FINISHED)
        await work.epochs.save(finished)
        assert await work.epochs.not_closed() == [finished, second]
        assert await work.epochs.neighbours(IsoWeek.parse("2026-W20")) == (finished, None)
        assert await work.epochs.neighbours(IsoWeek.parse("2025-W50")) == (None, finished)
        assert await work.epochs.neighbours(IsoWeek.parse("2026-W40")) == (second, None)
        await work.epochs.save(replace(first, state=EpochState.CLOSED, fingerprint=""))
        assert await work.epochs.not_closed() == [second]
