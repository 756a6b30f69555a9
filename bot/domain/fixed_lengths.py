"""Padding to one of a few lengths, so that how long something sealed is says nothing of what it holds."""

from collections.abc import Sequence


def filled_up(written: bytes, lengths: Sequence[int]) -> bytes:
    """Zeros behind it, up to the first of the rising `lengths` that has room; beyond the last, to a multiple of it."""
    room = next((length for length in lengths if length >= len(written)), None)
    return written + bytes(-len(written) % lengths[-1] if room is None else room - len(written))
