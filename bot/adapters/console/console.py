"""The console as routes of the web server."""

from collections.abc import Sequence
from pathlib import Path

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.adapters.console.doors import PATHS, Doors, PageRoute, Pages, Show, Visitor
from bot.adapters.likenesses.drawing import style_sheet


class Console:
    """Each page names its own routes."""

    def __init__(self, *, doors: Doors, pages: Sequence[Pages]) -> None:
        self._doors, self._pages = doors, pages

    def routes(self) -> Sequence[BaseRoute]:
        return [
            *self._doors.routes(),
            *(self._route(each) for pages in self._pages for each in pages.routes()),
            Route("/static/likenesses.css", _likenesses),
            Mount("/static/console", StaticFiles(directory=Path(__file__).parent / "static")),
        ]

    def _route(self, each: PageRoute) -> Route:
        is_form_alone = tuple(each.methods) == ("POST",)
        show = _or_back(each.show, PATHS[each.page]) if is_form_alone else each.show
        endpoint = self._doors.behind(each.page, show, file_at_most=each.file_at_most)
        return Route(each.path, endpoint, methods=["GET", "POST"] if is_form_alone else list(each.methods))


async def _likenesses(_request: Request) -> Response:
    return Response(style_sheet(), media_type="text/css")


def _or_back(show: Show, back: str) -> Show:
    """Whoever opens again what only a form leads to, from the address line or after signing in, comes to its part."""

    async def shown(request: Request, visitor: Visitor) -> Response:
        if request.method != "POST":
            return RedirectResponse(back, status_code=303)
        return await show(request, visitor)

    return shown
