"""`rounds backup` and `rounds restore`: run one, show how far it is, say in a few lines what became of it."""

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

from bot.adapters.backup_seals import EpochSeals
from bot.adapters.clock import SystemClock, SystemEntropy
from bot.adapters.sealer import AesSealer
from bot.domain.errors import KeyUnavailable, StorageUnavailable
from bot.domain.identifiers import EpochId
from bot.ports import Clock, KeyStore
from storage.backup.manifest import Manifest, Refused
from storage.backup.restore import Restored, load_backup
from storage.backup.table_copy import Progress as Tell
from storage.backup.take import BackupFailed, take_backup
from storage.database import Database

Outcome = TypeVar("Outcome")


async def run_backup(
    database: Database, file: Path, *, console: Console, keys: KeyStore | None = None, clock: Clock | None = None
) -> int:
    """Write a backup to `file`. 0 done; 1 the database or the disk failed; 2 the file exists or there is no schema.

    With `keys`, answers that wait to be filed are taken along, sealed; without, they are left out.
    """
    seals = None if keys is None else EpochSeals(keys=keys, sealer=_sealer())
    at = (clock or SystemClock()).now()

    def take(tell: Tell) -> Manifest:
        return take_backup(database, file, at=at, seals=seals, progress=tell)

    manifest = await _worked(take, "Backing up", console)
    if isinstance(manifest, int):
        return manifest
    _say(console, f"{file}: {len(manifest.tables)} tables, {manifest.rows:,} rows, schema {manifest.revision}")
    if manifest.left_out:
        _say(
            console,
            f"left out: {manifest.left_out} updates that wait to be filed, because there is no key to seal them under;"
            " they stay in the database",
        )
    return 0


async def run_restore(database: Database, file: Path, *, keys: KeyStore, clock: Clock, console: Console) -> int:
    """Load `file` into an empty database. 0 done; 1 the database failed; 2 the file or the database is refused."""
    seals = EpochSeals(keys=keys, sealer=_sealer())
    at = clock.now()

    def load(tell: Tell) -> Restored:
        return load_backup(database, file, at=at, seals=seals, progress=tell)

    restored = await _worked(load, "Restoring", console)
    if isinstance(restored, int):
        return restored
    _report(restored, keys, console)
    return 0


async def _worked(work: Callable[[Tell], Outcome], title: str, console: Console) -> Outcome | int:
    """Do blocking work in a thread of its own; a cancelled command stops it at the next chunk."""
    given_up = threading.Event()
    with Progress(
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
        except (Refused, BackupFailed, StorageUnavailable) as error:
            fault, code = " ".join(str(error).split()), 2 if isinstance(error, Refused) else 1
        except asyncio.CancelledError:
            given_up.set()
            raise
    console.print(fault, style="red", highlight=False, markup=False, soft_wrap=True)
    return code


def _report(restored: Restored, keys: KeyStore, console: Console) -> None:
    manifest, settled = restored.manifest, restored.settled
    _say(
        console,
        f"restored {len(manifest.tables)} tables, {manifest.rows:,} rows,"
        f" as they were at {manifest.taken_at:%Y-%m-%d %H:%M} UTC; counts and checksums match",
    )
    _say(
        console,
        f"laid to rest: {settled.deliveries} unsent messages, {settled.rounds} rounds, {settled.pulses} questions,"
        f" {settled.reminders} reminders, {settled.digests} digests; nothing is sent again",
    )
    if settled.passed:
        first, last = settled.passed[0], settled.passed[-1]
        weeks = f"{first}" if first == last else f"{first} to {last}"
        _say(
            console,
            f"no digest for {weeks}: the week had ended and may have been shown after the backup, so nothing of it is"
            " shown again",
        )
    if restored.waiting:
        _say(console, f"{restored.waiting} answers or wishes wait to be filed; rounds run files them when it starts")
    if restored.unopened:
        _say(console, f"dropped: {restored.unopened} waiting updates whose key is not in the key folder")
    for epoch, fingerprint in sorted(restored.epochs.items()):
        if not _has_key(keys, EpochId(epoch), fingerprint):
            _say(
                console,
                f"the key of the quarter from {epoch} is not in the key folder: its answers stay sealed; put the folder"
                " back before you start",
            )


def _has_key(keys: KeyStore, epoch: EpochId, fingerprint: str) -> bool:
    try:
        key = keys.load(epoch)
    except KeyUnavailable:
        return False
    return key is not None and _sealer().fingerprint(key) == fingerprint


def _sealer() -> AesSealer:
    return AesSealer(entropy=SystemEntropy())


def _say(console: Console, line: str) -> None:
    console.print(line, highlight=False, markup=False, soft_wrap=True)
