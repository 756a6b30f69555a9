"""The whole bot of one ward, with everybody asked, and all that it logs."""

import io
import logging
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import structlog

from bot.domain.organisation.people import Address, Membership, Role
from bot.logs import set_up_logging
from storage.database import Database
from tests.acceptance.test_main_job import ASKED, Ward, ward
from tests.support.builders import ICU
from tests.support.channels import SLACK, TELEGRAM
from tests.support.patience import until


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that anybody logs, however unimportant."""
    root = logging.getLogger()
    handlers, level, configured = root.handlers[:], root.level, structlog.get_config()
    stream = io.StringIO()
    set_up_logging(level="DEBUG", stream=stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.configure(**configured)


@pytest.fixture
async def by_webhook(sqlite_storage: Database, tmp_path: Path) -> AsyncIterator[Ward]:
    async with ward(sqlite_storage, tmp_path, by_webhook=True) as ready:
        await begun(ready)
        yield ready


@pytest.fixture
async def by_polling(sqlite_storage: Database, tmp_path: Path) -> AsyncIterator[Ward]:
    async with ward(sqlite_storage, tmp_path, by_webhook=False) as ready:
        await begun(ready)
        yield ready


async def begun(ready: Ward) -> None:
    """Everybody has been asked, and whoever sends what is spoiled runs Rounds."""
    async with ready.app.world.storage.writing() as work:
        roster, found = await work.rosters.current(), []
        for sender in (Address(channel=TELEGRAM, value="101"), Address(channel=SLACK, value="U0SAMI")):
            person = await work.rosters.at_address(sender)
            assert person is not None
            found.append(Membership(person=person.id, unit=ICU, role=Role.ADMINISTRATOR))
        await work.rosters.save(replace(roster, memberships=roster.memberships | set(found)), at=ready.clock.now())
    await ready.at(ASKED)
    await until(lambda: bool(ready.telegram.shown_in(101)) and bool(ready.slack.person("U0SAMI").inbox))
