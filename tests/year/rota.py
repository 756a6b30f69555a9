"""The rota of Ward 8, as its administrator brings it: a list of shifts for eight weeks, every seven weeks anew."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.domain.programme.wall_clock import to_utc
from tests.year.ward import BEGINS, PEOPLE, ZONE, Someone

PUBLISHED_EVERY, AHEAD = timedelta(weeks=7), timedelta(weeks=8)
DAY, NIGHT, OFFICE = (time(7, 30), time(20)), (time(19, 30), time(8)), (time(8, 30), time(17))
_WEEKS = (
    {1: DAY, 2: DAY, 5: DAY},
    {0: DAY, 3: DAY, 4: DAY},
    {1: NIGHT, 2: NIGHT, 3: NIGHT},
    {2: DAY, 4: DAY, 6: DAY},
)
"""Four weeks in turn: by weekday, from Monday as 0."""
LEAVE = {"Bea": (date(2026, 2, 16), date(2026, 3, 1)), "Nia": (date(2026, 7, 6), date(2026, 7, 19))}
"""First and last day."""
NIGHTS_OF_CAI = (date(2026, 1, 13), date(2026, 1, 15))
"""The first three nights that Cai works."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    day: date
    starts: time
    ends: time

    @property
    def is_night(self) -> bool:
        return self.ends <= self.starts

    @property
    def span(self) -> tuple[datetime, datetime]:
        last = self.day + timedelta(days=self.is_night)
        return to_utc(self.day, self.starts, ZONE), to_utc(last, self.ends, ZONE)

    def has_question_at(self, moment: datetime) -> bool:
        """From an hour after its start to an hour before its end."""
        starts, ends = self.span
        return starts + timedelta(hours=1) <= moment <= ends - timedelta(hours=1)


def duties(someone: Someone, first: date, last: date) -> Iterator[Duty]:
    """What somebody works from one day to another, both included."""
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        hours = _hours(someone, day)
        if hours is not None and not is_on_leave(someone, day):
            yield Duty(day=day, starts=hours[0], ends=hours[1])


def is_on_leave(someone: Someone, day: date) -> bool:
    first, last = LEAVE.get(someone.name, (date.max, date.max))
    return first <= day <= last


def is_on_rota(someone: Someone) -> bool:
    return someone.turn is not None or someone.office


def written(first: date) -> str:
    """The file that is published on this day."""
    last = first + AHEAD - timedelta(days=1)
    lines = ["Staff Number,Shift Start,Finish,Shift"]
    for someone in PEOPLE:
        if not is_on_rota(someone) or not someone.is_listed(first):
            continue
        for duty in duties(someone, first, last):
            code = "N" if duty.is_night else "LD" if (duty.starts, duty.ends) == DAY else "Standard day"
            lines.append(f"{someone.id},{duty.day} {duty.starts:%H:%M},{duty.ends:%H:%M},{code}")
        leave_from, leave_to = LEAVE.get(someone.name, (date.max, date.max))
        begins, ends = max(first, leave_from), min(last, leave_to)
        if begins <= ends:
            lines.append(f"{someone.id},{begins},{ends},A/L")
    return "\n".join(lines) + "\n"


def _hours(someone: Someone, day: date) -> tuple[time, time] | None:
    if someone.office:
        return OFFICE if day.weekday() < 5 else None
    if someone.turn is None:
        return None
    turn = (someone.turn + (day - BEGINS).days // 7) % len(_WEEKS)
    return _WEEKS[turn].get(day.weekday())
