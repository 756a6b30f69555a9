"""Shifts of people, by who gave them, and their own calendars."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.identifiers import PersonId
from bot.domain.rota.own_calendar import OwnCalendar
from bot.domain.rota.shifts import PersonRota, Rota, RotaSource, Span


class Rotas(Protocol):
    async def of(self, people: Collection[PersonId], within: Span) -> Mapping[PersonId, PersonRota]:
        """What is known of a time, and of the day before it, of those of whom anything is kept."""

    async def whole(self, people: Collection[PersonId], source: RotaSource) -> Mapping[PersonId, Rota]:
        """All that one source has given."""

    async def put(self, source: RotaSource, rotas: Mapping[PersonId, Rota]) -> None:
        """In place of what this source gave of these people; of an empty one nothing is kept."""

    async def forget_before(self, at: datetime, *, limit: int) -> int:
        """Take what was over by then out of so many people's rotas; says of how many."""

    async def calendar(self, person: PersonId) -> OwnCalendar | None: ...

    async def put_calendar(self, calendar: OwnCalendar) -> None: ...

    async def end_calendar(self, person: PersonId) -> None:
        """Take away the calendar, the wish and all shifts that came from it."""

    async def calendars_to_read(self, *, now: datetime, limit: int) -> Sequence[OwnCalendar]:
        """Those with a link whose time has come, the longest waiting first."""
