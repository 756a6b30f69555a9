"""Nudges: what was offered, and on which day people want them."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from bot.domain.identifiers import NudgeId, PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.nudges.nudges import Nudge
from bot.domain.programme.programme import Weekday


class Nudges(Protocol):
    async def put(self, given: Sequence[Nudge]) -> None:
        """In place of what was kept of them."""

    async def nudge(self, nudge: NudgeId) -> Nudge | None: ...

    async def tried_by(self, units: Collection[UnitId]) -> Mapping[UnitId, Sequence[Nudge]]:
        """What each team was offered, oldest first; who was offered nothing is left out."""

    async def days(self) -> Mapping[PersonId, Weekday | None]:
        """Of everybody who has chosen; None: no nudges."""

    async def set_day(self, person: PersonId, day: Weekday | None) -> None: ...

    async def forget(self, *, named_before: IsoWeek, before: IsoWeek) -> None:
        """Of older weeks whom they went to, and of the oldest all."""
