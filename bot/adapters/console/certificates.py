"""How do I know? The certificate of a page of a unit, for those who may read that page."""

from collections.abc import Sequence
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from bot.adapters.console.doors import GET, PATHS, PageRoute, Visitor, missing, show
from bot.domain.administration.rights import ConsolePage
from bot.domain.certificates.certificate_text import certificate_lines
from bot.domain.identifiers import UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import DigestRef
from bot.domain.texts import say
from bot.domain.texts.dates import day_and_year
from bot.flows.proof.read_certificate import ReadCertificate


def certificate_address(root: str, page: DigestRef) -> str:
    """Where the certificate of a page is read, with no secret in it."""
    return f"{root.rstrip('/')}{PATHS[ConsolePage.UNITS]}/{quote(page.unit, safe='')}/{page.week}/certificate"


class CertificatePages:
    def __init__(self, *, read: ReadCertificate) -> None:
        self._read = read

    def routes(self) -> Sequence[PageRoute]:
        here = f"{PATHS[ConsolePage.UNITS]}/{{unit}}/{{week}}/certificate"
        return [PageRoute(here, ConsolePage.UNITS, self.show, GET)]

    async def show(self, request: Request, visitor: Visitor) -> Response:
        unit = UnitId(request.path_params["unit"])
        try:
            week = IsoWeek.parse(request.path_params["week"])
        except ValueError:
            return missing(visitor)
        if unit not in visitor.units_read:
            return missing(visitor)
        found = await self._read(unit, visitor.who.person.id, visitor.who.held[unit], week=week)
        if found is None:
            return missing(visitor)
        here = PATHS[ConsolePage.UNITS]
        return show(
            visitor,
            "certificate.html",
            title=say("certificate-title", visitor.locale),
            here=here,
            name=found.page.name,
            of=say("unit-week", visitor.locale, date=day_and_year(week.sunday(), visitor.locale)),
            back=f"{here}/{unit}?week={week}",
            lines=() if found.told is None else certificate_lines(found.told, visitor.locale),
        )
