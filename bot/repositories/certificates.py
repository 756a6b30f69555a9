"""Certificates of frozen pages, and everything that they are compared with."""

from collections.abc import Collection, Mapping, Sequence
from typing import NewType, Protocol

from bot.domain.certificates.certificate import Certificate, WeekLists
from bot.domain.certificates.kept_week import KeptWeek
from bot.domain.certificates.recipients import PageSalts, Salts
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.repositories.week_close import ReadyDigests

ReadyCertificates = NewType("ReadyCertificates", object)
"""Certificates as a storage is going to keep them; only that storage knows what is in them."""


class Certificates(Protocol):
    async def ready(self, certificates: Sequence[Certificate]) -> ReadyCertificates:
        """Made while nobody waits to write."""

    async def add(self, lists: WeekLists | None, certificates: ReadyCertificates, salts: PageSalts) -> None:
        """Keep those of the pages that have a salt. What was made before of a week or page stays as it is. `lists` are
        those of the week; they are None where they are kept already."""

    async def documents(self, pages: ReadyDigests, salts: PageSalts) -> Mapping[UnitId, str]:
        """Of those pages, about to be frozen, that have a salt: the salted hash of all that people will read of them,
        as it is stored."""

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
