"""How attention was spread over people last week: counted before the week is closed, and told to administrators."""

from collections import Counter
from datetime import datetime

from bot.domain.attention.spread import Spread, spread
from bot.domain.identifiers import PersonId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.people import Role
from bot.domain.programme.wall_clock import last_complete_week
from bot.ports import Storage


class SpreadAttention:
    """Count what was planned for each person in the last complete week, and keep coarse counts alone.

    It must run before weeks are closed: afterwards nothing says any more who was within the plan and got no message,
    and a count without them would tell, from one week to the next, that somebody has paused.
    """

    def __init__(self, *, storage: Storage) -> None:
        self._storage = storage
        self._looked: IsoWeek | None = None

    async def __call__(self, *, now: datetime) -> None:
        async with self._storage.reading() as work:
            programme = await work.programmes.current()
            if programme is None:
                return
            week = last_complete_week(now, programme.organisation.timezone)
            if week == self._looked:
                return
            closed, told = await work.weeks.newest_closed(), await work.attention.newest_spread()
        if (told is None or told[0] < week) and (closed is None or closed < week):
            await self._count(week)
        self._looked = week

    async def _count(self, week: IsoWeek) -> None:
        async with self._storage.writing() as work:
            roles: dict[PersonId, set[Role]] = {}
            for each in (await work.rosters.current()).memberships:
                roles.setdefault(each.person, set()).add(each.role)
            got = Counter(each.person for each in await work.attention.noted_of_everybody(week))
            for person, planned in (await work.pulses.planned_in(week, list(roles))).items():
                got[person] += sum(planned.values())
            await work.attention.put_spread(week, spread(got, roles))

    async def read(self) -> tuple[IsoWeek, Spread] | None:
        """The newest, with its week; None before the first."""
        async with self._storage.reading() as work:
            return await work.attention.newest_spread()
