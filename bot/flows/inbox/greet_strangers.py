"""One kind line to somebody who is on no list, sent at once because nobody without a person has deliveries."""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from bot.cancellation import end, stop_if_cancelled
from bot.domain.identifiers import DeliveryKey, MessageRef
from bot.domain.messaging.messages import Message
from bot.domain.organisation.people import Address, Channel
from bot.ports import Clock, DeliveryFailed

log = structlog.get_logger()

ONCE_IN = timedelta(hours=1)
MOST_A_MINUTE = 20
"""Over all strangers: a flood of them must not use up the account's pace."""


class Sends(Protocol):
    """The half of a messenger that greeting needs."""

    async def send(self, to: Address, message: Message, *, key: DeliveryKey) -> MessageRef: ...


class GreetStrangers:
    """Tell a stranger how to join, at most once an hour each; a line that does not arrive is not repeated.

    Whoever asks for a greeting never waits for the platform: `run` says it, beside everything else.
    """

    def __init__(self, *, messengers: Mapping[Channel, Sends], clock: Clock) -> None:
        self._messengers, self._clock = messengers, clock
        self._greeted: dict[Address, datetime] = {}
        self._wanted: asyncio.Queue[tuple[Sends, Address, Message, DeliveryKey]] = asyncio.Queue()

    def __call__(self, to: Address, message: Message, *, key: DeliveryKey) -> None:
        now = self._clock.now()
        self._greeted = {who: at for who, at in self._greeted.items() if now - ONCE_IN < at <= now}
        lately = sum(at > now - timedelta(minutes=1) for at in self._greeted.values())
        messenger = self._messengers.get(to.channel)
        if messenger is None or to in self._greeted or lately >= MOST_A_MINUTE:
            return
        self._greeted[to] = now
        self._wanted.put_nowait((messenger, to, message, key))

    async def run(self) -> None:
        """Say what is wanted, each beside the others; ends only by being cancelled."""
        under_way: set[asyncio.Task[None]] = set()
        try:
            while True:
                task = asyncio.create_task(_say(*await self._wanted.get()))
                under_way.add(task)
                task.add_done_callback(under_way.discard)
        finally:
            await end(under_way)


async def _say(messenger: Sends, to: Address, message: Message, key: DeliveryKey) -> None:
    try:
        await messenger.send(to, message, key=key)
    except DeliveryFailed as failure:
        log.info("greeting_failed", channel=to.channel, outcome=type(failure).__name__)
    except Exception as error:  # a fault of ours: nobody waits for a greeting, and the next ones go on
        stop_if_cancelled()
        log.error("greeting_failed", channel=to.channel, outcome=type(error).__name__)
