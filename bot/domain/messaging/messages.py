"""Messages as every channel can show them: a document and rows of buttons. Adapters only draw them."""

from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import Intent
from bot.domain.messaging.documents import Document, Paragraph, Picture, Section, document
from bot.domain.messaging.free_text_guard import LONGEST_TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedWords:
    """Words, or a message, as they are kept under a key that lives for at most two weeks."""

    key: IsoWeek
    """Which of the inbox's keys they are sealed under."""
    body: bytes


class MessageKind(StrEnum):
    """What a message is: all that a locked screen may say of it."""

    QUESTION = "question"
    CONVERSATION_SUGGESTED = "conversation_suggested"
    """A digest that is worth a conversation."""
    READERS_NEEDED = "readers_needed"
    """A digest by which something else needs its readers."""
    WORTH_A_LOOK = "worth_a_look"
    """A digest by which nothing is needed, but something is lower."""
    NOTHING_NEEDED = "nothing_needed"
    """A digest by which nothing is needed."""
    TEAM_PAGE = "team_page"
    """The digest as its team sees it."""
    CHART = "chart"
    FLAG_NEWS = "flag_news"
    """What a lead did about a flag, told to the others."""
    HELP_ASKED = "help_asked"
    HELP_ANSWERED = "help_answered"
    """What somebody above says to the leads who asked."""
    ACTION_PROPOSED = "action_proposed"
    ACTION_NEWS = "action_news"
    ACTION_LATE = "action_late"
    LEAD_ASKED = "lead_asked"
    """Asks those who lead about a flag, an action or a conversation."""
    NUDGE = "nudge"
    """One small thing to do, for a champion."""
    TOLD_BACK = "told_back"
    """What leads tell their team."""
    FLAG_PRECISION = "flag_precision"
    WELCOME = "welcome"
    HELP = "help"
    PRIVACY = "privacy"
    SETTINGS = "settings"
    """What a person set about being asked."""
    EVERYTHING_PAUSED = "everything_paused"
    """An administrator has paused everything, and why."""
    ALERT = "alert"
    """Tells those who run Rounds what needs them."""
    MACHINE_ALERT = "machine_alert"
    """The same about the machine itself, which is told in a halt, too."""
    PROMPT = "prompt"
    """Asks somebody to write."""
    ANSWER = "answer"
    """Says what became of something a person did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    label: str
    intent: Intent
    is_primary: bool = False
    """What to press if only one is pressed; at most one of a message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    kind: MessageKind
    locale: str
    document: Document
    unit_name: str = ""
    """The unit that a message of this kind names on a locked screen; empty for all others."""
    buttons: tuple[tuple[Button, ...], ...] = ()
    """Rows in order. A row of one button is shown at full width."""
    asks_reply: bool = False
    """The person is asked to write: a reply on Telegram, a modal on Slack, a text box on the web."""
    longest_reply: int = LONGEST_TEXT
    """Characters that they may write."""

    def __post_init__(self) -> None:
        if self.kind in ABOUT_A_UNIT and not self.unit_name:
            raise ValueError(f"a message of kind {self.kind.value} names its unit")

    @property
    def is_silent(self) -> bool:
        """Whether it arrives without a sound: all do but a digest that needs its readers."""
        return self.kind not in (MessageKind.CONVERSATION_SUGGESTED, MessageKind.READERS_NEEDED)

    @property
    def awaits_picture(self) -> bool:
        """Whether a place is kept for a picture that is drawn only when the message is sent."""
        return any(isinstance(each, Picture) and not each.png for each in self.document.sections)

    @property
    def picture(self) -> Picture | None:
        """The picture that was drawn for it."""
        pictures = (each for each in self.document.sections if isinstance(each, Picture))
        return next((each for each in pictures if each.png), None)


ABOUT_A_UNIT = frozenset(
    {
        MessageKind.CONVERSATION_SUGGESTED,
        MessageKind.READERS_NEEDED,
        MessageKind.WORTH_A_LOOK,
        MessageKind.NOTHING_NEEDED,
        MessageKind.TEAM_PAGE,
        MessageKind.CHART,
        MessageKind.FLAG_NEWS,
        MessageKind.HELP_ASKED,
        MessageKind.HELP_ANSWERED,
    }
)


Said = Section | str | tuple[Section | str, ...]
"""What a message says: sections, of which a plain paragraph may be given by its words alone."""


def message_of(
    kind: MessageKind,
    locale: str,
    said: Said,
    *,
    buttons: tuple[tuple[Button, ...], ...] = (),
    unit_name: str = "",
    asks_reply: bool = False,
    longest_reply: int = LONGEST_TEXT,
) -> Message:
    parts = said if isinstance(said, tuple) else (said,)
    return Message(
        kind=kind,
        locale=locale,
        document=document(*(Paragraph(words=each) if isinstance(each, str) else each for each in parts)),
        unit_name=unit_name,
        buttons=buttons,
        asks_reply=asks_reply,
        longest_reply=longest_reply,
    )


def with_picture(message: Message, picture: Picture) -> Message:
    """The message with a picture in the place that it keeps for one."""
    sections = tuple(picture if isinstance(each, Picture) else each for each in message.document.sections)
    return replace(message, document=replace(message.document, sections=sections))
