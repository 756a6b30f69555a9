"""Whoever reads figures, health and log as often as they like cannot tell that somebody has just pressed something."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from structlog.testing import capture_logs

from bot.adapters.channels.web import WEB
from bot.adapters.clock import ShiftedClock
from bot.app.loops import App
from bot.app.world import World
from bot.domain.asking.pulses import Pulse
from bot.domain.identifiers import AnswerCode, PersonId
from bot.domain.messaging.buttons import Answer, Intent, OnPulse, OnSelf, PulsePress, SelfPress
from bot.domain.messaging.inbound import Command, Commanded, Event, Inbound, Opened, Pressed, Typed
from storage.database import Database
from tests.support.builders import T0, a_programme, a_roster

TOTALS = ("rounds_database_bytes", "rounds_deliveries", "rounds_send_seconds", "rounds_enrolled", "rounds_flags")
NAMES = tuple(f"person-{number}" for number in range(9))


class Day:
    """One team on the web chat, and somebody who looks."""

    def __init__(self, storage: Database, folder: Path) -> None:
        self.storage, self.clock = storage, ShiftedClock(start=T0 - timedelta(days=3), speed=0)
        self.app = App(World(storage=storage, keys_folder=folder / "keys", clock=self.clock))
        self._updates = 0

    async def tick(self, days: float) -> None:
        self.clock.jump(T0 + timedelta(days=days))
        await self.app.tick()
        await self.app.graph.post_web.drain()

    async def looked(self) -> Sequence[str]:
        transport = httpx.ASGITransport(app=self.app.graph.web_server().application())
        async with httpx.AsyncClient(transport=transport, base_url="http://rounds") as somebody:
            return [(await somebody.get(path)).text for path in ("/readyz", "/metrics", "/healthz")]

    async def does(self, who: str, event: Event) -> Sequence[Sequence[str]]:
        """What is seen while it waits, when it is filed, and when its answer is out."""
        graph, seen = self.app.graph, list[Sequence[str]]()
        self._updates += 1
        async with self.storage.reading() as work:
            sender = await work.rosters.address_of(PersonId(who))
        assert sender is not None
        update = Inbound(sender=sender, update_id=f"u{self._updates}", sequence=self._updates, event=event)
        await graph.inbox.receive([update])
        seen.append(await self.looked())
        await graph.inbox.work_off()
        seen.append(await self.looked())
        await graph.post_web.drain()
        return [*seen, await self.looked()]

    async def pulse(self, who: str) -> Pulse:
        async with self.storage.reading() as work:
            (pulse,) = await work.pulses.open_of(PersonId(who), now=self.clock.now())
        return pulse


@pytest.mark.drill
async def test_figures_health_and_log_are_the_same_before_and_after_a_press(
    sqlite_storage: Database, tmp_path: Path
) -> None:
    async with sqlite_storage.writing() as work:
        await work.programmes.save(a_programme(), at=T0)
        roster = a_roster({name: f"at-{name}" for name in NAMES}, channel=WEB)
        await work.rosters.save(roster, at=T0 - timedelta(weeks=9))
    day = Day(sqlite_storage, tmp_path)
    await day.tick(-3)
    await day.looked()
    await day.tick(-2)
    await day.looked()
    await day.tick(0.1)
    before = await day.looked()
    assert "\nrounds_database_bytes" in before[1]

    first = await day.pulse(NAMES[0])
    pulses = [await day.pulse(name) for name in NAMES[:3]]
    intents: Sequence[Intent] = (
        *(Answer(pulse=pulse.id, code=AnswerCode("4")) for pulse in pulses),
        PulsePress(pulse=first.id, what=OnPulse.CHANGE),
        PulsePress(pulse=pulses[1].id, what=OnPulse.NOT_NOW),
        PulsePress(pulse=pulses[2].id, what=OnPulse.MORE),
        SelfPress(what=OnSelf.STOP),
        SelfPress(what=OnSelf.STOP_NOW),
    )
    pressed = [Pressed(intent=intent) for intent in intents]
    events: Sequence[Event] = [*pressed, Opened(), Commanded(command=Command.PRIVACY), Typed(text="hello")]
    with capture_logs() as lines:
        for number, event in enumerate(events):
            assert await day.does(NAMES[number % 3], event) == [before] * 3, event
    assert [line["event"] for line in lines] == []

    totals = []
    for days in (0.2, 1.1, 2.2):
        await day.tick(days)
        figures = (await day.looked())[1].splitlines()
        totals.append([line for line in figures if line.startswith(TOTALS)])
    assert totals[0] == totals[2], "nor is anything of it told later: they are few, and it was little"
    assert totals[0] == ["rounds_database_bytes 1e+07"]
