"""Whether Rounds can do its work now: every part with what is wrong with it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.administration.log import AdministrationAct
from bot.domain.answers.epochs import Epoch
from bot.domain.errors import KeyUnavailable, StorageUnavailable
from bot.domain.health.jobs import RetentionJob
from bot.domain.health.parts import Part, PartKind
from bot.domain.health.troubles import LateTable, Parts, Trouble, TroubleKind, Troubles
from bot.domain.iso_weeks import IsoWeek
from bot.domain.programme.halts import Halt
from bot.flows.epochs.inbox_keys import INBOX, InboxKeys
from bot.flows.operations.health import HealthBoard
from bot.flows.operations.pause_everything import halts_now
from bot.ports import Clock, KeyStore, Sealer, Storage, UnitOfWork
from bot.repositories.chain import LookAtKeys
from bot.repositories.retention import MOST_COUNTED

GRACE = timedelta(minutes=10)
"""How long a message may have been due before anybody hears of it."""
_MINUTE = timedelta(minutes=1)
LATE = timedelta(hours=24)
"""After which a key that is still there is a trouble."""


DATABASE = Part(kind=PartKind.DATABASE)
PROGRAMME = Part(kind=PartKind.PROGRAMME)
KEYS = Part(kind=PartKind.KEYS)
KEY_FILES = Part(kind=PartKind.KEY_FILES)
RETENTION = Part(kind=PartKind.RETENTION)
LOG = Part(kind=PartKind.LOG)
_FOR_ADMINISTRATORS = frozenset({RETENTION.kind, LOG.kind, PartKind.SET_ASIDE})


def can_serve(parts: Parts) -> bool:
    """Whether whoever sends people here may go on. Rows that should be gone, what was set aside, and what is wrong with
    the log, are for administrators: if a load balancer took pages away for them, nobody could answer or look."""
    return not any(troubles for part, troubles in parts.items() if part.kind not in _FOR_ADMINISTRATORS)


@dataclass(frozen=True, slots=True, kw_only=True)
class OverdueTable:
    rows: int = 0
    """In tens, rounded up, and not beyond a thousand."""
    jobs: frozenset[RetentionJob] = frozenset()
    """What should have taken them away."""


CountTables = Callable[[UnitOfWork], Awaitable[Mapping[str, OverdueTable]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    parts: Parts
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
        if self.parts.get(DATABASE):
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
        parts: dict[Part, Troubles] = dict(self._health.parts) if self._health else {}
        try:
            async with self._storage.reading() as work:
                programme = await work.programmes.current()
                epochs = await work.epochs.not_closed()
                oldest_due = await work.machine.oldest_due()
                given_up = len(await work.rosters.given_up())
                halts = await halts_now(work, now=self._clock.now())
                without_chat = await work.rosters.without_chat()
                of_inbox = await self._inbox_troubles(work)
                newest = await work.weeks.newest_closed()
                end = await work.administration_log.end()
                overdue = await self._count_overdue(work)
                last_backup = await work.administration_log.last(AdministrationAct.BACKED_UP)
        except StorageUnavailable:
            return Readiness(parts={**parts, DATABASE: [Trouble(kind=TroubleKind.DATABASE_UNREAD)]})
        parts[DATABASE] = ()
        parts[PROGRAMME] = () if programme else [Trouble(kind=TroubleKind.NOT_APPLIED)]
        of_blocks = [self._key_trouble(epoch, closed=newest) for epoch in epochs if epoch.fingerprint]
        parts[KEYS] = [*(trouble for trouble in of_blocks if trouble is not None), *of_inbox]
        parts[KEY_FILES] = self._look_at_keys(None if end is None else end.signing_key)
        parts[RETENTION] = _overdue(overdue)
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

    async def _inbox_troubles(self, work: UnitOfWork) -> Troubles:
        try:
            lost = await self._inbox_keys.lost(work)
        except KeyUnavailable as error:
            return [Trouble(kind=TroubleKind.KEY_UNUSABLE, detail=str(error))]
        return [Trouble(kind=TroubleKind.INBOX_KEY_LOST, week=key.week, block=INBOX) for key in lost]

    def _key_trouble(self, epoch: Epoch, *, closed: IsoWeek | None) -> Trouble | None:
        is_over = closed is not None and closed >= epoch.lives_through
        if self._clock.now() >= epoch.destroyed_at + LATE:
            kind = TroubleKind.KEY_LATE if is_over else TroubleKind.KEY_LATE_WEEKS
            return Trouble(kind=kind, week=epoch.first, day=epoch.destroyed_at.date())
        if is_over:
            return None  # it goes with the next tick, and needs no key for that
        try:
            key = self._keys.load(epoch.id)
        except KeyUnavailable as error:
            return Trouble(kind=TroubleKind.KEY_UNUSABLE, detail=str(error))
        if key is None:
            return Trouble(kind=TroubleKind.KEY_MISSING, week=epoch.first, block=epoch.id)
        if self._sealer.fingerprint(key) != epoch.fingerprint:
            return Trouble(kind=TroubleKind.KEY_DIFFERS, week=epoch.first)
        return None


def _overdue(overdue: Mapping[str, OverdueTable]) -> Troubles:
    late = [
        LateTable(table=table, rows=each.rows, is_more=each.rows == MOST_COUNTED, jobs=tuple(sorted(each.jobs)))
        for table, each in sorted(overdue.items())
        if each.rows
    ]
    return [Trouble(kind=TroubleKind.OVERDUE, tables=tuple(late))] if late else ()
