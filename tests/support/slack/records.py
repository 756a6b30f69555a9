"""What the loopback Slack remembers and what it can be told to do wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True, kw_only=True)
class Call:
    """One request to a Web API method or to a response_url, with the moment it came (monotonic seconds)."""

    method: str
    at: float
    arguments: Mapping[str, Any]
    outcome: str = "ok"


@dataclass(slots=True, kw_only=True)
class Posted:
    """A message as people see it now, with every earlier form and the moments (monotonic seconds)."""

    channel: str
    ts: str
    to: str
    text: str
    blocks: list[dict[str, Any]]
    metadata: dict[str, Any] | None
    at: float
    arguments: Mapping[str, Any]
    edits: list["Edit"] = field(default_factory=list)

    def as_payload(self, *, bot: str, with_metadata: bool = True) -> dict[str, Any]:
        payload: dict[str, Any] = {
            "type": "message",
            "user": bot,
            "bot_id": "B0ROUNDS0",
            "app_id": "A0ROUNDS0",
            "ts": self.ts,
            "text": self.text,
            "blocks": self.blocks,
        }
        if with_metadata and self.metadata is not None:
            payload["metadata"] = self.metadata
        return payload


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One later form of a message, and the way it came."""

    by: str  # "chat.update" or "response_url"
    at: float
    text: str
    blocks: list[dict[str, Any]]


@dataclass(slots=True, kw_only=True)
class ResponseUrl:
    """A link of one interaction: five uses in thirty minutes."""

    channel: str
    ts: str | None
    user: str
    made: float
    uses: int = 0


@dataclass(slots=True, kw_only=True)
class File:
    """An upload on its way from `getUploadURLExternal` to an image in a message."""

    id: str
    name: str
    length: int
    data: bytes = b""
    title: str = ""
    completed_at: float | None = None
    shared_to: str | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """How the app answered one event: the ack of an envelope, or the HTTP response."""

    acked: bool
    seconds: float
    at: float
    payload: Any = None
    status: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What goes wrong with one call. `accepted` says whether Slack has carried it out nevertheless."""

    status: int = 200
    error: str | None = None
    retry_after: int | None = None
    drop: bool = False
    delay: float = 0.0
    accepted: bool = False

    @classmethod
    def rate_limited(cls, seconds: int) -> "Fault":
        return cls(status=429, error="ratelimited", retry_after=seconds)

    @classmethod
    def server_error(cls, status: int = 503, *, accepted: bool = False) -> "Fault":
        return cls(status=status, accepted=accepted)

    @classmethod
    def refused(cls, error: str) -> "Fault":
        return cls(error=error)

    @classmethod
    def half_done(cls, error: str = "internal_error") -> "Fault":
        return cls(error=error, accepted=True)

    @classmethod
    def dropped_before(cls) -> "Fault":
        return cls(drop=True)

    @classmethod
    def dropped_after(cls) -> "Fault":
        return cls(drop=True, accepted=True)

    @classmethod
    def slow(cls, seconds: float) -> "Fault":
        """Carried out at once, answered late."""
        return cls(delay=seconds, accepted=True)
