"""Attention and nudges in memory."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from bot.domain.attention.budget import Counted
from bot.domain.attention.offers import Noted
from bot.domain.attention.spread import Spread
from bot.domain.identifiers import NudgeId, PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.deliveries import Delivery, DeliveryState
from bot.domain.nudges.nudges import Nudge
from bot.domain.programme.programme import Weekday
from tests.support.memory.state import State


class MemoryAttention:
    def __init__(self, state: State) -> None:
        self._noted, self._spreads, self._carried = state.attention, state.attention_spreads, state.deliveries

    async def hold(self) -> None:
        """A writer is alone anyway."""

    async def noted(self, week: IsoWeek, people: Collection[PersonId]) -> Sequence[Noted]:
        return [each for each in self._noted.values() if each.week == week and each.person in people]

    async def waiting(self, people: Collection[PersonId], *, since: IsoWeek) -> Sequence[Delivery]:
        noted = {each.about for each in self._noted.values() if each.week >= since and each.person in people}
        found = (self._carried[key].delivery for key in sorted(noted & self._carried.keys()))
        return [each for each in found if each.state is DeliveryState.DUE]

    async def note(self, entries: Sequence[Noted]) -> None:
        for each in entries:
            self._noted.setdefault((each.week, each.person, each.about), each)

    async def noted_of_everybody(self, week: IsoWeek) -> Sequence[Noted]:
        return [each for each in self._noted.values() if each.week == week and each.kind is not Counted.REMINDER]

    async def put_spread(self, week: IsoWeek, spread: Spread) -> None:
        if spread:
            self._spreads[week] = spread

    async def newest_spread(self) -> tuple[IsoWeek, Spread] | None:
        return max(self._spreads.items(), default=None, key=lambda each: each[0])

    async def forget_reminders(self, through: IsoWeek) -> None:
        self._drop(lambda each: each.week <= through and each.kind is Counted.REMINDER)

    async def forget(self, *, before: IsoWeek) -> None:
        self._drop(lambda each: each.week < before)
        for week in [week for week in self._spreads if week < before]:
            del self._spreads[week]

    def _drop(self, goes: Callable[[Noted], bool]) -> None:
        for key in [key for key, each in self._noted.items() if goes(each)]:
            del self._noted[key]


class MemoryNudges:
    def __init__(self, state: State) -> None:
        self._nudges, self._days = state.nudges, state.nudge_days

    async def put(self, given: Sequence[Nudge]) -> None:
        self._nudges.update({each.id: each for each in given})

    async def nudge(self, nudge: NudgeId) -> Nudge | None:
        return self._nudges.get(nudge)

    async def tried_by(self, units: Collection[UnitId]) -> Mapping[UnitId, Sequence[Nudge]]:
        tried = sorted(self._nudges.values(), key=lambda each: (each.week, each.id))
        found = {unit: [each for each in tried if each.unit == unit] for unit in units}
        return {unit: theirs for unit, theirs in found.items() if theirs}

    async def days(self) -> Mapping[PersonId, Weekday | None]:
        return dict(self._days)

    async def set_day(self, person: PersonId, day: Weekday | None) -> None:
        self._days[person] = day

    async def forget(self, *, named_before: IsoWeek, before: IsoWeek) -> None:
        for each in list(self._nudges.values()):
            if each.week < before:
                del self._nudges[each.id]
            elif each.week < named_before:
                self._nudges[each.id] = replace(each, person=None)
