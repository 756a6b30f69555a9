"""What lives long is not looked through meanwhile, what is young is collected, and afterwards all is as it was."""

import gc
import weakref
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bot.flows.operations.young_collections import only_young_collected

MANY = 400_000


class Ring:
    """Holds itself, so that only a collection can free it."""

    def __init__(self) -> None:
        self.itself = self


@contextmanager
def full_collections() -> Iterator[list[int]]:
    seen: list[int] = []

    def note(phase: str, info: dict[str, int]) -> None:
        if phase == "start" and info["generation"] == 2:
            seen.append(info["generation"])

    gc.callbacks.append(note)
    try:
        yield seen
    finally:
        gc.callbacks.remove(note)


@pytest.mark.drill
def test_many_objects_are_made_without_a_full_collection() -> None:
    with full_collections() as seen:
        held = [[number] for number in range(MANY)]
        assert seen, "without the rule there would have been one"
        seen.clear()
        with only_young_collected():
            held += [[number] for number in range(MANY)]
        assert seen == []


def test_young_rings_are_collected_meanwhile() -> None:
    with only_young_collected():
        seen = weakref.ref(Ring())
        held = [[number] for number in range(MANY // 10)]
        assert seen() is None
    assert held


def test_of_two_at_once_the_last_one_lets_go() -> None:
    before = gc.get_threshold()
    first, second = only_young_collected(), only_young_collected()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert gc.get_threshold() != before
    second.__exit__(None, None, None)
    assert gc.get_threshold() == before


def test_afterwards_all_is_as_it_was() -> None:
    before = gc.get_threshold()
    with only_young_collected():
        pass
    assert gc.get_threshold() == before
