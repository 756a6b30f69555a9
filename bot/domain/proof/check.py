"""What a check of `rounds verify` says."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What one check of `rounds verify` looked at, and what it found."""

    name: str
    examined: int
    faults: tuple[str, ...]
    remarks: tuple[str, ...] = ()
    """What is no fault and has to be known."""
