"""One nudge to one champion: what it offered, what became of it, and when it is due."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Final

from bot.domain.identifiers import NudgeId, PersonId, UnitId, short_id
from bot.domain.iso_weeks import IsoWeek
from bot.domain.programme.programme import Weekday
from bot.domain.programme.wall_clock import local_date, to_utc, week_of

NUDGE_DAY: Final = Weekday.WED
"""Of whoever has not chosen another: neither the day of digests nor that of reminders, as the starter has them."""
NUDGE_AT: Final = time(12, 30)
LATE: Final = timedelta(hours=6)
"""Found later than this it is left out; it is also never sent later."""
EVERY_WEEKS: Final = 2
MOST_OTHERS: Final = 3
"""How often somebody may ask for another one."""
WEEKS_TRIED: Final = 26
"""How long it is known what a team was offered."""
WEEKS_NAMED: Final = 2
"""How long it is known to whom; until then its buttons work."""


class NudgeOutcome(StrEnum):
    """What a champion said to it; shown to nobody, it steers what this team is offered next."""

    DONE = "done"
    NOT_FOR_ME = "not_for_me"


@dataclass(frozen=True, slots=True, kw_only=True)
class Nudge:
    """One nudge of a week. `codes` are all that were in sight, the newest last."""

    id: NudgeId
    unit: UnitId
    person: PersonId | None
    """None once it is forgotten who had it."""
    week: IsoWeek
    codes: tuple[str, ...]
    outcome: NudgeOutcome | None = None

    def __post_init__(self) -> None:
        if not self.codes:
            raise ValueError("a nudge offers something")

    @property
    def code(self) -> str:
        return self.codes[-1]

    @property
    def may_change(self) -> bool:
        """Whether another one may be asked for."""
        return self.outcome is None and len(self.codes) <= MOST_OTHERS


def nudge_id(person: PersonId, week: IsoWeek) -> NudgeId:
    """One a week at most."""
    return NudgeId(short_id("nudge", person, week))


def nudge_due(
    person: PersonId, *, day: Weekday | None, now: datetime, zone: str, restored_at: datetime | None = None
) -> IsoWeek | None:
    """The week whose nudge is due now; None if none is, or it may have come before Rounds was restored from a backup.
    `day`: theirs, None for somebody who wants none.

    Half of all people have theirs in even weeks and half in odd ones, by their id.
    """
    today, week = local_date(now, zone), week_of(now, zone)
    turn = sha256(person.encode()).digest()[0] % EVERY_WEEKS
    if day is None or today.weekday() != day.number or week.index % EVERY_WEEKS != turn:
        return None
    begins = to_utc(today, NUDGE_AT, zone)
    return week if begins <= now < begins + LATE and not (restored_at and begins <= restored_at) else None
