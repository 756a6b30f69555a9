"""What pressing a button means."""

from dataclasses import dataclass
from enum import StrEnum, auto

from bot.domain.identifiers import ActionId, AnswerCode, FlagId, HeldWordsId, NoteId, NudgeId, PromptId, PulseId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.people import CO_LEADS, Role


class OnPulse(StrEnum):
    """What a person may do with a pulse besides answering it."""

    NOT_NOW = auto()
    AFTER_SHIFT = auto()
    TOMORROW = auto()
    NEXT_WEEK = auto()
    SKIP = auto()
    MORE = auto()
    CHANGE = auto()
    BACK = auto()
    WHY = auto()
    DONE = auto()
    """An answer in one's own words is complete."""
    START_AGAIN = auto()
    """What was written for an answer is taken out of it."""
    ADD_WORDS = auto()


class OnSelf(StrEnum):
    """What a person may change about being asked."""

    LESS_OFTEN = auto()
    EVERY_2_WEEKS = auto()
    EVERY_4_WEEKS = auto()
    WEEKLY_AGAIN = auto()
    ON_NIGHTS = auto()
    PAUSE = auto()
    PAUSE_1_WEEK = auto()
    PAUSE_2_WEEKS = auto()
    PAUSE_4_WEEKS = auto()
    RESUME = auto()
    STOP = auto()
    STOP_NOW = auto()
    KEEP = auto()
    """Said to "do you want to stop?": nothing changes."""
    PRIVACY = auto()
    HELP = auto()
    TEAM = auto()
    """Who is on the own team's list."""
    ME = auto()
    """How one is asked oneself, and from there to one's own answers."""
    ANSWERS = auto()
    LANGUAGE = auto()
    DATA = auto()
    FILE = auto()
    FORGET = auto()
    FORGET_NOW = auto()


class OnFlag(StrEnum):
    """What a lead may say to a flag."""

    REPLY = auto()
    KNOWN_REASON = auto()
    NOT_RECOGNISED = auto()
    HELP_FROM_ABOVE = auto()


class OnHelp(StrEnum):
    """What somebody above may say to leads who ask for help."""

    WILL_SPEAK = auto()
    NOT_NOW = auto()


class OnDigest(StrEnum):
    """What a reader may do with a digest."""

    DETAILS = auto()
    START_ACTION = auto()
    TELL_TEAM = auto()
    WHY_NO_FIGURES = auto()
    TEAM_LIST = auto()
    HANDOVER_WORDS = auto()
    HOW_KNOWN = auto()
    NAME_SOMEBODY = auto()  # for a co-lead post that nobody holds
    READ_COMMENTS = auto()
    FIRST_COMMENTS = auto()
    ANSWER_COMMENT = auto()


class OnAction(StrEnum):
    """What a reader of the digest, or its owner, may do with an action, besides choosing its owner and its date."""

    ACCEPT = auto()
    DECLINE = auto()
    TELL = auto()
    CLOSE = auto()
    STILL_OPEN = auto()
    CANNOT = auto()
    """It will not be done, and the team is told why."""
    TAKE_STEP = auto()
    """It is what the digest suggests, in the words of the library."""
    HAND_BACK = auto()
    """Its owner cannot own it any more."""


class OnRaise(StrEnum):
    """What is pressed about something that is raised in confidence."""

    START = auto()
    """Before anything is written: who reads it, and what it is not for."""
    TO_LEADS = auto()
    """The other leads of the unit are to read it."""
    TO_GUARDIAN = auto()
    REPLY = auto()
    """To answer, by one of its readers or by its writer."""
    ARRIVED = auto()
    """Pressed by the machine, which brings a letter as if its reader had asked for it: it looks like any press."""


class OnPrompt(StrEnum):
    """What somebody who was asked to write may do besides writing."""

    SEND = auto()
    CHANGE = auto()
    CANCEL = auto()


class OnHeldWords(StrEnum):
    """Whether words were for what they are asked back about."""

    YES = auto()
    """They are; in place of what was answered before."""
    ADD = auto()
    """They are, behind what was answered before."""
    NO = auto()


class OnConversation(StrEnum):
    """Whether a conversation that was suggested has happened."""

    HAPPENED = auto()
    """And here is what was heard."""
    NOT_YET = auto()
    NOT_NEEDED = auto()


class OnNudge(StrEnum):
    """What a champion may say to a nudge."""

    DONE = auto()
    NOT_FOR_ME = auto()
    ANOTHER = auto()


class OnNudgeDay(StrEnum):
    """The day on which a champion wants nudges."""

    CHOOSE = auto()
    MON = auto()
    TUE = auto()
    WED = auto()
    THU = auto()
    FRI = auto()
    SAT = auto()
    SUN = auto()
    NONE = auto()


class OnJoin(StrEnum):
    """What to do with a code that was brought to the chat of somebody else."""

    YES = auto()
    NO = auto()


class OnAdministration(StrEnum):
    """What administrators look at or change in their chat. PAUSES: what is paused. SCHEDULE and after: one of them."""

    MENU = auto()
    STATUS = auto()
    JOINED = auto()
    ROUNDS = auto()
    SCHEDULES = auto()
    SCHEDULE = auto()
    NEW_SCHEDULE = auto()
    CHANGE_SCHEDULE = auto()
    PAUSE_SCHEDULE = auto()
    RESUME_SCHEDULE = auto()
    STOP_SCHEDULE = auto()
    TEST = auto()
    QUIET_WEEK = auto()
    PAUSE = auto()
    PAUSES = auto()
    GO_ON = auto()
    INVITE = auto()
    WHY = auto()
    CONSOLE = auto()
    POSTS = auto()
    """Where the posts of a unit are filled, in the console."""


class OnForm(StrEnum):
    """What may be pressed in a step of a form."""

    CHOOSE = auto()
    NEXT = auto()
    EARLIER = auto()
    LATER = auto()
    WRITE = auto()
    """To write what is none of the options."""
    EMPTY = auto()
    BACK = auto()
    CANCEL = auto()
    SAVE = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestRef:
    unit: UnitId
    week: IsoWeek


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    pulse: PulseId
    code: AnswerCode


@dataclass(frozen=True, slots=True, kw_only=True)
class PulsePress:
    pulse: PulseId
    what: OnPulse


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfPress:
    what: OnSelf
    locale: str = ""
    """The language that is chosen; empty to be shown which there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagPress:
    flag: FlagId
    what: OnFlag
    week: IsoWeek | None = None
    """Of the digest whose button it is; None on those of earlier versions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpPress:
    """Said to the leads who asked for help about a flag."""

    flag: FlagId
    what: OnHelp
    week: IsoWeek | None = None
    """Of the digest whose button it is; None on other messages, and on digests of earlier versions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationPress:
    flag: FlagId
    what: OnConversation


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestPress:
    digest: DigestRef
    what: OnDigest
    at: int = 0
    """Which page of the comments, or which comment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionPress:
    action: ActionId
    what: OnAction
    week: IsoWeek | None = None
    """Of the digest whose button it is; None on other messages, and on digests of earlier versions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerPress:
    """The holder of a role in the unit is to own the action."""

    action: ActionId
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamListPress:
    """To see who is on the team's list, page by page, and ask one of them to own the action."""

    action: ActionId
    page: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberPress:
    """Somebody on the team's list is to own the action."""

    action: ActionId
    member: str
    """Stands for the person: a `short_id`, so that it fits every channel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DuePress:
    """The action is to be done within so many days."""

    action: ActionId
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PostPress:
    """To see who may be named for a co-lead post of a team, page by page, and to name one of them."""

    unit: UnitId
    role: Role
    page: int = 0
    member: str = ""
    """Stands for the person who is named: a `short_id`, so that it fits every channel; empty to see the list."""

    def __post_init__(self) -> None:
        if self.role not in CO_LEADS or (self.page and self.member):
            raise ValueError("somebody is named for a co-lead post, or a page of the list is shown")


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptPress:
    prompt: PromptId
    what: OnPrompt


@dataclass(frozen=True, slots=True, kw_only=True)
class RaisePress:
    what: OnRaise
    unit: UnitId | None = None
    """Whose leads or guardians are to read it."""
    note: NoteId | None = None
    letter: str = ""
    """Which letter of the note has arrived."""

    def __post_init__(self) -> None:
        is_choice = self.what in (OnRaise.TO_LEADS, OnRaise.TO_GUARDIAN)
        is_about_note = self.what in (OnRaise.REPLY, OnRaise.ARRIVED)
        if is_choice != (self.unit is not None) or is_about_note != (self.note is not None):
            raise ValueError("readers are chosen for a unit; answers and letters belong to a note")


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldWordsPress:
    held: HeldWordsId
    what: OnHeldWords


@dataclass(frozen=True, slots=True, kw_only=True)
class NudgePress:
    nudge: NudgeId
    what: OnNudge


@dataclass(frozen=True, slots=True, kw_only=True)
class NudgeDayPress:
    what: OnNudgeDay


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinPress:
    code: str
    what: OnJoin


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialPress:
    """Any button under a question that was only a test: there is nothing that it could answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdministrationPress:
    what: OnAdministration
    about: str = ""
    """Stands for the schedule or unit that it is about: its `short_id`, so that it fits every channel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPress:
    form: PromptId
    what: OnForm
    option: int = 0


AboutAction = ActionPress | OwnerPress | TeamListPress | MemberPress | DuePress
OfLeads = FlagPress | HelpPress | ConversationPress | DigestPress | PostPress | AboutAction
OfEverybody = Answer | PulsePress | SelfPress | JoinPress | PromptPress | HeldWordsPress | RaisePress
Intent = OfEverybody | OfLeads | NudgePress | NudgeDayPress | AdministrationPress | FormPress | TrialPress
