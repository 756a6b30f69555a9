"""The demo's time on a slow machine: nothing that has its hour is passed over."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

from bot.adapters.channels.web.links import address_of
from bot.demo.hospital import CHAMPION
from bot.demo.page import SPEEDS, WEEK
from bot.demo.run import FIRST_WEEK, TICK_EVERY, hospital, time_goes_on_after_work
from bot.domain.health.parts import Part, PartKind
from bot.domain.messaging.messages import MessageKind
from bot.domain.nudges.nudges import LATE, NUDGE_AT, NUDGE_DAY, nudge_due
from bot.domain.programme.wall_clock import to_utc
from tests.support.patience import until

SLOW = 0.6
"""Seconds that each tick takes: ten hours, where a week passes in ten seconds."""
LONDON = "Europe/London"


def first_nudge() -> datetime:
    """When the champion's is due."""
    moments = (to_utc((FIRST_WEEK + later).monday() + timedelta(days=2), NUDGE_AT, LONDON) for later in (1, 2))
    return next(each for each in moments if nudge_due(CHAMPION, day=NUDGE_DAY, now=each, zone=LONDON))


async def test_the_champion_is_nudged_however_slow_the_machine(tmp_path: Path) -> None:
    due = first_nudge()
    ticks: list[datetime] = []

    async def slow(now: datetime) -> None:
        ticks.append(now)
        await asyncio.sleep(SLOW)

    async with hospital(tmp_path) as demo:
        await demo.past.begin(FIRST_WEEK)
        demo.clock.jump(due - timedelta(minutes=30))
        demo.app.graph.steps = ((Part(kind=PartKind.PROGRAMME), slow), *demo.app.graph.steps)
        time_goes_on_after_work(demo.app, demo.clock)
        demo.clock.set_speed(WEEK / SPEEDS[-1][0])
        async with demo.app.running(tick_every=TICK_EVERY):
            await until(lambda: ticks and ticks[-1] > due + LATE)
        chat = await demo.app.graph.read_chat(address_of(demo.tokens[CHAMPION]))
    assert chat is not None
    assert MessageKind.NUDGE in [each.message.kind for each in chat.messages]
