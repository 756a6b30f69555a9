"""Deliveries: one message to one person with a key that makes it unique, and the states it may pass through."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

from bot.domain.identifiers import DeliveryKey, MessageRef, PersonId, PulseId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import DigestRef
from bot.domain.messaging.messages import Message, SealedWords
from bot.domain.organisation.people import Address, Channel


class DeliveryKind(StrEnum):
    QUESTION = "question"
    """Composed from its pulse when it is sent."""
    REMINDER = "reminder"
    """The machine repeats the question with its buttons, once."""
    SNOOZED = "snoozed"
    """Repeats the question with its buttons at the time that its person chose."""
    ANEW = "anew"
    """Puts the question into a chat that is begun anew, whatever became of it before."""
    ANSWERING = "answering"
    """Says that an answer in somebody's own words is being written; more of it is taken here."""
    REDRAW = "redraw"
    """Brings the message of a pulse to its latest state; an edit, so it may safely be repeated."""
    DIGEST = "digest"
    """Composed from its frozen digest, and what followed, when it is sent."""
    DIGEST_REDRAW = "digest_redraw"
    """Brings one reader's copy of a digest to its latest state; an edit, so it may safely be repeated."""
    CHART = "chart"
    """The chart of a digest, drawn when it is sent, with words that say the same."""
    NOTICE = "notice"
    """Carries its own message and is about nothing else."""


QUESTIONS = frozenset(
    {DeliveryKind.QUESTION, DeliveryKind.REMINDER, DeliveryKind.SNOOZED, DeliveryKind.ANEW, DeliveryKind.ANSWERING}
)
"""These put a question to its person, for the first time or once more; of several the newest takes the answer."""
_OF_A_PULSE = QUESTIONS | {DeliveryKind.REDRAW}
_OF_A_DIGEST = frozenset({DeliveryKind.DIGEST, DeliveryKind.DIGEST_REDRAW, DeliveryKind.CHART})


class DeliveryState(StrEnum):
    DUE = "due"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNSURE = "unsure"
    EXPIRED = "expired"


REJECTED, IN_DOUBT, HALTED = "rejected", "unsure", "halted"
NO_ADDRESS = "no_address"
"""Its person has left, or is not reached on its channel."""
NOT_TAKEN = frozenset({REJECTED, IN_DOUBT, HALTED})
"""Failures of the channel itself, or an administrator had paused everything; all others have to do with the person, who
may have blocked it or paused."""
UNREACHABLE, WITHDRAWN = "unreachable", "withdrawn"
OF_THE_PERSON = frozenset({UNREACHABLE, WITHDRAWN})
"""Why a message did not leave, by what its person did: the newest try was refused by their address, or they answered,
paused, stopped or went away before the next."""


class Priority(IntEnum):
    INTERACTIVE = 0
    """Somebody has just pressed something and is waiting."""
    BULK = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    key: DeliveryKey
    person: PersonId
    channel: Channel
    """The account that carries it; one dispatcher works for each."""
    kind: DeliveryKind
    pulse: PulseId | None = None
    """The pulse of a question, of what repeats it, and of a redraw."""
    digest: DigestRef | None = None
    """The digest that this is, or whose chart it brings."""
    comment_week: IsoWeek | None = None
    """Of the comment that this quotes, with which it goes."""
    message: Message | None = None
    sealed: SealedWords | None = None
    """How the message is kept if it tells what somebody did; the message itself is then known in memory alone."""
    is_told_by_leads: bool = False
    """Whether somebody who leads tells it to somebody else: it was written for others to read, so it is kept in the
    open, as long as digests are. Known until it is written, and nowhere kept."""
    edits: MessageRef | None = None
    """When set, this message is edited instead of a new one being sent."""
    reply_via: str = ""
    """Slack's response_url for an edit after a press."""
    due_at: datetime
    expires_at: datetime
    priority: Priority = Priority.BULK
    state: DeliveryState = DeliveryState.DUE
    attempts: int = 0

    def __post_init__(self) -> None:
        if (self.pulse is not None) != (self.kind in _OF_A_PULSE):
            raise ValueError(f"a {self.kind.value} {'needs a' if self.pulse is None else 'has no'} pulse")
        if (self.digest is not None) != (self.kind in _OF_A_DIGEST):
            raise ValueError(f"a {self.kind.value} {'needs a' if self.digest is None else 'has no'} digest")

    @property
    def puts_question(self) -> bool:
        return self.kind in QUESTIONS

    @property
    def repeats_question(self) -> bool:
        """Whether an earlier message may show the same question."""
        return self.kind in QUESTIONS - {DeliveryKind.QUESTION}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """A delivery held by one worker for a while; marks by anyone else, or by an older lease, are refused."""

    delivery: Delivery
    address: Address | None
    """Where it goes now; None if the person left, or their address became unreachable."""
    owner: str
    """Empty for an edit that was handed over in memory: its row is free, and stands for itself if this is forgotten."""
    lease: int
    sending_since: datetime | None = None
    """When the call was made that is now unsure."""

    @property
    def is_leased(self) -> bool:
        return bool(self.owner)


def handed_over(edit: Delivery, to: Address) -> Lease:
    """An edit as whoever has just put it out hands it to a dispatcher beside it."""
    if edit.edits is None:
        raise ValueError("only an edit may be sent without being held, since it may be repeated")
    return Lease(delivery=edit, address=to, owner="", lease=0)
