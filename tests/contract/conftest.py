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


@pytest.fixture(params=[_IN_MEMORY, *_SQLITE, *(pytest.param(name, marks=pytest.mark.postgres) for name in _POSTGRES)])
def open_storage(request: pytest.FixtureRequest) -> Callable[[], AbstractAsyncContextManager[Storage]]:
    if request.param in _SQLITE:
        template: Path = request.getfixturevalue("sqlite_template")
        folder: Path = request.getfixturevalue("tmp_path")
        return lambda: sqlite_copy(template, folder, transactions=_SQLITE[request.param])
    if request.param in _POSTGRES:
        server: PostgresServer = request.getfixturevalue("postgres_server")
        return lambda: postgres_database(server, transactions=_POSTGRES[request.param])
    return lambda: nullcontext(MemoryStorage())
