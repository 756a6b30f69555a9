"""The page `/admin`: whether all is well, what is asked next, how many have joined."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response

from bot.adapters.console.doors import GET, PATHS, PageRoute, Visitor, show
from bot.adapters.console.pausing import PAUSE, RESUME, may_resume
from bot.domain.administration.programme_forms import WHOLE, named_pause
from bot.domain.administration.rights import ConsolePage
from bot.domain.health.words import in_words
from bot.domain.identifiers import UnitId
from bot.domain.programme.halts import Halt
from bot.domain.programme.wall_clock import local_date
from bot.domain.texts import say
from bot.domain.texts.dates import clock_time, day_and_year, moment
from bot.flows.administration.overview import NextRound, Overview, ReadOverview


class OverviewPage:
    def __init__(self, *, read: ReadOverview, version: str) -> None:
        self._read, self._version = read, version

    def routes(self) -> Sequence[PageRoute]:
        return [
            PageRoute(PATHS[ConsolePage.OVERVIEW], ConsolePage.OVERVIEW, self.show, GET),
        ]

    async def show(self, _request: Request, visitor: Visitor) -> Response:
        overview = await self._read(visitor.who.programme, visitor.units)
        return show(
            visitor,
            "overview.html",
            title=say("console-page-overview", visitor.locale),
            here=PATHS[ConsolePage.OVERVIEW],
            overview=overview,
            troubles=in_words(overview.troubles, visitor.locale),
            rounds=[_shown(each, overview, visitor.locale) for each in overview.rounds],
            version=self._version,
            backup=_backup(overview.last_backup, visitor),
            halts=[_halt(each, visitor) for each in overview.halts],
            paused=[
                named_pause(each, visitor.locale, today=local_date(overview.now, visitor.zone))
                for each in overview.paused
            ],
            health=PATHS[ConsolePage.HEALTH] if visitor.may_open(ConsolePage.HEALTH) else "",
            pause=PAUSE,
            resume=RESUME,
        )


def _backup(at: datetime | None, visitor: Visitor) -> str:
    locale = visitor.locale
    if at is None:
        return say("console-no_backup", locale)
    return say("console-last_backup", locale, at=at_length(at, zone=visitor.zone, locale=locale))


def at_length(at: datetime, *, zone: str, locale: str) -> str:
    """Day and time where somebody is."""
    here = at.astimezone(ZoneInfo(zone))
    return say("console-moment", locale, date=day_and_year(here.date(), locale), time=clock_time(here.time(), locale))


def _halt(halt: Halt, visitor: Visitor) -> dict[str, object]:
    locale = visitor.locale
    whole, organisation = say("console-pause_whole", locale), visitor.who.programme.organisation
    where = whole if halt.unit is None else visitor.tree.names.get(halt.unit, halt.unit)
    zone = visitor.tree.zones.get(halt.unit or UnitId(""), organisation.timezone)
    if halt.until is None:
        words = say("console-paused", locale, where=where, reason=halt.reason)
    else:
        day = day_and_year(halt.until.astimezone(ZoneInfo(zone)).date(), locale)
        words = say("console-paused_until", locale, date=day, where=where, reason=halt.reason)
    return {
        "words": words,
        "unit": WHOLE if halt.unit is None else halt.unit,
        "may_resume": may_resume(visitor, halt.unit),
    }


def _shown(each: NextRound, overview: Overview, locale: str) -> dict[str, object]:
    return {
        "when": moment(each.opens_at, now=overview.now, zone=each.zone, locale=locale),
        "schedule": each.schedule.id,
        "questions": [question.wording(locale) for question in each.questions],
        "people": each.people,
    }
