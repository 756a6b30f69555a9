"""What is raised in confidence is in no file of a database, and nothing in it says that anything was raised."""

import re
import sqlite3
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.adapters.clock import ShiftedClock
from bot.adapters.note_files import FileNotes
from bot.adapters.sealer import AesSealer
from bot.app.loops import App
from bot.app.world import World
from bot.domain.health.parts import Part, PartKind
from bot.domain.identifiers import MessageRef, PersonId
from bot.domain.messaging.buttons import OnPrompt, OnRaise, PromptPress, RaisePress
from bot.domain.messaging.inbound import Command, Commanded, Inbound, Receipt, Typed
from bot.domain.organisation.people import Address, Membership, Role
from bot.domain.programme.programme import Guardian
from bot.flows.raising.give_letters import GiveLetters
from bot.flows.raising.keep_notes import KeepNotes
from storage.database import Database
from tests.storage.test_bytes_on_disk import files
from tests.storage.test_words_on_disk import LEAD, MEMBER, Chats, Opener
from tests.support.channels import WEB
from tests.support.leads import TUESDAY
from tests.support.messages import words_of
from tests.support.sealing import ENTROPY
from tests.support.weeks import CLINIC, WARD, the_programme, the_roster

__all__ = ["files"]

RAISED, ANSWERED = "canaryraised the linen cupboard", "canaryanswer the key hangs"
GUARDIAN = "clinic-m0"
OTHER_LEAD = f"{WARD}-doctor"
Rows = Mapping[str, list[tuple[object, ...]]]


@pytest.fixture
async def chats(open_database: Opener, tmp_path: Path) -> AsyncIterator[Chats]:
    async with open_database() as database:
        guardian = Guardian(person=PersonId(GUARDIAN), units=(WARD,))
        programme = replace(the_programme(), schedules=(), guardians=(guardian,))
        roster = the_roster({WARD: 6, CLINIC: 2})
        also = Membership(person=PersonId(GUARDIAN), unit=CLINIC, role=Role.GUARDIAN)
        async with database.writing() as work:
            await work.programmes.save(programme, at=TUESDAY)
            await work.rosters.save(replace(roster, memberships=roster.memberships | {also}), at=TUESDAY)
        clock = ShiftedClock(start=TUESDAY, speed=0)
        app = App(World(storage=database, keys_folder=tmp_path / "keys", clock=clock))
        yield Chats(database=database, app=app, clock=clock)


def presses(shown: object) -> list[object]:
    return [button.intent for row in shown.buttons for button in row]  # type: ignore[attr-defined]


async def newest(chats: Chats, who: str, kind: type, *, what: OnPrompt | None = None) -> object:
    """The newest button of its kind in somebody's chat."""
    found = [each for _, message in await chats.chat(who) for each in presses(message) if isinstance(each, kind)]
    return [each for each in found if what is None or getattr(each, "what", None) is what][-1]


async def writes(chats: Chats, who: str, words: str) -> None:
    asked, _ = next((number, shown) for number, shown in reversed(await chats.chat(who)) if shown.asks_reply)
    await chats.does(who, Typed(text=words, reply_to=MessageRef(str(asked))), message=str(asked))
    drafted = next(
        each
        for _, shown in reversed(await chats.chat(who))
        if words in words_of(shown)
        for each in presses(shown)
        if isinstance(each, PromptPress) and each.what is OnPrompt.SEND
    )
    await chats.press(who, drafted)


async def is_raised(chats: Chats, *, by: str = MEMBER) -> None:
    await chats.does(by, Commanded(command=Command.RAISE))
    await chats.press(by, RaisePress(what=OnRaise.TO_LEADS, unit=WARD))
    await writes(chats, by, RAISED)
    assert "Sent. It arrives" in await chats.said(by)


async def later(chats: Chats, **by: float) -> None:
    chats.clock.jump(chats.clock.now() + timedelta(**by))
    await dict(chats.app.graph.steps)[Part(kind=PartKind.CARRYING)](chats.clock.now())
    await chats.app.graph.inbox.work_off()
    await chats.app.graph.post_web.drain()


async def a_day_on(chats: Chats) -> None:
    for _ in range(4):
        await later(chats, hours=6)


def notes(folder: Path) -> list[Path]:
    return sorted((folder / "keys").glob("*.note"))


@pytest.mark.drill
async def test_neither_words_nor_writer_are_in_any_file_of_the_database(
    chats: Chats, files: Callable[[Database], bytes], tmp_path: Path
) -> None:
    await is_raised(chats)
    (note,) = notes(tmp_path)
    traces = (RAISED, ANSWERED, note.stem)
    length = note.stat().st_size

    def found() -> list[str]:
        content = files(chats.database)
        return [each for each in traces if each.encode() in content]

    assert found() == [], "sent"
    await a_day_on(chats)
    assert RAISED in await chats.said(LEAD)
    assert found() == [], "arrived"
    await chats.press(LEAD, await newest(chats, LEAD, RaisePress))  # type: ignore[arg-type]
    await writes(chats, LEAD, ANSWERED)
    await a_day_on(chats)
    assert ANSWERED in await chats.said(MEMBER)
    assert found() == [], "answered"
    assert note.stat().st_size == length, "its length says nothing of what is in it"
    async with chats.database.reading() as work:
        assert await work.prompts.open_of(PersonId(MEMBER), now=chats.clock.now()) == []
    content = note.read_bytes() + note.with_suffix(".raised").read_bytes()
    assert RAISED.encode() not in content
    assert MEMBER.encode() not in content

    await later(chats, days=31)
    assert notes(tmp_path) == []
    assert list((tmp_path / "keys").glob("*.raised")) == []


async def test_a_letter_leaves_what_any_press_leaves(sqlite_storage: Database, tmp_path: Path) -> None:
    async with _in(sqlite_storage, tmp_path) as chats:
        await is_raised(chats)
        await a_day_before(chats)
        before = rows(tmp_path)
        await chats.does(LEAD, Commanded(command=Command.HELP))
        asked = grown(before, rows(tmp_path))
        before = rows(tmp_path)
        await a_day_on(chats)
        assert RAISED in await chats.said(LEAD)
        arrived = grown(before, rows(tmp_path))
        other_leads = len(arrived["inbox"])
        assert other_leads > 0
        assert arrived.keys() == asked.keys(), "the same tables have grown"
        for table, shapes in arrived.items():
            assert set(shapes) == set(asked[table]), f"rows of {table} look alike"


async def test_words_without_a_reply_leave_what_any_command_leaves(sqlite_storage: Database, tmp_path: Path) -> None:
    async with _in(sqlite_storage, tmp_path) as chats:
        await chats.does(MEMBER, Commanded(command=Command.RAISE))
        await chats.press(MEMBER, RaisePress(what=OnRaise.TO_LEADS, unit=WARD))
        before = rows(tmp_path)
        await chats.does(MEMBER, Commanded(command=Command.HELP))
        asked = grown(before, rows(tmp_path))
        before = rows(tmp_path)
        await chats.does(MEMBER, Typed(text=RAISED))
        assert "This goes to" in await chats.said(MEMBER), "shown at once"
        after = rows(tmp_path)
        assert (after["held_words"], after["prompts"]) == ([], [])
        assert grown(before, after) == asked, "the same tables have grown, by rows that look alike"
        await chats.press(MEMBER, await newest(chats, MEMBER, PromptPress, what=OnPrompt.SEND))  # type: ignore[arg-type]
        assert "Sent. It arrives" in await chats.said(MEMBER)
        await a_day_on(chats)
        assert RAISED in await chats.said(LEAD)


async def test_colleagues_are_named_without_a_reply_and_only_in_what_is_raised(
    sqlite_storage: Database, tmp_path: Path
) -> None:
    async with _in(sqlite_storage, tmp_path) as chats:
        async with sqlite_storage.reading() as work:
            named = {each.person.name for each in (await work.rosters.team([WARD]))[WARD] if each.person.id != MEMBER}
        words = f"{max(named)} shouts at handover"
        await chats.does(MEMBER, Commanded(command=Command.RAISE))
        await chats.press(MEMBER, RaisePress(what=OnRaise.TO_LEADS, unit=WARD))
        await chats.does(MEMBER, Typed(text=words))
        assert "This names a colleague" in await chats.said(MEMBER)
        await chats.press(MEMBER, await newest(chats, MEMBER, PromptPress, what=OnPrompt.SEND))  # type: ignore[arg-type]
        before = rows(tmp_path)
        await chats.does(MEMBER, Typed(text=f"{words} again"))
        assert f"{words} again" not in await chats.said(MEMBER), "nothing waits for words any more"
        assert rows(tmp_path)["held_words"] == before["held_words"]


async def test_words_for_a_note_go_nowhere_else_when_it_waits_no_more(sqlite_storage: Database, tmp_path: Path) -> None:
    async with _in(sqlite_storage, tmp_path) as chats:
        await chats.does(MEMBER, Commanded(command=Command.RAISE))
        await chats.press(MEMBER, RaisePress(what=OnRaise.TO_LEADS, unit=WARD))
        at = Address(channel=WEB, value=f"at-{MEMBER}")
        both = [
            Inbound(sender=at, update_id=f"both-{number}", sequence=number, event=event)
            for number, event in ((98, Commanded(command=Command.CANCEL)), (99, Typed(text=ANSWERED)))
        ]
        await chats.app.graph.inbox.receive(both)  # the second comes before the first is filed
        await chats.app.graph.inbox.work_off()
        await chats.app.graph.post_web.drain()
        said = await chats.said(MEMBER)
        assert ("This goes to" in said, "Cancelled" in said) == (False, True)
        assert rows(tmp_path)["held_words"] == []
        assert notes(tmp_path) == []


def _in(storage: Database, folder: Path) -> "_Opened":
    return _Opened(storage, folder)


class _Opened:
    """The whole bot on a database that is there already."""

    def __init__(self, storage: Database, folder: Path) -> None:
        self._storage, self._folder = storage, folder

    async def __aenter__(self) -> Chats:
        async with self._storage.writing() as work:
            await work.programmes.save(replace(the_programme(), schedules=()), at=TUESDAY)
            await work.rosters.save(the_roster({WARD: 6, CLINIC: 2}), at=TUESDAY)
        clock = ShiftedClock(start=TUESDAY, speed=0)
        app = App(World(storage=self._storage, keys_folder=self._folder / "keys", clock=clock))
        return Chats(database=self._storage, app=app, clock=clock)

    async def __aexit__(self, *_details: object) -> None:
        return None


async def a_day_before(chats: Chats) -> None:
    """The web chats of those who read exist."""
    for who in (LEAD, OTHER_LEAD):
        await chats.does(who, Commanded(command=Command.PRIVACY))


def rows(folder: Path) -> Rows:
    with closing(sqlite3.connect(folder / "rounds.db")) as database:
        names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: database.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}  # noqa: S608


def grown(before: Rows, after: Rows) -> Mapping[str, set[tuple[str, ...]]]:
    """The shapes of rows that have come, by table: kinds, lengths and which columns are filled; no moments and ids."""
    found = {}
    for table, now in after.items():
        new = [row for row in now if row not in before[table]]
        if len(now) > len(before[table]):
            found[table] = {tuple(map(shape, row)) for row in new}
    return found


def shape(value: object) -> str:
    match value:
        case bytes():
            return f"{len(value)} bytes"
        case str():
            return re.sub(r"canary-\d+|[0-9a-f-]{6,}|\d+|ward-\w+", "x", value)
        case int() if value > 1_000:
            return "large"
        case int():
            return "number"
        case _:
            return str(value)


async def test_a_crash_between_key_and_note_leaves_nothing_that_opens(chats: Chats, tmp_path: Path) -> None:
    await is_raised(chats)
    (note,) = notes(tmp_path)
    note.with_suffix(".raised").unlink()  # as if the process had died between the two
    await later(chats, minutes=1)
    assert notes(tmp_path) == []
    await a_day_on(chats)
    assert RAISED not in await chats.said(LEAD)


@pytest.mark.drill
async def test_a_letter_that_was_numbered_and_not_received_comes_once(chats: Chats, tmp_path: Path) -> None:
    await is_raised(chats)
    received: list[Sequence[Inbound]] = []

    async def dies(updates: Sequence[Inbound]) -> Sequence[Receipt]:
        received.append(updates)
        raise RuntimeError("the process died here")

    files_of = FileNotes(tmp_path / "keys", entropy=ENTROPY, sealer=AesSealer(entropy=ENTROPY))
    give = GiveLetters(
        storage=chats.database,
        notes=KeepNotes(files=files_of, entropy=ENTROPY),
        receive=dies,
        entropy=ENTROPY,
    )
    chats.clock.jump(chats.clock.now() + timedelta(hours=24))
    for _ in range(2):
        with pytest.raises(RuntimeError, match="died"):
            await give(now=chats.clock.now())
    numbers = [[each.update_id for each in updates] for updates in received]
    assert numbers[0] == numbers[1], "the same numbers come again"
    for _ in range(3):
        await later(chats, minutes=1)
    assert (await chats.said(LEAD)).count(RAISED) == 1
