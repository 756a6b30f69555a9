"""Somebody's own calendar: the link that they gave, and what came of reading it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Final

from bot.domain.errors import RoundsError
from bot.domain.identifiers import PersonId

READ_EVERY: Final = timedelta(hours=6)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
LONGEST_LINK: Final = 2_000
LARGEST_CALENDAR: Final = 2 * 1024 * 1024
"""Bytes; ten years of a busy calendar."""


class CalendarFault(StrEnum):
    """Why a calendar could not be read; each is told in plain words to its person, and to nobody else."""

    NO_LINK = "no_link"
    """It is no address that begins with https, or it is of a kind that is never called."""
    NOT_PUBLIC = "not_public"
    """It leads into a network that Rounds does not call."""
    NOT_FOUND = "not_found"
    """There is no such server."""
    UNREACHED = "unreached"
    """The server does not answer, or not in time."""
    REFUSED = "refused"
    """The server says that there is no such calendar, or not for us."""
    TOO_LARGE = "too_large"
    NO_CALENDAR = "no_calendar"
    """What came is no calendar."""
    NO_SHIFTS = "no_shifts"
    """It is one, and no shift lies in the next weeks."""
    NO_KEY = "no_key"
    """The link cannot be opened any more."""


class CalendarRefused(RoundsError):
    """A calendar that could not be read."""

    def __init__(self, fault: CalendarFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCalendar:
    """What a person has set. The link is a secret: whoever has it reads the calendar."""

    person: PersonId
    sealed_link: bytes = b""
    """Empty for a file, which is read once, and where there is only a wish."""
    wished_hour: int | None = None
    read_at: datetime | None = None
    """On which day it was last read well: the midnight before, where its person is. A file is read when they bring
    it."""
    read_next: datetime | None = None
    """None where there is no link."""
    fault: CalendarFault | None = None
    """Of the last time."""

    def __post_init__(self) -> None:
        if bool(self.sealed_link) != (self.read_next is not None):
            raise ValueError("a calendar with a link is read again, one without is not")
        if self.wished_hour is not None and not 0 <= self.wished_hour <= 23:
            raise ValueError("an hour lies between 0 and 23")

    @property
    def is_set(self) -> bool:
        """Whether there is, or was, a calendar; not only a wish."""
        return bool(self.sealed_link) or self.read_at is not None


def next_reading(person: PersonId, now: datetime) -> datetime:
    """When a link is read again, within six hours. It follows from who it is, so that not all are read at once, and
    never from the moment at which they gave it."""
    begins = timedelta(seconds=int.from_bytes(sha256(person.encode()).digest()[:8]) % READ_EVERY.total_seconds())
    return now + READ_EVERY - (now - _EPOCH - begins) % READ_EVERY
