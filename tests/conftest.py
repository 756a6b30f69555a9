"""Fixtures that every part of the tests may ask for."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.engine import Database
from tests.support.databases import migrated_sqlite, sqlite_copy


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file at the newest schema, migrated once."""
    return migrated_sqlite(tmp_path_factory.mktemp("sqlite") / "template.db")


@pytest.fixture
async def sqlite_storage(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Database]:
    """An empty SQLite database at head, in `tmp_path / "rounds.db"`."""
    async with sqlite_copy(sqlite_template, tmp_path) as database:
        yield database
