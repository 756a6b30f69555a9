"""What was told about a unit, week by week, for those who read it: pages to come back to, to print and to share."""

from collections.abc import Sequence
from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.adapters.channels.web.pages import details_with_picture, show_sections
from bot.adapters.console.doors import GET, PATHS, PageRoute, Visitor, missing, show
from bot.domain.administration.rights import ConsolePage
from bot.domain.identifiers import UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.documents import Section, Title
from bot.domain.texts import say
from bot.domain.texts.dates import day_and_year
from bot.flows.digests.read_unit import ReadUnit, UnitPage

HERE: Final = PATHS[ConsolePage.UNITS]


class UnitPages:
    def __init__(self, *, read: ReadUnit) -> None:
        self._read = read

    def routes(self) -> Sequence[PageRoute]:
        return [
            PageRoute(HERE, ConsolePage.UNITS, self.list, GET),
            PageRoute(f"{HERE}/{{unit}}", ConsolePage.UNITS, self.show, GET),
        ]

    async def list(self, _request: Request, visitor: Visitor) -> Response:
        units = visitor.units_read
        if len(units) == 1:
            return RedirectResponse(f"{HERE}/{units[0]}", status_code=303)
        pages = {unit: await self._page(unit, visitor) for unit in units}
        return show(
            visitor,
            "units.html",
            title=say("console-page-units", visitor.locale),
            here=HERE,
            units=[
                {
                    "path": f"{HERE}/{unit}",
                    "name": visitor.tree.names[unit],
                    "locale": visitor.locale if page is None else page.locale,
                    "line": _title_of(page),
                }
                for unit, page in pages.items()
            ],
        )

    async def show(self, request: Request, visitor: Visitor) -> Response:
        unit, asked = UnitId(request.path_params["unit"]), request.query_params.get("week", "")
        week = _week(asked) if asked else None
        if unit not in visitor.units_read or (asked and week is None):
            return missing(visitor)
        page = await self._page(unit, visitor, week)
        if page is None:
            return missing(visitor) if week else show(visitor, "unit.html", title=visitor.tree.names[unit], here=HERE)
        details = details_with_picture(page.document, page.details, page.chart)
        return show(
            visitor,
            "unit.html",
            title=page.name,
            here=HERE,
            page=page,
            document=_drawn(page, page.document.sections),
            details=_drawn(page, details) if details else "",
            done=_drawn(page, page.done) if page.done else "",
            certificate=f"{HERE}/{unit}/{page.week}/certificate",
            weeks=[
                (f"{HERE}/{unit}?week={each}", each == page.week, _week_words(each, visitor.locale))
                for each in page.weeks
            ],
        )

    async def _page(self, unit: UnitId, visitor: Visitor, week: IsoWeek | None = None) -> UnitPage | None:
        return await self._read(unit, visitor.who.person.id, visitor.who.held[unit], week=week)


def _drawn(page: UnitPage, sections: Sequence[Section]) -> str:
    return show_sections(sections, chart=page.chart, level=2, locale=page.locale)


def _title_of(page: UnitPage | None) -> str:
    sections = () if page is None else page.document.sections
    return next((each.words for each in sections if isinstance(each, Title)), "")


def _week_words(week: IsoWeek, locale: str) -> str:
    return say("unit-week", locale, date=day_and_year(week.sunday(), locale))


def _week(text: str) -> IsoWeek | None:
    try:
        return IsoWeek.parse(text)
    except ValueError:
        return None
