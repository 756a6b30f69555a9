"""The protocols between the flows and the world: storage by topic, channels, clocks, keys and work queues.

Repositories return domain values and never commit; a unit of work commits on a clean exit and rolls back otherwise.
Every repository method may raise `StorageUnavailable`; they stand in `bot/repositories/`, a file a topic.
"""

from collections.abc import Collection, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Protocol

from bot.domain.answers.epochs import EpochKey
from bot.domain.digests.frozen_digest import FrozenDigest
from bot.domain.health.troubles import Trouble
from bot.domain.identifiers import (
    DeliveryKey,
    EpochId,
    MessageRef,
    PersonId,
    RoundId,
)
from bot.domain.messaging.messages import Message
from bot.domain.organisation.people import Address, Channel
from bot.domain.programme.programme import Programme
from bot.repositories.administration_log import AdministrationLog
from bot.repositories.answers import (
    Answers,
    Epochs,
    SealedAnswer,
)
from bot.repositories.asking import Pulses, Rounds
from bot.repositories.attention import Attention
from bot.repositories.backups import Backups, LoadedBackup, Manifest, Progress
from bot.repositories.cells import Cells
from bot.repositories.certificates import Certificates
from bot.repositories.comments import Comments
from bot.repositories.directory import Directory
from bot.repositories.follow_up import Loop
from bot.repositories.halts import Halts
from bot.repositories.inbox import Inbox
from bot.repositories.machine import MachineFigures
from bot.repositories.nudges import Nudges
from bot.repositories.own_data import OwnData
from bot.repositories.people import Codes, Rosters
from bot.repositories.programme import Programmes
from bot.repositories.prompts import Prompts
from bot.repositories.raising import NoteFiles, Raising
from bot.repositories.retention import OverdueRows
from bot.repositories.revisions import Revisions
from bot.repositories.rota import Rotas
from bot.repositories.sending import Audits, Deliveries, NewWebMessage, WebChats, WebMessage
from bot.repositories.sign_ins import SignIns
from bot.repositories.tombstones import Tombstones
from bot.repositories.uploads import Uploads
from bot.repositories.week_close import Weeks

__all__ = [
    "DELIVERY_FAILURES",
    "AdministrationLog",
    "Answers",
    "Attention",
    "Audits",
    "Backups",
    "CannotTell",
    "Certificates",
    "ChannelBroken",
    "Clock",
    "Codes",
    "Comments",
    "DatabaseLock",
    "Deliveries",
    "DeliveryFailed",
    "DeliveryFailure",
    "DigestNow",
    "DigestsNow",
    "Directory",
    "Entropy",
    "Epochs",
    "Found",
    "Inbox",
    "KeyStore",
    "LoadedBackup",
    "Loop",
    "Manifest",
    "Messenger",
    "NewWebMessage",
    "NotSent",
    "NotThere",
    "NoteFiles",
    "Nudges",
    "OverdueRows",
    "OwnData",
    "Programmes",
    "Progress",
    "Prompts",
    "Pulses",
    "Raising",
    "RateLimited",
    "Recurrence",
    "Rejected",
    "Revisions",
    "Rosters",
    "Rotas",
    "Rounds",
    "SealedAnswer",
    "Sealer",
    "Search",
    "ShutOut",
    "SignIns",
    "Storage",
    "Timer",
    "Tombstones",
    "UnitOfWork",
    "Unreachable",
    "Unsure",
    "Uploads",
    "WebChats",
    "WebMessage",
    "Weeks",
    "WorkQueue",
]

# --- time, chance, keys -------------------------------------------------------------------------------------------


class Clock(Protocol):
    def now(self) -> datetime:
        """What time it is for people: aware, UTC. Shifted by ROUNDS_CLOCK; decides due, late, quiet, week, expiry."""


class Timer(Protocol):
    """Real elapsed time for pacing, time-outs and leases; virtual in tests."""

    def monotonic(self) -> float: ...

    async def sleep(self, seconds: float) -> None: ...


class Entropy(Protocol):
    def token(self, size: int) -> bytes:
        """`size` unpredictable bytes."""


class Recurrence(Protocol):
    """Cron arithmetic on the wall clock, free of zones; the domain turns wall times into instants."""

    def times(self, expression: str, first: date, last: date) -> Sequence[tuple[date, time]]:
        """Local dates and times on the days from `first` to `last` inclusive, in order."""


class KeyStore(Protocol):
    """Epoch keys, outside the database and its backups."""

    def create(self, epoch: EpochId) -> EpochKey:
        """A new key, on disk before it is returned; the existing one if there is one."""

    def load(self, epoch: EpochId) -> EpochKey | None: ...
    def names(self) -> Collection[EpochId]: ...

    def destroy(self, epoch: EpochId) -> None:
        """Overwrite and remove; harmless when it is gone already."""


class Sealer(Protocol):
    """Authenticated encryption of answers under an epoch key (AES-256-GCM, id = HMAC-SHA256, keys by HKDF)."""

    def fingerprint(self, key: EpochKey) -> str: ...
    def answer_id(self, key: EpochKey, *, person: PersonId, round_id: RoundId, question: str) -> bytes: ...

    def update_ids(self, key: EpochKey, rows: Sequence[bytes]) -> list[str]:
        """What recognises each of these under a key of the inbox, and tells nothing without it."""

    def seal(self, key: EpochKey, *, body: bytes, bound_to: bytes) -> bytes: ...

    def unseal(self, key: EpochKey, *, sealed: bytes, bound_to: bytes) -> bytes:
        """Raises `KeyUnavailable` when the key is not the one that sealed it."""

    def answer_ids(self, key: EpochKey, asked: Sequence[tuple[PersonId, RoundId, str]]) -> list[bytes]:
        """`answer_id` for many: person, round, question."""

    def seal_many(self, key: EpochKey, bodies: Sequence[tuple[bytes, bytes]]) -> list[bytes]:
        """`seal` for many pairs of a body and what it is bound to; the key is made ready once."""

    def unseal_many(self, key: EpochKey, sealed: Sequence[tuple[bytes, bytes]]) -> list[bytes]:
        """`unseal` for many pairs of a sealed body and what it is bound to; the first that does not open raises."""


# --- channels -----------------------------------------------------------------------------------------------------


class DeliveryFailed(Exception):
    """A message did not certainly arrive; the subclasses say what may be done about it."""


class NotSent(DeliveryFailed):
    """It certainly never left (connection refused, DNS, a clear refusal to work now): safe to try again."""


class RateLimited(DeliveryFailed):
    """The platform asked the whole account to wait; nothing was sent."""

    def __init__(self, retry_after: float) -> None:
        super().__init__(f"wait {retry_after:g} s")
        self.retry_after = retry_after


class Unreachable(DeliveryFailed):
    """This address did not take the message (deactivated, unknown); it may be otherwise another time."""


class ShutOut(Unreachable):
    """The person has shut the bot out."""


class Rejected(DeliveryFailed):
    """The platform refuses this very message; repeating it is useless."""


class ChannelBroken(DeliveryFailed):
    """The account itself is refused (revoked token, missing scope); health turns red and says why."""


class TokenRefused(Exception):
    """A new token is not taken, and the earlier one goes on; the trouble says why and never what it is."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.line)
        self.trouble = trouble


class Unsure(DeliveryFailed):
    """It may have arrived (time-out, reset, 5xx): never blindly repeated."""


DeliveryFailure = NotSent | RateLimited | Unreachable | Rejected | ChannelBroken | Unsure
DELIVERY_FAILURES = (NotSent, RateLimited, Unreachable, Rejected, ChannelBroken, Unsure)
"""The same classes for an `except`: whatever else goes wrong in a call may have arrived."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    ref: MessageRef


@dataclass(frozen=True, slots=True)
class NotThere:
    """The platform's history shows that it never arrived."""


@dataclass(frozen=True, slots=True)
class CannotTell:
    """The platform keeps no history that a bot may read."""


Search = Found | NotThere | CannotTell


class Messenger(Protocol):
    """One channel account. The platform's faults come out as `DeliveryFailed` subclasses and as nothing else."""

    async def send(self, to: Address, message: Message, *, key: DeliveryKey) -> MessageRef: ...

    async def edit(self, to: Address, ref: MessageRef, message: Message, *, reply_via: str = "") -> None: ...

    async def send_file(self, to: Address, *, name: str, body: bytes, words: str) -> None:
        """Put a file into somebody's chat, with these words beside it; it stands there as any message does."""

    async def check(self) -> None:
        """Ask the platform whether it is there and knows this account, without writing to anybody."""

    async def find_sent(self, to: Address, *, key: DeliveryKey, since: datetime, near: MessageRef | None) -> Search:
        """Look for an unsure message. `near` is any earlier message to the same person, if one is known."""


class WorkQueue(Protocol):
    """Wakes the dispatcher of an account; a lost call is healed by the tick."""

    async def wake(self, channel: Channel) -> None: ...


class UnitOfWork(Protocol):
    """One transaction with every repository on it."""

    @property
    def programmes(self) -> Programmes: ...
    @property
    def rosters(self) -> Rosters: ...
    @property
    def codes(self) -> Codes: ...
    @property
    def rounds(self) -> Rounds: ...
    @property
    def pulses(self) -> Pulses: ...
    @property
    def answers(self) -> Answers: ...
    @property
    def epochs(self) -> Epochs: ...
    @property
    def weeks(self) -> Weeks: ...
    @property
    def cells(self) -> Cells: ...
    @property
    def certificates(self) -> Certificates: ...
    @property
    def loop(self) -> Loop: ...
    @property
    def prompts(self) -> Prompts: ...
    @property
    def inbox(self) -> Inbox: ...
    @property
    def deliveries(self) -> Deliveries: ...
    @property
    def web_chats(self) -> WebChats: ...
    @property
    def audits(self) -> Audits: ...
    @property
    def machine(self) -> MachineFigures: ...
    @property
    def overdue(self) -> OverdueRows: ...
    @property
    def halts(self) -> Halts: ...
    @property
    def attention(self) -> Attention: ...
    @property
    def nudges(self) -> Nudges: ...
    @property
    def comments(self) -> Comments: ...
    @property
    def administration_log(self) -> AdministrationLog: ...
    @property
    def sign_ins(self) -> SignIns: ...
    @property
    def directory(self) -> Directory: ...
    @property
    def revisions(self) -> Revisions: ...
    @property
    def uploads(self) -> Uploads: ...
    @property
    def own_data(self) -> OwnData: ...
    @property
    def rotas(self) -> Rotas: ...
    @property
    def raising(self) -> Raising: ...


class DigestNow(Protocol):
    """A digest as one of its readers sees it now."""

    async def __call__(
        self, work: UnitOfWork, programme: Programme, digest: FrozenDigest, reader: PersonId, *, now: datetime
    ) -> FrozenDigest: ...


class DigestsNow(Protocol):
    """Many digests, each as the same reader sees it now, in the same order."""

    async def __call__(
        self,
        work: UnitOfWork,
        programme: Programme,
        digests: Sequence[FrozenDigest],
        reader: PersonId,
        *,
        now: datetime,
    ) -> Sequence[FrozenDigest]: ...


class LockHolder(StrEnum):
    """Who holds a lock."""

    MINE = "mine"
    ONE_ALONE = "one alone"
    SEVERAL = "several"
    """Several that share it."""


class DatabaseLock(Protocol):
    """A name that one process holds alone, or several share, until its session with the database ends."""

    @property
    def is_exclusive(self) -> bool: ...

    async def take(self) -> LockHolder:
        """Try once, in a new session; who holds it now."""

    async def is_held(self) -> bool:
        """Whether this process still holds it; False also when nobody can be asked."""

    async def leave(self) -> None:
        """Give it up; harmless when it is not held."""


class Storage(Protocol):
    """Hands out units of work; the reading kind runs beside a writer and must not write."""

    def writing(self) -> AbstractAsyncContextManager[UnitOfWork]: ...

    def reading(self) -> AbstractAsyncContextManager[UnitOfWork]: ...
