"""The promises of a storage are kept by each that there is, and on a real database in both ways to run statements."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from pathlib import Path

import pytest
from sqlalchemy import Executable

from bot.ports import Storage
from storage.sql.driver import DirectTransaction
from storage.sql.transaction import Transaction
from tests.support.databases import PostgresServer, postgres_database, sqlite_copy
from tests.support.memory import MemoryStorage


class AlwaysDirect(DirectTransaction):
    """Runs a statement through the driver the first time that it is seen, too."""

    def is_kept(self, statement: Executable) -> bool:  # noqa: ARG002 - every one is
        return True


_IN_MEMORY = "memory"
_SQLITE = {"sqlite": AlwaysDirect, "sqlite-by-sqlalchemy": Transaction}
_POSTGRES = {"postgres": AlwaysDirect, "postgres-by-sqlalchemy": Transaction}
_BY_SQLALCHEMY = {"sqlite-by-sqlalchemy", "postgres-by-sqlalchemy"}
"""The same promises, kept by the library alone: drills look after that."""


def _marks_of(name: str) -> list[pytest.MarkDecorator]:
    marks = [pytest.mark.postgres] if name in _POSTGRES else []
    return [*marks, pytest.mark.drill] if name in _BY_SQLALCHEMY else marks


@pytest.fixture(params=[pytest.param(name, marks=_marks_of(name)) for name in (_IN_MEMORY, *_SQLITE, *_POSTGRES)])
def open_storage(request: pytest.FixtureRequest) -> Callable[[], AbstractAsyncContextManager[Storage]]:
    if request.param in _SQLITE:
        template: Path = request.getfixturevalue("sqlite_template")
        folder: Path = request.getfixturevalue("tmp_path")
        return lambda: sqlite_copy(template, folder, transactions=_SQLITE[request.param])
    if request.param in _POSTGRES:
        server: PostgresServer = request.getfixturevalue("postgres_server")
        return lambda: postgres_database(server, transactions=_POSTGRES[request.param])
    return lambda: nullcontext(MemoryStorage())
