"""`rounds backup` and `rounds restore`: run one, show how far it is, say in a few lines what became of it."""

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, TaskProgressColumn, TextColumn
from rich.progress import Progress as ProgressBar

from bot.adapters.clock import SystemEntropy
from bot.adapters.keys import INBOX_SUFFIX, FileKeys
from bot.adapters.sealer import AesSealer
from bot.adapters.signing_keys import FileSigningKeys
from bot.adapters.tombstones import FileTombstones
from bot.cli.system_user import by_user
from bot.domain.administration.log import RevisionSource
from bot.domain.errors import BackupFailed
from bot.flows.operations.note_backup import NoteBackup
from bot.flows.operations.note_restore import NoteRestore
from bot.flows.operations.restore_backup import RestoreBackup, Restored
from bot.flows.operations.take_backup import TakeBackup
from bot.ports import Backups, Clock, Progress, Storage
from storage.database import Database

Outcome = TypeVar("Outcome")


async def run_backup(backups: Backups, file: Path, *, clock: Clock, storage: Database, console: Console) -> None:
    """Write a backup to `file` and note it in the log.

    Raises `BackupRefused`, `BackupFailed` and `StorageUnavailable`.
    """
    take = TakeBackup(backups=backups, clock=clock)
    manifest = await _worked(lambda progress: take(file, progress=progress), "Backing up")
    _say(console, f"{file}: {len(manifest.tables)} tables, {manifest.rows:,} rows, schema {manifest.revision}")
    if manifest.left_out:
        _say(
            console,
            f"left out: {manifest.left_out} updates that an earlier version took in and that still wait to be filed;"
            " they stay in the database",
        )
    if manifest.revision != storage.head_revision():
        _say(console, "not noted in the log, because the schema is not this program's; the backup is complete")
        return
    note = NoteBackup(storage=storage, entropy=SystemEntropy())
    if not await note(at=manifest.taken_at, author=by_user(RevisionSource.SHELL)):
        _say(console, "not noted in the log, because nothing can be written there now; the backup is complete")


async def run_restore(
    backups: Backups, file: Path, *, keys: Path, clock: Clock, storage: Storage, console: Console
) -> None:
    """Load `file` into an empty database. Raises `BackupRefused`, `BackupFailed` and `StorageUnavailable`."""
    entropy = SystemEntropy()
    restore = RestoreBackup(
        backups=backups,
        keys=FileKeys(keys, entropy=entropy),
        inbox_keys=FileKeys(keys, entropy=entropy, suffix=INBOX_SUFFIX),
        tombstones=FileTombstones(keys, entropy=entropy),
        sealer=AesSealer(entropy=entropy),
        clock=clock,
        entropy=entropy,
    )
    restored = await _worked(lambda progress: restore(file, progress=progress), "Restoring")
    _report(restored, console)
    keeper = FileSigningKeys(keys, entropy=entropy)
    note = NoteRestore(storage=storage, keeper=keeper, clock=clock, entropy=entropy)
    author = by_user(RevisionSource.SHELL)
    if not await note(taken_at=restored.manifest.taken_at, author=author, erased=restored.erased):
        _say(
            console,
            "not noted in the log, because nothing can be written there now; the restore is complete, but rounds verify"
            " will miss the entries that were made after the backup",
        )


async def _worked(work: Callable[[Progress], Outcome], title: str) -> Outcome:
    """Do blocking work in a thread of its own; a cancelled command stops it at the next chunk."""
    given_up = threading.Event()
    with ProgressBar(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as bar:
        task = bar.add_task(title, total=None)

        def tell(table: str, done: int, in_all: int) -> None:
            if given_up.is_set():
                raise BackupFailed("stopped")
            bar.update(task, description=f"{title} {table}", completed=done, total=in_all)

        try:
            return await asyncio.to_thread(work, tell)
        except asyncio.CancelledError:
            given_up.set()
            raise


def _report(restored: Restored, console: Console) -> None:
    manifest, expired = restored.manifest, restored.expired
    _say(
        console,
        f"restored {len(manifest.tables)} tables, {manifest.rows:,} rows,"
        f" as they were at {manifest.taken_at:%Y-%m-%d %H:%M} UTC; counts and checksums match",
    )
    _say(
        console,
        f"expired: {expired.deliveries} unsent messages, {expired.rounds} rounds, {expired.pulses} questions,"
        f" {expired.reminders} reminders, {expired.digests} digests; nothing is sent again",
    )
    if restored.skipped_weeks:
        first, last = restored.skipped_weeks[0], restored.skipped_weeks[-1]
        weeks = f"{first}" if first == last else f"{first} to {last}"
        _say(
            console,
            f"no digest for {weeks}: it may have been shown after the backup, or answers in it are lost, so nothing of"
            " it is shown",
        )
    if restored.waiting:
        _say(console, f"{restored.waiting} answers or wishes wait to be filed; rounds run files them when it starts")
    if restored.forgotten:
        _say(console, f"{restored.forgotten} people asked after the backup to be forgotten, and were forgotten again")
    if restored.erased:
        _say(console, f"{restored.erased} people were erased after the backup, and were erased again; the list changed")
    if restored.unopened:
        _say(console, f"dropped: {restored.unopened} waiting updates whose key is not in the key folder")
    for epoch in restored.without_key:
        _say(
            console,
            f"the key of the block from {epoch} is not in the key folder: its answers stay sealed; put the folder"
            " back before you start",
        )


def _say(console: Console, line: str) -> None:
    console.print(line, highlight=False, markup=False, soft_wrap=True)
