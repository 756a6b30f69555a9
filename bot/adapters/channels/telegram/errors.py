"""Telegram's faults, translated once into what may be done about them: by exception type and cause, rarely by words.

Words are read only where the Bot API gives nothing else (core.telegram.org/bots/api#making-requests has no error
names), and only in `_WORDS`.
"""

from datetime import timedelta

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.ports import ChannelBroken, DeliveryFailed, NotSent, RateLimited, Rejected, ShutOut, Unreachable, Unsure

DEFAULT_WAIT = 5.0
"""Seconds to be silent after a 429 that names none."""

NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
"""The connection was refused, not found (DNS), or never free: no request was written."""

_SHUT_OUT = "bot was blocked by the user"
_NOT_MODIFIED = "message is not modified"

_WORDS: tuple[tuple[type[TelegramError], str, type[DeliveryFailed]], ...] = (
    (BadRequest, "chat not found", Unreachable),
    (BadRequest, "user not found", Unreachable),
    (BadRequest, "peer_id_invalid", Unreachable),
    (BadRequest, "user_is_blocked", ShutOut),
    (NetworkError, "too many requests", RateLimited),  # a 429 without parameters, as proxies and floods give it
    (NetworkError, "request entity too large", Rejected),
)


def is_unchanged(error: BaseException | None) -> bool:
    """Whether an edit failed only because the message already says this."""
    return isinstance(error, BadRequest) and error.message.lower().startswith(_NOT_MODIFIED)


def delivery_failed(error: Exception) -> DeliveryFailed:
    """What a fault of a sending call means. Anything unknown may have arrived: a question is not asked twice."""
    what = type(error.__cause__ or error).__name__  # never the library's own text: it may hold the address of the call
    match error:
        case RetryAfter():
            return RateLimited(seconds_of(error))
        case Forbidden(message=message) if _SHUT_OUT in message.lower():
            return ShutOut(what)
        case Forbidden() | ChatMigrated():
            return Unreachable(what)
        case InvalidToken():
            return ChannelBroken(what)
        case Conflict():
            return NotSent(what)
        case TelegramError(message=message):
            for kind, words, meaning in _WORDS:
                if isinstance(error, kind) and message.lower().startswith(words):
                    return RateLimited(DEFAULT_WAIT) if meaning is RateLimited else meaning(what)
        case _:  # the library has more errors
            pass
    if isinstance(error, BadRequest):
        return Rejected(what)
    return NotSent(what) if isinstance(error.__cause__, NEVER_LEFT) else Unsure(what)


def seconds_of(error: RetryAfter) -> float:
    """Seconds to wait, whichever form the library gives them in."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
