"""A loopback Slack and our channel on it."""

from collections.abc import AsyncIterator

import pytest

from tests.support.slack.desk import Desk, desk
from tests.support.slack.server import SlackServer


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with SlackServer() as server:
        yield server


@pytest.fixture
async def at(slack: SlackServer) -> AsyncIterator[Desk]:
    async with desk(slack) as made:
        yield made
