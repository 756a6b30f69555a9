"""A long list of units in pieces, so that a page of a large hospital stays small."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeVar

from starlette.requests import Request

UNITS_AT_A_TIME: Final = 100
_FROM: Final = "from"
_DIGITS_AT_MOST: Final = 6
Item = TypeVar("Item")


def piece_of(items: Sequence[Item], request: Request) -> tuple[Sequence[Item], Mapping[str, Any]]:
    """Those from the place that the address names, and the links to what stands before and after them."""
    asked, here = request.query_params.get(_FROM, ""), request.url.path
    start = int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= _DIGITS_AT_MOST else 0
    start = start if start < len(items) else 0
    end = start + UNITS_AT_A_TIME
    links = {
        "earlier": f"{here}?{_FROM}={max(start - UNITS_AT_A_TIME, 0)}" if start else "",
        "later": f"{here}?{_FROM}={end}" if end < len(items) else "",
        "first": start + 1,
        "last": min(end, len(items)),
        "count": len(items),
    }
    return items[start:end], links
