"""What the loopback Telegram remembers and what it can be told to do wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(slots=True, kw_only=True)
class Call:
    """One request to a method, with the moment it came (monotonic seconds)."""

    method: str
    at: float
    params: Mapping[str, Any]
    outcome: str = "ok"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One later form of a message."""

    at: float
    text: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(slots=True, kw_only=True)
class Sent:
    """A message the server accepted, as the chat shows it now, with every later form."""

    chat_id: int
    message_id: int
    at: float
    text: str
    """The words, or the caption of a photo."""
    markup: Json | None
    entities: list[Json]
    silent: bool
    params: Mapping[str, Any]
    photo: bytes | None = None
    document: bytes | None = None
    edits: list[Edit] = field(default_factory=list)
    deleted: bool = False
    in_doubt: bool = False
    """Accepted, but the bot was never told."""

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The labels of the inline buttons, row by row."""
        return tuple(tuple(button["text"] for button in row) for row in self._keyboard())

    def data(self, label: str) -> str:
        """The callback data behind the button with this label."""
        for row in self._keyboard():
            for button in row:
                if button["text"] == label:
                    return str(button["callback_data"])
        raise LookupError(f"no button {label!r} among {self.rows}")

    def offers(self, data: str) -> bool:
        return any(button.get("callback_data") == data for row in self._keyboard() for button in row)

    def _keyboard(self) -> list[list[Json]]:
        return list((self.markup or {}).get("inline_keyboard", []))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """An error answer in Telegram's own shape."""

    code: int
    description: str
    retry_after: int | None = None


@dataclass(frozen=True, slots=True)
class DropBefore:
    """The connection is cut before the request is acted on."""


@dataclass(frozen=True, slots=True)
class DropAfter:
    """The request is acted on, then the connection is cut without an answer."""


@dataclass(frozen=True, slots=True)
class Late:
    """The request is acted on at once, the answer comes after so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Garbled:
    """The request is acted on, the answer is not JSON (a proxy's page)."""

    status: int = 502


Fault = Wrong | DropBefore | DropAfter | Late | Garbled


def too_many(seconds: int) -> Wrong:
    return Wrong(code=429, description=f"Too Many Requests: retry after {seconds}", retry_after=seconds)


BLOCKED = Wrong(code=403, description="Forbidden: bot was blocked by the user")
DEACTIVATED = Wrong(code=403, description="Forbidden: user is deactivated")
CHAT_NOT_FOUND = Wrong(code=400, description="Bad Request: chat not found")
SERVER_ERROR = Wrong(code=500, description="Internal Server Error")
REVOKED = Wrong(code=401, description="Unauthorized")
