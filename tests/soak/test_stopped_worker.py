"""A worker stopped with kill -STOP past its lease, that wakes when another has taken over: nobody is asked twice."""

import asyncio
import os
import signal
import sys
from collections import Counter
from dataclasses import replace

import pytest

from storage.database import Database
from tests.support.channels import TELEGRAM
from tests.support.delivery_states import delivery_states
from tests.support.drills.one_sender import Sender, sending
from tests.support.drills.post_office import a_question_for, telegram_office
from tests.support.telegram.server import TelegramServer

LEASE = 0.6


@pytest.mark.postgres
@pytest.mark.drill
async def test_a_stopped_worker_that_wakes_sends_nothing_again(postgres_storage: Database) -> None:
    people = [f"p{number:02}" for number in range(40)]
    async with TelegramServer() as telegram:
        stopped = Sender(
            database=postgres_storage.url.render_as_string(hide_password=False),
            telegram_root=telegram.root,
            telegram_token=telegram.token,
            owner="stopped",
            rate=5.0,
            lease=LEASE,
        )
        async with telegram_office(telegram, postgres_storage, people=people) as office:
            await office.put(*(a_question_for(name, channel=TELEGRAM) for name in people))
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.support.drills.one_sender", stopped.as_argument()
        )
        try:
            await telegram.until(lambda: len(telegram.sent) >= 5, within=60)
            os.kill(process.pid, signal.SIGSTOP)
            await asyncio.sleep(LEASE + 0.2)
            before = len(telegram.sent)
            async with sending(replace(stopped, owner="other", rate=500.0)) as other:
                for _ in range(100):
                    await other.drain()
                    if len(telegram.sent) >= 15:
                        break
                    await asyncio.sleep(0.05)
                os.kill(process.pid, signal.SIGCONT)  # it wakes in the middle of what it held
                async with asyncio.timeout(30):
                    while await unsettled(postgres_storage):
                        await other.drain()
                        await asyncio.sleep(0.05)
                await asyncio.sleep(1.0)  # time enough for it to do what it had in mind
            assert before < 20, "the other one had work to take over"
        finally:
            process.kill()
            await process.wait()
        async with postgres_storage.reading() as work:
            states = await delivery_states(work)
        chats = Counter(sent.chat_id for sent in telegram.sent)
    assert max(chats.values()) == 1
    assert states.get("unsure", 0) + states.get("sending", 0) <= 1, "at most the call that was under way"
    assert len(chats) >= len(people) - 1


async def unsettled(database: Database) -> bool:
    async with database.reading() as work:
        return bool((await delivery_states(work)).get("due"))
