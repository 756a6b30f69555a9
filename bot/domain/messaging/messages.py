"""Messages as every channel can show them: text, rows of buttons, perhaps a picture. Adapters only render."""

from dataclasses import dataclass

from bot.domain.messaging.buttons import Intent

LOCK_SCREEN = "One quick question"
"""What a locked phone may show: nothing about the team, the question or the person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    label: str
    intent: Intent


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A PNG that is drawn only when it is sent, with the words that replace it for those who cannot see it."""

    png: bytes
    alt: str

    def __post_init__(self) -> None:
        if not self.alt.strip():
            raise ValueError("a picture needs alternative text")


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    text: str
    """Plain text; paragraphs are parted by an empty line, line breaks are kept."""
    buttons: tuple[tuple[Button, ...], ...] = ()
    """Rows in order. A row of one button is shown at full width."""
    notification: str = LOCK_SCREEN
    silent: bool = True
    picture: Picture | None = None
    asks_reply: bool = False
    """The person is asked to write: a reply on Telegram, a modal on Slack, a text box on the web."""

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError("a message needs words")
