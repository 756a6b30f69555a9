"""After a restore no key outlives its time, also of blocks and weeks that the backup knows nothing of."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.administration.log import AdministrationAct
from bot.flows.operations.tidy import Tidy
from storage.database import Database
from tests.support.backups import backup, restore
from tests.support.builders import T0, a_pulse, a_round
from tests.support.clocks import StillClock
from tests.support.ward import Ward

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
LATER = T0 + 4 * WEEK
"""In the block after the one that the backup knows."""
LIFE = 14 * WEEK
"""As long as people are told that an answer lives at most."""


@pytest.fixture
async def restored(sqlite_storage: Database, tmp_path: Path) -> AsyncIterator[Ward]:
    """A bot restored from a backup of its first block, after another one has answered in the second."""
    lost = Ward(sqlite_storage, tmp_path)
    await lost.furnish()
    await lost.do(lost.tap("ana", "3"))
    backup(sqlite_storage, tmp_path / "b")
    round_ = a_round(opens_at=LATER)
    await lost.ask(round_, [replace(a_pulse("ana", identity="later", round_=round_), week=round_.week)])
    lost.clock.at = LATER + timedelta(hours=1)
    await lost.do(lost.tap("ana", "1", pulse="later"))
    assert keys(tmp_path, "key") == ["2026-W10", "2026-W14"]
    assert keys(tmp_path, "inbox") == ["2026-W10", "2026-W14"]
    database = Database(f"sqlite:///{tmp_path / 'restored.db'}")
    restore(database, tmp_path / "b", at=LATER + DAY, keys=tmp_path / "keys")
    yield Ward(database, tmp_path, clock=StillClock(LATER + DAY))
    await database.close()


def keys(folder: Path, suffix: str) -> list[str]:
    return sorted(path.stem for path in (folder / "keys").glob(f"*.{suffix}"))


async def test_the_key_of_a_block_that_the_backup_does_not_know_is_destroyed_in_time(
    restored: Ward, tmp_path: Path
) -> None:
    """Newer backups hold what it opens, and so may the disk that was thought to be lost."""
    monday = T0 - DAY + 4 * WEEK
    restored.clock.at = monday.replace(hour=0) + LIFE - timedelta(seconds=1)
    await restored.close_epoch()
    assert "2026-W14" in keys(tmp_path, "key")
    restored.clock.at += timedelta(seconds=1)
    await restored.close_epoch()
    assert keys(tmp_path, "key") == []
    async with restored.storage.reading() as work:
        entries = await work.administration_log.entries()
    told = [entry.words.after for entry in entries if entry.act is AdministrationAct.KEY_DESTROYED and entry.words]
    assert told.count("of the block from 2026-W14, by its age") == 1


async def test_a_block_that_begins_again_after_a_restore_goes_on_under_its_key(restored: Ward, tmp_path: Path) -> None:
    round_ = a_round(opens_at=LATER)
    await restored.ask(round_, [replace(a_pulse("ben", identity="again", round_=round_), week=round_.week)])
    await restored.do(replace(restored.tap("ben", "2", pulse="again"), update_id="another"))
    assert keys(tmp_path, "key") == ["2026-W10", "2026-W14"]
    assert (await restored.answers())["ben"].code == "2"


async def test_keys_of_the_inbox_that_the_backup_does_not_know_go_as_soon_as_the_others(
    restored: Ward, tmp_path: Path
) -> None:
    async def nothing() -> None:
        """The answers are another test's."""

    tidy = Tidy(storage=restored.storage, inbox_keys=restored.inbox_keys, unlink_answers=nothing)
    await tidy(now=LATER + WEEK)
    assert "2026-W14" in keys(tmp_path, "inbox")
    await tidy(now=LATER + 2 * WEEK)
    assert keys(tmp_path, "inbox") == []
