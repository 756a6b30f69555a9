"""The manual promises that all goes on within ten seconds after a fault is over: nobody rests longer than half of it
between two tries, which leaves the other half for the try itself."""

import pytest

from bot.adapters.channels.slack import socket
from bot.adapters.channels.telegram import poller
from bot.adapters.queue import health_news, news, worker
from bot.flows.operations import hold_lock, keep_running
from bot.flows.sending import dispatch, record_outcomes

PROMISED = 10.0
PAUSES = {
    "receiving on telegram": max(poller.PAUSES),
    "receiving on slack": socket.PING_SECONDS + socket.WATCH_SECONDS,
    "a fault that nobody foresaw": keep_running.AFTER_FAULT,
    "sending without a database": dispatch.WITHOUT_DATABASE,
    "recording outcomes": record_outcomes.AGAIN_AFTER,
    "the place among the processes": hold_lock.LOOK + hold_lock.AGAIN,
    "jobs": worker.AGAIN_AFTER + worker.POLL,
    "news for open pages": news.AGAIN_AFTER,
    "news of health": health_news.AGAIN_AFTER,
}


@pytest.mark.parametrize(("part", "pause"), PAUSES.items())
def test_nothing_rests_longer_than_the_manual_allows(part: str, pause: float) -> None:
    assert 0 < pause <= PROMISED / 2, part
