"""The certificate of a page on a page of its own, for whoever may read the page: which group figures it was made of,
and how to check it."""

from collections.abc import Collection
from dataclasses import dataclass

from bot.domain.certificates.certificate_text import CertificateTold
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.people import Role
from bot.flows.digests.read_unit import ReadUnit, UnitPage
from bot.ports import Storage


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCertificate:
    page: UnitPage
    told: CertificateTold | None = None
    """None where the page is older than certificates."""


class ReadCertificate:
    """Who may not read the page may not read its certificate."""

    def __init__(self, *, storage: Storage, read: ReadUnit) -> None:
        self._storage, self._read = storage, read

    async def __call__(
        self, unit: UnitId, person: PersonId, roles: Collection[Role], *, week: IsoWeek
    ) -> ShownCertificate | None:
        page = await self._read(unit, person, roles, week=week)
        if page is None:
            return None
        async with self._storage.reading() as work:
            certificate = await work.certificates.certificate(unit, week)
        return ShownCertificate(page=page, told=None if certificate is None else CertificateTold.of(certificate))
