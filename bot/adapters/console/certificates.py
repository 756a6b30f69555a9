"""How do I know? The certificate of a page of a unit, for those who may read that page."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response

from bot.adapters.console.doors import GET, PATHS, PageRoute, Visitor, missing, show
from bot.domain.administration.rights import ConsolePage
from bot.domain.identifiers import UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.texts import say
from bot.domain.texts.dates import day_and_year, listed
from bot.flows.proof.read_certificate import ReadCertificate, ShownCertificate


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
            document=found.document,
            lines=_lines(found, visitor.locale),
        )


def _lines(found: ShownCertificate, locale: str) -> Sequence[tuple[str, str]]:
    """What it is of, as pairs of a name and words; none where there is no certificate."""
    if found.made_at is None:
        return ()
    weeks = [
        say("certificate-week", locale, count=count, date=day_and_year(week.sunday(), locale))
        for week, count in found.shares
    ]
    ended = "" if found.scores_of is None else day_and_year(found.scores_of, locale)
    answered = listed(weeks, locale) if weeks else say("certificate-none", locale)
    said = say("certificate-block", locale, date=ended) if ended else say("certificate-none", locale)
    return (
        (say("certificate-answered_label", locale), answered),
        (say("certificate-said_label", locale), said),
        (say("certificate-cut_label", locale), say("certificate-cut", locale)),
        (say("certificate-made_label", locale), day_and_year(found.made_at.date(), locale)),
        (say("certificate-check_label", locale), say("certificate-check", locale)),
    )
