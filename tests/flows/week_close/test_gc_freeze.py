"""What is set aside for a while is looked after again, and what a process had set aside before stays so."""

import gc
import weakref

from bot.flows.week_close.gc_freeze import gc_frozen


class Ring:
    """Holds itself, so that only a collection can free it."""

    def __init__(self) -> None:
        self.itself = self


def test_rings_that_were_set_aside_are_collected_afterwards() -> None:
    ring = Ring()
    seen = weakref.ref(ring)
    with gc_frozen() as freeze:
        freeze()
        del ring
        gc.collect()
        assert seen() is not None
    gc.collect()
    assert seen() is None
    assert gc.get_freeze_count() == 0


def test_a_process_that_has_set_its_code_aside_keeps_it_so() -> None:
    gc.freeze()
    try:
        with gc_frozen():
            pass
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()
