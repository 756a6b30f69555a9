"""Everything the in-memory storage knows: dictionaries of frozen values, copied for each transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Self

from bot.domain.administration.log import LogEntry
from bot.domain.administration.revisions import Revision, RevisionParts
from bot.domain.administration.sign_in import SignInOrigin, SignInSession
from bot.domain.answers.epochs import Epoch
from bot.domain.answers.workings import SealedWorking, Working
from bot.domain.asking.pulses import Pulse, Round, ShadowPlan
from bot.domain.attention.offers import Noted
from bot.domain.attention.spread import Spread
from bot.domain.certificates.certificate import Certificate, WeekLists
from bot.domain.digests.frozen_digest import FrozenDigest
from bot.domain.disclosure.atoms import BlockAtoms
from bot.domain.disclosure.cells import CellDecision
from bot.domain.disclosure.ledger import LedgerKey, Release
from bot.domain.follow_up.actions import (
    Action,
    TeamUpdate,
)
from bot.domain.follow_up.comments import Comment, CommentAnswer
from bot.domain.follow_up.flags import (
    Flag,
    FlagReply,
    FlagResponse,
    HelpReply,
)
from bot.domain.follow_up.prompts import Prompt
from bot.domain.identifiers import (
    ActionId,
    CommentId,
    DeliveryKey,
    EpochId,
    FlagId,
    MessageRef,
    NudgeId,
    PersonId,
    PromptId,
    PulseId,
    RoundId,
    ScheduleId,
    UnitId,
)
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.deliveries import Delivery
from bot.domain.nudges.nudges import Nudge
from bot.domain.organisation.people import (
    Address,
    Channel,
    Consent,
    Person,
    Role,
)
from bot.domain.organisation.refused_addresses import RefusedAddress
from bot.domain.programme.halts import Halt
from bot.domain.programme.programme import Programme, Weekday
from bot.domain.programme.questions import Question, QuestionRef
from bot.domain.rota.own_calendar import OwnCalendar
from bot.domain.rota.shifts import Rota, RotaSource
from bot.domain.week_close.unit_state import UnitState
from bot.ports import SealedAnswer
from bot.repositories.inbox import InboxKey, SealedUpdate
from bot.repositories.prompts import HeldWords
from bot.repositories.sending import KeptWebMessage
from bot.repositories.uploads import HeldPlan

Place = tuple[PersonId, UnitId, Role]


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    person: PersonId
    expires_at: datetime
    origin: SignInOrigin = SignInOrigin.SHELL
    """Of a link to sign in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    table: bytes
    plan: HeldPlan
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """An inbox row; the update is gone once it was processed."""

    number: int
    update: SealedUpdate | None
    filed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """A delivery with its lease and its outcome. `number` is the order in which deliveries came."""

    number: int
    delivery: Delivery
    owner: str | None = None
    lease: int = 0
    leased_until: datetime | None = None
    sending_since: datetime | None = None
    ref: MessageRef | None = None
    finished_at: datetime | None = None
    failure: str = ""

    def is_free(self, now: datetime) -> bool:
        return self.leased_until is None or self.leased_until <= now


@dataclass(slots=True, kw_only=True)
class State:
    programme: dict[str, Programme] = field(default_factory=dict)
    unit_names: dict[UnitId, str] = field(default_factory=dict)
    parents: dict[UnitId, UnitId | None] = field(default_factory=dict)
    moved: dict[UnitId, datetime] = field(default_factory=dict)
    retired: dict[UnitId, datetime] = field(default_factory=dict)
    wordings: dict[QuestionRef, Question] = field(default_factory=dict)
    people: dict[PersonId, Person] = field(default_factory=dict)
    left: dict[PersonId, bool] = field(default_factory=dict)
    consents: dict[PersonId, Consent] = field(default_factory=dict)
    standing: dict[Place, datetime] = field(default_factory=dict)
    """When the person came to the unit, by membership."""
    addresses: dict[PersonId, Address] = field(default_factory=dict)
    not_the_first: dict[PersonId, datetime] = field(default_factory=dict)
    """Since when somebody has an address that is not their first."""
    forgotten: dict[PersonId, IsoWeek] = field(default_factory=dict)
    unreachable: dict[Address, datetime] = field(default_factory=dict)
    refused: dict[Address, RefusedAddress] = field(default_factory=dict)
    codes: dict[bytes, Code] = field(default_factory=dict)
    attempts: dict[int, tuple[Address, datetime]] = field(default_factory=dict)
    horizons: dict[tuple[ScheduleId, UnitId], datetime] = field(default_factory=dict)
    rounds: dict[RoundId, Round] = field(default_factory=dict)
    pulses: dict[PulseId, Pulse] = field(default_factory=dict)
    shadow_plans: dict[tuple[RoundId, PersonId], ShadowPlan] = field(default_factory=dict)
    pulse_messages: dict[tuple[PulseId, MessageRef], None] = field(default_factory=dict)
    answers: dict[bytes, SealedAnswer] = field(default_factory=dict)
    workings: dict[tuple[EpochId, Working], SealedWorking] = field(default_factory=dict)
    epochs: dict[EpochId, Epoch] = field(default_factory=dict)
    forgotten_weeks: dict[IsoWeek, None] = field(default_factory=dict)
    closed_weeks: dict[IsoWeek, bool] = field(default_factory=dict)
    """Whether the claimed week is finished."""
    unit_states: dict[UnitId, dict[IsoWeek, UnitState]] = field(default_factory=dict)
    atoms: dict[IsoWeek, BlockAtoms] = field(default_factory=dict)
    cells: dict[tuple[IsoWeek, UnitId], CellDecision] = field(default_factory=dict)
    came: dict[tuple[PersonId, UnitId, Role], datetime] = field(default_factory=dict)
    """When the person of an ended membership had come to the unit."""
    ended: dict[tuple[PersonId, UnitId, Role], datetime] = field(default_factory=dict)
    """When memberships that do not stand any more were taken off the list."""
    organisation_states: dict[IsoWeek, UnitState] = field(default_factory=dict)
    pending_releases: dict[IsoWeek, Sequence[Release]] = field(default_factory=dict)
    releases: dict[LedgerKey, Release] = field(default_factory=dict)
    digests: dict[tuple[UnitId, IsoWeek], FrozenDigest] = field(default_factory=dict)
    certificates: dict[tuple[UnitId, IsoWeek], Certificate] = field(default_factory=dict)
    certificate_lists: dict[IsoWeek, WeekLists] = field(default_factory=dict)
    salts: dict[PersonId, bytes] = field(default_factory=dict)
    handed_over: dict[tuple[UnitId, IsoWeek], bool] = field(default_factory=dict)
    flags: dict[FlagId, Flag] = field(default_factory=dict)
    flag_replies: dict[tuple[FlagId, PersonId, FlagResponse], FlagReply] = field(default_factory=dict)
    help_replies: dict[tuple[FlagId, PersonId], HelpReply] = field(default_factory=dict)
    actions: dict[ActionId, Action] = field(default_factory=dict)
    comments: dict[CommentId, Comment] = field(default_factory=dict)
    comment_answers: dict[tuple[CommentId, Role], CommentAnswer] = field(default_factory=dict)
    told: dict[str, TeamUpdate] = field(default_factory=dict)
    shown: dict[tuple[PersonId, str], bool] = field(default_factory=dict)
    prompts: dict[PromptId, Prompt] = field(default_factory=dict)
    held_words: dict[PersonId, HeldWords] = field(default_factory=dict)
    inbox: dict[tuple[Channel, str], Filed] = field(default_factory=dict)
    inbox_keys: dict[IsoWeek, InboxKey] = field(default_factory=dict)
    deliveries: dict[DeliveryKey, Carried] = field(default_factory=dict)
    blocked: dict[Channel, datetime] = field(default_factory=dict)
    web_messages: dict[int, KeptWebMessage] = field(default_factory=dict)
    web_chats: dict[PersonId, int] = field(default_factory=dict)
    web_bases: dict[PersonId, int] = field(default_factory=dict)
    web_messages_found: dict[int, IsoWeek] = field(default_factory=dict)
    web_messages_about: dict[int, PulseId] = field(default_factory=dict)
    web_messages_quoting: dict[int, IsoWeek] = field(default_factory=dict)
    introductions: dict[tuple[PersonId, Channel], bool] = field(default_factory=dict)
    bells: dict[str, tuple[PersonId, Address]] = field(default_factory=dict)
    """Each with the address that its person had when it was hung up."""
    halts: dict[int, Halt] = field(default_factory=dict)
    attention: dict[tuple[IsoWeek, PersonId, DeliveryKey], Noted] = field(default_factory=dict)
    attention_spreads: dict[IsoWeek, Spread] = field(default_factory=dict)
    nudges: dict[NudgeId, Nudge] = field(default_factory=dict)
    nudge_days: dict[PersonId, Weekday | None] = field(default_factory=dict)
    administration_log: dict[int, LogEntry] = field(default_factory=dict)
    sign_in_links: dict[bytes, Code] = field(default_factory=dict)
    uploads: dict[bytes, Upload] = field(default_factory=dict)
    rotas: dict[tuple[PersonId, RotaSource], Rota] = field(default_factory=dict)
    own_calendars: dict[PersonId, OwnCalendar] = field(default_factory=dict)
    raising_half: dict[int, bytes] = field(default_factory=dict)
    sessions: dict[bytes, SignInSession] = field(default_factory=dict)
    newest_revision: dict[str, int] = field(default_factory=dict)
    revisions: dict[int, tuple[Revision, RevisionParts]] = field(default_factory=dict)

    def copy(self) -> Self:
        return type(self)(**{each.name: dict(getattr(self, each.name)) for each in fields(self)})

    def read_only(self) -> Self:
        """The same values, on which any write raises TypeError."""
        views: dict[str, Any] = {each.name: MappingProxyType(getattr(self, each.name)) for each in fields(self)}
        return type(self)(**views)


def newest_number(numbered: Mapping[int, Any]) -> int:
    return max(numbered, default=0)
