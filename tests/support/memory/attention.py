"""Attention in memory."""

from collections.abc import Callable, Collection, Sequence

from bot.domain.attention.budget import Counted
from bot.domain.attention.offers import Noted
from bot.domain.attention.spread import Spread
from bot.domain.identifiers import PersonId
from bot.domain.iso_weeks import IsoWeek
from tests.support.memory.state import State


class MemoryAttention:
    def __init__(self, state: State) -> None:
        self._noted, self._spreads = state.attention, state.attention_spreads

    async def hold(self) -> None:
        """A writer is alone anyway."""

    async def noted(self, week: IsoWeek, people: Collection[PersonId]) -> Sequence[Noted]:
        return [each for each in self._noted.values() if each.week == week and each.person in people]

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
