"""The database fails in every way it can: nothing is said to be saved that is not, and it heals by itself."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from rich.console import Console

from bot.adapters.channels.registry import longest_text
from bot.cli.ending import exit_code_of
from bot.cli.run import run_migrate
from bot.domain.errors import StorageUnavailable
from bot.domain.identifiers import AnswerCode, PulseId
from bot.domain.messaging.buttons import Answer
from bot.domain.messaging.inbound import Inbound, Pressed
from bot.domain.organisation.people import Address
from bot.flows.inbox.receive import Receive
from storage.database import Database
from tests.support.channels import TELEGRAM
from tests.support.clocks import StillClock
from tests.support.databases import wheel_server
from tests.support.faults import limited_pages, locked_by_another_process, read_only, small_disk
from tests.support.filled import fill
from tests.support.locales import OneLocale, nobody
from tests.support.patience import until_seen
from tests.support.sealed_inbox import seal_with, waiting_updates

BUSY_TIMEOUT = 1.0
GROWTH = "x" * 20_000


def nobody_waits() -> None:
    """Nothing works the inbox off here."""


class Taps:
    """Taps that keep coming; remembers which of them were acknowledged."""

    def __init__(self, database: Database, folder: Path) -> None:
        self._database, self._seal = database, seal_with(folder / "keys")
        self._receive = Receive(
            storage=database,
            clock=StillClock(),
            wake=nobody_waits,
            locale_of=OneLocale(),
            names_of=nobody,
            longest_text=longest_text,
            seal=self._seal,
        )
        self.sent = 0
        self.acknowledged: set[int] = set()

    async def tap(self, *, reply_via: str = "") -> bool:
        self.sent += 1
        update = Inbound(
            sender=Address(channel=TELEGRAM, value=f"at-{self.sent}"),
            update_id=str(self.sent),
            sequence=self.sent,
            event=Pressed(intent=Answer(pulse=PulseId("pulse-ana"), code=AnswerCode("4"))),
            reply_via=reply_via,
        )
        try:
            await self._receive([update])
        except StorageUnavailable:
            return False
        self.acknowledged.add(update.sequence)
        return True

    async def until_refused(self) -> None:
        """Tap until the disk is full."""
        for _ in range(400):
            if not await self.tap(reply_via=GROWTH):
                return
        raise AssertionError("the disk never filled up")

    async def heal(self) -> None:
        """Tap until it is taken in again."""
        await until_seen(self.tap)

    async def stored(self) -> set[int]:
        return {update.sequence for update in await waiting_updates(self._database, self._seal)}


@asynccontextmanager
async def at(url: str) -> AsyncIterator[Database]:
    database = Database(url, busy_timeout=BUSY_TIMEOUT)
    try:
        yield database
    finally:
        await database.close()


async def test_a_lock_held_by_another_process_is_said_and_outlived(tmp_path: Path, sqlite_template: Path) -> None:
    shutil.copyfile(sqlite_template, tmp_path / "rounds.db")
    async with at(f"sqlite:///{tmp_path / 'rounds.db'}") as database:
        taps = Taps(database, tmp_path)
        assert await taps.tap()
        with locked_by_another_process(tmp_path / "rounds.db"):
            assert not await taps.tap()
            async with database.reading() as work:
                assert len(await work.inbox.pending(limit=10_000)) == 1, "reading goes on beside it"
        await taps.heal()
        assert await taps.stored() == taps.acknowledged


async def test_a_full_database_is_said_and_outlived(sqlite_storage: Database, tmp_path: Path) -> None:
    taps = Taps(sqlite_storage, tmp_path)
    with limited_pages() as limit:
        limit.pages = 150
        await taps.until_refused()
        assert await taps.stored() == taps.acknowledged
        assert not await taps.tap(reply_via=GROWTH)
        limit.pages = 0
        await taps.heal()
    assert await taps.stored() == taps.acknowledged


async def test_a_full_disk_is_said_and_outlived(tmp_path: Path, sqlite_template: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        shutil.copyfile(sqlite_template, disk / "rounds.db")
        ballast = disk / "ballast"
        ballast.write_bytes(b"\0" * 2**20)
        async with at(f"sqlite:///{disk / 'rounds.db'}") as database:
            taps = Taps(database, tmp_path)
            await taps.until_refused()
            assert await taps.stored() == taps.acknowledged
            ballast.unlink()
            await taps.heal()
            assert await taps.stored() == taps.acknowledged


async def test_a_disk_that_became_read_only_is_said_and_outlived(tmp_path: Path, sqlite_template: Path) -> None:
    with small_disk(tmp_path / "disk", size="16m") as disk:
        shutil.copyfile(sqlite_template, disk / "rounds.db")
        async with at(f"sqlite:///{disk / 'rounds.db'}") as database:
            taps = Taps(database, tmp_path)
            assert await taps.tap()
            await database.close()
            with read_only(disk):
                assert not await taps.tap()
            await taps.heal()
            assert await taps.stored() == taps.acknowledged


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"this was never a database" * 400, "not a database"), (b"SQLite format 3\0" + b"\xff" * 9000, "not a database")],
)
async def test_a_file_that_is_no_database_is_one_clear_line(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "rounds.db").write_bytes(content)
    console = Console(record=True, width=500, quiet=False, file=(tmp_path / "out").open("w"))
    async with at(f"sqlite:///{tmp_path / 'rounds.db'}") as database:
        assert await exit_code_of(run_migrate(database, console=console), err=console) == 1
        assert not await Taps(database, tmp_path).tap()
    said = console.export_text().strip()
    assert words in said
    assert "\n" not in said
    console.file.close()


async def test_pages_that_went_bad_are_unavailable_storage_not_a_crash(tmp_path: Path, sqlite_template: Path) -> None:
    path = tmp_path / "rounds.db"
    shutil.copyfile(sqlite_template, path)
    await asyncio.to_thread(fill, Database(f"sqlite:///{path}").url, rows=50)
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * (size - 4096))
    async with at(f"sqlite:///{path}") as database:
        assert not await Taps(database, tmp_path).tap()
        with pytest.raises(StorageUnavailable, match="malformed"):
            async with database.reading() as work:
                await work.rosters.current()


@pytest.mark.postgres
@pytest.mark.drill
async def test_a_postgresql_that_stops_is_said_and_its_return_is_noticed(tmp_path: Path) -> None:
    with wheel_server() as server:
        async with at(server.get_uri()) as database:
            await database.migrate()
            taps = Taps(database, tmp_path)
            assert await taps.tap()
            for _ in range(2):
                await asyncio.to_thread(server.stop)
                assert not await taps.tap()
                with pytest.raises(StorageUnavailable):
                    await taps.stored()
                await asyncio.to_thread(server.ensure_postgres_running)
                await taps.heal()
            assert taps.acknowledged <= await taps.stored()


async def test_a_database_that_is_not_there_is_one_clear_line(tmp_path: Path) -> None:
    for url in (f"sqlite:///{tmp_path / 'no' / 'such' / 'rounds.db'}", "postgresql://nobody@127.0.0.1:9/rounds"):
        database = Database(url)
        with pytest.raises(StorageUnavailable) as fault:
            await database.schema_revision()
        assert "password" not in str(fault.value)
        await database.close()
