"""What asks a lead to write: the words go where this very prompt asked for them, and nowhere else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import assert_never

from bot.domain.identifiers import ActionId, CommentId, DeliveryKey, FlagId, NoteId, PersonId, PromptId, UnitId
from bot.domain.messaging.messages import SealedWords

STAYS_OPEN = timedelta(days=3)
"""How long a prompt takes words, and a draft waits to be sent."""
ASKED_BACK = timedelta(minutes=15)
"""How new a prompt is that words without a reply may be for, and how long these are held."""
LONGEST_ACTION, LONGEST_OTHER = 200, 600
"""Characters."""


class Box(Enum):
    """How a channel asks for words, and what becomes of the message that asked."""

    REPLIED_TO = auto()
    """People reply to the message, which cannot be changed while it asks."""
    OPENED = auto()
    """A button on the message opens the box. It stays there until the message is changed."""
    DRAWN = auto()
    """The page draws the box while words are awaited, and no longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownReasonWords:
    """Why a flag was no surprise; for the leads alone."""

    flag: FlagId


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyWords:
    """What a lead who takes a flag says to the team."""

    flag: FlagId


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionWords:
    """What will be done."""

    action: ActionId


@dataclass(frozen=True, slots=True, kw_only=True)
class CannotWords:
    """Why what a team asked for cannot be done; for the whole team."""

    action: ActionId


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamWords:
    """What the whole team is told."""

    unit: UnitId


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamWordsOnAction:
    """What the whole team is told about an action."""

    action: ActionId


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpWords:
    """Why somebody above cannot help now; for the leads who asked."""

    flag: FlagId


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentWords:
    """What a lead says to a comment; for the whole team, under the comment."""

    comment: CommentId


AboutTheAction = ActionWords | CannotWords | TeamWordsOnAction
LeadSubject = KnownReasonWords | ReplyWords | AboutTheAction | TeamWords | HelpWords | CommentWords


@dataclass(frozen=True, slots=True, kw_only=True)
class FormWords:
    """A step of a form that an administrator fills in. Which form, and what is filled in, is sealed like a draft."""

    awaited: bool
    """Whether this step is written, not chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteWords:
    """What somebody raises in confidence, or says about it. No row of the database knows of it."""

    note: NoteId
    awaited: bool


PromptSubject = LeadSubject | FormWords | NoteWords


def longest_words(subject: LeadSubject) -> int:
    """Characters that may be written; said before, and nothing is cut."""
    match subject:
        case ActionWords():
            return LONGEST_ACTION
        case KnownReasonWords() | ReplyWords() | TeamWords() | TeamWordsOnAction() | CannotWords() | HelpWords():
            return LONGEST_OTHER
        case CommentWords():
            return LONGEST_OTHER
        case _:
            assert_never(subject)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """A person was asked to write about a subject; or has written, and is shown it before it goes anywhere.

    A draft has an id of its own, so that no button sends other words than those that stood above it.
    """

    id: PromptId
    person: PersonId
    subject: PromptSubject
    shown_in: DeliveryKey
    """The message that asks, or that shows the draft."""
    asked_at: datetime
    draft: SealedWords | None = None
    """What they have written, until it is sent, changed or thrown away."""

    @property
    def takes_words(self) -> bool:
        """Whether words are awaited, and not only a press."""
        if isinstance(self.subject, FormWords | NoteWords):
            return self.subject.awaited
        return self.draft is None


def taking_loose_words(prompts: Iterable[Prompt], *, now: datetime) -> Sequence[Prompt]:
    """Which of these words without a reply may be for, each once: what has asked for words lately, or else a note that
    is shown and not sent, which goes on until then."""
    fresh = {each.id: each for each in prompts if each.asked_at > now - ASKED_BACK}.values()
    asking = [each for each in fresh if each.takes_words]
    return asking or [each for each in fresh if isinstance(each.subject, NoteWords)]


def lead_subject(prompt: Prompt) -> LeadSubject:
    """Of what a lead writes."""
    if isinstance(prompt.subject, FormWords | NoteWords):
        raise ValueError("a form, and what is raised, are written elsewhere")
    return prompt.subject
