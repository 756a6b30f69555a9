"""How faults list what there is: all of a few, of many the first and how many more."""

import pytest

from config.faults import listed

LETTERS = tuple("abcdefghijklmnop")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), ""),
        (("a",), "a"),
        (("a", "b"), "a or b"),
        (LETTERS[:12], "a, b, c, d, e, f, g, h, i, j, k or l"),
        (LETTERS[:13], "a, b, c, d, e, f, g, h, i, j, k, l and 1 more"),
        (LETTERS, "a, b, c, d, e, f, g, h, i, j, k, l and 4 more"),
    ],
)
def test_a_list_that_is_cut_says_so(words: tuple[str, ...], said: str) -> None:
    assert str(listed(words)) == said
