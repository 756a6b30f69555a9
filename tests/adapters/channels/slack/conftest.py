"""A loopback Slack and our channel on it."""

from collections.abc import AsyncIterator

import pytest

from tests.support.slack.harness import SlackHarness, slack_harness
from tests.support.slack.server import SlackServer


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with SlackServer() as server:
        yield server


@pytest.fixture
async def at(slack: SlackServer) -> AsyncIterator[SlackHarness]:
    async with slack_harness(slack) as made:
        yield made
