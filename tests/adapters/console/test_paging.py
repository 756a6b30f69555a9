"""Long lists of units come in pieces, and whatever an address asks for there is a piece."""

import pytest
from starlette.requests import Request

from bot.adapters.console.paging import UNITS_AT_A_TIME, piece_of


def asked(query: str) -> Request:
    return Request({"type": "http", "path": "/admin/teams", "query_string": query.encode(), "headers": []})


@pytest.mark.parametrize(
    ("query", "first", "count", "earlier", "later"),
    [
        ("", 0, 100, "", "/admin/teams?from=100"),
        ("from=100", 100, 100, "/admin/teams?from=0", "/admin/teams?from=200"),
        ("from=200", 200, 50, "/admin/teams?from=100", ""),
        ("from=250", 0, 100, "", "/admin/teams?from=100"),
        ("from=-1", 0, 100, "", "/admin/teams?from=100"),
        ("from=²", 0, 100, "", "/admin/teams?from=100"),
        (f"from={'9' * 5000}", 0, 100, "", "/admin/teams?from=100"),
        ("from=30", 30, 100, "/admin/teams?from=0", "/admin/teams?from=130"),
    ],
)
def test_a_piece_and_the_ways_to_the_others(query: str, first: int, count: int, earlier: str, later: str) -> None:
    shown, links = piece_of(range(250), asked(query))
    assert list(shown) == list(range(first, first + count))
    assert (links["earlier"], links["later"]) == (earlier, later)


def test_a_short_list_has_no_ways() -> None:
    shown, links = piece_of(range(UNITS_AT_A_TIME), asked(""))
    assert len(shown) == UNITS_AT_A_TIME
    assert (links["earlier"], links["later"]) == ("", "")
