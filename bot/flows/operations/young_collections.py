"""No full garbage collection for a while: each looks through everything that lives, and nobody is served meanwhile.

A week of a large hospital is a million objects that live until it is closed. Each look through them took half a second
or less, and a tenth of the whole work; there were several. Of saving ten thousand people they were two fifths. What is
new is still collected, and looked through once: nearly all of it stays, and a second look took a fortieth of the work.
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
    thresholds: tuple[int, int, int] = (0, 0, 0)
    """As they were before the first."""


_held = _Held()


@contextmanager
def only_young_collected() -> Iterator[None]:
    """Drop what was held before the end: the next full collection then finds little."""
    if not _held.by:
        _held.thresholds = gc.get_threshold()
    _held.by += 1
    gc.set_threshold(_held.thresholds[0], _NEVER, _NEVER)
    try:
        yield
    finally:
        _held.by -= 1
        if not _held.by:
            gc.set_threshold(*_held.thresholds)
