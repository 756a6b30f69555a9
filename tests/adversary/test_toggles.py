"""One person presses every button and changes every consent that there is, in the whole bot: nobody else is sent
another byte, and no cell has another n or is there or not there for it. Flags are apart.
"""

import asyncio
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.domain.identifiers import AnswerCode, HeldWordsId
from bot.domain.messaging.buttons import (
    Answer,
    HeldWordsPress,
    Intent,
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
    Opened,
    Pressed,
    Returned,
    Started,
    Typed,
)
from storage.database import Database
from tests.adversary.lives import (
    GROWN,
    GROWN_UP,
    OTHERS,
    UNITS,
    YOUNG,
    Begun,
    Life,
    Shown,
    Span,
    Toggle,
    events,
    lived_whole,
)
from tests.support.databases import sqlite_copy


def pressed(*intents: Intent) -> list[Event]:
    return [Pressed(intent=intent) for intent in intents]


def on_self(*wishes: OnSelf) -> Toggle:
    return lambda _pulse: pressed(*(SelfPress(what=wish) for wish in wishes))


def on_pulse(*what: OnPulse) -> Toggle:
    return lambda pulse: pressed(*(PulsePress(pulse=pulse, what=each) for each in what))


def answers(*codes: str) -> Toggle:
    return lambda pulse: pressed(*(Answer(pulse=pulse, code=AnswerCode(code)) for code in codes))


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
FORGETTING = frozenset({OnSelf.FORGET_NOW})
"""Apart: whoever is forgotten has not joined from then on."""
BACK = (OnSelf.RESUME, OnSelf.WEEKLY_AGAIN)
TOGGLES: Mapping[str, Toggle] = {
    **{f"{wish.value}": on_self(wish) for wish in sorted(CHANGING)},
    **{f"{what.value}": on_pulse(what) for what in sorted(PUTTING_OFF)},
    "each of these, and back": on_self(*(each for wish in sorted(CHANGING) for each in (wish, *BACK))),
    "all that only shows or asks": lambda pulse: [
        *on_self(*(wish for wish in OnSelf if wish not in CHANGING | FORGETTING))(pulse),
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
FIRST = ("each of these, and back", "answer, and stop")
"""Between them they change what a person is asked and what is known of them; `make drills` goes through the others."""


def marks_of(name: str) -> list[pytest.MarkDecorator]:
    if name in ALIKE:
        return [pytest.mark.soak]
    return [] if name in FIRST else [pytest.mark.drill]


@pytest.mark.drill
@pytest.mark.parametrize(
    "toggle", [pytest.param(toggle, id=name, marks=marks_of(name)) for name, toggle in TOGGLES.items()]
)
@pytest.mark.long
async def test_nobody_else_is_sent_another_byte(begun: Begun, tmp_path: Path, toggle: Toggle) -> None:
    assert await begun.lived(tmp_path, toggle) == await begun.baseline(tmp_path)


@pytest.mark.drill
async def test_of_a_forgetting_others_see_nothing_and_later_weeks_count_one_fewer(begun: Begun, tmp_path: Path) -> None:
    before, after = await begun.baseline(tmp_path), await begun.lived(tmp_path, on_self(*FORGETTING))
    assert (after.sent, after.before_them, after.pages) == (before.sent, before.before_them, before.pages)
    assert after.cells != before.cells


SOME = ("each of these, and back", "all that only shows or asks", "answer, and stop", "shut out, and back")
"""Toggles that between them touch every table that holds something of a person."""


@pytest.mark.postgres
@pytest.mark.parametrize("toggle", [TOGGLES[name] for name in SOME[::2]], ids=SOME[::2])
@pytest.mark.drill
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


@pytest.mark.drill
async def test_nor_where_a_team_is_past_learning_and_a_quarter_ends(grown: Path, tmp_path: Path) -> None:
    before = await lived_on(grown, tmp_path, events())
    told = repr(before.pages)
    assert " of 8: " not in told, "nobody is learning any more"
    assert "Said" in told
    assert "Heard" in told
    assert any("11 people" in each for *_, each in before.sent), "who gets what she writes"
    for name in SOME:
        assert await lived_on(grown, tmp_path, TOGGLES[name]) == before, name


@pytest.mark.drill
@pytest.mark.long
async def test_what_is_sent_holds_pages_with_figures_and_a_change_of_word_shows(begun: Begun, tmp_path: Path) -> None:
    """So that the tests above can fail."""
    before = await begun.baseline(tmp_path)
    words = [each for *_, each in before.sent]
    assert any("most heard" in each for each in words)
    assert len(before.before_them) > len(OTHERS)
    assert len(before.pages) == len(UNITS) * len(YOUNG.weeks)
    assert "Agree" in repr(before.pages)
    after = await begun.lived(tmp_path, answers("1"))
    assert (after.pages == before.pages, after.cells == before.cells) == (False, True)
