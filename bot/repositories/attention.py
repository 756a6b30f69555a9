"""What counts in people's weeks, besides the questions that rounds know."""

from collections.abc import Collection, Sequence
from typing import Protocol

from bot.domain.attention.offers import Noted
from bot.domain.attention.spread import Spread
from bot.domain.identifiers import PersonId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.deliveries import Delivery


class Attention(Protocol):
    async def hold(self) -> None:
        """Nobody else plans questions or notes anything until this transaction ends, so what is read stays true. A lock
        on PostgreSQL; nothing to do on SQLite, where a writer is alone anyway."""

    async def noted(self, week: IsoWeek, people: Collection[PersonId]) -> Sequence[Noted]:
        """What counts in a week of these people."""

    async def waiting(self, people: Collection[PersonId], *, since: IsoWeek) -> Sequence[Delivery]:
        """What counts in these people's weeks from this one on and has not left, in the order of its keys."""

    async def note(self, entries: Sequence[Noted]) -> None:
        """Whatever counts already is left alone."""

    async def noted_of_everybody(self, week: IsoWeek) -> Sequence[Noted]:
        """`noted` of everybody, reminders left out: who got one had not answered."""

    async def put_spread(self, week: IsoWeek, spread: Spread) -> None:
        """In place of an earlier one of that week."""

    async def newest_spread(self) -> tuple[IsoWeek, Spread] | None: ...

    async def forget_reminders(self, through: IsoWeek) -> None:
        """Of this week and earlier ones: who had not answered is not kept once a week is closed."""

    async def forget(self, *, before: IsoWeek) -> None:
        """All of the weeks before this one, spreads included."""
