"""Halts: Rounds stands still for a unit and all below it, or for everybody, from one moment to another."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.identifiers import UnitId
from bot.domain.texts.characters import is_blank, is_one_line
from bot.domain.texts.refusals import Refused
from bot.domain.texts.sentences import Sentence

LONGEST_REASON = 80
"""Characters; the digest of a week without a question says it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Halt:
    """An administrator paused everything. It comes from no wish of anybody who is asked."""

    unit: UnitId | None
    """None: the whole organisation."""
    since: datetime
    until: datetime | None
    """When it ends, or ended; None while nobody has said."""
    reason: str

    def __post_init__(self) -> None:
        if is_blank(self.reason) or not is_one_line(self.reason) or len(self.reason) > LONGEST_REASON:
            raise Refused(Sentence.of("fault-reason", most=str(LONGEST_REASON)))
        if self.until is not None and self.until < self.since:
            raise ValueError("a halt ends after it began")

    def lasts_at(self, at: datetime) -> bool:
        return self.since <= at and (self.until is None or at < self.until)

    def touches(self, first: datetime, end: datetime) -> bool:
        """Whether it lasts at some moment from `first` up to `end`."""
        return self.since < end and (self.until is None or first < self.until)
