"""One of several senders on a Telegram account, with a short lease and in real time; its argument is a `Sender`."""

import asyncio
import json
import logging
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from datetime import timedelta

from bot.adapters.channels.telegram.account import TelegramAccount
from bot.adapters.channels.telegram.client import TelegramMessenger
from bot.adapters.clock import ShiftedClock, SystemClock, SystemTimer
from bot.domain.messaging.rate_limit import Pace
from bot.flows.operations.health import HealthBoard
from bot.flows.sending.dispatch import Dispatch
from storage.database import Database
from tests.support.builders import T0
from tests.support.channels import TELEGRAM
from tests.support.drills.post_office import say_it
from tests.support.logged import log_plainly


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    database: str
    telegram_root: str
    telegram_token: str
    owner: str
    rate: float
    lease: float
    """In seconds."""

    def as_argument(self) -> str:
        return json.dumps(asdict(self))


@asynccontextmanager
async def sending(sender: Sender) -> AsyncIterator[Dispatch]:
    timer, database = SystemTimer(), Database(sender.database)
    account = TelegramAccount(token=sender.telegram_token, timer=timer, api_root=sender.telegram_root)
    try:
        yield Dispatch(
            channel=TELEGRAM,
            storage=database,
            messenger=TelegramMessenger(account),
            compose=say_it,
            clock=ShiftedClock(start=T0),
            real_clock=SystemClock(),
            timer=timer,
            pace=Pace(ceiling=sender.rate, per_chat=0.0),
            health=HealthBoard(),
            owner=sender.owner,
            lease=timedelta(seconds=sender.lease),
        )
    finally:
        await account.close()
        await database.close()


async def live(sender: Sender) -> None:
    async with sending(sender) as dispatch:
        await dispatch.run(idle=0.05)


if __name__ == "__main__":
    log_plainly(level=logging.ERROR)
    asyncio.run(live(Sender(**json.loads(sys.argv[1]))))
