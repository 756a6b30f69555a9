"""One kind line to somebody who is on no list, sent at once because nobody without a person has deliveries."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from bot.cancellation import end, stop_if_cancelled
from bot.domain.identifiers import DeliveryKey, MessageRef
from bot.domain.messaging.messages import Message, MessageKind
from bot.domain.organisation.people import Address, Channel
from bot.flows.inbox.pace_answers import MOST_A_MINUTE, PaceAnswers
from bot.ports import Clock, DeliveryFailed, Timer

log = structlog.get_logger()

_MINUTE = timedelta(minutes=1)


class Sends(Protocol):
    """The part of a messenger that greeting needs."""

    async def send(self, to: Address, message: Message, *, key: DeliveryKey) -> MessageRef: ...

    async def edit(self, to: Address, ref: MessageRef, message: Message, *, reply_via: str = "") -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    messenger: Sends
    to: Address
    message: Message
    key: DeliveryKey
    edits: MessageRef | None


class GreetStrangers:
    """Tell a stranger how to join, at most once a minute each; a line that does not arrive is not repeated.

    - Whoever brings a code that does not work is answered every time, at the pace of all such answers.
    - What is said in the place of a pressed message is said at once, and nothing else replaces it. If it cannot stand
      there, it is said below.
    - Whoever asks for a greeting never waits for the platform: `run` says it, beside everything else.
    """

    def __init__(self, *, messengers: Mapping[Channel, Sends], clock: Clock, timer: Timer, pace: PaceAnswers) -> None:
        self._messengers, self._clock, self._timer, self._pace = messengers, clock, timer, pace
        self._greeted: dict[Address, datetime] = {}
        self._waiting: dict[Address, _Line] = {}
        self._wanted: asyncio.Queue[tuple[float, _Line | Address]] = asyncio.Queue()

    def __call__(self, to: Address, message: Message, *, key: DeliveryKey, edits: MessageRef | None = None) -> None:
        messenger = self._messengers.get(to.channel)
        if messenger is None:
            return
        line = _Line(messenger=messenger, to=to, message=message, key=key, edits=edits)
        now = self._clock.now()
        if edits is not None:
            self._wanted.put_nowait((0.0, line))
        elif message.kind is MessageKind.ANSWER:
            self._answer(line, now)
        else:
            self._greet(line, now)

    def _greet(self, line: _Line, now: datetime) -> None:
        self._greeted = {who: at for who, at in self._greeted.items() if now - _MINUTE < at <= now}
        lately = sum(at > now - _MINUTE for at in self._greeted.values())
        if line.to not in self._greeted and lately < MOST_A_MINUTE:
            self._greeted[line.to] = now
            self._wanted.put_nowait((0.0, line))

    def _answer(self, line: _Line, now: datetime) -> None:
        is_on_its_way = line.to in self._waiting
        self._waiting[line.to] = line
        if not is_on_its_way:
            wait = self._pace(line.to, now=now).at - now
            self._wanted.put_nowait((wait.total_seconds(), line.to))

    async def run(self) -> None:
        """Say what is wanted, each beside the others; ends only by being cancelled."""
        under_way: set[asyncio.Task[None]] = set()
        try:
            while True:
                task = asyncio.create_task(self._say(*await self._wanted.get()))
                under_way.add(task)
                task.add_done_callback(under_way.discard)
        finally:
            await end(under_way)

    async def _say(self, seconds: float, what: _Line | Address) -> None:
        if seconds:
            await self._timer.sleep(seconds)
        line = what if isinstance(what, _Line) else self._waiting.pop(what)
        try:
            if not await self._is_edited(line):
                await line.messenger.send(line.to, line.message, key=line.key)
        except DeliveryFailed as failure:
            log.info("greeting_failed", channel=line.to.channel, outcome=type(failure).__name__)
        except Exception as error:  # a fault of ours: nobody waits for a greeting, and the next ones go on
            stop_if_cancelled()
            log.error("greeting_failed", channel=line.to.channel, outcome=type(error).__name__)

    @staticmethod
    async def _is_edited(line: _Line) -> bool:
        if line.edits is None:
            return False
        try:
            await line.messenger.edit(line.to, line.edits, line.message)
        except DeliveryFailed:
            return False
        return True
