"""Did it change anything? The round that an action causes four weeks after it was done.

Such a round is like any other, and its schedule stands for the action alone: with the day it names the round, so that
neither a crash nor a second planner asks twice.
"""

from collections.abc import Collection, Sequence
from datetime import date, time, timedelta
from typing import Final

from bot.domain.follow_up.actions import Action
from bot.domain.identifiers import ScheduleId
from bot.domain.organisation.people import READERS, Role, TeamMember
from bot.domain.programme.occurrences import Occurrence
from bot.domain.programme.programme import OnDays, Privacy, Schedule, Weekday
from bot.domain.programme.wall_clock import local_date

ASKED_AFTER: Final = timedelta(weeks=4)
TRIED: Final = 3
"""So many weeks running it is tried; if all of them are quiet, nothing is asked."""
LOOKED_BACK: Final = ASKED_AFTER + timedelta(weeks=TRIED + 1)
"""An action that was closed longer ago causes no round any more."""
REMINDED_AFTER_HOURS: Final = 48
"""So long after such a question its one reminder comes."""
_AT: Final = time(10)
_DAY: Final = 1
"""Tuesday: the round closes within its week."""


def change_schedule(action: Action) -> Schedule:
    """The schedule that stands for the action, which asks once. No programme has it: theirs have no colon."""
    return Schedule(
        id=ScheduleId(f"action:{action.id}"),
        units=(action.unit,),
        questions=("change",),
        cadence=OnDays(days=(Weekday.TUE,), at=_AT),
        remind_after_hours=REMINDED_AFTER_HOURS,
    )


def change_occurrences(action: Action, zone: str) -> Sequence[Occurrence]:
    """The first Tuesday after four weeks, and the next ones, which are only for where that one is quiet. None where it
    is not closed."""
    if action.closed_at is None:
        return ()
    first = _tuesday(local_date(action.closed_at + ASKED_AFTER, zone))
    return [
        Occurrence(local_date=first + timedelta(weeks=number), slot=_AT.strftime("%H:%M"), number=number)
        for number in range(TRIED)
    ]


def asked_about(action: Action, team: Collection[TeamMember]) -> Sequence[TeamMember]:
    """Those of a team who were on its list already when the action was raised."""
    return [each for each in team if each.since <= action.raised_at]


def can_be_told(team: Collection[TeamMember], privacy: Privacy) -> bool:
    """Whether a score of these could be released at all, by the list alone: else nobody is asked in vain."""
    members = [each for each in team if Role.MEMBER in each.roles and not each.roles & READERS]
    return len(members) >= privacy.minimum_team


def _tuesday(day: date) -> date:
    """The first one on or after a day."""
    return day + timedelta(days=(_DAY - day.weekday()) % 7)
