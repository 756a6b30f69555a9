"""What a rule of retention says: which rows, how long, counted from when, and what takes them away."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from bot.domain.health.jobs import RetentionJob
from bot.domain.iso_weeks import IsoWeek

GRACE: Final = timedelta(days=1)
"""How long rows may still be there after the job should have taken them away, before anybody hears of it."""
_WEEK: Final = timedelta(weeks=1)
_FIRST_ZONE: Final = timedelta(hours=14)
"""How far the earliest clocks are ahead."""
_LAST_ZONE: Final = timedelta(hours=12)
"""How far the latest clocks are behind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedRetention:
    """Rows that go when they have reached an age."""

    table: str
    rows: str = ""
    """Which of the table, in words; empty where there is but one kind."""
    kept: timedelta
    since: str
    """From which moment on it is counted."""
    job: RetentionJob

    def moment(self, now: datetime) -> datetime:
        """What is older goes."""
        return now - self.kept

    def day(self, now: datetime) -> date:
        """What is of an earlier day goes."""
        return (now - self.kept).date()

    def week(self, now: datetime) -> IsoWeek:
        """What is of an earlier week goes: it has ended that many weeks ago."""
        return IsoWeek.of(now.date()) - self.kept // _WEEK

    def start_of_week(self, now: datetime) -> datetime:
        """What happened before that moment, in an earlier week, goes."""
        return datetime.combine(self.week(now).monday(), time(0), tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRetention:
    """Rows that go when something has happened."""

    table: str
    rows: str = ""
    until: str
    job: RetentionJob


@dataclass(frozen=True, slots=True, kw_only=True)
class EndlessRetention:
    """Rows that stay."""

    table: str
    rows: str = ""
    because: str


RetentionByJob = TimedRetention | EventRetention
Retention = RetentionByJob | EndlessRetention


def over_in_every_zone(week: IsoWeek) -> datetime:
    """When a week ends in the last of all zones: all that was done in it was done by then."""
    return datetime.combine((week + 1).monday(), time(0), tzinfo=UTC) + _LAST_ZONE


def over_everywhere(week: IsoWeek) -> datetime:
    """When a week ends in the first of all zones: what has ended by then matters for no later week."""
    return datetime.combine((week + 1).monday(), time(0), tzinfo=UTC) - _FIRST_ZONE
