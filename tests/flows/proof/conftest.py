"""A log with its chain, on both databases."""

from pathlib import Path

import pytest

from tests.support.chains import Desk


@pytest.fixture
async def desk(url_at_head: str, tmp_path: Path) -> Desk:
    desk = Desk(url_at_head, tmp_path / "keys")
    await desk.furnish()
    return desk
