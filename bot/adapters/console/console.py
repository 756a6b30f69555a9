"""The console as routes of the web server."""

from collections.abc import Sequence
from pathlib import Path

from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.adapters.console.doors import Doors, PageRoute, Pages
from bot.adapters.likenesses.drawing import STATIC as LIKENESSES


class Console:
    """Each page names its own routes."""

    def __init__(self, *, doors: Doors, pages: Sequence[Pages]) -> None:
        self._doors, self._pages = doors, pages

    def routes(self) -> Sequence[BaseRoute]:
        return [
            *self._doors.routes(),
            *(self._route(each) for pages in self._pages for each in pages.routes()),
            Mount("/static/likenesses", StaticFiles(directory=LIKENESSES)),
            Mount("/static/console", StaticFiles(directory=Path(__file__).parent / "static")),
        ]

    def _route(self, each: PageRoute) -> Route:
        endpoint = self._doors.behind(each.page, each.show, file_at_most=each.file_at_most)
        return Route(each.path, endpoint, methods=list(each.methods))
