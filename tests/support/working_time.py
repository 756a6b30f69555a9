"""How long the running thread works on something, whatever else the machine does meanwhile."""

import gc
import time
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")


def seconds_of(act: Callable[[], Result]) -> tuple[float, Result]:
    """Seconds of work and what came of it; no collection of what all tests before have left falls into them."""
    gc.disable()
    try:
        begun = time.thread_time()
        result = act()
        return time.thread_time() - begun, result
    finally:
        gc.enable()
