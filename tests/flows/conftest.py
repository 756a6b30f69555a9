"""Flows run on the memory twin of the storage and on a real SQLite file."""

import pytest

from bot.ports import Storage
from storage.database import Database
from tests.support.memory import MemoryStorage


@pytest.fixture(params=["memory", "sqlite"])
def storage(request: pytest.FixtureRequest, sqlite_storage: Database) -> Storage:
    return MemoryStorage() if request.param == "memory" else sqlite_storage
