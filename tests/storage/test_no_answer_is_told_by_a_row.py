"""Ben answers every question, or skips every one, or is silent: his rows do not tell an answer from a skip, and once no
answer lives any more they do not tell him from somebody who was silent, but where it is said what stays."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

import pytest

from bot.adapters.clock import ShiftedClock, SystemEntropy
from bot.app.loops import App
from bot.app.world import World
from bot.domain.follow_up.actions import TeamUpdate
from bot.domain.identifiers import AnswerCode, DeliveryKey, PersonId, PulseId
from bot.domain.messaging.buttons import Answer, OnPulse, PulsePress
from bot.domain.messaging.inbound import Event, Inbound, Opened, Pressed
from bot.domain.organisation.people import Address
from bot.ports import NewWebMessage
from storage.codecs.unit_states import decode_unit_state
from storage.database import Database
from storage.schema.tables import metadata
from tests.architecture.test_retention import named
from tests.storage.test_words_on_disk import Opener
from tests.support.channels import WEB
from tests.support.messages import a_message
from tests.support.records import rows_in
from tests.support.weeks import CLINIC, FIRST, WARD, the_programme, the_roster

BEN, SIZES = PersonId("ward-m1"), {WARD: 9, CLINIC: 7}
ASKED = range(3)
"""Weeks; after four without an answer Ben would be asked less often, and that is no secret of the database."""
IN_A_WEEK = ((1, 10, 0), (1, 10, 1), (1, 11, 0), (3, 12, 0), (6, 10, 1), (7, 0, 1))
PRESSED: Final = (1, 11, 0)
ANSWERS, SKIPS, SILENT = "answers", "skips", "is silent"

OF_CHANCE: Final = {"web_messages.id", "web_chats.base", "deliveries.id", "pulse_messages.id", "memberships.id"}
"""Numbers of chance, or of the order in which rows of everybody were written."""
TOLD_OF_SILENCE: Final = {"unit_states.state"}
"""What differs for good between somebody who was heard and somebody who was silent; `docs/trust/retention.md` names
each."""
Rows = Mapping[str, Counter[str]]


class Ben:
    """One of the lives."""

    def __init__(self, database: Database, keys: Path, does: str) -> None:
        self.database, self.does = database, does
        self.clock = ShiftedClock(start=_moment(0, 0, 8), speed=0)
        self.app = App(World(storage=database, keys_folder=keys, clock=self.clock, real_clock=self.clock))

    async def begins(self) -> None:
        before = self.clock.now() - timedelta(days=7)
        async with self.database.writing() as work:
            await work.programmes.save(the_programme(), at=before)
            await work.rosters.save(the_roster(SIZES), at=before)
        await self.app.tick()

    async def asked(self) -> None:
        """Weeks in which everybody opens their page, and something is told to the ward."""
        for week in ASKED:
            async with self.database.writing() as work:
                told = TeamUpdate(id=f"t{week}", unit=WARD, words="The trolley arrives.", at=_moment(week, 0, 9))
                await work.loop.add_told(told)
                news = NewWebMessage(person=BEN, words=a_message("News."), key=DeliveryKey(f"f:news:{week}"))
                await work.web_chats.post_many([news], token=SystemEntropy().token)
            for step in IN_A_WEEK:
                self.clock.jump(_moment(week, *step))
                if step == PRESSED:
                    await self.press(week)
                await self.app.tick()
                await self.app.graph.post_web.drain()
        async with self.database.writing() as work:
            await work.programmes.save(replace(the_programme(), schedules=()), at=self.clock.now())
        await self.until(_moment(ASKED.stop, 1, 14))

    async def until(self, end: datetime) -> None:
        """Nobody is asked any more."""
        while self.clock.now() < end:
            self.clock.jump(min(end, self.clock.now() + timedelta(days=5, hours=1)))
            for _ in range(2):  # some of what is done once a day is left to the next tick
                await self.app.tick()
            await self.app.graph.post_web.drain()

    async def press(self, week: int) -> None:
        for person in the_roster(SIZES).people:
            await self.event(person, f"{week}-opens", Opened())
            async with self.database.reading() as work:
                pulses = await work.pulses.open_of(person, now=self.clock.now())
            for pulse in pulses:
                does = self.does if person == BEN else ANSWERS
                if does != SILENT:
                    await self.event(person, f"{week}-presses", Pressed(intent=_intent(does, pulse.id)))

    async def event(self, person: PersonId, name: str, event: Event) -> None:
        update = Inbound(
            sender=Address(channel=WEB, value=f"at-{person}"),
            update_id=f"{person}-{name}",
            sequence=int(self.clock.now().timestamp()),
            event=event,
        )
        await self.app.graph.inbox.receive([update])
        await self.app.graph.inbox.work_off()
        await self.app.graph.post_web.drain()

    def rows(self) -> Rows:
        """All that names Ben or one of his questions, column by column."""
        tables = {table.name: rows_in(self.database, table) for table in metadata.sorted_tables}
        his = {BEN, *(str(each["id"]) for each in tables["pulses"] if each["person"] == BEN)}
        found: dict[str, Counter[str]] = {}
        for table, rows in tables.items():
            for row in rows:
                if any(_names(value, his) for value in row.values()) or table == "unit_states":
                    for column, value in row.items():
                        found.setdefault(f"{table}.{column}", Counter())[_plain(table, column, value)] += 1
        return {name: values for name, values in found.items() if name not in OF_CHANCE}


def _moment(week: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime.combine((FIRST + week).monday() + timedelta(days=day), time(hour, minute), tzinfo=UTC)


def _intent(does: str, pulse: PulseId) -> Answer | PulsePress:
    if does == SKIPS:
        return PulsePress(pulse=pulse, what=OnPulse.SKIP)
    return Answer(pulse=pulse, code=AnswerCode("3"))


def _names(value: object, his: set[str]) -> bool:
    return isinstance(value, str) and any(re.search(rf"(?<![\w-]){re.escape(each)}(?![\w-])", value) for each in his)


def _plain(table: str, column: str, value: Any) -> str:
    """Without what lies sealed, and what is made of the digest of an update."""
    if (table, column) == ("unit_states", "state"):
        return repr(decode_unit_state(value))
    return "sealed" if isinstance(value, bytes) else re.sub(r"[0-9a-f]{32}", "#", str(value))


def differing(one: Rows, other: Rows) -> Mapping[str, tuple[object, object]]:
    """Columns, each with what stands there in the one life alone, and in the other alone."""
    none: Counter[str] = Counter()
    both = {name: (one.get(name, none), other.get(name, none)) for name in one.keys() | other.keys()}
    return {name: (a - b, b - a) for name, (a, b) in both.items() if a != b}


@pytest.mark.drill
@pytest.mark.long
async def test_rows_do_not_tell_an_answer_from_a_skip_and_later_hardly_from_silence(
    open_database: Opener, tmp_path: Path
) -> None:
    lately: dict[str, Rows] = {}
    in_the_end: dict[str, Rows] = {}
    for does in (ANSWERS, SKIPS, SILENT):
        async with open_database() as database:
            life = Ben(database, tmp_path / does.replace(" ", "-"), does)
            await life.begins()
            await life.asked()
            lately[does] = life.rows()
            await life.until(_moment(ASKED.stop + the_programme().weeks_of_life + 1, 2, 0))
            in_the_end[does] = life.rows()
    assert differing(lately[ANSWERS], lately[SKIPS]) == {}
    found = differing(lately[ANSWERS], lately[SILENT])
    assert {"pulses.state", "told_shown.told"} <= found.keys(), "it can be found"
    assert differing(in_the_end[ANSWERS], in_the_end[SKIPS]) == {}
    left = differing(in_the_end[ANSWERS], in_the_end[SILENT])
    assert left.keys() == TOLD_OF_SILENCE, left
    pages = named()
    assert {each for each in TOLD_OF_SILENCE if each.split(".")[1] not in pages[each.split(".")[0]]} == set()
