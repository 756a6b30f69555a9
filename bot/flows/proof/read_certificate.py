"""The certificate of a page, for whoever may read that page: which group figures it was made of, and how to check it.

It tells no more than the page and the rules that are published: no band, no number of people, and of units above teams
not which teams had a figure.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.certificates.certificate import Certificate
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.people import Role
from bot.flows.digests.read_unit import ReadUnit, UnitPage
from bot.ports import Storage


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCertificate:
    page: UnitPage
    made_at: datetime | None = None
    """None where the page is older than certificates."""
    document: str = ""
    shares: Sequence[tuple[IsoWeek, int]] = ()
    """How many participation cells it was made of, by week."""
    scores_of: date | None = None
    """The last day of the block whose words it tells."""


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
        if certificate is None:
            return ShownCertificate(page=page)
        weeks = sorted({IsoWeek.parse(cell.week) for cell in certificate.cells})
        return ShownCertificate(
            page=page,
            made_at=certificate.made_at,
            document=certificate.document,
            shares=[(at, sum(cell.week == str(at) for cell in certificate.cells)) for at in weeks],
            scores_of=_block_told(certificate),
        )


def _block_told(certificate: Certificate) -> date | None:
    match certificate.facts.get("said"):
        case {"last": str(last)}:
            return IsoWeek.parse(last).sunday()
        case _:
            return None
