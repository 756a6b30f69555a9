"""Flows run on the memory twin of the storage and on a real SQLite file."""

import pytest

from bot.ports import Storage


@pytest.fixture
def storage(sqlite_storage: Storage) -> Storage:
    return sqlite_storage
