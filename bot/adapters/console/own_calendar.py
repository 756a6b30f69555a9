"""Somebody's own shifts: what Rounds knows of them, their calendar, and the hour that they wish."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.adapters.console.doors import PATHS, POST, PageRoute, Visitor, show
from bot.adapters.console.me import CALENDAR
from bot.domain.administration.rights import ConsolePage
from bot.domain.rota.own_calendar import LARGEST_CALENDAR, LONGEST_LINK, CalendarFault
from bot.domain.texts import say
from bot.domain.texts.dates import clock_time, day_and_year
from bot.flows.rota.own_calendars import OwnCalendars, OwnShifts
from bot.ports import Clock

HERE: Final = PATHS[ConsolePage.ME]
LINK, WISH, END = (f"{CALENDAR}/{each}" for each in ("link", "wish", "end"))
_SHOWN: Final = 40


class OwnCalendarPages:
    """Shown to the person and to nobody else. The link is never shown again, not even to them."""

    def __init__(self, *, calendars: OwnCalendars, clock: Clock) -> None:
        self._calendars, self._clock = calendars, clock

    def routes(self) -> Sequence[PageRoute]:
        return [
            PageRoute(CALENDAR, ConsolePage.ME, self.show, file_at_most=LARGEST_CALENDAR),
            PageRoute(LINK, ConsolePage.ME, self.link, POST),
            PageRoute(WISH, ConsolePage.ME, self.wish, POST),
            PageRoute(END, ConsolePage.ME, self.end, POST),
        ]

    async def show(self, request: Request, visitor: Visitor) -> Response:
        if request.method != "POST":
            return await self._page(visitor)
        fault = await self._calendars.give_file(visitor.who.person.id, visitor.file or b"")
        return await self._after(visitor, fault, at="file")

    async def link(self, _request: Request, visitor: Visitor) -> Response:
        fault = await self._calendars.give_link(visitor.who.person.id, visitor.value("link")[: LONGEST_LINK + 1])
        return await self._after(visitor, fault, at="link")

    async def wish(self, _request: Request, visitor: Visitor) -> Response:
        hour = visitor.value("hour")
        is_hour = hour.isascii() and hour.isdigit() and len(hour) <= 2 and int(hour) < 24
        await self._calendars.wish(visitor.who.person.id, int(hour) if is_hour else None)
        return RedirectResponse(CALENDAR, status_code=303)

    async def end(self, _request: Request, visitor: Visitor) -> Response:
        await self._calendars.end(visitor.who.person.id)
        return RedirectResponse(CALENDAR, status_code=303)

    async def _after(self, visitor: Visitor, fault: CalendarFault | None, *, at: str) -> Response:
        if fault is None:
            return RedirectResponse(CALENDAR, status_code=303)
        return await self._page(visitor, fault=say(f"own-fault-{fault}", visitor.locale), at=at)

    async def _page(self, visitor: Visitor, *, fault: str = "", at: str = "") -> Response:
        locale, now = visitor.locale, self._clock.now()
        own = await self._calendars.look(visitor.who.person.id)
        hours = [(hour, clock_time(time(hour), locale)) for hour in range(24)]
        return show(
            visitor,
            "own_calendar.html",
            title=say("own-title", locale),
            here=HERE,
            status=422 if fault else 200,
            fault=fault,
            at=at,
            state=_state(own, locale),
            trouble="" if own.calendar.fault is None else say(f"own-fault-{own.calendar.fault}", locale),
            is_set=own.calendar.is_set,
            shifts=_shifts(own, locale, now),
            hours=hours,
            wished=own.calendar.wished_hour,
            link_path=LINK,
            file_path=CALENDAR,
            wish_path=WISH,
            end_path=END,
            back=HERE,
        )


def _state(own: OwnShifts, locale: str) -> str:
    calendar = own.calendar
    if not calendar.is_set:
        return say("own-none", locale)
    if calendar.read_at is None:
        return say("own-never_read", locale)
    when = day_and_year(calendar.read_at.astimezone(ZoneInfo(own.zone)).date(), locale)
    return say("own-read" if calendar.sealed_link else "own-file_read", locale, when=when)


def _shifts(own: OwnShifts, locale: str, now: datetime) -> Sequence[Mapping[str, str]]:
    """Those of the next two weeks, by which questions are put."""
    known = own.rota.both
    if known is None:
        return []
    zone = ZoneInfo(own.zone)
    return [
        {
            "day": day_and_year(each.starts.astimezone(zone).date(), locale),
            "hours": say(
                "own-hours",
                locale,
                first=clock_time(each.starts.astimezone(zone).time(), locale),
                last=clock_time(each.ends.astimezone(zone).time(), locale),
            ),
            "kind": say(f"own-kind-{each.kind}", locale),
        }
        for each in known.shifts
        if each.ends > now
    ][:_SHOWN]
