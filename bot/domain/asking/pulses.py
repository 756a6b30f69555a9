"""Rounds and pulses: one occurrence for one microsystem, and one question put to one person in it."""

from base64 import urlsafe_b64encode
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256
from typing import Final

from bot.domain.identifiers import ActionId, PersonId, PulseId, RoundId, ScheduleId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.programme.questions import QuestionRef


class RoundState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    MISSED = "missed"
    """Found too late after downtime: recorded, never sent, so that nobody gets a heap of old questions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One occurrence of a schedule for one microsystem; claimed once by its unique key."""

    schedule: ScheduleId
    unit: UnitId
    local_date: date
    slot: str
    """Local wall time "HH:MM"; with the date it keys the occurrence, so a clock change cannot double it."""
    opens_at: datetime
    closes_at: datetime
    week: IsoWeek
    """The ISO week, in the unit's zone, in which the round closes and to which its answers belong."""
    questions: tuple[QuestionRef, ...]
    action: ActionId | None = None
    """That it asks about; None for all that a programme's schedules ask."""
    state: RoundState = RoundState.OPEN

    @property
    def id(self) -> RoundId:
        return round_id(self.schedule, self.local_date, self.slot, self.unit)


def round_id(schedule: ScheduleId, local_date: date, slot: str, unit: UnitId) -> RoundId:
    """The same in every process; the occurrence stands before the last slash."""
    return RoundId(f"{schedule}/{local_date.isoformat()}/{slot}/{unit}")


def pulse_id(within: RoundId, person: PersonId, position: int) -> PulseId:
    """The same in every process; twelve characters (72 bits) that say nothing and fit into any button.

    Two of them come from the occurrence and two from the round, so that what is planned together stands together in
    the databases' indexes: with a year of pulses behind, scattered ids would dirty a page for every person asked.
    """
    return PulseId(_beginning(within) + _drawn(f"{within}\x1f{person}\x1f{position}", 8))


@lru_cache(maxsize=1024)  # it is asked for once a person
def _beginning(within: RoundId) -> str:
    occurrence = within.rpartition("/")[0]
    return _drawn(occurrence, 2) + _drawn(within, 2)


def _drawn(text: str, length: int) -> str:
    """At most eight characters of 6 bits each."""
    return urlsafe_b64encode(sha256(text.encode()).digest()[:6])[:length].decode()


class PulseState(StrEnum):
    PLANNED = "planned"
    SENT = "sent"
    ANSWERED = "answered"
    SKIPPED = "skipped"
    EXPIRED = "expired"


_HEARD = frozenset({PulseState.ANSWERED, PulseState.SKIPPED})
_BEGUN_ANEW: Final = -1
"""The order number of a question that came anew and was not answered since; no press has one below 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """One question to one person in one round. Holds whether they answered, never what."""

    id: PulseId
    round: RoundId
    unit: UnitId
    person: PersonId
    question: QuestionRef
    action: ActionId | None = None
    """That its round asks about."""
    position: int = 0
    """0 for the first question of the round; the next is sent when this one is answered."""
    due_at: datetime
    closes_at: datetime
    week: IsoWeek
    state: PulseState = PulseState.PLANNED
    sent_at: datetime | None = None
    remind_at: datetime | None = None
    reminded: bool = False
    excused: bool = False
    """Paused, on nights or off duty while it was open: outside reach."""
    sequence: int = 0
    """Order number of the newest press that was filed (Telegram update_id, Slack action_ts in microseconds, web
    client sequence); the latest wins. Never the answer."""
    budget_week: IsoWeek | None = None
    """The ISO week, on the person's own calendar, whose budget this question uses up; in UTC if none is given. It stays
    when `due_at` is put off."""

    def __post_init__(self) -> None:
        if self.budget_week is None:
            object.__setattr__(self, "budget_week", IsoWeek.of(self.due_at.date()))

    @property
    def heard(self) -> bool:
        """Answered, "can't say" or skipped."""
        return self.state in _HEARD

    @property
    def is_anew(self) -> bool:
        """Whether it came anew, into a chat that may be another's, and was not answered there."""
        return self.sequence == _BEGUN_ANEW

    def begun_anew(self) -> "Pulse":
        """What counts of it stays. A reminder would tell that it was not answered."""
        return replace(self, sequence=_BEGUN_ANEW, reminded=True)

    def as_told(self) -> "Pulse":
        """As its chat may know it: nothing there tells what became of it before it came anew."""
        return replace(self, state=PulseState.SENT) if self.is_anew and self.heard else self

    @property
    def reached(self) -> bool:
        """Whether this pulse counts in reach: delivered and not excused, or answered at all."""
        return _in_reach(self.state, delivered=self.sent_at is not None, excused=self.excused)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShadowPlan:
    """One person of a round's plan to whom no message goes out: they count as within reach like everybody asked.

    Kept until the round's week is closed. With it neither a figure nor a budget depends on what somebody has chosen.
    """

    round: RoundId
    unit: UnitId
    person: PersonId
    questions: int
    week: IsoWeek
    """In which the round closes."""
    budget_week: IsoWeek


@dataclass(frozen=True, slots=True, kw_only=True)
class PulseOutcome:
    """What became of one pulse, as a closing week reads it."""

    round: RoundId
    unit: UnitId
    person: PersonId
    question: QuestionRef
    state: PulseState
    delivered: bool
    excused: bool

    @property
    def heard(self) -> bool:
        return self.state in _HEARD

    @property
    def reached(self) -> bool:
        return _in_reach(self.state, delivered=self.delivered, excused=self.excused)


def _in_reach(state: PulseState, *, delivered: bool, excused: bool) -> bool:
    return state in _HEARD or (delivered and not excused)
