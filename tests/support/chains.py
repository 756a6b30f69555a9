"""A log of administration with its chain and its keys, and whoever may write to the database by hand."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Table, create_engine, delete, insert, make_url, select, text, update

from bot.adapters.clock import SystemEntropy
from bot.adapters.signing_keys import FileSigningKeys, fits
from bot.domain.administration.log import Actor, AdministrationAct, Author, LogEntry, LogWords, RevisionSource
from bot.domain.identifiers import PersonId
from bot.domain.proof.chain import ChainLink
from bot.domain.proof.check_chain import ChainCheck
from bot.flows.administration.revise_programme import ReviseProgramme
from bot.flows.proof.verify_chain import VerifyChain
from storage.backup.database_backups import DatabaseBackups
from storage.backup.log_records import DatabaseLogRecords
from storage.backup.restore import opened_backup
from storage.database import Database
from storage.schema import tables
from tests.support.backups import unheard
from tests.support.builders import T0, a_programme, a_roster, after, no_faults
from tests.support.clocks import StillClock

ENTROPY, CLOCK = SystemEntropy(), StillClock()
_GUARDED = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'only_added'"
BEN = Author(who=Actor.person(PersonId("ben")), source=RevisionSource.CONSOLE)
LOG = tables.administration_log
KEPT: Sequence[Table] = (
    *(tables.log_people, LOG, tables.log_words, tables.revisions, tables.revision_people),
    *(tables.revision_programmes, tables.revision_rows),
)
PAUSED = LogEntry(at=T0, act=AdministrationAct.PAUSED, author=BEN, words=LogWords(what="everything paused"))
FROZEN = LogEntry(
    at=after(hours=1),
    act=AdministrationAct.DIGESTS_FROZEN,
    author=None,
    words=LogWords(what="pages frozen"),
    evidence=bytes(range(32)),
)


@contextmanager
def by_hand(database: str | URL) -> Iterator[Connection]:
    """As the owner of the database, who can take away what refuses changes, and here puts it back in the end."""
    url = make_url(database)
    embedded = url.drivername == "sqlite"
    engine = create_engine(url if embedded else url.set(drivername="postgresql+psycopg"))
    try:
        with engine.begin() as connection, _unguarded_file(connection) if embedded else _unguarded(connection):
            yield connection
    finally:
        engine.dispose()


@contextmanager
def _unguarded(connection: Connection) -> Iterator[None]:
    tables_here = [str(name) for name in connection.scalars(text(_GUARDED))]
    for table in tables_here:
        connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER only_added"))
    yield
    for table in tables_here:
        connection.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER only_added"))


@contextmanager
def _unguarded_file(connection: Connection) -> Iterator[None]:
    triggers = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
    for trigger in triggers:
        connection.execute(text(f"DROP TRIGGER {trigger.name}"))
    yield
    for trigger in triggers:
        connection.exec_driver_sql(trigger.sql)


@dataclass(slots=True)
class SignedLog:
    """A log of eleven entries and two revisions, the folder of its keys, and whoever may write to the database."""

    url: str
    folder: Path

    @property
    def keeper(self) -> FileSigningKeys:
        return FileSigningKeys(self.folder, entropy=ENTROPY)

    def opened(self, keeper: FileSigningKeys | None = None) -> Database:
        return Database(self.url, keeper=keeper or self.keeper)

    async def add(self, *entries: LogEntry, keeper: FileSigningKeys | None = None) -> None:
        database = self.opened(keeper)
        try:
            async with database.writing() as work:
                await work.administration_log.add(entries, token=ENTROPY.token)
        finally:
            await database.close()

    async def furnish(self) -> None:
        database = self.opened()
        revise = ReviseProgramme(storage=database, clock=CLOCK, entropy=ENTROPY, links=[], fits=no_faults)
        for people in (["ada", "ben"], ["ben"]):
            await revise(a_programme(), a_roster(people), author=BEN)
        await database.close()
        await self.add(PAUSED, FROZEN)

    async def look(self, backup: Path | None = None, url: str = "") -> ChainCheck:
        if backup is not None:
            with opened_backup(backup) as file:
                return await self._look(f"sqlite:///{file}", is_backup=True)
        return await self._look(url or self.url, is_backup=False)

    async def _look(self, url: str, *, is_backup: bool) -> ChainCheck:
        records = DatabaseLogRecords(make_url(url))
        return await VerifyChain(records=records, keeper=self.keeper, fits=fits, is_backup=is_backup)()

    def by_hand(self) -> AbstractContextManager[Connection]:
        return by_hand(self.url)

    def kept(self) -> Mapping[Table, Sequence[Any]]:
        with self.by_hand() as connection:
            return {table: [row._asdict() for row in connection.execute(select(table))] for table in KEPT}

    def put_back(self, kept: Mapping[Table, Sequence[Any]]) -> None:
        with self.by_hand() as connection:
            for table in reversed(list(kept)):
                connection.execute(delete(table))
            for table, rows in kept.items():
                connection.execute(insert(table), list(rows))

    def change(self, table: Table, *where: Any, **values: Any) -> None:
        with self.by_hand() as connection:
            assert connection.execute(update(table).where(*where).values(**values)).rowcount == 1

    def links(self) -> list[ChainLink]:
        return list(DatabaseLogRecords(make_url(self.url)).read().links)

    def back_up(self, name: str) -> Path:
        path = self.folder.parent / name
        DatabaseBackups(Database(self.url)).take(path, at=T0, progress=unheard)
        return path
