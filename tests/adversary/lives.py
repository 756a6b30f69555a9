"""Lives of a small hospital in which one person presses something in one week: what everybody else is shown of it."""

import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from bot.adapters.clock import ShiftedClock
from bot.app.loops import App
from bot.app.world import World
from bot.domain.digests.frozen_digest import FrozenDigest
from bot.domain.identifiers import AnswerCode, MessageRef, PersonId, PulseId
from bot.domain.indicators.windows import LEARNING_WEEKS
from bot.domain.messaging.buttons import (
    Answer,
    DigestPress,
    DigestRef,
    OnDigest,
    OnSelf,
    SelfPress,
)
from bot.domain.messaging.inbound import (
    Event,
    Inbound,
    Opened,
    Pressed,
    Typed,
)
from bot.domain.messaging.messages import SealedWords
from bot.domain.organisation.people import Address
from bot.flows.epochs.seal_messages import SealMessages
from storage.codecs.messages import encode_message
from storage.database import Database
from tests.support.channels import WEB
from tests.support.databases import sqlite_copy
from tests.support.sealing import seal_messages, seal_text
from tests.support.weeks import CLINIC, FIRST, MEDICINE, WARD, the_programme, the_roster

SIZES = {WARD: 9, CLINIC: 7}
UNITS = (MEDICINE, WARD, CLINIC)
TOGGLER, NURSE = PersonId("ward-m0"), PersonId("ward-nurse")
SILENT = {TOGGLER, PersonId("ward-m1"), PersonId("clinic-m1")}
"""Seven of nine in the ward are heard, or eight with the toggler: the same band."""
OTHERS = sorted(the_roster(SIZES).people.keys() - {TOGGLER})
AGREE = AnswerCode("3")
Toggle = Callable[[PulseId], Sequence[Event]]
TICKS = (  # days after Monday, and hours: a round, its reminders, its end, the week's end, the digest, the team's page
    (1, 10, 0),
    (1, 10, 1),
    (3, 12, 0),
    (6, 10, 1),
    (7, 0, 1),
)
PRESSES = (1, 11, 0)
Step = tuple[int, int, int, int]
"""A week, and a moment in it."""


def events(*some: Event) -> Toggle:
    return lambda _pulse: some


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Weeks that are lived, and the one in which the toggler presses."""

    weeks: range
    pressed: int | None = None
    """None for a life before: everybody answers, for whoever is silent for long is asked less."""

    @property
    def steps(self) -> Sequence[Step]:
        return [(week, *each) for week in self.weeks for each in sorted((*TICKS, PRESSES))]

    @property
    def press(self) -> Step:
        """Where lives begin to differ."""
        assert self.pressed is not None
        return (self.pressed, *PRESSES)


YOUNG = Span(weeks=range(5), pressed=1)
GROWN_UP = range(LEARNING_WEEKS + 1)
GROWN = Span(weeks=range(GROWN_UP.stop, GROWN_UP.stop + 4), pressed=GROWN_UP.stop)
"""Past learning, up to the end of a quarter and its own facts."""


@dataclass(slots=True)
class Life:
    """Some weeks of a hospital: everybody opens their page and answers, the nurse reads, asks and writes."""

    database: Database
    app: App
    sealed: SealMessages
    clock: ShiftedClock
    span: Span
    sent: list[tuple[str, str, str, bool, str]] = field(default_factory=list)
    """When, to whom, under which key, whether as an edit, and every word and button."""
    seen: dict[PersonId, int] = field(default_factory=dict)

    @classmethod
    async def begin(cls, database: Database, keys: Path, span: Span) -> "Life":
        clock = ShiftedClock(start=moment(span.weeks[0], 0, 8), speed=0)
        if span.weeks[0] == 0:
            async with database.writing() as work:
                await work.programmes.save(the_programme(), at=clock.now() - timedelta(days=7))
                await work.rosters.save(the_roster(SIZES), at=clock.now() - timedelta(days=7))
        life = cls.of(database, keys, clock, span)
        await life.app.tick()
        return life

    @classmethod
    def of(cls, database: Database, keys: Path, clock: ShiftedClock, span: Span) -> "Life":
        app = App(World(storage=database, keys_folder=keys, clock=clock))
        return cls(database, app, seal_messages(seal_text(keys)), clock, span)

    async def go_on(self, *, until: Step | None = None, after: Step | None = None, toggle: Toggle) -> None:
        """Live the steps of the span that come after one and before another."""
        for step in self.span.steps:
            if (until is None or step < until) and (after is None or step >= after):
                week, day, hour, minute = step
                self.clock.jump(moment(week, day, hour, minute))
                if (day, hour, minute) == PRESSES:
                    await self.people_press(week, toggle)
                else:
                    await self.app.tick()
                await self.record()

    async def end(self) -> None:
        for day, hour in ((1, 14), (3, 14)):
            self.clock.jump(moment(self.span.weeks.stop, day, hour))
            await self.app.tick()
            await self.record()
        await self.nurse_asks()
        await self.record()

    async def people_press(self, week: int, toggle: Toggle) -> None:
        for person in the_roster(SIZES).people:
            await self.does(person, f"{week}-opens", Opened())
            pulse = await self.open_pulse(person)
            if person == TOGGLER and week == self.span.pressed:
                assert pulse is not None
                for number, event in enumerate(toggle(pulse)):
                    await self.does(person, f"toggle-{number}", event)
            elif pulse is not None and (person not in SILENT or self.span.pressed is None):
                await self.does(person, f"{week}-answers", Pressed(intent=Answer(pulse=pulse, code=AGREE)))

    async def nurse_asks(self) -> None:
        """What counts people, or lists them: the team's list, why there are no figures, who gets what she writes."""
        digest = DigestRef(unit=WARD, week=FIRST + self.span.weeks[-1])
        for what in (OnDigest.TEAM_LIST, OnDigest.WHY_NO_FIGURES, OnDigest.TELL_TEAM):
            await self.does(NURSE, what.value, Pressed(intent=DigestPress(digest=digest, what=what)))
        await self.does(NURSE, "team", Pressed(intent=SelfPress(what=OnSelf.TEAM)))
        await self.record()
        async with self.database.reading() as work:
            page = await work.weeks.digest(WARD, digest.week)
            prompts = await work.prompts.open_of(NURSE, now=self.clock.now())
            is_hers = page is not None and page.is_for_readers
            assert bool(prompts) is is_hers, "while a team is learning its leads have no digest to press on"
            if not is_hers:
                return
            asked = await work.deliveries.ref_of(prompts[0].shown_in, WEB)
        assert asked is not None
        await self.does(NURSE, "writes", Typed(text="A second trolley has come", reply_to=MessageRef(asked)))

    async def open_pulse(self, person: PersonId) -> PulseId | None:
        async with self.database.reading() as work:
            found = await work.pulses.open_of(person, now=self.clock.now())
        return found[0].id if found else None

    async def does(self, person: PersonId, name: str, event: Event) -> None:
        update = Inbound(
            sender=Address(channel=WEB, value=f"at-{person}"),
            update_id=f"{person}-{name}",
            sequence=int(self.clock.now().timestamp()),
            event=event,
        )
        await self.app.graph.inbox.receive([update])
        await self.app.graph.inbox.work_off()

    async def record(self) -> None:
        """What has come to everybody but the toggler."""
        await self.app.graph.post_web.drain()
        async with self.database.reading() as work:
            for person in OTHERS:
                for each in await work.web_chats.since(person, self.seen.get(person, 0), limit=999):
                    message = each.words
                    if isinstance(message, SealedWords):
                        message = await self.sealed.message(work, person, message)
                    key, shown = without_chance(each.key), without_chance(encode_message(message))
                    self.sent.append((str(self.clock.now()), person, key, each.edited, shown))
                    self.seen[person] = each.change

    async def whole_pages(self) -> list[tuple[PersonId, str, bool, str]]:
        """What everybody but the toggler has before them in the end."""
        chats = [await self.app.graph.read_chat(Address(channel=WEB, value=f"at-{each}"), limit=999) for each in OTHERS]
        return [
            (chat.person, without_chance(each.key), each.edited, without_chance(encode_message(each.message)))
            for chat in chats
            if chat is not None
            for each in chat.messages
        ]

    async def frozen(self) -> list[FrozenDigest]:
        """Every page as it was frozen, with what is one tap away."""
        async with self.database.reading() as work:
            pages = [await work.weeks.digest(unit, FIRST + week) for unit in UNITS for week in self.span.weeks]
        return [page for page in pages if page is not None]

    async def cells(self) -> list[object]:
        """Every atom and every cell with its n, its band and its insiders."""
        found: list[object] = []
        async with self.database.reading() as work:
            for week in self.span.weeks:
                atoms = await work.cells.atoms(FIRST + week)
                assert atoms is not None
                found += [atoms, await work.cells.of_week(FIRST + week, atoms)]
        return found


def moment(week: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime.combine((FIRST + week).monday() + timedelta(days=day), time(hour, minute), tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    sent: list[tuple[str, str, str, bool, str]]
    """To others than the toggler."""
    before_them: list[tuple[PersonId, str, bool, str]]
    """In the end."""
    pages: list[FrozenDigest]
    cells: list[object]


async def shown(life: Life) -> Shown:
    """What others were sent, and what it was made of."""
    return Shown(
        sent=life.sent,
        before_them=await life.whole_pages(),
        pages=await life.frozen(),
        cells=await life.cells(),
    )


def without_chance(words: str) -> str:
    """The key of a reply, or a message, without what is made of the digest of the press that it answers, such as the id
    of a prompt: each life makes other keys of chance for those digests."""
    return re.sub(r"^(n:\w+:)[0-9a-f]{32}$|(\"w~)[\w-]{12}(?=~)", r"\1\2", words)


async def lived_whole(database: Database, keys: Path, span: Span, toggle: Toggle, *, kind: type[Life] = Life) -> Shown:
    life = await kind.begin(database, keys, span)
    await life.go_on(toggle=toggle)
    await life.end()
    return await shown(life)


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A life up to where it begins to differ from others: a folder with its database and keys, and what was sent."""

    folder: Path
    sent: list[tuple[str, str, str, bool, str]]
    seen: dict[PersonId, int]
    undisturbed: list[Shown] = field(default_factory=list)
    """How it went on where the toggler opens their page and presses nothing; lived once."""

    async def lived(self, folder: Path, toggle: Toggle) -> Shown:
        """It goes on in another process, after the press of a button."""
        keys = folder / "keys"
        shutil.rmtree(keys, ignore_errors=True)
        shutil.copytree(self.folder / "keys", keys)
        async with sqlite_copy(self.folder / "rounds.db", folder) as database:  # in the place of an earlier one
            clock = ShiftedClock(start=moment(*YOUNG.press), speed=0)
            life = Life.of(database, keys, clock, YOUNG)
            life.sent, life.seen = [*self.sent], {**self.seen}
            await life.go_on(after=YOUNG.press, toggle=toggle)
            await life.end()
            return await shown(life)

    async def baseline(self, folder: Path) -> Shown:
        if not self.undisturbed:
            self.undisturbed.append(await self.lived(folder, events()))
        return self.undisturbed[0]
