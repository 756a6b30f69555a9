"""Two states kept as one: the one after the newest closed week, and the one it was closed from.

So a week that was interrupted is closed again from the same start. The pair is a JSON list; both states begin with
their week and hold no line break, so that they are told apart, and the older one is copied, without reading them.
"""

import json
from typing import Any

from bot.domain.iso_weeks import IsoWeek

NOTHING = b"null"
_BETWEEN = b",\n"
_WEEK = b'{"week":'
_write = json.JSONEncoder(separators=(",", ":")).encode


def written(week: IsoWeek, rest: dict[str, Any]) -> bytes:
    """One state as bytes."""
    return _write({"week": week.index, **rest}).encode()


def pair(now: bytes, before: bytes) -> bytes:
    """What is kept: the state after a week, and the one it was closed from (`NOTHING` where there was none)."""
    return b"[" + now + _BETWEEN + before + b"]"


def before_closing(stored: bytes, *, closing: IsoWeek) -> bytes:
    """The state from which a week is closed, even if it had been closed halfway; `NOTHING` where there was none."""
    now, _, before = stored[1:-1].partition(_BETWEEN)
    if not before:  # an older pair, without the line break
        now, before = (_write(each).encode() for each in json.loads(stored))
    if not now.startswith(_WEEK):
        raise ValueError("a kept state begins with its week")
    week = int(now[len(_WEEK) : now.index(b",")])
    return now if week < closing.index else before


def read(kept: bytes) -> dict[str, Any]:
    """The inverse of `written`; `week` is an `IsoWeek.index`."""
    plain: dict[str, Any] = json.loads(kept)
    return plain
