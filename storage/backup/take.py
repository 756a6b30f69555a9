"""Backups: one SQLite file from either database, consistent while the bot runs, complete or not there at all."""

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL, Connection, MetaData
from sqlalchemy.exc import DBAPIError

from bot.domain.errors import BackupFailed, BackupRefused
from bot.repositories.backups import Manifest, Progress, TableSum
from storage.backup import table_copy
from storage.backup.manifest import write_manifest
from storage.backup.table_copy import Row, Summing
from storage.backup.unsealed_updates import NAME as INBOX
from storage.backup.unsealed_updates import LeaveOutUnsealed
from storage.schema import migrations, tables
from storage.sql.faults import faults_translated

REVISION_TABLE = "alembic_version"


def write_backup(url: URL, path: Path, *, at: datetime, progress: Progress) -> Manifest:
    """As `bot.ports.Backups.take` says."""
    if path.exists():
        raise BackupRefused(f"{path}: exists already; choose another name, a backup is never overwritten")
    if not path.parent.is_dir():
        raise BackupRefused(f"{path.parent}: there is no such folder; create it first")
    with _draft_of(path) as draft:
        manifest = _copy(url, draft, at=at, progress=progress)
        _publish(draft, path)
    return manifest


def _copy(url: URL, draft: Path, *, at: datetime, progress: Progress) -> Manifest:
    with table_copy.reading(url) as source:
        revision = _revision_of(source)
        with _written(draft), table_copy.file(draft, "draft") as target:
            migrations.move(target, revision)
            order = table_copy.described(target, table_copy.names_of(target) - {REVISION_TABLE}, revision=revision)
            with faults_translated():
                described = table_copy.described(source, order.tables, revision=revision)
                numbers = table_copy.last_numbers(source, described)
                waiting = LeaveOutUnsealed(described)
                in_all = sum(table_copy.count(source, table) for table in described.tables.values())
            done, sums = 0, dict[str, TableSum]()
            for name in _in_order(order):
                summing = Summing()
                with closing(table_copy.rows(source, described.tables[name])) as rows:
                    chunks = summing.over(waiting.over(_from_source(rows)) if name == INBOX else _from_source(rows))
                    table_copy.write(target, order.tables[name], table_copy.told(chunks, name, done, in_all, progress))
                sums[name] = summing.total
                done += summing.rows
            table_copy.set_last_numbers(target, order, numbers)
            manifest = Manifest(
                revision=revision,
                taken_at=at,
                taken_from=url.get_backend_name(),
                left_out=waiting.left_out,
                tables=sums,
            )
            write_manifest(target, manifest)
    return manifest


def _in_order(described: MetaData) -> Iterator[str]:
    """Tables before those that refer to them; by name where nothing refers."""
    known = [table.name for table in tables.metadata.sorted_tables]
    yield from sorted(described.tables, key=lambda name: (known.index(name) if name in known else -1, name))


def _from_source(rows: Iterable[list[Row]]) -> Iterator[list[Row]]:
    with faults_translated():
        yield from rows


def _revision_of(source: Connection) -> str:
    revision = migrations.current_revision(source)
    if revision is None:
        raise BackupRefused("the database has no schema yet, so there is nothing to back up; run: rounds migrate")
    if revision not in migrations.revisions():
        raise BackupRefused(
            f"the database is at schema {revision}, which this program does not know; back it up with the newer program"
        )
    return revision


@contextmanager
def _draft_of(path: Path) -> Iterator[Path]:
    """A file beside `path` (mode 0600) that is gone in the end, whatever happens."""
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    except OSError as error:
        raise BackupFailed(f"{path}: cannot be written: {error.strerror}") from error
    os.close(descriptor)
    draft = Path(name)
    try:
        yield draft
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def _written(draft: Path) -> Iterator[None]:
    """Tell faults of the file from those of the database, which have their own name already."""
    try:
        yield
    except DBAPIError as error:
        raise BackupFailed(f"{draft.parent}: the backup cannot be written: {error.orig}") from error


def _publish(draft: Path, path: Path) -> None:
    """Bring the draft to disk, then give it its name."""
    try:
        _sync(draft)
        draft.rename(path)
        _sync(path.parent)
    except OSError as error:
        raise BackupFailed(f"{path}: cannot be written: {error.strerror}") from error


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
