"""The loop: flags that are worth a conversation, what leads say to them, and the actions that follow."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.identifiers import ActionId, FlagId, PersonId, UnitId
from bot.domain.people import Role
from bot.domain.weeks import IsoWeek


class FlagKind(StrEnum):
    FEWER_VOICES = "fewer voices"
    LOWER_SCORE = "lower score"
    BOTH = "both"


class Verdict(StrEnum):
    """What a lead said to a flag; kept with it, so that the precision of each kind can be known."""

    REPLYING = "replying"
    KNOWN_REASON = "known_reason"
    NOT_RECOGNISED = "not_recognised"
    HELP_FROM_ABOVE = "help_from_above"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """A microsystem drifts: worth a conversation. Carries evidence for reading, no weekly score."""

    id: FlagId
    unit: UnitId
    week: IsoWeek
    kind: FlagKind
    since: IsoWeek
    """When the statistic began to build up."""
    statistic: float
    threshold: float
    expected_tenths: int | None = None
    """Participation that the same people's habits would give, in tenths, if the gate releases it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagReply:
    flag: FlagId
    person: PersonId
    verdict: Verdict
    at: datetime
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedFlag:
    """A flag with the newest that any lead said to it; None while nobody has answered."""

    kind: FlagKind
    unit: UnitId
    verdict: Verdict | None


class ActionState(StrEnum):
    DRAFT = "draft"
    """Being written in chat: words, then owner, then date."""
    PROPOSED = "proposed"
    """Waiting for its owner to accept."""
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopAction:
    """What will be done, by whom and by when. Shown by role, never by name."""

    id: ActionId
    unit: UnitId
    raised_by: PersonId
    raised_at: datetime
    words: str = ""
    owner: PersonId | None = None
    owner_role: Role | None = None
    due: date | None = None
    state: ActionState = ActionState.DRAFT
    flag: FlagId | None = None
    told_at: datetime | None = None
    """When the team was last told about it."""
    told_words: str = ""
    closed_at: datetime | None = None
    owned_at: datetime | None = None
    """When an owner first said yes; None also for actions that were owned before this was kept."""
    first_told_at: datetime | None = None

    def age_days(self, *, now: datetime) -> int:
        return (now - self.raised_at).days


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldBack:
    """One thing told back to a team: "You said, we did"."""

    id: str
    unit: UnitId
    words: str
    at: datetime


class Purpose(StrEnum):
    """What the next words of a person are for."""

    PULSE_TEXT = "pulse_text"
    ACTION_WORDS = "action_words"
    TEAM_WORDS = "team_words"
    KNOWN_REASON = "known_reason"
    REPLY_WORDS = "reply_words"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedReply:
    """A person was asked to write; their next words belong to this. One at a time per person."""

    person: PersonId
    purpose: Purpose
    subject: str
    """The pulse, action, flag or unit that the words are about."""
    until: datetime
