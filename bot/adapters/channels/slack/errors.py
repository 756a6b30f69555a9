"""Slack's faults by code, translated once into what may be done about them.

Codes: docs.slack.dev/reference/methods/chat.postMessage and the pages of the other methods. A code that is not listed
counts as unsure, because message metadata can settle that and a second question cannot be taken back.
"""

from collections.abc import Mapping
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.ports import ChannelBroken, DeliveryFailed, NotSent, RateLimited, Rejected, Unreachable, Unsure

DEFAULT_WAIT = 30.0
"""Seconds to be silent after a 429 that names none."""

PERSON_OR_ACCOUNT = "account_inactive"
"""Documented for the bot's own token, seen for deactivated people too: `auth.test` tells which."""

INVALID_BLOCKS = "invalid_blocks"

_MEANINGS: Mapping[type[DeliveryFailed], frozenset[str]] = {
    Unreachable: frozenset(
        {
            "cannot_dm_bot",
            "channel_not_found",
            "is_archived",
            "not_in_channel",
            "user_disabled",
            "user_not_found",
            "user_not_visible",
            "users_not_found",
        }
    ),
    ChannelBroken: frozenset(
        {
            "access_denied",
            "accesslimited",
            "account_inactive",
            "ekm_access_denied",
            "enterprise_is_restricted",
            "invalid_auth",
            "messages_tab_disabled",
            "missing_scope",
            "no_permission",
            "not_allowed_token_type",
            "not_authed",
            "org_login_required",
            "restricted_action",
            "team_access_not_granted",
            "team_added_to_org",
            "team_quota_exceeded",
            "token_expired",
            "token_revoked",
            "two_factor_setup_required",
            "unknown_method",
        }
    ),
    Rejected: frozenset(
        {
            "cant_update_message",
            "edit_window_closed",
            INVALID_BLOCKS,
            "invalid_arg_name",
            "invalid_arguments",
            "invalid_blocks_format",
            "message_not_found",
            "metadata_must_be_sent_from_app",
            "metadata_too_large",
            "msg_blocks_too_long",
            "msg_too_long",
            "no_text",
        }
    ),
    NotSent: frozenset(
        {
            "invalid_form_data",
            "invalid_json",
            "invalid_post_type",
            "missing_post_type",
            "request_timeout",  # "the POST data was either missing or truncated"
        }
    ),
    RateLimited: frozenset({"message_limit_exceeded", "rate_limited", "ratelimited"}),
    Unsure: frozenset(
        {
            "duplicate_channel_not_found",
            "duplicate_message_not_found",
            "fatal_error",  # "it's possible some aspect of the operation succeeded"
            "internal_error",
            "service_unavailable",
        }
    ),
}
MEANING: Mapping[str, type[DeliveryFailed]] = {code: kind for kind, codes in _MEANINGS.items() for code in codes}

NEVER_LEFT = (
    aiohttp.ClientConnectorError,  # refused, unreachable, DNS, TLS: no request was written
    aiohttp.ConnectionTimeoutError,  # the connection itself took too long
    aiohttp.ClientHttpProxyError,  # the proxy would not open the way
)
FAULTS = (SlackApiError, aiohttp.ClientError, TimeoutError, OSError)
"""Everything that a call may raise because of the platform or the way to it."""


def code_of(error: Exception) -> str:
    """Slack's error code, or an empty text when there was no such answer."""
    return str(_body(error).get("error") or "") if isinstance(error, SlackApiError) else ""


def failure_of(error: Exception) -> DeliveryFailed:
    """What a failed call that writes a message means. Raise it `from None`: the SDK's own errors carry message text."""
    if isinstance(error, NEVER_LEFT):
        return NotSent("the connection was never made")
    if not isinstance(error, SlackApiError):
        return Unsure(type(error).__name__)
    status, code = _status(error), code_of(error)
    if status == 429 or MEANING.get(code) is RateLimited:
        return RateLimited(_retry_after(error))
    if code in MEANING:
        return MEANING[code](code)
    if 400 <= status < 500 and status != 408:  # 408 is an edge that gave up waiting for Slack itself
        return NotSent(f"HTTP {status}")
    return Unsure(code or f"HTTP {status}")


def harmless(failure: DeliveryFailed) -> DeliveryFailed:
    """The same for a call that writes no message: an unclear end of it leaves nothing unsure."""
    return NotSent(*failure.args) if isinstance(failure, Unsure | Rejected) else failure


def undecided(failure: DeliveryFailed) -> DeliveryFailed:
    """The same for a look into the history: it says nothing about the message that was looked for."""
    return Unsure(*failure.args) if isinstance(failure, NotSent | Rejected) else failure


def _body(error: SlackApiError) -> Mapping[str, Any]:
    data = getattr(error.response, "data", error.response)
    return data if isinstance(data, Mapping) else {}


def _status(error: SlackApiError) -> int:
    """The HTTP status; the SDK hands over aiohttp's own response when the body was no JSON."""
    response = error.response
    return int(getattr(response, "status_code", 0) or getattr(response, "status", 0) or 0)


def _retry_after(error: SlackApiError) -> float:
    headers = getattr(error.response, "headers", {}) or {}
    try:
        return max(float(headers.get("Retry-After", DEFAULT_WAIT)), 1.0)
    except ValueError:
        return DEFAULT_WAIT
