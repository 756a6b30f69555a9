"""When schedules ask in the weeks to come, and when they would but for quiet times."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.asking.eligibility import microsystems_of
from bot.domain.identifiers import ScheduleId, UnitId
from bot.domain.organisation.unit_tree import UnitTree
from bot.domain.programme.programme import Programme
from bot.flows.asking.occurrence_calendar import Calendar
from bot.flows.operations.quiet_times import quiet_times
from bot.ports import Clock, Recurrence, Storage

_SHOWN = timedelta(weeks=12)


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEntry:
    """One occurrence, in the zone in which it opens first."""

    schedule: ScheduleId
    opens_at: datetime
    zone: str
    is_quiet: bool
    """Nobody is asked: every one of the teams is quiet then."""


class ReadCalendar:
    def __init__(self, *, storage: Storage, clock: Clock, recurrence: Recurrence) -> None:
        self._storage, self._clock, self._calendar = storage, clock, Calendar(recurrence)

    async def __call__(self, programme: Programme, units: Collection[UnitId]) -> Sequence[CalendarEntry]:
        """Of these units, by opening."""
        now, tree = self._clock.now(), UnitTree.of(programme.organisation)
        async with self._storage.reading() as work:
            quiet = await quiet_times(work, programme, now=now, tree=tree)
        found: list[CalendarEntry] = []
        for schedule in programme.schedules:
            asked = [unit for unit in microsystems_of(schedule, tree) if unit in units]
            zones, seen = {tree.zones[unit] for unit in asked}, set[int]()
            for opens_at, zone, occurrence in self._calendar.openings(
                schedule.cadence, zones, after=now, until=now + _SHOWN
            ):
                if occurrence.number not in seen:  # in the zone in which it opens first
                    seen.add(occurrence.number)
                    is_quiet = quiet.closed_in(occurrence, asked).issuperset(asked)
                    found.append(CalendarEntry(schedule=schedule.id, opens_at=opens_at, zone=zone, is_quiet=is_quiet))
        return sorted(found, key=lambda each: (each.opens_at, each.schedule))
