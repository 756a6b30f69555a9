"""The demo's made-up staff visit real pages, and take what a server says that is about to end."""

import asyncio
from datetime import UTC, datetime

from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.adapters.clock import SystemTimer
from bot.demo.behaviour import Staff
from bot.demo.hospital import STORIES
from bot.demo.staff import LiveStaff
from bot.domain.identifiers import PersonId
from bot.domain.iso_weeks import IsoWeek
from tests.support.clocks import StillClock
from tests.support.patience import until

WEEK = IsoWeek.parse("2026-W10")


class WatchedClock(StillClock):
    looks = 0

    def now(self) -> datetime:
        self.looks += 1
        return super().now()


async def test_a_page_that_cannot_be_read_ends_nothing() -> None:
    asked = 0

    async def later(_request: web.Request) -> web.Response:
        nonlocal asked
        asked += 1
        return web.Response(status=503, text="Please try again in a moment.", content_type="text/html")

    app = web.Application()
    app.router.add_get("/c/{token}/messages", later)
    app.router.add_post("/c/{token}/act", later)
    team = next(iter(STORIES))
    people = [PersonId(f"m{number}") for number in range(12)]
    clock = WatchedClock(datetime(2026, 3, 3, 10, tzinfo=UTC))
    async with TestServer(app) as server:
        staff = LiveStaff(
            root=str(server.make_url("")),
            tokens={person: f"token-{person}" for person in people},
            teams=dict.fromkeys(people, team),
            questions=(),
            staff=Staff(seed=1, drift_starts=WEEK + 50),
            clock=clock,
            timer=SystemTimer(),
        )
        living = asyncio.create_task(staff.run())
        await until(lambda: clock.looks > 2)  # the week's visits are planned
        clock.advance(days=5)
        await until(lambda: asked > 2 * len(people))  # two visits each, and some of them read their page
        assert not living.done()
        living.cancel()
        await asyncio.gather(living, return_exceptions=True)
