"""Cutting long lists into short ones."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

_Item = TypeVar("_Item")


def batches(items: Sequence[_Item], size: int) -> Iterator[Sequence[_Item]]:
    """The items in order, at most `size` in each batch."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
