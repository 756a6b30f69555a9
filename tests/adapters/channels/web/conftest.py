"""One person's web chat on a real server, for all tests of this folder."""

from collections.abc import AsyncIterator

import httpx
import pytest

from bot.adapters.channels.web.links import address_of
from bot.adapters.channels.web.serving import serving
from storage.database import Database
from tests.adapters.channels.web.test_chat import ADA, TOKEN, Site
from tests.support.builders import T0, a_programme, a_roster
from tests.support.callers import a_caller
from tests.support.channels import WEB
from tests.support.patience import PATIENCE


@pytest.fixture
async def site(request: pytest.FixtureRequest, sqlite_storage: Database) -> Site:
    """With a parameter: seconds after which the page says that nothing is saved yet."""
    async with sqlite_storage.writing() as work:
        await work.programmes.save(a_programme(), at=T0)
        await work.rosters.save(a_roster(["ada"], channel=WEB), at=T0)
        await work.rosters.enrol(ADA, address_of(TOKEN), at=T0)
    return Site(sqlite_storage, told_within=getattr(request, "param", PATIENCE))


@pytest.fixture
async def browser(site: Site) -> AsyncIterator[httpx.AsyncClient]:
    async with (
        serving(site.app, host="127.0.0.1", port=0) as root,
        a_caller(root) as client,
    ):
        yield client
