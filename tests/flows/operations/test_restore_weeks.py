"""After a restore no week is shown twice: what may have been released after the backup is not released again."""

import shutil
from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from bot.adapters.clock import SystemEntropy
from bot.domain.asking.pulses import ShadowPlan
from bot.domain.digests.frozen_digest import FrozenDigest
from bot.domain.disclosure.cells import CellDecision
from bot.domain.disclosure.ledger import LedgerKey, Release
from bot.domain.disclosure.periods import BlockPeriod
from bot.domain.disclosure.release_kinds import ReleaseKind
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.flows.digests.send_digests import SendDigests
from bot.flows.digests.show_digest import ShowDigest
from bot.flows.proof.verify_pages import VerifyPages
from bot.flows.retention.count_overdue import CountOverdue
from bot.flows.week_close.forget_presses import ForgetPresses
from storage.database import Database
from tests.support.backups import backup, restore
from tests.support.builders import T0
from tests.support.clocks import StillClock
from tests.support.databases import POSTGRES_BY_DRILLS
from tests.support.messages import details_of, words_of
from tests.support.weeks import CLINIC, FIRST, MEDICINE, WARD, Says, Weeks, a_round_of, monday_after

pytestmark = POSTGRES_BY_DRILLS
SIZES = {WARD: 14, CLINIC: 6}
UNITS = (WARD, CLINIC, MEDICINE)
IN_FIRST_BLOCK, FIRST_BLOCK_ENDS = FIRST + 2, FIRST + 3


def disagree(_week: IsoWeek, number: int) -> str:
    return "" if number % 3 == 0 else "1"


def agree(_week: IsoWeek, number: int) -> str:
    return "" if number % 3 == 0 else "4"


@pytest.fixture
async def doomed(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Database]:
    """The database of the bot that is lost."""
    path = shutil.copyfile(sqlite_template, tmp_path / "doomed.db")
    database = Database(f"sqlite:///{path}")
    yield database
    await database.close()


async def lost_after(
    week: IsoWeek, lost: Database, found: Database, folder: Path, says: Mapping[UnitId, Says]
) -> tuple[Weeks, Weeks]:
    """A bot backed up on the Sunday of a week, which then closes that week and is lost on Tuesday; and the restored."""
    before = Weeks(lost, folder)
    await before.furnish(SIZES)
    await before.run(week - FIRST, says)
    await before.play(week, says)
    backup(lost, folder / "b")
    assert await before.close(now=monday_after(week)) == [week]
    restored = restore(found, folder / "b", at=monday_after(week) + timedelta(days=1))
    assert restored.skipped_weeks == [week, week + 1]
    after = Weeks(found, folder)
    after.sizes = dict(SIZES)
    return before, after


async def releases(weeks: Weeks, first: IsoWeek) -> Mapping[LedgerKey, Release]:
    async with weeks.storage.reading() as work:
        found = await work.weeks.releases(UNITS, first, first + 52)
    return {(each.scope, each.kind, each.period): each for each in found}


async def cells(weeks: Weeks, week: IsoWeek) -> Mapping[UnitId, CellDecision]:
    async with weeks.storage.reading() as work:
        atoms = await work.cells.atoms(week)
        assert atoms is not None
        return await work.cells.of_week(week, atoms)


@pytest.mark.drill
async def test_a_week_that_was_shown_after_the_backup_is_not_shown_again(
    database: Database, doomed: Database, tmp_path: Path
) -> None:
    week = IN_FIRST_BLOCK
    lost, found = await lost_after(week, doomed, database, tmp_path, {WARD: agree, CLINIC: agree})
    assert (await cells(lost, week)).keys() == {WARD}
    assert await found.close(now=monday_after(week) + timedelta(days=1)) == []
    assert await SendDigests(storage=database)(now=monday_after(week) + timedelta(days=3)) == 0
    assert await found.deliveries() == {}
    for unit in UNITS:
        page = await ShowDigest(storage=database, clock=StillClock(T0), entropy=SystemEntropy())(unit, week, to="root")
        assert isinstance(page, FrozenDigest)
        assert words_of(page).splitlines()[1:] == ["No digest for this week: Rounds was restored from a backup."]
        assert words_of(page.in_language("cy", "en-GB")).splitlines()[1].startswith("Dim crynodeb")
    assert await found.run(2, {WARD: agree, CLINIC: agree}, first=week + 1) == [week + 1, week + 2]
    assert await cells(found, week) == {}, "the same week, cut twice"
    assert (await cells(found, week + 2)).keys() == {WARD}
    assert "Heard:" in details_of(await found.digest(WARD, week + 2))
    assert (await VerifyPages(storage=database)()).faults == ()


@pytest.mark.drill
async def test_a_block_that_ended_after_the_backup_has_no_second_score_and_no_part_in_the_next(
    database: Database, doomed: Database, tmp_path: Path
) -> None:
    week = FIRST_BLOCK_ENDS
    lost, found = await lost_after(week, doomed, database, tmp_path, {WARD: disagree, CLINIC: disagree})
    assert any(kind is ReleaseKind.SCORE and each.shown for (_, kind, _), each in (await releases(lost, week)).items())
    await found.run(4, {WARD: disagree, CLINIC: disagree}, first=week + 1)
    said = details_of(await found.digest(WARD, week + 4))
    assert "Said: Not shown: Rounds was restored" in said, "its first week ran at the restore"
    await found.run(5, {WARD: agree, CLINIC: agree}, first=week + 5)
    scores = {key: each for key, each in (await releases(found, week)).items() if key[1] is ReleaseKind.SCORE}
    assert {period for _, _, period in scores} == {BlockPeriod(epoch=FIRST, number=2)}
    said = details_of(await found.digest(WARD, week + 9))
    assert "Said: Agree" in said, "nobody's answers of the blocks before count here"
    assert "than before" not in said
    assert (await VerifyPages(storage=database)()).faults == ()


@pytest.mark.drill
async def test_a_block_that_ends_after_the_restore_has_no_score_if_a_week_of_it_was_skipped(
    database: Database, doomed: Database, tmp_path: Path
) -> None:
    week = FIRST + 1
    _, found = await lost_after(week, doomed, database, tmp_path, {WARD: agree, CLINIC: agree})
    says = {WARD: agree, CLINIC: agree}
    await found.run(2, says, first=IN_FIRST_BLOCK)
    assert scores_in(await releases(found, FIRST_BLOCK_ENDS)) == {}
    said = details_of(await found.digest(WARD, FIRST_BLOCK_ENDS))
    assert "Heard:" in said, "what was cut after the restore is shown"
    assert "Said: Not shown: Rounds was restored from a backup" in said
    await found.run(4, says, first=FIRST_BLOCK_ENDS + 1)
    assert "Said: Agree" in details_of(await found.digest(WARD, FIRST_BLOCK_ENDS + 4)), "the next block begins afresh"


@pytest.mark.drill
async def test_no_figures_are_promised_for_a_block_with_a_week_that_was_skipped(
    database: Database, doomed: Database, tmp_path: Path
) -> None:
    week, says = FIRST, {WARD: agree, CLINIC: agree}
    lost, found = await lost_after(week, doomed, database, tmp_path, says)
    await lost.run(2, says, first=week + 1)
    await found.run(2, says, first=week + 1)
    ends_of_blocks = "First figures on 3 February", "First figures on 3 March"
    for weeks, promised in zip((lost, found), ends_of_blocks, strict=True):
        assert [each in details_of(await weeks.digest(WARD, week + 2)) for each in ends_of_blocks] == [
            each == promised for each in ends_of_blocks
        ]


@pytest.mark.drill
async def test_a_block_with_a_week_that_was_being_closed_at_the_backup_has_no_score(
    database: Database, doomed: Database, tmp_path: Path
) -> None:
    week, says = IN_FIRST_BLOCK, {WARD: agree, CLINIC: agree}
    lost = Weeks(doomed, tmp_path)
    await lost.furnish(SIZES)
    await lost.run(2, says)
    await lost.play(week, says)
    async with doomed.writing() as work:
        await work.weeks.claim(week, at=monday_after(week))
    backup(doomed, tmp_path / "b")
    restore(database, tmp_path / "b", at=monday_after(week))
    found = Weeks(database, tmp_path)
    found.sizes = dict(SIZES)
    await found.run(1, says, first=FIRST_BLOCK_ENDS)
    assert scores_in(await releases(found, FIRST_BLOCK_ENDS)) == {}


def scores_in(found: Mapping[LedgerKey, Release]) -> Mapping[LedgerKey, Release]:
    """Scores that were told, and cells with anything in them."""
    return {
        key: each
        for key, each in found.items()
        if (key[1] is ReleaseKind.SCORE and each.shown) or (key[1] is ReleaseKind.SCORE_CELLS and each.shown["cells"])
    }


@pytest.mark.drill
async def test_the_week_that_runs_at_the_restore_has_no_figure_and_people_answer_in_it_as_ever(
    database: Database, doomed: Database, tmp_path: Path
) -> None:
    """Who answered between the backup and the restore would count as silent."""
    week, says = FIRST + 2, {WARD: agree, CLINIC: agree}
    lost = Weeks(doomed, tmp_path)
    await lost.furnish(SIZES)
    await lost.run(2, says)
    backup(doomed, tmp_path / "b")
    wednesday = monday_after(week) - timedelta(days=5)
    assert restore(database, tmp_path / "b", at=wednesday).skipped_weeks == [week]
    found = Weeks(database, tmp_path)
    found.sizes = dict(SIZES)
    async with database.reading() as work:
        assert await work.weeks.closed_through() == week - 1, "what is answered until its end is taken"
    assert await found.close(now=wednesday + timedelta(days=1)) == []
    await found.play(week, says)
    assert await found.close(now=monday_after(week)) == [week]
    assert await cells(found, week) == {}
    assert await releases(found, week) == {}
    assert "No digest for this week: Rounds was restored" in words_of((await found.digest(WARD, week)).document)
    assert await SendDigests(storage=database)(now=monday_after(week) + timedelta(days=3)) == 0
    async with database.reading() as work:
        assert await work.weeks.newest_closed() == week
    await found.run(1, says, first=week + 1)
    assert "Heard:" in details_of(await found.digest(WARD, week + 1))
    assert scores_in(await releases(found, week + 1)) == {}, "its block has no score"


@pytest.mark.drill
async def test_a_week_that_was_being_closed_at_the_backup_counts_as_closed(
    database: Database, doomed: Database, tmp_path: Path
) -> None:
    lost = Weeks(doomed, tmp_path)
    await lost.furnish(SIZES)
    await lost.run(2)
    await lost.play(FIRST + 2)
    async with doomed.writing() as work:
        await work.weeks.claim(FIRST + 2, at=monday_after(FIRST + 2))
    backup(doomed, tmp_path / "b")
    restore(database, tmp_path / "b", at=monday_after(FIRST + 2))
    found = Weeks(database, tmp_path)
    assert await found.close(now=monday_after(FIRST + 2)) == []
    async with database.reading() as work:
        assert await work.weeks.newest_closed() == FIRST + 2


@pytest.mark.drill
async def test_a_hospital_that_had_closed_no_week_yet_is_passed_over_from_its_first_round(
    database: Database, doomed: Database, tmp_path: Path
) -> None:
    lost = Weeks(doomed, tmp_path)
    await lost.furnish(SIZES)
    await lost.play(FIRST)
    backup(doomed, tmp_path / "b")
    restored = restore(database, tmp_path / "b", at=monday_after(FIRST + 1))
    assert restored.skipped_weeks == [FIRST, FIRST + 1, FIRST + 2]
    assert restored.expired.digests == 0


async def test_what_is_kept_until_a_week_is_closed_goes_with_the_weeks_that_are_passed_over(
    database: Database, doomed: Database, tmp_path: Path
) -> None:
    """Else health would call it overdue until the next week is closed."""
    lost = Weeks(doomed, tmp_path)
    await lost.furnish(SIZES)
    await lost.play(FIRST)
    at, round_ = monday_after(FIRST + 1), a_round_of(WARD, FIRST)
    person = PersonId("ward-m1")
    plan = ShadowPlan(round=round_.id, unit=WARD, person=person, questions=1, week=FIRST, budget_week=FIRST)
    async with doomed.reading() as work:
        ready = await work.weeks.ready_to_wait([])
    async with doomed.writing() as work:
        await work.rounds.add_shadow_plans([plan])
        await work.weeks.put_pending_releases(FIRST, ready)
        await work.weeks.claim(FIRST, at=monday_after(FIRST))
    backup(doomed, tmp_path / "b")
    restore(database, tmp_path / "b", at=at)
    await ForgetPresses(storage=database)()
    clock = StillClock(at + timedelta(days=3))
    async with database.reading() as work:
        found = await CountOverdue(clock=clock, real_clock=clock)(work)
    assert {table for table, each in found.items() if each.rows} == set()
