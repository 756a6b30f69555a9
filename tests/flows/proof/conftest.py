"""A log with its chain, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.chains import Desk
from tests.support.databases import PostgresServer


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    """An empty database at head, whose triggers may be taken away."""
    if request.param == "sqlite":
        yield f"sqlite:///{request.getfixturevalue('sqlite_path')}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    name = server.create()
    yield server.url(name)
    server.drop(name)


@pytest.fixture
async def desk(url: str, tmp_path: Path) -> Desk:
    desk = Desk(url, tmp_path / "keys")
    await desk.furnish()
    return desk
