"""What the drills of spoiled updates share: how many there are, how they are brought, and what must not follow."""

import asyncio
import io
import os
import random
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

import pytest
from starlette.types import ASGIApp, Message

from bot.domain.identifiers import PersonId, PulseId
from tests.acceptance.test_main_job import Ward
from tests.support.mutations import CANARY
from tests.support.patience import until, until_seen

FEW, MORE, MANY = 20, 10_000, int(os.environ.get("DRILL_UPDATES", "20000"))
"""In `make test`, in the drill and in soak. A channel that takes updates in two ways has half of the latter in each."""


def how_many(*, ways: int = 1) -> pytest.MarkDecorator:
    more = pytest.param(MORE // ways, marks=pytest.mark.drill)
    return pytest.mark.parametrize("updates", [FEW, more, pytest.param(MANY // ways, marks=pytest.mark.soak)])


BATCH_SIZE = 100
MORE_LATER = timedelta(seconds=20)
"""Of the bot's clock, between a hundred updates, or almost all would be too many in a minute."""
WRONG = re.compile(
    r"Traceback|level=(error|critical)|update_failed|receiving_failed|batch_failed|never retrieved|was destroyed"
)


async def pulse_of(ready: Ward, person: str) -> PulseId:
    async with ready.app.world.storage.reading() as work:
        (pulse,) = await work.pulses.open_of(PersonId(person), now=ready.clock.now())
    return pulse.id


WORDS = (
    f"{CANARY} more trolleys",
    f"/start {CANARY}",
    "/pause",
    f"join {CANARY}",
    "stop",
    f"ring {CANARY} 943 476 5919",
)


class Judge:
    """What was wrong, and what the log says at the end."""

    def __init__(self, ready: Ward, log: io.StringIO) -> None:
        self._ready, self._log = ready, log
        self.statuses: Counter[int] = Counter()

    async def later(self) -> None:
        self._ready.clock.jump(self._ready.clock.now() + MORE_LATER)

    async def says_all_is_well(self) -> None:
        slow = {503} if "_commit_slow" in self._log.getvalue() else set()  # on a machine that is busy with others
        assert {status for status in self.statuses if status >= 500} <= slow

        async def is_empty() -> bool:
            async with self._ready.app.world.storage.reading() as work:
                return len(await work.inbox.pending(limit=10_000)) == 0

        await until_seen(is_empty)
        telegram = self._ready.telegram
        telegram.tap(102, telegram.shown_in(102)[0].data("Agree"))
        await until(lambda: "Recorded" in telegram.shown_in(102)[0].text)
        await self._ready.all_is_well()
        said = self._log.getvalue()
        said = re.sub(r'.*event="slack library: .*\n', "", said)  # envelopes that it could not read: where, and no more
        assert [line[:600] for line in said.splitlines() if WRONG.search(line)][:5] == []
        assert [line[:600] for line in said.splitlines() if "kingfisher" in line][:5] == []


async def call(
    app: ASGIApp, path: str, body: bytes = b"", *, method: str = "POST", headers: Mapping[str, str], query: str = ""
) -> int:
    """One request, without a socket in between; its status."""
    told: list[int] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            told.append(message["status"])

    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode("utf-8", "surrogatepass"),
        "root_path": "",
        "query_string": query.encode("utf-8", "surrogatepass"),
        "headers": [(name.lower().encode(), value.encode("latin-1", "replace")) for name, value in headers.items()],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
        "state": {},
    }
    await app(scope, receive, send)
    return told[0]


async def storm(
    judge: Judge, one: Callable[[int, random.Random], Awaitable[int]], *, channel: str, updates: int
) -> None:
    for first in range(0, updates, BATCH_SIZE):
        await judge.later()
        numbers = range(first, min(first + BATCH_SIZE, updates))
        judge.statuses.update(
            await asyncio.gather(*(one(number, random.Random(f"{channel} {number}")) for number in numbers))
        )
