"""What may identify a patient, by its kind; the guard for free text looks for these."""

from collections.abc import Callable, Mapping
from enum import StrEnum


class Suspicion(StrEnum):
    """What was found; the match itself is never kept, shown or logged."""

    HEALTH_NUMBER = "health_number"
    PHONE = "phone"
    EMAIL = "email"
    DATE = "date"
    RECORD_NUMBER = "record_number"
    INSURANCE_NUMBER = "insurance_number"
    POSTCODE = "postcode"
    NAME = "name"
    BED = "bed"


Checks = Mapping[Suspicion, Callable[[str], bool]]
"""For each kind, whether a text has something of it."""
