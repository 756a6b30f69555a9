"""Certificates of frozen pages, and everything that they are compared with."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.domain.certificates.certificate import Certificate, WeekLists
from bot.domain.certificates.kept_week import KeptWeek
from bot.domain.certificates.recipients import PageSalts, Salts
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.repositories.week_close import ReadyDigests


@dataclass(frozen=True, slots=True)
class ReadyCertificates:
    """Certificates as a storage is going to keep them; only that storage knows what is in them."""

    kept: object


class Certificates(Protocol):
    async def ready(self, certificates: Sequence[Certificate]) -> ReadyCertificates:
        """Made while nobody waits to write."""

    async def add(
        self, lists: WeekLists | None, certificates: Sequence[Certificate] | ReadyCertificates, salts: PageSalts
    ) -> None:
        """Keep those of the pages that have a salt. What was made before of a week or page stays as it is. `lists` are
        those of the week; they are None where they are kept already."""

    async def documents(
        self, week: IsoWeek, salts: PageSalts, *, of: ReadyDigests | None = None
    ) -> Mapping[UnitId, str]:
        """Of the pages of these units that are frozen, or of those that are about to be, the salted hash of all that
        people read of them, as it is stored."""

    async def lists(self, first: IsoWeek, last: IsoWeek) -> Mapping[IsoWeek, WeekLists]: ...

    async def salts(self, people: Collection[PersonId]) -> Salts:
        """Those that there are."""

    async def all_salts(self) -> Salts: ...

    async def add_salts(self, salts: Salts) -> None:
        """Who has one keeps it."""

    async def certificate(self, unit: UnitId, week: IsoWeek) -> Certificate | None: ...

    async def reworded(self) -> Mapping[tuple[UnitId, IsoWeek], str]:
        """Pages out of whose words the name of somebody who was erased was taken, and the hash of each since."""

    async def weeks(self) -> Mapping[IsoWeek, frozenset[UnitId]]:
        """All weeks of which cells, pages or certificates are kept, in order, each with the units that have any."""

    async def released(self, week: IsoWeek) -> KeptWeek:
        """All that evidence of a week stands for, of all units, and nothing else."""

    async def named(self) -> Collection[PersonId]:
        """Everybody who has a name, on the list or off it."""

    async def kept(self, week: IsoWeek, units: Collection[UnitId]) -> KeptWeek:
        """All that is kept of a week and these units; what cannot be read is named in it."""
