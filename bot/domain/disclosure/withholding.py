"""Why the gate shows nothing."""

from dataclasses import dataclass
from enum import StrEnum


class Withholding(StrEnum):
    """None of these depends on what anybody has answered, nor on whether one person did."""

    TOO_FEW = "too_few"
    UNDELIVERED = "undelivered"
    """The channels took too few of the week's messages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    because: Withholding
