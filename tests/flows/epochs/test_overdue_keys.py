"""Keys that should be gone, or are gone too early: what an administrator is told, and what needs no telling."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.answers.epochs import EpochState
from bot.domain.identifiers import EpochId
from bot.domain.iso_weeks import IsoWeek
from bot.flows.operations.check_readiness import KEYS
from storage.database import Database
from tests.support.backups import backup, restore
from tests.support.builders import T0, a_pulse, a_round
from tests.support.epochs import epoch_named
from tests.support.readiness import readiness_of
from tests.support.ward import Ward

BLOCK = EpochId("2026-W10")
LAST = IsoWeek.parse("2026-W22")
"""The last week whose close needs its key."""
DESTROYED_AT = T0.replace(month=6, day=2, hour=12)
SECOND = timedelta(seconds=1)


@pytest.fixture
async def ward(sqlite_storage: Database, tmp_path: Path) -> Ward:
    ward = Ward(sqlite_storage, tmp_path)
    await ward.furnish()
    await ward.do(ward.tap("ana", "3"), ward.tap("ben", "1"))
    return ward


@pytest.fixture
async def fresh(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'fresh.db'}")
    yield database
    await database.close()


async def keys_part(ward: Ward) -> list[str]:
    check = readiness_of(ward)
    return [trouble.line for trouble in (await check()).parts[KEYS]]


async def test_a_key_is_a_trouble_once_it_is_24_hours_older_than_it_should_be(ward: Ward) -> None:
    ward.clock.at = DESTROYED_AT + timedelta(hours=24) - SECOND
    assert await keys_part(ward) == []
    ward.clock.at += SECOND
    assert await keys_part(ward) == [
        f"the key of the block from {BLOCK} should have been destroyed on 2026-06-02; weeks before it could not be"
        " closed"
    ]
    await ward.close_weeks(*(ward.round.week + step for step in range(LAST - ward.round.week + 1)))
    assert await keys_part(ward) == [
        f"the key of the block from {BLOCK} should have been destroyed on 2026-06-02; see what the log says of closing"
        " blocks"
    ]
    assert await ward.close_epoch() == [BLOCK]
    assert await keys_part(ward) == []


async def test_each_missing_key_has_a_line_of_its_own(ward: Ward, tmp_path: Path) -> None:
    for step, week in ((4, "2026-W14"), (8, "2026-W18")):
        later = a_round(opens_at=T0 + timedelta(weeks=step))
        await ward.ask(later, [replace(a_pulse("ana", identity=f"in-{week}", round_=later), week=later.week)])
        ward.clock.at = later.opens_at + timedelta(hours=1)
        await ward.do(ward.tap("ana", "2", pulse=f"in-{week}"))
    kept = {path: path.read_bytes() for path in sorted((tmp_path / "keys").glob("*.key"))}
    assert [path.stem for path in kept] == [BLOCK, "2026-W14", "2026-W18"]
    assert await keys_part(ward) == []
    for path in kept:
        path.unlink()
    assert await keys_part(ward) == [
        f"the key of the block from {path.stem} is missing; restore the key folder, or, if it is lost for good, run:"
        f" rounds abandon-block {path.stem}"
        for path in kept
    ]
    first, *others = kept
    first.write_bytes(kept[first])
    first.chmod(0o600)
    assert [line.split()[6] for line in await keys_part(ward)] == [path.stem for path in others]


@pytest.mark.drill
async def test_a_restored_block_whose_time_has_passed_is_destroyed_at_the_first_start_without_a_word(
    ward: Ward, sqlite_storage: Database, tmp_path: Path, fresh: Database
) -> None:
    """The bot destroyed its key after the backup, so that nothing of the block opens any more."""
    ward.clock.at = DESTROYED_AT - timedelta(days=2)
    weeks = [ward.round.week + step for step in range(LAST - ward.round.week)]
    await ward.close_weeks(*weeks)
    assert await ward.close_epoch() == []
    backup(sqlite_storage, tmp_path / "b")
    await ward.close_weeks(LAST)
    ward.clock.at = DESTROYED_AT
    assert await ward.close_epoch() == [BLOCK]

    ward.clock.at += timedelta(hours=1)
    restored = restore(fresh, tmp_path / "b", at=ward.clock.at, keys=tmp_path / "keys")
    assert restored.without_key == []
    again = Ward(fresh, tmp_path, clock=ward.clock)
    async with fresh.reading() as work:
        kept = await epoch_named(work, BLOCK)
    assert kept is not None
    assert (kept.state, len(await again.raw_rows(BLOCK))) == (EpochState.FINISHED, 2)
    assert await keys_part(again) == []
    assert await again.close_epoch() == [BLOCK]
    async with fresh.reading() as work:
        ended = await epoch_named(work, BLOCK)
    assert ended is not None
    assert (ended.state, await again.raw_rows(BLOCK)) == (EpochState.CLOSED, [])
    assert await keys_part(again) == []
