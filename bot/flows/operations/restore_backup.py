"""Loading a backup, so that nobody is sent anything twice and nobody's silence is counted by mistake.

Between a backup and its restore the bot may have sent, asked and reminded, and people may have answered; the database
knows nothing of it. So nothing is sent again that could have been sent in that time.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot.domain.digests.skipped_week_text import skipped_week_page
from bot.domain.errors import BackupRefused, KeyUnavailable
from bot.domain.identifiers import EpochId, PersonId, chance_id
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.unit_tree import UnitTree
from bot.domain.week_close.skipped_weeks import skipped_weeks, weeks_over
from bot.flows.epochs.living_answers import answer_ids
from bot.flows.epochs.open_epoch import HeldEpoch
from bot.ports import Backups, Clock, Entropy, KeyStore, LoadedBackup, Manifest, Progress, Sealer, Tombstones
from bot.repositories.tombstones import Stone

_DATES_APART = timedelta(days=1)
"""How far a calendar may be ahead of UTC's."""
_SET_BACK = timedelta(hours=1)
"""By how much the clock may have been set back since the backup, unnoticed by anybody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expired:
    """How much each rule has ended."""

    deliveries: int
    pulses: int
    reminders: int
    rounds: int
    digests: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    manifest: Manifest
    expired: Expired
    skipped_weeks: Sequence[IsoWeek]
    """Weeks of which nothing is shown: they may have been closed after the backup, or what was answered in them may be
    lost."""
    waiting: int
    """Updates that were acknowledged but not filed when the backup was taken; the bot files them when it starts."""
    unopened: int
    """Such updates whose key is gone; they were dropped."""
    without_key: Sequence[EpochId]
    """Epochs whose key should live and cannot be used: their answers stay sealed. One whose time has passed is
    destroyed when the bot starts, and nobody need do anything."""
    forgotten: int
    """People who asked to be forgotten after the backup, and were forgotten again."""
    erased: int
    """People who were erased after the backup, and were erased again."""


class RestoreBackup:
    """Fill an empty database with a backup, then end what belongs to the time before now; all of it or nothing.

    - Deliveries that were due, sending or unsure expire.
    - Rounds past their closing time close, and their unanswered pulses expire. They count as outside reach: an answer
      may have come after the backup.
    - A reminder whose time has passed counts as sent. One that lies ahead is still sent: nobody has had it yet.
    - What fell due up to now is not planned again: questions, and all that the clock starts (`was_due_at_restore`).
    - What waits to be filed is filed without a word to anybody: that may have been said.
    - How often somebody was silent in a row is counted afresh.
    - Digests that were frozen but not handed to delivery stay to be read, and are not sent.
    - Every week that was not closed and had begun by now, or in which an open round ends, is skipped, with a page that
      says why there is no digest. Of one that has ended, a figure made now would count other people than the one that
      may have been shown, and two figures of one period tell of the people between them. Of the others, answers given
      after the backup are lost, and would count as silence. A block with a skipped week has no score.
    - A week that was being closed at the backup is left as it was and counts as closed.
    - Whoever asked to be forgotten since is forgotten again, and whoever was erased since is erased again.
    """

    def __init__(
        self,
        *,
        backups: Backups,
        keys: KeyStore,
        inbox_keys: KeyStore,
        tombstones: Tombstones,
        sealer: Sealer,
        clock: Clock,
        entropy: Entropy,
    ) -> None:
        self._entropy = entropy
        self._backups, self._keys, self._inbox_keys = backups, keys, inbox_keys
        self._tombstones, self._sealer, self._clock = tombstones, sealer, clock

    def __call__(self, path: Path, *, progress: Progress) -> Restored:
        """Blocks. Raises `BackupRefused`, `BackupFailed` and `StorageUnavailable`; nothing was changed then."""
        now = self._clock.now()
        with self._backups.load(path, progress=progress) as loaded:
            expired, skipped = _expire(loaded, now), _skip_weeks(loaded, now)
            loaded.drop_of_closed_weeks()
            gone = self._forgotten(loaded)
            erased = self._erased(loaded)
            self._forget_again(loaded, {*gone, *erased})
            for person in erased:
                loaded.erase(person, under=chance_id(self._entropy.token), at=now)
            return Restored(
                manifest=loaded.manifest,
                expired=expired,
                skipped_weeks=skipped,
                unopened=sum(
                    loaded.drop_waiting(key)
                    for key in loaded.inbox_keys()
                    if not self._has(self._inbox_keys, EpochId(str(key.week)), key.fingerprint)
                ),
                waiting=loaded.waiting_updates(),
                without_key=[
                    epoch.id
                    for epoch in loaded.living_epochs()
                    if now < epoch.destroyed_at and not self._has(self._keys, epoch.id, epoch.fingerprint)
                ],
                forgotten=len({*gone} - {*erased}),
                erased=len(erased),
            )

    def _forgotten(self, loaded: LoadedBackup) -> Sequence[PersonId]:
        """Who asked for it after the backup, by a clock that may have been ahead then. Whom the backup says it of asked
        before, and may have joined again."""
        marked, gone = loaded.forgotten(), []
        for person in loaded.people():
            at = self._placed_at(person, Stone.FORGOTTEN)
            may_be_ahead = timedelta() if person in marked else _SET_BACK
            if at is not None and at >= loaded.manifest.taken_at - may_be_ahead:
                gone.append(person)
        return gone

    def _erased(self, loaded: LoadedBackup) -> Sequence[PersonId]:
        """Nobody has the id of one who was erased until they are readmitted. So whoever has it in the backup is from
        before, also where a clock that was ahead meanwhile dates the backup later."""
        gone = []
        for person in loaded.people():
            at, again = self._placed_at(person, Stone.ERASED), self._placed_at(person, Stone.READMITTED)
            if at is not None and (again is None or again < at or at >= loaded.manifest.taken_at):
                gone.append(person)
        return gone

    def _placed_at(self, person: PersonId, stone: Stone) -> datetime | None:
        try:
            return self._tombstones.placed_at(person, stone)
        except KeyUnavailable as error:  # nobody must come back unnoticed
            raise BackupRefused(str(error)) from error

    def _forget_again(self, loaded: LoadedBackup, gone: Collection[PersonId]) -> None:
        """Answers whose key is gone need no deletion: nobody opens them."""
        living = [
            HeldEpoch(epoch=epoch, key=key)
            for epoch in (loaded.living_epochs() if gone else ())
            if self._has(self._keys, epoch.id, epoch.fingerprint) and (key := self._keys.load(epoch.id)) is not None
        ]
        for person in sorted(gone):
            loaded.forget(person, answers=answer_ids(loaded.pulses_of(person), living, sealer=self._sealer))

    def _has(self, keys: KeyStore, name: EpochId, fingerprint: str) -> bool:
        try:
            key = keys.load(name)
        except KeyUnavailable:
            return False
        return key is not None and self._sealer.fingerprint(key) == fingerprint


def _expire(loaded: LoadedBackup, now: datetime) -> Expired:
    loaded.end_sign_ins()
    loaded.note_restored(at=now)
    loaded.forget_unanswered()
    loaded.advance_horizons(to=now)
    return Expired(
        deliveries=loaded.expire_deliveries(at=now),
        reminders=loaded.note_reminded(due_by=now, open_after=now),
        pulses=loaded.expire_pulses(closed_by=now),
        rounds=loaded.close_rounds(closed_by=now),
        digests=loaded.note_digests_delivered(),
    )


def _skip_weeks(loaded: LoadedBackup, now: datetime) -> Sequence[IsoWeek]:
    loaded.finish_closing()
    first = loaded.first_open_week()
    asked_for = loaded.newest_week_asked_for(at=now)
    if first is None or (asked_for is None and first.monday() > now.date() + _DATES_APART):
        return ()
    organisation = loaded.organisation()
    if organisation is None:
        return ()
    tree = UnitTree.of(organisation)
    weeks = skipped_weeks(first, tree.zones.values(), at=now, asked_for=asked_for)
    loaded.note_skipped(weeks)
    loaded.note_closed(weeks_over(first, tree.zones.values(), at=now), at=now)
    readers = [unit for unit in loaded.units_with_digests() if unit in tree.names]
    loaded.add_delivered_digests(
        [
            skipped_week_page(unit, tree.names[unit], week, tree.locales[unit], at=now)
            for week in weeks
            for unit in readers
        ]
    )
    return weeks
