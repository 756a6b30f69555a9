"""A hospital with its console, for all tests of this folder."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.database import Database
from tests.support.consoles import Hospital, a_hospital


@pytest.fixture
async def hospital(sqlite_storage: Database, tmp_path: Path) -> AsyncIterator[Hospital]:
    async with a_hospital(sqlite_storage, tmp_path) as opened:
        yield opened
