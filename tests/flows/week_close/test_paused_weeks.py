"""A week in which everything was paused closes as a quiet week does."""

from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from bot.domain.programme.halts import Halt
from tests.support.memory import MemoryStorage
from tests.support.messages import words_of
from tests.support.weeks import CLINIC, FIRST, MEDICINE, WARD, Weeks, monday_after, the_programme


async def test_a_round_whose_question_was_held_back_counts_for_nobody(tmp_path: Path) -> None:
    weeks = Weeks(MemoryStorage(), tmp_path)
    await weeks.furnish({WARD: 14, CLINIC: 6}, the_programme())
    await weeks.run(9)
    paused = FIRST + 9
    await weeks.play(paused)
    begins = datetime.combine(paused.monday(), time(0), tzinfo=UTC)
    async with weeks.storage.writing() as work:
        halt = Halt(unit=MEDICINE, since=begins, until=begins + timedelta(days=7), reason="Major incident")
        await work.halts.add(halt)
    await weeks.close(now=monday_after(paused))
    async with weeks.storage.reading() as work:
        newest = (await work.weeks.unit_states([WARD], before=paused + 1))[WARD]
    assert newest.week == paused - 1, "of the week itself nobody was asked or reached"
    assert newest.reached_within(1)
    assert "no question was asked (Major incident)" in words_of((await weeks.digest(WARD, paused)).document)
