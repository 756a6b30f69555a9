"""The page `/admin`: whether all is well, what is asked next, how many have joined."""

from starlette.requests import Request
from starlette.responses import Response

from bot.adapters.console.doors import PATHS, Visitor, show
from bot.domain.administration.rights import ConsolePage
from bot.domain.texts import say
from bot.domain.texts.dates import moment
from bot.flows.administration.overview import NextRound, Overview, ReadOverview


class OverviewPage:
    def __init__(self, *, read: ReadOverview, version: str) -> None:
        self._read, self._version = read, version

    async def show(self, _request: Request, visitor: Visitor) -> Response:
        overview = await self._read(visitor.who.programme, visitor.units)
        return show(
            visitor,
            "overview.html",
            title=say("console-page-overview", visitor.locale),
            here=PATHS[ConsolePage.OVERVIEW],
            overview=overview,
            rounds=[_shown(each, overview, visitor.locale) for each in overview.rounds],
            version=self._version,
        )


def _shown(each: NextRound, overview: Overview, locale: str) -> dict[str, object]:
    return {
        "when": moment(each.opens_at, now=overview.now, zone=each.zone, locale=locale),
        "schedule": each.schedule.id,
        "questions": [question.wording(locale) for question in each.questions],
        "people": each.people,
    }
