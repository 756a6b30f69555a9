"""What people do, as every channel reports it: presses, words, commands. The inbox keeps these, never raw updates."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, assert_never

from bot.domain.identifiers import MessageRef
from bot.domain.messaging.buttons import Intent
from bot.domain.organisation.people import Address, Channel

_ID: Final = re.compile(r"[A-Za-z0-9._:|=-]{1,128}", re.ASCII)


def is_plain_id(text: str) -> bool:
    """Whether an id from outside has the one form that no database, JSON or Unicode normal form changes.

    An id with, say, a NUL in it would be stored as one text and looked for as another.
    """
    return _ID.fullmatch(text) is not None


class Command(StrEnum):
    HELP = "help"
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"
    PRIVACY = "privacy"
    WHY = "why"
    CANCEL = "cancel"
    TEAM = "team"
    NUDGE = "nudge"
    """For champions, who find its button under help."""
    RAISE = "raise"
    """To raise something in confidence."""
    MYDATA = "mydata"
    """What is kept of oneself, as a file."""
    FORGET = "forget"
    """Asks first."""
    CONSOLE = "console"
    ADMIN = "admin"
    """Both for administrators, in whose menus alone they stand."""


FOR_ADMINISTRATORS: Final = (Command.ADMIN, Command.CONSOLE)
MENU: Final = tuple(command for command in Command if command not in (*FOR_ADMINISTRATORS, Command.NUDGE))
"""The commands that everybody is shown."""


NameCommand = Callable[[Channel, Command], str]
"""The command as it is typed on a channel, such as "/rounds help"; `IN_THE_MENU` where it is pressed instead."""
IN_THE_MENU: Final = "menu"
"""By which a text chooses the sentence that leads to the menu."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    intent: Intent


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """Free text. It passes the guard before it is committed; `text` is empty once it was refused."""

    text: str
    reply_to: MessageRef | None = None
    refused: str = ""
    """The kind of thing the guard found (never the match itself)."""
    code: str = ""
    """The code to join with that the words would be, if it is one of ours."""
    written_in: MessageRef | None = None
    """Their own message, by which a later change of it is known; None where the channel knows of no changes."""
    is_for_note: bool = False
    """They came while something to raise waited for them, and may name colleagues: they are for nothing else."""

    @property
    def is_in_box(self) -> bool:
        """Whether they were typed into the box of one message, on a page or in a modal. A reply that is a message of
        its own comes from the one line that a chat has for everything."""
        return self.reply_to is not None and self.written_in is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """The person changed a message of theirs, which `Inbound.message` names. The new words pass the guard, too."""

    text: str
    reply_to: MessageRef | None = None
    """What the message replies to."""
    refused: str = ""
    is_for_note: bool = False
    """It is a message of something to raise, and may name colleagues: the new words are for nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deleted:
    """The person deleted a message of theirs, which `Inbound.message` names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wordless:
    """A photo, a voice note, a sticker, a file: whatever came with it, nothing of it is taken in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Commanded:
    command: Command


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """The first contact: `/start CODE` or a web link; `code` is empty when somebody starts without one."""

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    """The person shut the bot out; their address is unreachable until they come back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """The person let the bot in again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A person has had a web page before their eyes: what waits on it counts as delivered."""


Event = Pressed | Typed | Edited | Deleted | Wordless | Commanded | Started | Blocked | Returned | Opened


def is_action(event: Event) -> bool:
    """Whether it counts among the actions that one person may do in a minute."""
    match event:
        case Pressed() | Typed() | Edited() | Deleted() | Wordless() | Commanded() | Started():
            return True
        case Blocked() | Returned() | Opened():
            return False
        case _:
            assert_never(event)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbound:
    """One update from one person, committed to the inbox before it is acknowledged."""

    sender: Address
    """The platform is the address's channel; with `update_id` it is unique."""
    update_id: str
    """As the platform gives it until it is taken in; then a digest of that."""
    sequence: int
    """Orders one person's presses: Telegram update_id, Slack action_ts in microseconds, the web client's counter."""
    event: Event
    message: MessageRef | None = None
    """The message that was pressed, replied to, changed or deleted."""
    reply_via: str = ""
    """Slack's response_url while it lasts; edits go there first. Emptied with the payload."""

    def __post_init__(self) -> None:
        written_in = self.event.written_in if isinstance(self.event, Typed) else None
        refs = [ref for ref in (self.message, written_in) if ref is not None]
        if not all(is_plain_id(each) for each in (self.update_id, *refs)):
            raise ValueError("an update and the messages it is about have plain ids")


class Refusal(StrEnum):
    """Why nothing was stored, in words the adapter can show at once."""

    PATIENT_TEXT = "patient_text"
    TOO_LONG = "too_long"
    TOO_MANY = "too_many"


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What became of one update at the inbox, in the order given."""

    update_id: str
    refused: Refusal | None = None
    explanation: str = ""
    """Plain words for the person when something was refused."""
    may_stay: bool = False
    """Whether refused words may stay in the chat, for their writer to change; others are taken back if they can be."""
    is_told: bool = False
    """Whether the person was told the same a moment ago: a chat need not say it again, whoever waits for it does."""
