"""The same weeks lived twice: a thief with every backup, the file or a login of the server, and no key, compares them.

What somebody answered shows nowhere. Whether they did may show only where that is said, and in nothing that stays.
"""

import asyncio
import sqlite3
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing
from hashlib import shake_256
from pathlib import Path

import psycopg
import pytest

from bot.adapters.clock import ShiftedClock
from bot.app.loops import App
from bot.app.world import World
from bot.domain.retention.rules import EndlessRetention
from bot.domain.retention.tables import ALL_RULES
from storage.database import Database
from storage.schema.tables import metadata
from tests.adversary.lives import Life, Span, Step, Toggle, events
from tests.adversary.test_toggles import answers
from tests.support.backups import ask, backup
from tests.support.databases import PostgresServer, sqlite_copy
from tests.support.sealing import seal_messages, seal_text

SEALED: Mapping[str, frozenset[str]] = {
    "answers": frozenset({"body"}),
    "team_workings": frozenset({"sealed"}),
    "organisation_workings": frozenset({"sealed"}),
}
"""All that is made of what somebody answered; of these the length alone is looked at. What waits, and what Rounds says
back, goes under chance that is the same in both worlds, and so do not even its bytes differ."""
STAGES: Mapping[str, Step] = {
    "the round is open": (1, 1, 12, 0),
    "the round is over": (1, 6, 11, 0),
    "the week is closed": (1, 7, 1, 0),
    "the block is closed": (4, 7, 1, 0),
}
DESTROYED: Mapping[str, Step] = {"the last week before the key goes": (12, 7, 0, 0), "the key is gone": (14, 7, 1, 0)}
ENDLESS = frozenset(rule.table for rule in ALL_RULES if isinstance(rule, EndlessRetention))
Looks = Mapping[str, Mapping[str, object]]


class Chance:
    """The same in both worlds, however much was drawn at an earlier moment."""

    def __init__(self, clock: ShiftedClock) -> None:
        self._clock, self._drawn = clock, Counter[str]()

    def token(self, size: int) -> bytes:
        moment = str(self._clock.now())
        self._drawn[moment] += 1
        return shake_256(f"{moment} {self._drawn[moment]}".encode()).digest(size)


class ByChance(Life):
    """A life whose chance is the same every time."""

    @classmethod
    def of(cls, database: Database, keys: Path, clock: ShiftedClock, span: Span) -> "ByChance":
        app = App(World(storage=database, keys_folder=keys, clock=clock, entropy=Chance(clock)))
        return cls(database, app, seal_messages(seal_text(keys)), clock, span)


async def lived(database: Database, folder: Path, toggle: Toggle, stages: Mapping[str, Step]) -> Looks:
    """What a thief sees at each stage, by what it is."""
    await asyncio.to_thread(folder.mkdir)
    span = Span(weeks=range(max(step[0] for step in stages.values()) + 1), pressed=1)
    life = await ByChance.begin(database, folder / "keys", span)
    seen, after = dict[str, Mapping[str, object]](), None
    for number, (stage, until) in enumerate(stages.items()):
        await life.go_on(until=until, after=after, toggle=toggle)
        await database.close()  # what a session has counted is told when it ends
        path = folder / f"{number}.backup"
        backup(database, path)
        seen[stage] = {**of_backup(path), **(of_file(database) if database.is_embedded else of_server(database))}
        after = until
    return seen


def of_backup(path: Path) -> Mapping[str, object]:
    """Its size, and each table as it lies there, in its order."""
    found: dict[str, object] = {"size": path.stat().st_size}
    for table in metadata.sorted_tables:
        columns = sorted(column.name for column in table.columns)
        hidden = SEALED.get(table.name, frozenset())
        rows = ask(path, f"SELECT {', '.join(columns)} FROM {table.name}")  # noqa: S608 - names of ours
        found[f"table {table.name}"] = [
            tuple(
                len(value) if name in hidden and isinstance(value, bytes) else value
                for name, value in zip(columns, row, strict=True)
            )
            for row in rows
        ]
    found["rows counted"] = ask(path, "SELECT name, row_count FROM backup_tables ORDER BY name")
    found["numbers"] = ask(path, "SELECT name, seq FROM sqlite_sequence ORDER BY name")
    return found


def of_file(database: Database) -> Mapping[str, object]:
    """What the size of a file of SQLite says, and what its free pages and numbers say."""
    assert database.file is not None
    with closing(sqlite3.connect(database.file)) as file:
        free = file.execute("PRAGMA freelist_count").fetchall()
        numbers = file.execute("SELECT name, seq FROM sqlite_sequence ORDER BY name").fetchall()
    return {"file": database.file.stat().st_size, "free pages": free, "numbers of the file": numbers}


def of_server(database: Database) -> Mapping[str, object]:
    """What anybody who may read sees of each table beside its rows: counters, sizes, numbers, and in which order and by
    which transactions rows were written."""
    found: dict[str, object] = {}
    with psycopg.connect(database.url.render_as_string(hide_password=False), autocommit=True) as server:
        others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        while server.execute(others).fetchall() != [(0,)]:
            time.sleep(0.01)
        columns = "n_tup_ins, n_tup_upd, n_tup_del, pg_relation_size(relid), pg_indexes_size(relid)"
        for name, *counted in server.execute(f"SELECT relname, {columns} FROM pg_stat_user_tables ORDER BY 1"):  # noqa: S608
            found[f"counters {name}"] = counted
        query = "SELECT sequencename, last_value FROM pg_sequences ORDER BY 1"
        found["numbers of the server"] = server.execute(query).fetchall()
        for name in metadata.tables:
            query = f"SELECT ctid::text, dense_rank() OVER (ORDER BY xmin::text::bigint) FROM {name} ORDER BY ctid"  # noqa: S608
            found[f"places {name}"] = server.execute(query).fetchall()
    return found


def told_apart(one: Looks, other: Looks) -> list[tuple[str, str]]:
    """By what, and at which stage, one world is known from the other."""
    assert one.keys() == other.keys()
    return [(stage, what) for stage, seen in one.items() for what in seen if seen[what] != other[stage].get(what)]


Worlds = Callable[[str], AbstractAsyncContextManager[Database]]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.soak])])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Worlds:
    """Opens a database of its own for each world."""

    @asynccontextmanager
    async def opened(name: str) -> AsyncIterator[Database]:
        if request.param == "sqlite":
            (tmp_path / f"{name}-file").mkdir()
            async with sqlite_copy(request.getfixturevalue("sqlite_template"), tmp_path / f"{name}-file") as database:
                yield database
            return
        server: PostgresServer = request.getfixturevalue("postgres_server")
        database = Database(server.url(its_own := server.create()))
        try:
            yield database
        finally:
            await database.close()
            server.drop(its_own)

    return opened


async def each_lived(
    world: Worlds, folder: Path, toggles: Mapping[str, Toggle], stages: Mapping[str, Step]
) -> list[Looks]:
    found: list[Looks] = []
    for name, toggle in toggles.items():
        async with world(name) as database:
            found.append(await lived(database, folder / name, toggle, stages))
    return found


VALUES = {"three": answers("3"), "four": answers("4"), "cannot say": answers("cs")}


@pytest.mark.drill
@pytest.mark.long
async def test_what_somebody_answered_shows_nowhere(world: Worlds, tmp_path: Path) -> None:
    one, *others = await each_lived(world, tmp_path, VALUES, STAGES)
    assert [told_apart(one, other) for other in others] == [[], []]


@pytest.mark.soak
async def test_nor_does_it_when_its_key_is_gone(world: Worlds, tmp_path: Path) -> None:
    one, *others = await each_lived(world, tmp_path, VALUES, {**STAGES, **DESTROYED})
    assert [told_apart(one, other) for other in others] == [[], []]


@pytest.mark.drill
@pytest.mark.long
async def test_whether_somebody_answered_shows_in_nothing_that_stays(world: Worlds, tmp_path: Path) -> None:
    """The two are of one band. Tables that are kept with no end are the same, byte for byte."""
    silent, heard = await each_lived(world, tmp_path, {"silent": events(), "heard": answers("3")}, STAGES)
    apart = told_apart(silent, heard)
    assert ("the week is closed", "table pulses") in apart, "so that this can fail"
    assert [each for each in apart if each[1].removeprefix("table ") in ENDLESS] == []
