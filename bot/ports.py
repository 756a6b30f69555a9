"""The protocols between the flows and the world: storage by topic, channels, clocks, keys and work queues.

Repositories return domain values and never commit; a unit of work commits on a clean exit and rolls back otherwise.
Every repository method may raise `StorageUnavailable`.
"""

from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Protocol

from bot.domain.deliveries import Claim, Delivery
from bot.domain.epochs import Epoch
from bot.domain.identifiers import (
    ActionId,
    DeliveryKey,
    EpochId,
    FlagId,
    MessageRef,
    PersonId,
    PulseId,
    RoundId,
    ScheduleId,
    UnitId,
)
from bot.domain.inbound import Inbound
from bot.domain.loop import ExpectedReply, Flag, FlagReply, LoopAction, ToldBack
from bot.domain.messages import Message
from bot.domain.people import Address, Channel, Consent, Person, Role, Roster, TeamMember
from bot.domain.programme import Programme
from bot.domain.pulses import Pulse, Round
from bot.domain.questions import Question, QuestionRef
from bot.domain.records import FrozenDigest, Presence, Release, Snapshot, Tally
from bot.domain.weeks import IsoWeek

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

    def create(self, epoch: EpochId) -> bytes:
        """A new 32-byte key, on disk before it is returned; the existing one if there is one."""

    def load(self, epoch: EpochId) -> bytes | None: ...

    def destroy(self, epoch: EpochId) -> None:
        """Overwrite and remove; harmless when it is gone already."""


class Sealer(Protocol):
    """Authenticated encryption of answers under an epoch key (AES-256-GCM, id = HMAC-SHA256)."""

    def fingerprint(self, key: bytes) -> str: ...

    def answer_id(self, key: bytes, *, person: PersonId, round_id: RoundId, question: str) -> bytes: ...

    def seal(self, key: bytes, *, body: bytes, bound_to: bytes) -> bytes: ...

    def unseal(self, key: bytes, *, sealed: bytes, bound_to: bytes) -> bytes:
        """Raises `KeyUnavailable` when the key is not the one that sealed it."""


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
    """This address will not take messages (blocked, deactivated, unknown)."""


class Rejected(DeliveryFailed):
    """The platform refuses this very message; repeating it is useless."""


class ChannelBroken(DeliveryFailed):
    """The account itself is refused (revoked token, missing scope); health turns red and says why."""


class Unsure(DeliveryFailed):
    """It may have arrived (time-out, reset, 5xx): never blindly repeated."""


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

    async def check(self) -> None:
        """Ask the platform whether it is there and knows this account, without writing to anybody."""

    async def find_sent(self, to: Address, *, key: DeliveryKey, since: datetime, near: MessageRef | None) -> Search:
        """Look for an unsure message. `near` is any earlier message to the same person, if one is known."""


class WorkQueue(Protocol):
    """Wakes the dispatcher of an account; a lost call is healed by the tick."""

    async def wake(self, channel: Channel) -> None: ...


# --- storage ------------------------------------------------------------------------------------------------------


class Programmes(Protocol):
    async def current(self) -> Programme | None: ...

    async def save(self, programme: Programme, *, at: datetime) -> None:
        """Make this the programme; earlier question versions and retired units stay for history."""

    async def unit_name(self, unit: UnitId) -> str:
        """The name of a unit, also of a retired one."""

    async def wordings(self, questions: Collection[QuestionRef]) -> Mapping[QuestionRef, Question]:
        """These very versions, also of questions that have since been reworded or retired."""


class Rosters(Protocol):
    async def current(self) -> Roster: ...

    async def save(self, roster: Roster, *, at: datetime) -> None:
        """Bring people and memberships to this list; who is missing is ended (never deleted), an empty address never
        clears an enrolled one, a new membership starts at `at`."""

    async def person(self, person: PersonId) -> Person | None: ...

    async def at_address(self, address: Address) -> Person | None: ...

    async def people_at(self, addresses: Collection[Address]) -> Mapping[Address, Person]:
        """`at_address` for many; one query."""

    async def team(self, units: Collection[UnitId]) -> Mapping[UnitId, Sequence[TeamMember]]:
        """Everyone with a role in the units now, ordered by person id; one query, not one per unit."""

    async def memberships_of(self, person: PersonId) -> Sequence[TeamMember]: ...

    async def in_several_units(
        self, people: Collection[PersonId]
    ) -> Mapping[PersonId, Mapping[UnitId, frozenset[Role]]]:
        """For those of these people who hold roles in more than one unit now: all their roles by unit; one query."""

    async def members(self, people: Collection[PersonId]) -> Mapping[PersonId, Sequence[TeamMember]]:
        """The standing memberships of each person (none: an empty sequence); one query."""

    async def address_of(self, person: PersonId) -> Address | None: ...

    async def enrol(self, person: PersonId, address: Address, *, at: datetime) -> None:
        """Replaces the person's earlier address and takes it from anybody else; first time sets joined_at."""

    async def mark_unreachable(self, address: Address, *, at: datetime) -> None: ...

    async def mark_reachable(self, address: Address) -> None: ...

    async def consent(self, person: PersonId) -> Consent: ...

    async def set_consent(self, person: PersonId, consent: Consent) -> None: ...

    async def count_unanswered(self, people: Collection[PersonId]) -> None:
        """Add one to `consent.unanswered` of each."""

    async def forget_unanswered(self, people: Collection[PersonId]) -> None:
        """Set `consent.unanswered` of each to 0."""


class Codes(Protocol):
    """Enrolment codes, stored hashed, single use."""

    async def replace(self, person: PersonId, digest: bytes, *, expires_at: datetime) -> None: ...

    async def claim(self, digest: bytes, *, at: datetime) -> PersonId | None:
        """Use up a code; None if it is unknown, used or too old. Of many at once exactly one gets it."""

    async def without_address(self) -> Sequence[Person]:
        """People on the list now who cannot be reached yet, by person id."""

    async def note_attempt(self, address: Address, *, at: datetime) -> int:
        """Record a failed try and say how many this address made in the hour before `at`."""

    async def recent_attempts(self, address: Address, *, at: datetime) -> int:
        """How many failed tries this address made in the hour before `at`."""


class Rounds(Protocol):
    async def horizons(self, schedule: ScheduleId) -> Mapping[UnitId, datetime]:
        """Up to which instant each unit's occurrences have been looked at."""

    async def set_horizon(self, schedule: ScheduleId, units: Collection[UnitId], until: datetime) -> None: ...

    async def claim(self, round_: Round) -> bool:
        """Insert the round unless it exists; True for exactly one caller."""

    async def one_planner(self) -> None:
        """Until this transaction ends no other planner works, so what was read about budgets stays true. A lock on
        PostgreSQL; nothing to do on SQLite, where a writer is alone anyway."""

    async def claim_many(self, rounds: Sequence[Round]) -> frozenset[RoundId]:
        """Insert each round unless it exists and say which are now ours; one statement. An open round also replaces
        one recorded as missed under the same id: that one was recorded by a clock that ran ahead."""

    async def questions_on(self, schedule: ScheduleId, local_date: date, slot: str) -> Sequence[QuestionRef]:
        """What this occurrence asks, if it was planned (not missed) for any unit already; else empty."""

    async def questions_before(self, schedule: ScheduleId, local_date: date, slot: str) -> Sequence[QuestionRef]:
        """What the newest earlier occurrence asked that was planned (not missed) for any unit; else empty."""

    async def get(self, round_id: RoundId) -> Round | None: ...

    async def to_close(self, *, now: datetime) -> Sequence[Round]:
        """Open rounds past their closing time."""

    async def close(self, rounds: Collection[RoundId]) -> None: ...

    async def open_in_week(self, week: IsoWeek) -> bool:
        """Whether any round that belongs to this week is still open."""

    async def closing_in(self, week: IsoWeek, units: Collection[UnitId]) -> Sequence[Round]: ...


class Pulses(Protocol):
    async def add(self, pulses: Sequence[Pulse]) -> None: ...

    async def get(self, pulse: PulseId) -> Pulse | None: ...

    async def many(self, pulses: Collection[PulseId]) -> Mapping[PulseId, Pulse]: ...

    async def many_locked(self, pulses: Collection[PulseId]) -> Mapping[PulseId, Pulse]:
        """`many`, and nobody else may change them until this transaction ends."""

    async def save(self, pulse: Pulse) -> None: ...

    async def save_many(self, pulses: Sequence[Pulse]) -> None: ...

    async def never_sent(self, people: Collection[PersonId]) -> frozenset[PersonId]:
        """Those who have not yet had any question delivered: their first one introduces itself."""

    async def mark_sent(self, pulses: Collection[PulseId], *, at: datetime) -> None:
        """planned -> sent; a pulse that has moved on already stays as it is but gets its sent_at."""

    async def asked_in(self, week: IsoWeek, people: Collection[PersonId]) -> Mapping[PersonId, int]:
        """How many questions each person was planned in the ISO week of their due time (the budget's week)."""

    async def by_schedule_in(
        self, schedule: ScheduleId, week: IsoWeek, people: Collection[PersonId]
    ) -> frozenset[PersonId]:
        """Who was already asked by this schedule in the week, for people in several microsystems."""

    async def planned_in(
        self, week: IsoWeek, people: Collection[PersonId]
    ) -> Mapping[PersonId, Mapping[ScheduleId, int]]:
        """How many questions each person was planned by each schedule in a budget's week; one query."""

    async def last_due(self, people: Collection[PersonId]) -> Mapping[PersonId, datetime]:
        """When each was last planned a question."""

    async def to_remind(self, *, now: datetime, limit: int) -> Sequence[Pulse]:
        """Sent, or planned with its question's delivery unsure (the reminder heals it); unanswered, not excused, not
        yet reminded, remind_at <= now < closes_at."""

    async def to_expire(self, *, now: datetime, limit: int) -> Sequence[Pulse]:
        """planned or sent and past closes_at."""

    async def set_state(self, pulses: Collection[PulseId], state: str) -> None: ...

    async def set_reminded(self, pulses: Collection[PulseId]) -> None: ...

    async def excuse(self, person: PersonId, *, now: datetime) -> None:
        """Mark the person's open unanswered pulses as outside reach."""

    async def open_of(self, person: PersonId, *, now: datetime) -> Sequence[Pulse]:
        """Planned, sent, answered or skipped pulses whose round is still open, newest first."""

    async def of_rounds(self, rounds: Collection[RoundId]) -> Sequence[Pulse]: ...

    async def next_in_round(self, pulse: Pulse) -> Pulse | None:
        """The same person's pulse at the next position of the same round."""

    async def message_of(self, pulse: PulseId) -> MessageRef | None:
        """The newest message that shows this pulse."""

    async def pulse_at(self, ref: MessageRef) -> PulseId | None: ...

    async def set_message(self, pulse: PulseId, ref: MessageRef) -> None: ...

    async def set_messages(self, shown: Sequence[tuple[PulseId, MessageRef]]) -> None: ...

    async def note_opened(self, people: Collection[PersonId], *, now: datetime) -> None:
        """Every open question that lies in the chat of one of these counts as sent, if it did not before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedAnswer:
    id: bytes
    epoch: EpochId
    unit: UnitId
    body: bytes


class Answers(Protocol):
    """Sealed answers: an id, a body, an epoch and a unit; nothing else, no time, no order."""

    async def put(self, answer: SealedAnswer) -> None:
        """Insert or replace."""

    async def put_many(self, answers: Sequence[SealedAnswer]) -> None:
        """Insert or replace each."""

    async def many(self, ids: Collection[bytes]) -> Mapping[bytes, bytes]: ...

    async def of_epoch(self, epoch: EpochId, unit: UnitId) -> Sequence[SealedAnswer]: ...

    async def units_of(self, epoch: EpochId) -> Sequence[UnitId]: ...

    async def delete_epoch(self, epoch: EpochId) -> int:
        """Remove the epoch's answers and score habits; says how many answers there were."""

    async def put_working(self, epoch: EpochId, unit: UnitId, sealed: bytes) -> None:
        """Keep a unit's sealed workings of the open epoch (score habits, block sums)."""

    async def put_workings(self, epoch: EpochId, sealed: Mapping[UnitId, bytes]) -> None:
        """`put_working` for many units; one statement."""

    async def workings(self, epoch: EpochId, units: Collection[UnitId]) -> Mapping[UnitId, bytes]: ...


class Epochs(Protocol):
    async def newest(self) -> Epoch | None: ...

    async def get(self, epoch: EpochId) -> Epoch | None: ...

    async def covering(self, week: IsoWeek) -> Epoch | None: ...

    async def save(self, epoch: Epoch) -> None: ...

    async def not_closed(self) -> Sequence[Epoch]:
        """Open and tallied epochs, oldest first."""

    async def add_tallies(self, tallies: Sequence[Tally]) -> None:
        """Idempotent per (epoch, unit, question, version, code)."""

    async def tallies(self, epoch: EpochId) -> Sequence[Tally]: ...


class Weeks(Protocol):
    """Closed weeks: participation, detector states, snapshots, releases, flags and digests."""

    async def newest_closed(self) -> IsoWeek | None: ...

    async def oldest_open_week(self) -> IsoWeek | None:
        """The week of the oldest round that no closed week covers; None before the first round."""

    async def claim(self, week: IsoWeek, *, at: datetime) -> bool: ...

    async def finish(self, week: IsoWeek) -> None:
        """All units of the claimed week are done; `newest_closed` may name it."""

    async def unfinished(self) -> IsoWeek | None:
        """A week that was claimed and not finished: a crash to be continued."""

    async def add_presence(self, rows: Sequence[Presence]) -> None: ...

    async def presence(self, units: Collection[UnitId], first: IsoWeek, last: IsoWeek) -> Sequence[Presence]: ...

    async def states(self, units: Collection[UnitId]) -> Mapping[UnitId, bytes]:
        """Participation-side detector states, which live across epochs."""

    async def put_states(self, states: Mapping[UnitId, bytes], *, week: IsoWeek) -> None: ...

    async def put_snapshots(self, snapshots: Sequence[Snapshot]) -> None: ...

    async def snapshots(self, unit: UnitId, first: IsoWeek, last: IsoWeek) -> Sequence[Snapshot]:
        """In order of weeks."""

    async def add_releases(self, releases: Sequence[Release]) -> None:
        """Idempotent per (unit, kind, period)."""

    async def releases(self, units: Collection[UnitId], first: IsoWeek, last: IsoWeek) -> Sequence[Release]: ...

    async def add_digest(self, digest: FrozenDigest) -> bool:
        """False if the digest of that unit and week was frozen before; it is never revised."""

    async def add_digests(self, digests: Sequence[FrozenDigest]) -> None:
        """`add_digest` for many; those frozen before stay as they are."""

    async def digest(self, unit: UnitId, week: IsoWeek | None = None) -> FrozenDigest | None:
        """The digest of a week, or the newest."""

    async def undelivered_digests(self, *, since: IsoWeek) -> Sequence[FrozenDigest]:
        """Frozen digests not yet handed to delivery."""

    async def mark_digest_handed_over(self, unit: UnitId, week: IsoWeek) -> None: ...


class Loop(Protocol):
    """Flags with their replies, actions, and what was told back."""

    async def add_flag(self, flag: Flag) -> None: ...

    async def flag(self, flag: FlagId) -> Flag | None: ...

    async def flags(self, units: Collection[UnitId], since: IsoWeek) -> Sequence[Flag]: ...

    async def add_reply(self, reply: FlagReply) -> bool:
        """False if this person has replied to this flag in the same way before."""

    async def set_reply_words(self, reply: FlagReply) -> None:
        """Give this person's reply of this verdict the words they wrote after pressing; the newest words stand."""

    async def replies(self, flag: FlagId) -> Sequence[FlagReply]: ...

    async def replies_to(self, flags: Collection[FlagId]) -> Mapping[FlagId, Sequence[FlagReply]]:
        """`replies` for many, oldest first; flags without any are left out."""

    async def save_action(self, action: LoopAction) -> None: ...

    async def action(self, action: ActionId) -> LoopAction | None: ...

    async def open_actions(self, units: Collection[UnitId]) -> Sequence[LoopAction]:
        """Proposed and open, oldest first."""

    async def closed_actions(self, units: Collection[UnitId], since: datetime) -> Sequence[LoopAction]: ...

    async def add_told(self, told: ToldBack) -> None: ...

    async def news_for(self, person: PersonId, unit: UnitId) -> ToldBack | None:
        """The newest thing told back to the team that this person has not been shown."""

    async def news(self, wanted: Collection[tuple[PersonId, UnitId]]) -> Mapping[tuple[PersonId, UnitId], ToldBack]:
        """`news_for` for many; only those who have news."""

    async def mark_shown(self, person: PersonId, told: str) -> None: ...

    async def expect(self, reply: ExpectedReply) -> None: ...

    async def expected(self, person: PersonId, *, now: datetime) -> ExpectedReply | None: ...

    async def forget_expected(self, person: PersonId) -> None: ...


class Inbox(Protocol):
    async def add(self, updates: Sequence[Inbound], *, at: datetime) -> Sequence[bool]:
        """For each update whether it is new; unique on (platform, update id)."""

    async def pending(self, *, limit: int) -> Sequence[Inbound]:
        """Unprocessed updates in the order they were committed. Needs a writing unit of work: until it ends nobody else
        is handed the same ones."""

    async def finish(self, updates: Collection[tuple[Channel, str]], *, at: datetime) -> None:
        """Empty the payloads; only platform and update id stay."""

    async def purge(self, *, before: datetime) -> int: ...

    async def count_pending(self) -> int: ...


class Deliveries(Protocol):
    async def add(self, deliveries: Sequence[Delivery]) -> None:
        """Keys that exist already are left alone."""

    async def put_redraw(self, delivery: Delivery) -> None:
        """Insert, or set an existing one of this key due again: only the latest state of a message matters."""

    async def put_redraws(self, deliveries: Sequence[Delivery]) -> None:
        """`put_redraw` for many."""

    async def claim(
        self, channel: Channel, *, owner: str, now: datetime, lease_until: datetime, limit: int
    ) -> Sequence[Claim]:
        """Take due rows (interactive first, then by due time), leave them `due`, and raise their lease numbers.

        Free is also what this owner holds already: nobody else has lost track of it. A lease lasts from `now` to
        `lease_until`, on PostgreSQL by the server's own time, so that workers need not agree on theirs."""

    async def release_claims(self, channel: Channel, *, owner: str | None = None) -> None:
        """On SQLite a start takes over all claims: drop them. With `owner`, only what that one has not sent yet."""

    async def renew(self, claims: Sequence[Claim], *, lease_until: datetime, now: datetime | None = None) -> None:
        """Hold on to these; with `now` the lease lasts as long as from there, by the time that leases count in."""

    async def mark_sending(self, claim: Claim, *, at: datetime) -> bool:
        """due -> sending; False when the lease is no longer ours or the row moved on."""

    async def mark_sent(self, claim: Claim, ref: MessageRef | None, *, at: datetime) -> bool: ...

    async def mark_many_sent(self, sent: Sequence[tuple[Claim, MessageRef]], *, at: datetime) -> None:
        """`mark_sent` for messages that became real in this very transaction."""

    async def mark_failed(self, claim: Claim, reason: str, *, at: datetime) -> bool: ...

    async def mark_expired(self, claim: Claim, *, at: datetime) -> bool:
        """Its time is over and it was never sent."""

    async def mark_unsure(self, claim: Claim, *, at: datetime) -> bool: ...

    async def put_back(self, claim: Claim, *, due_at: datetime) -> bool:
        """It was certainly not sent: due again."""

    async def unsure(
        self, channel: Channel, *, owner: str, now: datetime, lease_until: datetime, limit: int
    ) -> Sequence[Claim]:
        """Take rows that are unsure, or `sending` under the dead lease of somebody else."""

    async def expire(self, *, now: datetime) -> Sequence[Delivery]:
        """due -> expired for rows past expires_at; says which."""

    async def expire_keys(self, keys: Iterable[DeliveryKey]) -> None:
        """due -> expired for these (the person answered, left or stopped)."""

    async def channels_with_due(self, *, now: datetime) -> frozenset[Channel]: ...

    async def last_ref(self, person: PersonId, channel: Channel) -> MessageRef | None: ...

    async def next_due_at(self, channel: Channel) -> datetime | None: ...

    async def blocked_until(self, channel: Channel) -> datetime | None:
        """Real UTC until which the platform asked this account to be silent."""

    async def block(self, channel: Channel, until: datetime) -> None: ...

    async def counts(self) -> Mapping[str, int]:
        """Rows by state, for health and metrics."""


class Audits(Protocol):
    """What the auditor counts; nothing else needs it."""

    async def waiting(self, *, since: datetime) -> Mapping[Channel, int]:
        """How many messages of each account have been due since then or longer."""

    async def missing(self, *, now: datetime) -> int:
        """First questions of open rounds that are still planned and have no message at all."""

    async def unsettled(self, *, since: datetime) -> int:
        """Messages whose time was over by then and that are not in a final state."""

    async def unclosed(self, *, since: datetime) -> int:
        """Pulses still planned or sent although they closed by then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebMessage:
    """A message in a web chat; `change` grows with every insert and edit, so a page can ask for what is new."""

    id: int
    person: PersonId
    message: Message
    change: int
    key: DeliveryKey
    edited: bool


class WebChats(Protocol):
    async def post(self, person: PersonId, message: Message, *, key: DeliveryKey) -> int:
        """The id of the new message; the earlier one when the key was posted before."""

    async def post_many(self, posts: Sequence[tuple[PersonId, Message, DeliveryKey]]) -> Sequence[int]:
        """`post` for many, in order; few statements."""

    async def edit(self, message_id: int, message: Message) -> bool: ...

    async def since(self, person: PersonId, change: int, *, limit: int) -> Sequence[WebMessage]:
        """Messages inserted or edited after `change`, oldest first; with change 0 the newest `limit`."""

    async def newest_change(self, person: PersonId) -> int: ...


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
    def loop(self) -> Loop: ...
    @property
    def inbox(self) -> Inbox: ...
    @property
    def deliveries(self) -> Deliveries: ...
    @property
    def web_chats(self) -> WebChats: ...
    @property
    def audits(self) -> Audits: ...


class Storage(Protocol):
    """Hands out units of work; the reading kind runs beside a writer and must not write."""

    def writing(self) -> AbstractAsyncContextManager[UnitOfWork]: ...

    def reading(self) -> AbstractAsyncContextManager[UnitOfWork]: ...


Wake = Callable[[], Awaitable[None]]
