"""Somebody is forgotten while a week is being closed: it ends as if they had asked before it, or after it."""

import asyncio
import shutil
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

import pytest

from bot.adapters.tombstones import FileTombstones
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.flows.epochs.living_answers import LivingAnswers
from bot.flows.own_page.forget_own import ForgetOwn, Forgetting
from bot.flows.proof.verify_pages import VerifyPages
from bot.flows.week_close.forget_presses import ForgetPresses
from bot.flows.week_close.hold_week import writing_of
from bot.ports import UnitOfWork
from storage.codecs.unit_states import decode_unit_state
from storage.database import Database
from storage.schema.tables import metadata
from tests.flows.week_close.test_release_comments import everybody_agrees
from tests.flows.week_close.test_two_close_a_week import StandsStill
from tests.support.clocks import StillClock
from tests.support.databases import sqlite_copy
from tests.support.records import rows_in
from tests.support.waiting import somebody_waits
from tests.support.weeks import CLINIC, FIRST, WARD, Weeks, monday_after

MIA: Final = PersonId("ward-m1")
SIZES: Final = {WARD: 14, CLINIC: 7}
LAST: Final = FIRST + 3
NOW: Final = monday_after(LAST)
OF_CHANCE: Final = {"comments.id", "log_words.id", "page_certificates.body"}
"""Ids of chance, and what is made of salts."""
STAYS: Final = {"people", "memberships", "unit_states", "digests", "atoms", "releases", "recipient_salts"}
"""Where the list names her, and what figures of many were made of."""
Looks = Mapping[str, Counter[str]]


async def no_notes(_work: UnitOfWork, _person: PersonId) -> None:
    """She has raised nothing."""


def writes(unit: UnitId, week: IsoWeek, number: int) -> str:
    return f"Words of {number}." if (unit, week) == (WARD, FIRST + 1) and number < 11 else ""


async def a_block(storage: Database, folder: Path) -> Weeks:
    """Of four weeks, of which the last is over and not closed."""
    weeks = Weeks(storage, folder)
    await weeks.furnish(SIZES)
    weeks.adds = writes
    everybody = dict.fromkeys(SIZES, everybody_agrees)
    await weeks.run(3, everybody)
    await weeks.play(LAST, everybody)
    return weeks


async def forget(weeks: Weeks, storage: Database) -> None:
    forgets = ForgetOwn(
        storage=storage,
        clock=StillClock(NOW),
        tombstones=FileTombstones(weeks.folder / "keys", entropy=weeks.entropy),
        answers=LivingAnswers(open_epoch=weeks.open_epoch, sealer=weeks.sealer),
        destroy_notes=no_notes,
        awaits_file=lambda _: False,
    )
    assert await forgets(MIA) is Forgetting.DONE


def look(storage: Database) -> Looks:
    """Every row as far as it is not of chance."""
    found: dict[str, Counter[str]] = {}
    for table in metadata.sorted_tables:
        rows = rows_in(storage, table)
        found[table.name] = Counter(str({name: _plain(table.name, name, row[name]) for name in row}) for row in rows)
    return found


def _plain(table: str, column: str, value: Any) -> str:
    if (table, column) == ("unit_states", "state"):
        return repr(decode_unit_state(value))
    return "chance" if f"{table}.{column}" in OF_CHANCE or isinstance(value, bytes) else str(value)


def apart(one: Looks, other: Looks) -> dict[str, Any]:
    return {name: (one[name] - other[name], other[name] - one[name]) for name in one if one[name] != other[name]}


class StandsAnywhere(StandsStill):
    """Also before it reads."""

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[UnitOfWork]:
        self._left -= 1
        if self._left == 0:
            self.stands.set()
            await self.goes_on.wait()
        async with super().reading() as work:
            yield work


@pytest.mark.drill
async def test_it_ends_as_if_they_had_asked_before_or_after(sqlite_template: Path, tmp_path: Path) -> None:
    """Words that were not told yet are told no more, also where the figures had been made already."""
    (begun := tmp_path / "begun").mkdir()
    async with sqlite_copy(sqlite_template, begun) as database:
        await a_block(database, begun)

    async def ends(name: str, *, forgets_at: int) -> tuple[Looks, bool]:
        shutil.copytree(begun / "keys", (folder := tmp_path / name) / "keys")
        async with sqlite_copy(begun / "rounds.db", folder) as database:
            weeks = Weeks(database, folder)
            stands = StandsAnywhere(database.url.render_as_string(), at=forgets_at)
            closing = asyncio.create_task(weeks.closing(stands)(now=NOW))
            standing = asyncio.create_task(stands.stands.wait())
            await asyncio.wait({closing, standing}, return_when=asyncio.FIRST_COMPLETED)
            standing.cancel()
            is_over = closing.done()
            await forget(weeks, database)
            stands.goes_on.set()
            assert await closing == [LAST]
            await ForgetPresses(storage=database)()
            assert (await VerifyPages(storage=database)()).faults == ()
            await stands.close()
            return look(database), is_over

    before, _ = await ends("before", forgets_at=1)
    after, is_over = await ends("after", forgets_at=999)
    assert is_over
    assert apart(before, after).keys() == {"comments"}
    for at in range(2, 999):
        found, is_over = await ends(str(at), forgets_at=at)
        assert {} in (apart(before, found), apart(after, found)), at
        if is_over:
            assert at > 20
            return


@pytest.mark.postgres
async def test_beside_the_end_of_a_close_nothing_of_the_week_is_left_behind(
    postgres_storage: Database, tmp_path: Path
) -> None:
    """Whoever counts on the week being open waits until that is sure."""
    weeks = await a_block(postgres_storage, tmp_path)
    async with postgres_storage.writing() as work:
        assert await work.weeks.claim(LAST, at=NOW)
    async with writing_of(postgres_storage, LAST) as closing:
        forgetting = asyncio.create_task(forget(weeks, postgres_storage))
        await somebody_waits(postgres_storage)
        await closing.weeks.finish(LAST)
    await forgetting
    async with postgres_storage.reading() as work:
        assert await work.own_data.pulses_of(MIA) == []


@pytest.mark.drill
@pytest.mark.postgres
@pytest.mark.parametrize("moment", [0.0, 0.1, 0.3])
async def test_both_at_once_come_to_their_end(postgres_storage: Database, tmp_path: Path, moment: float) -> None:
    weeks = await a_block(postgres_storage, tmp_path)
    other = Database(postgres_storage.url.render_as_string(hide_password=False))

    async def forget_then() -> None:
        await asyncio.sleep(moment)
        await forget(weeks, other)

    closed, _ = await asyncio.gather(weeks.closing(postgres_storage, chunk=1)(now=NOW), forget_then())
    assert closed == [LAST]
    await ForgetPresses(storage=postgres_storage)()
    await other.close()
    assert (await VerifyPages(storage=postgres_storage)()).faults == ()
    async with postgres_storage.reading() as work:
        assert await work.own_data.pulses_of(MIA) == []
        rows = await work.own_data.rows_of(MIA, since=None)
    assert rows.keys() == STAYS
