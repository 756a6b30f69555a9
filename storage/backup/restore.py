"""Restores: a backup loaded into an empty database of either kind, verified, all of it or nothing."""

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, MetaData, select, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.domain.errors import BackupRefused
from bot.repositories.backups import Manifest, Progress, TableSum
from storage.backup import table_copy
from storage.backup.loaded import FilledDatabase
from storage.backup.manifest import read_manifest
from storage.backup.table_copy import Row, Summing
from storage.schema import migrations, tables
from storage.sql.lock_numbers import MIGRATING

_ONE_AT_A_TIME = text(
    f"SELECT pg_advisory_xact_lock({MIGRATING})"
)  # the lock of migrations: neither may see half the other


@contextmanager
def filled(url: URL, path: Path, *, progress: Progress) -> Iterator[FilledDatabase]:
    """As `bot.ports.Backups.load` says."""
    with _at_head(path) as (source, manifest, expected), table_copy.loading(url) as target:
        _prepare(target)
        head = migrations.head_revision()
        here, there = table_copy.described(target, (), revision=head), table_copy.described(source, (), revision=head)
        in_all, done = sum(each.rows for each in expected.values()), 0
        for table in tables.metadata.sorted_tables:
            summing = Summing()
            with closing(table_copy.rows(source, there.tables[table.name])) as rows:
                chunks = _of_backup(summing.over(rows), path)
                table_copy.write(
                    target, here.tables[table.name], table_copy.told(chunks, table.name, done, in_all, progress)
                )
            done += summing.rows
            if summing.total != expected[table.name]:
                raise BackupRefused(f"{path}: changed while it was read; nothing was restored")
        table_copy.set_last_numbers(target, here, table_copy.last_numbers(source, there))
        _verify_loaded(target, here, expected)
        yield FilledDatabase(connection=target, manifest=manifest)
        if target.dialect.name == "postgresql":
            target.execute(text("ANALYZE"))


@contextmanager
def opened_backup(path: Path) -> Iterator[Path]:
    """The verified backup as a SQLite file at the newest schema, only to be read: the file itself, or a copy that was
    migrated. Raises `BackupRefused`."""
    with _file_at_head(path) as (file, _, _):
        yield file


# --- the backup ---------------------------------------------------------------------------------------------------


@contextmanager
def _at_head(path: Path) -> Iterator[tuple[Connection, Manifest, Mapping[str, TableSum]]]:
    """The verified backup at the newest schema, with its manifest and the sums it has at that schema."""
    with _file_at_head(path) as (file, manifest, sums), _opened(file) as source:
        if sums is None:
            described = table_copy.described(source, (), revision=migrations.head_revision())
            sums = {name: _sum(source, described, name) for name in described.tables}
        yield source, manifest, sums


@contextmanager
def _file_at_head(path: Path) -> Iterator[tuple[Path, Manifest, Mapping[str, TableSum] | None]]:
    """The same as a file; without sums where it is a copy."""
    if not path.is_file():
        raise BackupRefused(f"{path}: there is no such file")
    with _opened(path) as source:
        manifest = _verified(source, path)
    if manifest.revision == migrations.head_revision():
        if manifest.tables.keys() != tables.metadata.tables.keys():
            raise BackupRefused(f"{path}: does not name every table; it is damaged, use another backup")
        yield path, manifest, manifest.tables
        return
    with tempfile.TemporaryDirectory(prefix="rounds-restore-") as folder:  # mode 0700
        copy = Path(folder) / "backup.db"
        shutil.copyfile(path, copy)
        with table_copy.file(copy, "draft") as draft:
            migrations.move(draft, "head")
        yield copy, manifest, None


@contextmanager
def _opened(path: Path) -> Iterator[Connection]:
    with ExitStack() as stack:
        try:
            source = stack.enter_context(table_copy.file(path, "read"))
        except DBAPIError as error:
            raise BackupRefused(f"{path}: cannot be read: {error.orig}") from error
        yield source


def _verified(source: Connection, path: Path) -> Manifest:
    """The manifest, if the file is whole, undamaged and of a schema that this program knows."""
    try:
        manifest = read_manifest(source)
    except (SQLAlchemyError, ValueError) as error:
        raise BackupRefused(f"{path}: is not a backup of Rounds, or is cut short; take another one") from error
    if manifest.revision not in migrations.revisions():
        raise BackupRefused(
            f"{path}: has schema {manifest.revision}, this program knows up to {migrations.head_revision()};"
            " update Rounds first"
        )
    try:
        damaged = source.exec_driver_sql("PRAGMA integrity_check(1)").scalar_one() != "ok"
        described = table_copy.described(source, manifest.tables, revision=manifest.revision)
        wrong = [name for name, expected in manifest.tables.items() if _sum(source, described, name) != expected]
    except (SQLAlchemyError, KeyError, ValueError) as error:
        raise BackupRefused(f"{path}: is damaged; use another backup") from error
    if damaged or wrong:
        what = f" (table {wrong[0]})" if wrong else ""
        raise BackupRefused(f"{path}: does not match its own checksums{what}; it is damaged, use another backup")
    return manifest


def _sum(connection: Connection, described: MetaData, name: str) -> TableSum:
    return Summing().drained(table_copy.rows(connection, described.tables[name])).total


def _of_backup(chunks: Iterable[list[Row]], path: Path) -> Iterator[list[Row]]:
    try:
        yield from chunks
    except DBAPIError as error:
        raise BackupRefused(f"{path}: cannot be read any more: {error.orig}; nothing was restored") from error


# --- the database -------------------------------------------------------------------------------------------------


def _prepare(target: Connection) -> None:
    """Bring a database without a schema to head; refuse one that holds anything or is at another schema."""
    if target.dialect.name == "postgresql":
        target.execute(_ONE_AT_A_TIME)
    revision, head = migrations.current_revision(target), migrations.head_revision()
    if revision is None:
        strangers = table_copy.names_of(target) & set(tables.metadata.tables)
        if strangers:
            raise BackupRefused(
                "the database holds tables of these names that Rounds did not make; restore into a new one"
            )
        migrations.move(target, "head")
    elif revision != head:
        raise BackupRefused(f"the database is at schema {revision}, this program needs {head}; run: rounds migrate")
    if target.dialect.name == "postgresql":
        names = ", ".join(f'"{name}"' for name in sorted(tables.metadata.tables))
        target.execute(text(f"LOCK TABLE {names} IN EXCLUSIVE MODE"))
    for table in tables.metadata.sorted_tables:
        if target.execute(select(1).select_from(table).limit(1)).first() is not None:
            raise BackupRefused(
                "the database is not empty; stop the bot and set ROUNDS_DATABASE_URL to a new, empty database,"
                " then restore again"
            )


def _verify_loaded(target: Connection, here: MetaData, expected: Mapping[str, TableSum]) -> None:
    for name, wanted in expected.items():
        if _sum(target, here, name) != wanted:
            raise BackupRefused(f"the database did not keep table {name} as it is in the backup; nothing was restored")
