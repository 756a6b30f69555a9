"""All that is kept under one person's id, for that person alone: to show, to hand out and to forget."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.asking.pulses import Pulse
from bot.domain.identifiers import PersonId
from bot.domain.iso_weeks import IsoWeek

KeptValue = str | int | float | bool | None
KeptRow = Mapping[str, KeptValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptTable:
    rows: Sequence[KeptRow]
    is_own: bool = True
    """Whether they are about this person alone; of the others there are only the keys."""


class OwnData(Protocol):
    async def chat_since(self, person: PersonId) -> datetime | None:
        """The midnight from which on a person has had the address that they have now; None for the first they had."""

    async def set_locale(self, person: PersonId, locale: str) -> None:
        """The language that a person has chosen."""

    async def pulses_of(self, person: PersonId) -> Sequence[Pulse]:
        """Every question that was planned for a person and is still known, newest first."""

    async def rows_of(self, person: PersonId, *, since: datetime | None) -> Mapping[str, KeptTable]:
        """By table, the rows that are about a person; those about others, too, with their keys alone. Moments and weeks
        are texts, and bytes the words that say how many there are, but for what the detector remembers of them: that is
        told as it is. `since`: of what they were asked only this much."""

    async def forget(self, person: PersonId, *, answers: Collection[bytes], closed_through: IsoWeek | None) -> None:
        """Take away where somebody is reached, what they agreed to, these of their answers, and whether they were asked
        and heard; of weeks after `closed_through` that goes by `forget_participation`. Their place on the list stays,
        and so does what they did for others to read. Their address is locked before: see `Rosters.lock_addresses`."""

    async def give_way(self) -> None:
        """From now on what waits here for half a second for somebody else raises `RowUnavailable`, so that
        of two that wait for each other it is never the other one that is ended. On SQLite nobody else writes."""

    async def forget_participation(self, week: IsoWeek) -> None:
        """The rest, of everybody who was forgotten while the week was open: it is closed now."""

    async def erase(self, person: PersonId, *, under: PersonId, at: datetime) -> None:
        """Take out of every table what is left of somebody who was forgotten and is on no list: what no figure stands
        on is deleted, the rest stays under `under`, a number of chance that nobody has. Of the log and the revisions
        the words go; out of what others wrote in the open their name does, unless somebody on the list is called the
        same."""

    async def drop_erased(self, *, before: datetime) -> int:
        """Delete what stays of those who were erased before then, but for the lists of many that they stand in."""
