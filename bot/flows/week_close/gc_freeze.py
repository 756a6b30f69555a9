"""Memory that is held on purpose for a while, set aside from the rounds of the garbage collector.

A week of a large hospital is a million objects that live until it is closed. Python would look through all of them
again and again, and nobody is served meanwhile: half a second each time, and a fifth of the whole work.
"""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def setting_aside() -> Iterator[Callable[[], None]]:
    """Call what it gives to set aside all that is held now; let go of it before the end.

    Then everything is looked after again, but for what had been set aside before (a process does so with its code).
    """
    had_set_aside = gc.get_freeze_count() > 0
    try:
        yield gc.freeze
    finally:
        gc.unfreeze()
        if had_set_aside:
            gc.collect()
            gc.freeze()
