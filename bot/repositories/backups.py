"""Backups: everything but the keys in one file, and such a file loaded into an empty database."""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from bot.domain.answers.epochs import Epoch
from bot.domain.asking.pulses import Pulse
from bot.domain.digests.frozen_digest import FrozenDigest
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.units import Organisation
from bot.repositories.inbox import InboxKey

Progress = Callable[[str, int, int], None]
"""Told the table, the rows done and the rows in all; may raise to give up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSum:
    """How many rows a table has, and a SHA-256 over all of them in the order of their primary key."""

    rows: int
    checksum: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup says about itself."""

    revision: str
    taken_at: datetime
    taken_from: str
    """`sqlite` or `postgresql`."""
    left_out: int
    """Updates that were left out, because an earlier version took them in unsealed and they still wait."""
    tables: Mapping[str, TableSum]

    @property
    def rows(self) -> int:
        return sum(each.rows for each in self.tables.values())


class LoadedBackup(Protocol):
    """A database that was just filled from a backup, in the transaction that filled it: an error undoes everything."""

    @property
    def manifest(self) -> Manifest: ...

    def living_epochs(self) -> Sequence[Epoch]:
        """Epochs whose keys lived at the backup."""

    def inbox_keys(self) -> Sequence[InboxKey]: ...

    def waiting_updates(self) -> int:
        """Updates that were acknowledged but not filed when the backup was taken."""

    def first_open_week(self) -> IsoWeek | None:
        """The week that would be closed next; None where nothing was asked yet."""

    def newest_week_asked_for(self, *, at: datetime) -> IsoWeek | None:
        """The newest week in which a round ends that is open; None where none is."""

    def organisation(self) -> Organisation | None:
        """None where no programme was applied yet."""

    def people(self) -> Sequence[PersonId]:
        """Everybody who is or was on the list."""

    def forgotten(self) -> Collection[PersonId]:
        """Who had asked to be forgotten in a week that was not closed."""

    def pulses_of(self, person: PersonId) -> Sequence[Pulse]: ...

    def units_with_digests(self) -> Collection[UnitId]: ...

    def drop_waiting(self, key: InboxKey) -> int:
        """Drop the updates that wait under a key, and the key; says how many there were."""

    def expire_deliveries(self, *, at: datetime) -> int:
        """Expire what is due, is being sent or may have been sent; says how many. So do the others."""

    def expire_pulses(self, *, closed_by: datetime) -> int:
        """Expire unanswered pulses that close by then, as out of reach."""

    def note_reminded(self, *, due_by: datetime, open_after: datetime) -> int:
        """Count the reminders of pulses that are still open as sent where they were due by then."""

    def close_rounds(self, *, closed_by: datetime) -> int: ...

    def note_digests_delivered(self) -> int: ...

    def note_restored(self, *, at: datetime) -> None:
        """What is due by then counts as sent. Of updates that wait nothing is said any more."""

    def forget_unanswered(self) -> None:
        """Nobody has left a question unanswered: they may have answered a later one."""

    def end_sign_ins(self) -> None:
        """Nobody is signed in to the console any more, and no link signs anybody in."""

    def forget(self, person: PersonId, *, answers: Collection[bytes]) -> None:
        """As `OwnData.forget` says; to be called when all weeks that had begun are closed."""

    def erase(self, person: PersonId, *, under: PersonId, at: datetime) -> None:
        """As `OwnData.erase` says, of somebody who was forgotten; their place on the list ends."""

    def advance_horizons(self, *, to: datetime) -> None:
        """What fell due up to then is not planned again."""

    def finish_closing(self) -> None:
        """A week that was being closed counts as closed, as far as it came, and as skipped."""

    def note_skipped(self, weeks: Sequence[IsoWeek]) -> None: ...

    def note_closed(self, weeks: Sequence[IsoWeek], *, at: datetime) -> None: ...

    def drop_of_closed_weeks(self) -> None:
        """What is kept only until a week is closed, and goes when that is done."""

    def add_delivered_digests(self, pages: Sequence[FrozenDigest]) -> None:
        """Pages to be read, which nobody is sent; a digest that exists stays as it is."""


class Backups(Protocol):
    """The backups of one database. Everything here blocks; it belongs in a thread of its own.

    Raises `BackupRefused`, `BackupFailed` and `StorageUnavailable`.
    """

    def take(self, path: Path, *, at: datetime, progress: Progress) -> Manifest:
        """Write a snapshot to `path`, which must not exist, and say what is in it.

        - The file has the schema of the database, also an older one, and a manifest.
        - It appears under its name when it is whole and on disk, readable by its owner alone.
        - It holds no key, and nothing that would link an answer to a person without one.
        """

    def load(self, path: Path, *, progress: Progress) -> AbstractContextManager[LoadedBackup]:
        """Fill an empty database with the backup at `path`, and commit at the end of the block.

        - The file is checked against its manifest before, the database against the file after.
        - A database that holds anything is refused; one without a schema gets it.
        - A backup of an older schema is migrated in a copy; one of a newer schema is refused.
        """
