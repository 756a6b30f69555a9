"""What goes out: deliveries, their audits, and the web chats."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.identifiers import (
    DeliveryKey,
    MessageRef,
    PersonId,
    PulseId,
    RoundId,
)
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import DigestRef
from bot.domain.messaging.deliveries import Delivery, Lease
from bot.domain.messaging.messages import Message, SealedWords
from bot.domain.organisation.people import Address, Channel
from bot.repositories.administration_log import Token


class Deliveries(Protocol):
    async def add(self, deliveries: Sequence[Delivery]) -> None:
        """Keys that exist already are left alone."""

    async def add_new(self, deliveries: Sequence[Delivery]) -> None:
        """Much faster for many, but every key must be one that nobody has used, or nothing of all is kept."""

    async def untaken(self, pulses: Collection[PulseId]) -> frozenset[PulseId]:
        """Those whose question no channel took, so far as is known, be it tried or not. Nothing that a person does
        counts: who blocked it, also if they have come back since, or has left or paused meanwhile is not there."""

    async def put_redraws(self, deliveries: Sequence[Delivery]) -> None:
        """Insert, or set existing ones of these keys due again: only the latest state of a message matters."""

    async def move_redraw(
        self, key: DeliveryKey, *, since: datetime, before: MessageRef, to: MessageRef, at: datetime
    ) -> None:
        """What was put out `since` then for the message `before` is due `at` this moment for the message `to`, whether
        it was shown already or not. Nothing happens where nothing was."""

    async def lease(
        self, channel: Channel, *, owner: str, now: datetime, lease_until: datetime, limit: int
    ) -> Sequence[Lease]:
        """Take due rows (interactive first, then by due time), leave them `due`, and raise their lease numbers.

        A worker may lease its own rows again. A lease lasts from `now` to
        `lease_until`, on PostgreSQL by the server's own time, so that workers need not agree on theirs."""

    async def release_leases(self, channel: Channel, *, owner: str | None = None) -> None:
        """On SQLite a start takes over all leases: drop them. With `owner`, only what that one has not sent yet."""

    async def renew(self, leases: Sequence[Lease], *, lease_until: datetime, now: datetime | None = None) -> None:
        """Hold on to these; with `now` the lease lasts as long as from there, by the time that leases count in."""

    async def mark_sending(self, lease: Lease, *, at: datetime) -> bool:
        """due -> sending; False when the lease is no longer ours, the row moved on, or it would not go to the lease's
        address any more."""

    async def goes_to(self, delivery: Delivery) -> Address | None:
        """Where it would go if it were leased now; None if its person left, or their address became unreachable."""

    async def mark_sent(self, lease: Lease, ref: MessageRef | None, *, at: datetime) -> bool:
        """A new message is named by `ref` only where its person still has the lease's address: see `leave_chat`."""

    async def mark_many_sent(self, sent: Sequence[tuple[Lease, MessageRef]], *, at: datetime) -> None:
        """`mark_sent` for many at once; also for messages that became real in this very transaction."""

    async def mark_shown(self, edits: Sequence[Delivery], *, at: datetime) -> None:
        """due -> sent for edits that were made without being held, where the row still says the very same."""

    async def mark_failed(self, lease: Lease, reason: str, *, at: datetime) -> bool: ...

    async def mark_expired(self, lease: Lease, *, at: datetime) -> bool:
        """Its time is over and it was never sent."""

    async def mark_unsure(self, lease: Lease, *, at: datetime) -> bool: ...

    async def put_back(self, lease: Lease, *, due_at: datetime, refused: bool = False) -> bool:
        """It was certainly not sent: due again. `refused`: the channel works, and the address did not take it."""

    async def unsure(
        self, channel: Channel, *, owner: str, now: datetime, lease_until: datetime, limit: int
    ) -> Sequence[Lease]:
        """Take rows that are unsure, or `sending` under the dead lease of somebody else."""

    async def expire(self, *, now: datetime) -> Sequence[Delivery]:
        """due -> expired for rows past expires_at; says which."""

    async def forget_of_pulses(self, rounds: Collection[RoundId]) -> None:
        """Remove the questions of these rounds, their reminders, and what brought their messages to their latest state:
        how they fared tells what their people did. What is still under way stays."""

    async def forget_passed(self, *, before: datetime) -> int:
        """Remove what answered somebody, or told them something once, and expired before then, or the oldest
        thousand of it; says how many. What is under way stays."""

    async def forget_comments(self, *, before: IsoWeek) -> None:
        """Remove what quotes comments of blocks that ended before a week. What is under way stays."""

    async def expire_keys(self, keys: Iterable[DeliveryKey], *, withdrawn: bool = False) -> None:
        """due -> expired for these. `withdrawn`: because the person answered, paused, stopped or is away."""

    async def take_back(self, keys: Collection[DeliveryKey]) -> None:
        """Remove what has not been sent of these, so that it may be put out anew; what is under way, or was sent,
        stays."""

    async def hold(self, keys: Collection[DeliveryKey]) -> None:
        """Until this transaction ends nobody begins to send any of these, or notes what became of one."""

    async def call_off(self, keys: Collection[DeliveryKey], *, at: datetime) -> frozenset[DeliveryKey]:
        """Those of these that may be on their way, may have arrived, for all that is known, or have arrived in a chat
        that was left: they are not tried again."""

    async def leave_chat(self, people: Collection[PersonId]) -> None:
        """Messages that stand in the chats that these people had are named no more, and no edit of them is left. What
        is kept of their chats on the web stays: it goes where they go."""

    async def move(self, moved: Mapping[DeliveryKey, datetime]) -> None:
        """What is due is due at another moment; whoever has leased it holds it no longer."""

    async def last_ref(self, person: PersonId, channel: Channel) -> MessageRef | None: ...

    async def key_of(self, person: PersonId, channel: Channel, ref: MessageRef) -> DeliveryKey | None:
        """The delivery that brought this person's message, by how the channel names it."""

    async def ref_of(self, key: DeliveryKey, channel: Channel) -> MessageRef | None:
        """How this channel names the message that a delivery brought; None if it did not."""

    async def shown(self, keys: Collection[DeliveryKey]) -> Mapping[DeliveryKey, tuple[Channel, MessageRef]]:
        """Where the messages of these are shown; without those that have not arrived."""

    async def digest_at(self, person: PersonId, channel: Channel, ref: MessageRef) -> DigestRef | None:
        """The digest that this message of a person brought; None for all other messages."""

    async def next_due_at(self, channel: Channel) -> datetime | None: ...

    async def blocked_until(self, channel: Channel) -> datetime | None:
        """Real UTC until which the platform asked this account to be silent."""

    async def block(self, channel: Channel, until: datetime) -> None: ...


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
    posted_at: datetime | None = None
    """None where it answers something that its person did: no moment of a press is kept."""
    digest: DigestRef | None = None
    """The digest that it brought or is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewWebMessage:
    """What is to be posted into a web chat."""

    person: PersonId
    words: Message | SealedWords
    key: DeliveryKey
    posted_at: datetime | None = None
    pulse: PulseId | None = None
    """Whose question it puts, or what it says of that."""
    digest: DigestRef | None = None
    comment_week: IsoWeek | None = None
    """Of the comment that it quotes."""

    def __post_init__(self) -> None:
        if isinstance(self.words, SealedWords) and (self.posted_at or self.digest):
            raise ValueError("what lies sealed has no moment and names no digest in the open")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptWebMessage:
    """A `WebMessage` as it is kept: what answers something that its person did lies sealed."""

    id: int
    person: PersonId
    words: Message | SealedWords
    change: int
    key: DeliveryKey
    edited: bool
    posted_at: datetime | None = None
    digest: DigestRef | None = None


class WebChats(Protocol):
    async def post_many(self, posts: Sequence[NewWebMessage], *, token: Token) -> Sequence[int]:
        """The ids of the new messages, in order; the earlier one for a key that was posted before. Few statements.

        Ids grow within a chat, begin by chance, and tell nothing of what others get.
        """

    async def edit(self, person: PersonId, ref: MessageRef, words: Message | SealedWords) -> bool:
        """Change a message of this person's own chat; False, with nothing changed, for any other reference."""

    async def since(self, person: PersonId, change: int, *, limit: int) -> Sequence[KeptWebMessage]:
        """Messages inserted or edited after `change`, oldest first; with change 0 the newest `limit`."""

    async def forget_of_pulses(self, rounds: Collection[RoundId]) -> None:
        """Remove every message about a question of these rounds."""

    async def step_on(self, *, after: str, limit: int) -> str | None:
        """Go on in some chats, by their person from one on, at a number that does not depend on how much changed in
        them since the last time (or since the last message that stays). Which person was the last; None after all."""

    async def begin_anew(self, people: Collection[PersonId]) -> None:
        """Nothing stays of these people's own, here and on its way here: questions, what answers their presses, and
        what they were told. The digests stay that lie open."""

    async def hang_bell(self, person: PersonId, endpoint: str) -> None:
        """Remember where this person's browser is rung. It goes with the address that they have now."""

    async def bells_of(self, people: Collection[PersonId]) -> Sequence[str]:
        """Where the browsers of these people are rung, in order."""

    async def take_down_bells(self, endpoints: Collection[str]) -> None:
        """Forget these."""

    async def forget_sealed(self, *, before: IsoWeek) -> int:
        """Remove what lies sealed under keys of earlier weeks; says how many messages."""

    async def forget_comments(self, *, before: IsoWeek) -> int:
        """Remove what quotes comments of blocks that ended before a week; says how many messages."""

    async def forget_old(self, *, now: IsoWeek, before: IsoWeek) -> int:
        """Remove what lies open and was found here for the first time before a week; what is new is found now. Says how
        many messages."""
