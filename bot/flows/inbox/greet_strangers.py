"""One kind line to somebody who is on no list, sent at once because nobody without a person has deliveries."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Protocol

import structlog

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
    """Tell a stranger how to join, at most once an hour each; a line that does not arrive is not repeated."""

    def __init__(self, *, messengers: Mapping[Channel, Sends], clock: Clock) -> None:
        self._messengers, self._clock = messengers, clock
        self._greeted: dict[Address, datetime] = {}

    async def __call__(self, to: Address, message: Message, *, key: DeliveryKey) -> None:
        now = self._clock.now()
        self._greeted = {who: at for who, at in self._greeted.items() if now - ONCE_IN < at <= now}
        lately = sum(at > now - timedelta(minutes=1) for at in self._greeted.values())
        messenger = self._messengers.get(to.channel)
        if messenger is None or to in self._greeted or lately >= MOST_A_MINUTE:
            return
        self._greeted[to] = now
        try:
            await messenger.send(to, message, key=key)
        except DeliveryFailed as failure:
            log.info("greeting_failed", channel=to.channel, outcome=type(failure).__name__)
