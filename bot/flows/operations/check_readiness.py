"""Whether Rounds can do its work now: every part with its trouble, in words an administrator can act on."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.administration.log import AdministrationAct
from bot.domain.answers.epochs import Epoch
from bot.domain.errors import KeyUnavailable, StorageUnavailable
from bot.domain.iso_weeks import IsoWeek
from bot.domain.programme.halts import Halt
from bot.domain.retention.rules import RetentionJob
from bot.flows.epochs.inbox_keys import INBOX, InboxKeys
from bot.flows.operations.health import OF_A_WORKER, HealthBoard
from bot.flows.operations.pause_everything import halts_now
from bot.ports import Clock, KeyStore, Sealer, Storage, UnitOfWork
from bot.repositories.chain import LookAtKeys
from bot.repositories.retention import MOST_COUNTED

GRACE = timedelta(minutes=10)
"""How long a message may have been due before anybody hears of it."""
_MINUTE = timedelta(minutes=1)
LATE = timedelta(hours=24)
"""After which a key that is still there is a trouble."""


RETENTION = "retention"
"""The part that tells of rows that should be gone."""
LOG = "log of administration"
"""The part that tells whether the log is as it was written."""
SPOILT = "is not as it was written: "
"""How its trouble begins, if it is not because nobody could look."""
SET_ASIDE = "updates set aside"
"""The part that tells of what people did and could not be filed."""
KEY_FILES = "files of keys"
"""The part that tells whether the process that asks can use what lies in the keys folder."""


def can_serve(parts: Mapping[str, str]) -> bool:
    """Whether whoever sends people here may go on. Rows that should be gone, what was set aside, and what is wrong with
    the log, are for administrators: if a load balancer took pages away for them, nobody could answer or look."""
    for_administrators = {RETENTION, LOG, SET_ASIDE}
    return not any(why for part, why in parts.items() if part.removeprefix(OF_A_WORKER) not in for_administrators)


@dataclass(frozen=True, slots=True, kw_only=True)
class OverdueTable:
    rows: int = 0
    """In tens, rounded up, and not beyond a thousand."""
    jobs: frozenset[RetentionJob] = frozenset()
    """What should have taken them away."""


CountTables = Callable[[UnitOfWork], Awaitable[Mapping[str, OverdueTable]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    parts: Mapping[str, str]
    """Part to trouble, a line each; an empty text means it is well."""
    given_up: int = 0
    """People whose address has refused too often: no fault of a part, and an administrator's matter."""
    halts: Sequence[Halt] = ()
    """What administrators have paused: no fault, and easily forgotten."""
    without_chat: int = 0
    """People who had joined and have no address any more: it was revoked, or their chat became somebody else's."""
    last_backup: datetime | None = None
    last_closed: IsoWeek | None = None
    oldest_due: datetime | None = None
    """Of messages that no press called for."""
    overdue: Mapping[str, OverdueTable] = field(default_factory=dict)
    """By table, what should be gone; nothing while it is not known."""

    def waits(self, now: datetime) -> timedelta | None:
        """For how long the oldest of them has been due, in whole minutes: nothing below ten, for so long sending may
        take. None while it is not known."""
        if self.parts.get("database", ""):
            return None
        waited = timedelta(0) if self.oldest_due is None else now - self.oldest_due
        return waited // _MINUTE * _MINUTE if waited >= GRACE else timedelta(0)


class CheckReadiness:
    """Ask the database, the keys and the running parts; a part that cannot be asked is a part in trouble."""

    def __init__(
        self,
        *,
        storage: Storage,
        keys: KeyStore,
        inbox_keys: InboxKeys,
        sealer: Sealer,
        clock: Clock,
        count_overdue: CountTables,
        look_at_keys: LookAtKeys,
        health: HealthBoard | None = None,
    ) -> None:
        self._storage, self._keys, self._sealer, self._clock, self._health = storage, keys, sealer, clock, health
        self._inbox_keys, self._count_overdue = inbox_keys, count_overdue
        self._look_at_keys = look_at_keys

    async def __call__(self) -> Readiness:
        parts = dict(self._health.parts) if self._health else {}
        try:
            async with self._storage.reading() as work:
                programme = await work.programmes.current()
                epochs = await work.epochs.not_closed()
                oldest_due = await work.machine.oldest_due()
                given_up = len(await work.rosters.given_up())
                halts = await halts_now(work, now=self._clock.now())
                without_chat = await work.rosters.without_chat()
                inbox_trouble = await self._inbox_trouble(work)
                newest = await work.weeks.newest_closed()
                end = await work.administration_log.end()
                overdue = await self._count_overdue(work)
                last_backup = await work.administration_log.last(AdministrationAct.BACKED_UP)
        except StorageUnavailable:
            return Readiness(parts={**parts, "database": "cannot be read; check the disk and the server"})
        parts["database"] = ""
        parts["programme"] = "" if programme else "nothing applied yet; run: rounds apply"
        troubles = [*(self._key_trouble(epoch, closed=newest) for epoch in epochs if epoch.fingerprint), inbox_trouble]
        parts["keys"] = "\n".join(trouble for trouble in troubles if trouble)
        parts[KEY_FILES] = "\n".join(self._look_at_keys(None if end is None else end.signing_key))
        parts[RETENTION] = _overdue_in_words(overdue)
        return Readiness(
            parts=parts,
            given_up=given_up,
            without_chat=without_chat,
            halts=halts,
            last_backup=last_backup,
            last_closed=newest,
            oldest_due=oldest_due,
            overdue=overdue,
        )

    async def _inbox_trouble(self, work: UnitOfWork) -> str:
        try:
            lost = await self._inbox_keys.lost(work)
        except KeyUnavailable as error:
            return str(error)
        return "\n".join(
            f"the key for what people did in {key.week} is missing or is another one, and some of that waits under it;"
            f" restore the key folder, or, if it is lost for good, run: rounds abandon-block {INBOX}"
            for key in lost
        )

    def _key_trouble(self, epoch: Epoch, *, closed: IsoWeek | None) -> str:
        is_over = closed is not None and closed >= epoch.lives_through
        if self._clock.now() >= epoch.destroyed_at + LATE:
            return (
                f"the key of the block from {epoch.first} should have been destroyed on"
                f" {epoch.destroyed_at:%Y-%m-%d}; "
                + ("see what the log says of closing blocks" if is_over else "weeks before it could not be closed")
            )
        if is_over:
            return ""  # it goes with the next tick, and needs no key for that
        try:
            key = self._keys.load(epoch.id)
        except KeyUnavailable as error:
            return str(error)
        if key is None:
            return (
                f"the key of the block from {epoch.first} is missing; restore the key folder, or, if it is lost for"
                f" good, run: rounds abandon-block {epoch.id}"
            )
        if self._sealer.fingerprint(key) != epoch.fingerprint:
            return f"the key of the block from {epoch.first} is not the one the database knows; put the right one back"
        return ""


def _overdue_in_words(overdue: Mapping[str, OverdueTable]) -> str:
    late = [
        f"{table} ({f'{each.rows} rows or more' if each.rows == MOST_COUNTED else f'up to {each.rows} rows'};"
        f" {', '.join(sorted(each.jobs))})"
        for table, each in sorted(overdue.items())
        if each.rows
    ]
    if not late:
        return ""
    what = f"should have been taken away by now and is still there: {'; '.join(late)}"
    return f"{what}. Look which other part is not well, and in the log"
