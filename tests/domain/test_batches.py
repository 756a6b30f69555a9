"""Lists are cut in order, with nothing lost."""

import pytest

from bot.domain.batches import batches


@pytest.mark.parametrize(
    ("items", "size", "cut"),
    [("", 3, []), ("ab", 3, ["ab"]), ("abc", 3, ["abc"]), ("abcdefg", 3, ["abc", "def", "g"])],
)
def test_every_batch_but_the_last_is_full(items: str, size: int, cut: list[str]) -> None:
    assert list(batches(items, size)) == cut
