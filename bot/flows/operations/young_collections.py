"""No full garbage collection for a while: each looks through everything that lives, and nobody is served meanwhile.

A week of a large hospital is a million objects that live until it is closed. Each look through them took half a second
or less, and a tenth of the whole work; there were several. Of saving ten thousand people they were two fifths. What is
young is still collected.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

_NEVER = 2**31 - 1


@dataclass(slots=True)
class _Held:
    """Several may hold it off at once, each begun and ended at any time: the last one lets go."""

    by: int = 0
    full: int = 0
    """The threshold as it was before the first."""


_held = _Held()


@contextmanager
def only_young_collected() -> Iterator[None]:
    """Drop what was held before the end: the next full collection then finds little."""
    young, older, full = gc.get_threshold()
    if not _held.by:
        _held.full = full
    _held.by += 1
    gc.set_threshold(young, older, _NEVER)
    try:
        yield
    finally:
        _held.by -= 1
        if not _held.by:
            gc.set_threshold(young, older, _held.full)
