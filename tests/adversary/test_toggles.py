"""One person presses every button and changes every consent that there is, in the whole bot: nobody else is sent
another byte, and no cell has another n or is there or not there for it. Flags are apart.
"""

import asyncio
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.adapters.clock import ShiftedClock
from bot.app.loops import App
from bot.app.world import World
from bot.domain.digests.frozen_digest import FrozenDigest
from bot.domain.identifiers import AnswerCode, HeldWordsId, MessageRef, PersonId, PulseId
from bot.domain.indicators.windows import LEARNING_WEEKS
from bot.domain.messaging.buttons import (
    Answer,
    DigestPress,
    DigestRef,
    HeldWordsPress,
    Intent,
    OnDigest,
    OnHeldWords,
    OnPulse,
    OnSelf,
    PulsePress,
    SelfPress,
)
from bot.domain.messaging.inbound import (
    Blocked,
    Command,
    Commanded,
    Event,
    Inbound,
    Opened,
    Pressed,
    Returned,
    Started,
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


def pressed(*intents: Intent) -> list[Event]:
    return [Pressed(intent=intent) for intent in intents]


def on_self(*wishes: OnSelf) -> Toggle:
    return lambda _pulse: pressed(*(SelfPress(what=wish) for wish in wishes))


def on_pulse(*what: OnPulse) -> Toggle:
    return lambda pulse: pressed(*(PulsePress(pulse=pulse, what=each) for each in what))


def answers(*codes: str) -> Toggle:
    return lambda pulse: pressed(*(Answer(pulse=pulse, code=AnswerCode(code)) for code in codes))


def events(*some: Event) -> Toggle:
    return lambda _pulse: some


CHANGING = frozenset(
    {
        OnSelf.EVERY_2_WEEKS,
        OnSelf.EVERY_4_WEEKS,
        OnSelf.ON_NIGHTS,
        OnSelf.PAUSE_1_WEEK,
        OnSelf.PAUSE_2_WEEKS,
        OnSelf.PAUSE_4_WEEKS,
        OnSelf.STOP_NOW,
    }
)
PUTTING_OFF = frozenset({OnPulse.AFTER_SHIFT, OnPulse.TOMORROW, OnPulse.NEXT_WEEK})
BACK = (OnSelf.RESUME, OnSelf.WEEKLY_AGAIN)
TOGGLES: Mapping[str, Toggle] = {
    **{f"{wish.value}": on_self(wish) for wish in sorted(CHANGING)},
    **{f"{what.value}": on_pulse(what) for what in sorted(PUTTING_OFF)},
    "each of these, and back": on_self(*(each for wish in sorted(CHANGING) for each in (wish, *BACK))),
    "all that only shows or asks": lambda pulse: [
        *on_self(*(wish for wish in OnSelf if wish not in CHANGING))(pulse),
        *on_pulse(*(what for what in OnPulse if what not in {*PUTTING_OFF, OnPulse.SKIP}))(pulse),
        *(Commanded(command=command) for command in Command),
    ],
    "skip": on_pulse(OnPulse.SKIP),
    "answer": answers("3"),
    "answer, stronger": answers("4"),
    "answer, and change it": answers("1", "2", "3"),
    "can't say": answers("cs"),
    "answer, and stop": lambda pulse: [*answers("3")(pulse), *on_self(OnSelf.STOP_NOW)(pulse)],
    "answer, and skip": lambda pulse: [*answers("3")(pulse), *on_pulse(OnPulse.SKIP)(pulse)],
    "shut out": events(Blocked()),
    "shut out, and back": events(Blocked(), Returned()),
    "words and codes": events(
        Started(code=""),
        Started(code="WrongWrongWrongWrong22"),
        Typed(text="It is quiet today"),
        Typed(text="", refused="nhs_number"),
        *pressed(HeldWordsPress(held=HeldWordsId("none"), what=OnHeldWords.YES)),
        Opened(),
    ),
}


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
            (prompt,) = await work.prompts.open_of(NURSE, now=self.clock.now())
            asked = await work.deliveries.ref_of(prompt.shown_in, WEB)
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
                    self.sent.append((str(self.clock.now()), person, each.key, each.edited, encode_message(message)))
                    self.seen[person] = each.change

    async def whole_pages(self) -> list[tuple[PersonId, str, bool, str]]:
        """What everybody but the toggler has before them in the end."""
        chats = [await self.app.graph.read_chat(Address(channel=WEB, value=f"at-{each}"), limit=999) for each in OTHERS]
        return [
            (chat.person, each.key, each.edited, encode_message(each.message))
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


async def lived_whole(database: Database, keys: Path, span: Span, toggle: Toggle) -> Shown:
    life = await Life.begin(database, keys, span)
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


@pytest.fixture(scope="module")
def begun(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Begun:
    folder = tmp_path_factory.mktemp("begun")

    async def begin() -> Begun:
        async with sqlite_copy(sqlite_template, folder) as database:
            life = await Life.begin(database, folder / "keys", YOUNG)
            await life.go_on(until=YOUNG.press, toggle=events())
            return Begun(folder=folder, sent=life.sent, seen=life.seen)

    return asyncio.run(begin())


ALIKE = frozenset(
    {
        *(each.value for each in CHANGING - {OnSelf.STOP_NOW, OnSelf.PAUSE_4_WEEKS}),
        *(each.value for each in PUTTING_OFF - {OnPulse.NEXT_WEEK}),
    }
)
"""Each differs from one of the others by its length only; `make soak` goes through them, too."""


@pytest.mark.parametrize(
    "toggle",
    [
        pytest.param(toggle, id=name, marks=[pytest.mark.soak] if name in ALIKE else [])
        for name, toggle in TOGGLES.items()
    ],
)
@pytest.mark.long
async def test_nobody_else_is_sent_another_byte(begun: Begun, tmp_path: Path, toggle: Toggle) -> None:
    assert await begun.lived(tmp_path, toggle) == await begun.baseline(tmp_path)


SOME = ("each of these, and back", "all that only shows or asks", "answer, and stop", "shut out, and back")
"""Toggles that between them touch every table that holds something of a person."""


@pytest.mark.postgres
@pytest.mark.parametrize("toggle", [TOGGLES[name] for name in SOME[::2]], ids=SOME[::2])
@pytest.mark.long
async def test_nor_on_postgresql_where_all_is_as_on_sqlite(
    begun: Begun, postgres_storage: Database, tmp_path: Path, toggle: Toggle
) -> None:
    before = await begun.baseline(tmp_path)
    assert await lived_whole(postgres_storage, tmp_path / "keys of another", YOUNG, toggle) == before


@pytest.fixture(scope="module")
def grown(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the database and the keys of a hospital that has done with learning."""
    folder = tmp_path_factory.mktemp("grown")

    async def grow() -> None:
        async with sqlite_copy(sqlite_template, folder) as database:
            await lived_whole(database, folder / "keys", Span(weeks=GROWN_UP), events())

    asyncio.run(grow())
    return folder


async def lived_on(grown: Path, folder: Path, toggle: Toggle) -> Shown:
    keys = folder / "keys"
    shutil.rmtree(keys, ignore_errors=True)
    shutil.copytree(grown / "keys", keys)
    async with sqlite_copy(grown / "rounds.db", folder) as database:
        return await lived_whole(database, keys, GROWN, toggle)


@pytest.mark.long
async def test_nor_where_a_team_is_past_learning_and_a_quarter_ends(grown: Path, tmp_path: Path) -> None:
    before = await lived_on(grown, tmp_path, events())
    told = repr(before.pages)
    assert " of 8: " not in told, "nobody is learning any more"
    assert "Said" in told
    assert "Heard" in told
    for name in SOME:
        assert await lived_on(grown, tmp_path, TOGGLES[name]) == before, name


@pytest.mark.long
async def test_what_is_sent_holds_pages_with_figures_and_a_change_of_word_shows(begun: Begun, tmp_path: Path) -> None:
    """So that the tests above can fail."""
    before = await begun.baseline(tmp_path)
    words = [each for *_, each in before.sent]
    assert any("most heard" in each for each in words)
    assert any("11 people" in each for each in words), "who gets what she writes"
    assert len(before.before_them) > len(OTHERS)
    assert len(before.pages) == len(UNITS) * len(YOUNG.weeks)
    assert "Agree" in repr(before.pages)
    after = await begun.lived(tmp_path, answers("1"))
    assert (after.pages == before.pages, after.cells == before.cells) == (False, True)
