"""Three workers on one PostgreSQL, one killed and one stopped: the others take over, nothing is lost or doubled."""

import asyncio
import os
import signal
import sys
import time
from asyncio.subprocess import Process
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sized
from dataclasses import replace
from datetime import time as wall_time
from functools import partial
from pathlib import Path

import pytest

from bot.adapters.queue.shared import apply_queue_schema
from bot.domain.identifiers import PersonId
from bot.domain.organisation.people import (
    Address,
    Membership,
    Person,
    Role,
    Roster,
)
from bot.domain.programme.programme import OnDays, Weekday
from storage.database import Database
from tests.support.builders import ICU, a_programme
from tests.support.channels import SLACK, TELEGRAM, WEB
from tests.support.delivery_states import delivery_states
from tests.support.drills.crash_people import OPENS
from tests.support.drills.worker_life import WorkerLife
from tests.support.slack.server import SlackServer
from tests.support.telegram.server import TelegramServer

pytestmark = [pytest.mark.soak, pytest.mark.postgres]

EACH = 300
"""People on each of the accounts slack, telegram and web."""
RATE = 5.0


async def hire(database: Database) -> None:
    addresses = {
        PersonId(f"{channel[0]}{number:03}"): Address(channel=channel, value=value)
        for number in range(EACH)
        for channel, value in (
            (TELEGRAM, str(1000 + number)),
            (SLACK, f"U0STAFF{number:03}"),
            (WEB, f"hash-{number:03}"),
        )
    }
    programme = a_programme()
    daily = replace(programme.schedules[0], cadence=OnDays(days=tuple(Weekday), at=wall_time(10)), remind_after_hours=0)
    async with database.writing() as work:
        await work.programmes.save(replace(programme, schedules=(daily,)), at=OPENS)
        await work.rosters.save(
            Roster(
                people={
                    person: Person(id=person, name=person, channel=address.channel)
                    for person, address in addresses.items()
                },
                memberships=frozenset(Membership(person=person, unit=ICU, role=Role.MEMBER) for person in addresses),
                addresses=addresses,
            ),
            at=OPENS,
        )
        for person, address in addresses.items():
            await work.rosters.enrol(person, address, at=OPENS)
        await work.rounds.set_horizon(daily.id, [ICU], OPENS.replace(hour=9))


@pytest.fixture
async def platforms() -> AsyncIterator[tuple[TelegramServer, SlackServer]]:
    async with TelegramServer() as telegram, SlackServer() as slack:
        yield telegram, slack


async def a_worker(life: WorkerLife, log: Path) -> Process:
    with log.open("ab") as errors:
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.support.drills.worker_life", life.as_argument(), stdout=errors, stderr=errors
        )


async def test_one_killed_and_one_stopped_of_three(
    postgres_storage: Database,
    platforms: tuple[TelegramServer, SlackServer],
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    telegram, slack = platforms
    url = postgres_storage.url.render_as_string(hide_password=False)
    await apply_queue_schema(url)
    await hire(postgres_storage)
    life = WorkerLife(
        database=url,
        keys=str(tmp_path / "keys"),
        telegram_root=telegram.root,
        telegram_token=telegram.token,
        slack_url=slack.api_url,
        slack_bot_token=slack.bot_token,
        slack_app_token=slack.app_token,
        at=OPENS.isoformat(),
        rate=RATE,
    )
    workers = [await a_worker(life, tmp_path / f"worker-{number}.log") for number in range(3)]
    try:
        await telegram.until(lambda: len(telegram.sent) >= 20, within=90)
        await slack.until(lambda: len(slack.messages) >= 20, seconds=90)
        gaps: list[float] = []
        for victim, how in ((0, signal.SIGKILL), (1, signal.SIGSTOP)):
            on_telegram, on_slack, began = len(telegram.sent) + 3, len(slack.messages) + 3, time.monotonic()
            os.kill(workers[victim].pid, how)
            await telegram.until(partial(reached, telegram.sent, on_telegram), within=90)
            await slack.until(partial(reached, slack.messages, on_slack), seconds=90)
            gaps.append(time.monotonic() - began)
        os.kill(workers[1].pid, signal.SIGCONT)  # the zombie wakes up in the middle of its work
        async with asyncio.timeout(300):
            while (states := await settled(postgres_storage)) is None:  # noqa: ASYNC110 - nothing announces it
                await asyncio.sleep(1)
    finally:
        for worker in workers:
            if worker.returncode is None:
                worker.kill()
            await worker.wait()
    record_property("seconds until both accounts went on after a kill", gaps[0])
    record_property("seconds until both accounts went on after a stop", gaps[1])
    for state, number in states.items():
        record_property(f"deliveries {state}", number)
    assert max(gaps) < 90
    chats = Counter(sent.chat_id for sent in telegram.sent)
    assert max(chats.values()) == 1
    assert EACH - len(chats) <= 2, "a kill leaves at most one Telegram question to its reminder"
    assert Counter(message.to for message in slack.messages) == Counter(
        {f"U0STAFF{number:03}": 1 for number in range(EACH)}
    )
    assert states["sent"] + states.get("unsure", 0) == 3 * EACH
    assert states.get("unsure", 0) <= 2


def reached(record: Sized, size: int) -> bool:
    return len(record) >= size


async def settled(database: Database) -> dict[str, int] | None:
    """The states of all deliveries, when nothing is due or under way any more."""
    async with database.reading() as work:
        states = dict(await delivery_states(work))
    return None if states.get("due") or states.get("sending") else states
