"""What may identify a patient or a colleague, by its kind; the guard for free text looks for these."""

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
    COLLEAGUE = "colleague"

    @property
    def is_certain(self) -> bool:
        """Whether words with such a thing have to leave the chat, too; others are given back to be changed."""
        return self not in _UNCERTAIN


_UNCERTAIN = frozenset({Suspicion.NAME, Suspicion.BED, Suspicion.COLLEAGUE})


Checks = Mapping[Suspicion, Callable[[str], bool]]
"""For each kind, whether a text has something of it."""
