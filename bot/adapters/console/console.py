"""The console as routes of the web server."""

from collections.abc import Sequence
from pathlib import Path

from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.adapters.console.doors import PATHS, Doors
from bot.adapters.console.overview import OverviewPage
from bot.domain.administration.rights import ConsolePage


class Console:
    def __init__(self, *, doors: Doors, overview: OverviewPage) -> None:
        self._doors, self._overview = doors, overview

    def routes(self) -> Sequence[BaseRoute]:
        behind = self._doors.behind
        return [
            *self._doors.routes(),
            Route(PATHS[ConsolePage.OVERVIEW], behind(ConsolePage.OVERVIEW, self._overview.show), methods=["GET"]),
            Mount("/static/console", StaticFiles(directory=Path(__file__).parent / "static")),
        ]
