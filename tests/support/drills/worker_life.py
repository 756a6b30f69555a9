"""One worker of several on PostgreSQL, as a program of its own; its argument is a `WorkerLife`."""

import asyncio
import json
import logging
import sys
from contextlib import AsyncExitStack
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from pydantic import SecretStr

from bot.adapters.channels.slack.channel import CHANNEL as SLACK
from bot.adapters.channels.slack.channel import SlackSettings
from bot.adapters.channels.telegram.channel import CHANNEL as TELEGRAM
from bot.adapters.channels.telegram.channel import TelegramSettings
from bot.adapters.clock import ShiftedClock
from bot.adapters.queue.shared import SharedQueue
from bot.app.loops import App
from bot.app.world import World
from storage.database import Database
from tests.support.logged import log_plainly


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerLife:
    database: str
    keys: str
    telegram_root: str
    telegram_token: str
    slack_url: str
    slack_bot_token: str
    slack_app_token: str
    at: str
    rate: float

    def as_argument(self) -> str:
        return json.dumps(asdict(self))


async def live(life: WorkerLife) -> None:
    """Work as `rounds run --role worker` does: no receiving, jobs as the queue hands them out."""
    async with AsyncExitStack() as stack:
        queue = await stack.enter_async_context(SharedQueue(life.database))
        clock = ShiftedClock(start=datetime.fromisoformat(life.at))
        app = App(World(storage=Database(life.database), keys_folder=Path(life.keys), clock=clock, queue=queue))
        telegram = TelegramSettings(token=SecretStr(life.telegram_token), api_url=life.telegram_root, rate=life.rate)
        slack = SlackSettings(
            bot_token=SecretStr(life.slack_bot_token),
            app_token=SecretStr(life.slack_app_token),
            api_url=life.slack_url,
            rate=life.rate,
        )
        await app.open_channel(TELEGRAM, telegram, stack, receives=False)
        await app.open_channel(SLACK, slack, stack, receives=False)
        await stack.enter_async_context(app.sending(queue))
        await asyncio.Event().wait()


if __name__ == "__main__":
    log_plainly(level=logging.WARNING)
    asyncio.run(live(WorkerLife(**json.loads(sys.argv[1]))))
