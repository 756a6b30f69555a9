"""Fixtures that every part of the tests may ask for."""

import gc
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, nullcontext
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from bot.domain.texts import look_in
from bot.ports import Storage
from storage.database import Database
from tests.support.databases import PostgresServer, migrated_sqlite, postgres_database, running_postgres, sqlite_copy
from tests.support.logged import log_plainly
from tests.support.memory import MemoryStorage
from tests.support.pseudo_locale import write_pseudo_locale


def pytest_addoption(parser: pytest.Parser) -> None:
    words = "write the golden files of tests/situations anew; look at what git then shows before you keep it"
    parser.addoption("--write-golden", action="store_true", help=words)


MEMORY = Path("/dev/shm")  # noqa: S108 - where Linux keeps files in memory
ROOM_IN_MEMORY = 4 * 1024**3


def pytest_configure() -> None:
    """What tests write goes into memory where there is room for it: no test outlives its machine, and a third of what
    tests wait for is a disk. `TMPDIR` says otherwise."""
    if "TMPDIR" not in os.environ and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM_IN_MEMORY:
        os.environ["TMPDIR"] = str(MEMORY)
        tempfile.tempdir = None  # read anew


def pytest_collection_finish() -> None:
    """Thousands of tests and modules stay to the end: the collector of garbage need not look at them again."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(trylast=True)  # after the order was drawn
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long begins first, or one worker would be left with it while the others have nothing to do."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture
def write_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--write-golden"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The figures that drills recorded with `record_property`, a table for each, whether they passed or failed."""
    for outcome in ("passed", "failed"):
        for report in terminalreporter.getreports(outcome):
            if report.when != "call" or not report.user_properties:
                continue
            terminalreporter.section(f"{report.nodeid.rpartition('/')[2]}: {outcome}, {report.duration:,.0f} s")
            width = max(len(name) for name, _ in report.user_properties)
            for name, value in report.user_properties:
                shown = f"{value:,.2f}" if isinstance(value, float) else value
                terminalreporter.line(f"{name:<{width}}  {shown}")


@pytest.fixture(scope="session", autouse=True)
def more_languages(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Rounds speaks a little German, too, and a language that shows what is in no catalogue."""
    folder = tmp_path_factory.mktemp("languages")
    write_pseudo_locale(folder)
    look_in(folder)
    look_in(Path(__file__).parent / "support" / "languages")


log_plainly()

# How long an example takes says something of the machine, nothing of the law.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


REAL = ("sqlite", pytest.param("postgres", marks=pytest.mark.postgres))


def _opener(request: pytest.FixtureRequest) -> Callable[[], AbstractAsyncContextManager[Database]]:
    if request.param == "postgres":
        server: PostgresServer = request.getfixturevalue("postgres_server")
        return lambda: postgres_database(server)
    template: Path = request.getfixturevalue("sqlite_template")
    folder: Path = request.getfixturevalue("tmp_path")
    return lambda: sqlite_copy(template, folder)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file at the newest schema, migrated once."""
    return migrated_sqlite(tmp_path_factory.mktemp("sqlite") / "template.db")


@pytest.fixture
def sqlite_path(sqlite_template: Path, tmp_path: Path) -> Path:
    """A SQLite file at head that nobody has opened yet."""
    return Path(shutil.copyfile(sqlite_template, tmp_path / "rounds.db"))


@pytest.fixture
async def sqlite_storage(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Database]:
    """An empty SQLite database at head, in `tmp_path / "rounds.db"`."""
    async with sqlite_copy(sqlite_template, tmp_path) as database:
        yield database


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """One PostgreSQL server for the whole session, started when the first test asks for it."""
    with running_postgres() as server:
        yield server


@pytest.fixture
async def postgres_storage(postgres_server: PostgresServer) -> AsyncIterator[Database]:
    """An empty PostgreSQL database at head, shared by the tests one after the other; leave its schema as it is."""
    async with postgres_database(postgres_server) as database:
        yield database


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """The URL of a PostgreSQL database without any table, dropped afterwards."""
    name = postgres_server.create(empty=True)
    yield postgres_server.url(name)
    postgres_server.drop(name)


@pytest.fixture(params=REAL)
def url_at_head(request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of an empty database at head that is this test's alone, so that its triggers may be taken away."""
    if request.param == "sqlite":
        yield f"sqlite:///{request.getfixturevalue('sqlite_path')}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    name = server.create()
    yield server.url(name)
    server.drop(name)


@pytest.fixture
def memory_storage() -> MemoryStorage:
    """The in-memory twin of the storage."""
    return MemoryStorage()


@pytest.fixture(params=REAL)
def open_database(request: pytest.FixtureRequest) -> Callable[[], AbstractAsyncContextManager[Database]]:
    """Opens a fresh database at head, once on SQLite and once on PostgreSQL."""
    return _opener(request)


@pytest.fixture
async def database(open_database: Callable[[], AbstractAsyncContextManager[Database]]) -> AsyncIterator[Database]:
    """A real database: SQLite, then PostgreSQL."""
    async with open_database() as opened:
        yield opened


@pytest.fixture(params=["memory", *REAL])
def open_storage(request: pytest.FixtureRequest) -> Callable[[], AbstractAsyncContextManager[Storage]]:
    if request.param == "memory":
        return lambda: nullcontext(MemoryStorage())
    return _opener(request)


@pytest.fixture
async def storage(open_storage: Callable[[], AbstractAsyncContextManager[Storage]]) -> AsyncIterator[Storage]:
    """The `Storage` port, empty: in memory, on SQLite, on PostgreSQL."""
    async with open_storage() as opened:
        yield opened
