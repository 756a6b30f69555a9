"""A chat platform in this process with its own record and the faults of real ones: outages, 429s, lost calls."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from bot.domain.identifiers import DeliveryKey, MessageRef
from bot.domain.messaging.messages import Message
from bot.domain.organisation.people import Address, Channel
from bot.ports import CannotTell, Found, Messenger, NotSent, NotThere, RateLimited, Search, Unsure
from tests.support.channels import SLACK
from tests.support.clocks import StillClock
from tests.support.drills.year_record import Record

OUTAGE = timedelta(hours=6)


class Killed(BaseException):
    """The process ends in the middle of a call; nothing of it goes on."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A new message on somebody's screen."""

    to: str
    ref: MessageRef
    message: Message


@dataclass(slots=True, kw_only=True)
class RecordingPlatform:
    """The `Messenger` port. Whatever it accepts is in the record before anybody is told of it.

    With a `wire` its messages really go out, to a loopback server through the real library.
    """

    channel: Channel
    clock: StillClock
    record: Record
    chance: Random
    wire: Messenger | None = None
    silent_until: float = 0.0
    """When the last Retry-After ends."""
    is_down: bool = False
    refusing: float = 1 / 400
    """Share of calls that are answered with 429."""
    losing: float = 1 / 800
    """Share of calls whose answer never comes back; half of these messages have arrived."""
    fault: str = ""
    """What is wrong with every tenth message on purpose."""
    doom: int = -1
    """The how manyeth call from now kills the process; -1 for none."""
    calls: int = 0
    early: int = 0
    """Calls before the Retry-After was over."""
    left_unsure: int = 0
    arrivals: list[Arrival] = field(default_factory=list)
    _newest: dict[str, list[tuple[DeliveryKey, MessageRef]]] = field(default_factory=dict)
    """By chat, the last few messages: what `conversations.history` would show."""

    async def send(self, to: Address, message: Message, *, key: DeliveryKey) -> MessageRef:
        number = self._take_call()
        if self._is_doomed():
            if self.chance.random() < 0.5:
                await self._accept(to, message, key, number)
            raise Killed
        fate = self.chance.random()
        if fate < self.losing:
            self.left_unsure += 1
            if fate < self.losing / 2:
                await self._accept(to, message, key, number)
            raise Unsure("the answer never came")
        return await self._accept(to, message, key, number)

    async def edit(self, to: Address, ref: MessageRef, message: Message, *, reply_via: str = "") -> None:
        self._take_call()
        if self._is_doomed():
            raise Killed
        if self.wire is not None:
            await self.wire.edit(to, ref, message, reply_via=reply_via)

    async def check(self) -> None:
        if self.is_down:
            raise NotSent("connection refused")

    async def send_file(self, to: Address, *, name: str, body: bytes, words: str) -> None:
        raise NotImplementedError("nobody asks for their data in a year")

    async def find_sent(self, to: Address, *, key: DeliveryKey, since: datetime, near: MessageRef | None) -> Search:
        await self.check()
        if self.channel != SLACK:
            return CannotTell()
        if self.wire is not None:
            return await self.wire.find_sent(to, key=key, since=since, near=near)
        found = next((ref for known, ref in self._newest.get(to.value, []) if known == key), None)
        return NotThere() if found is None else Found(ref=found)

    def take_arrivals(self) -> list[Arrival]:
        taken, self.arrivals = self.arrivals, []
        return taken

    def _take_call(self) -> int:
        if self.is_down:
            raise NotSent("connection refused")
        now = self.clock.now().timestamp()
        self.early += now < self.silent_until
        self.calls += 1
        if self.chance.random() < self.refusing:
            seconds = self.chance.randint(1, 60)
            self.silent_until = now + seconds
            raise RateLimited(seconds)
        return self.calls

    def _is_doomed(self) -> bool:
        self.doom = max(self.doom - 1, -1)
        return self.doom == 0

    async def _accept(self, to: Address, message: Message, key: DeliveryKey, number: int) -> MessageRef:
        ref = MessageRef(f"{to.value}:{number}")
        if self.fault == "swallow a message" and self.calls % 10 == 0:
            return ref
        if self.fault == "send twice" and self.calls % 10 == 0:
            self.record.accept(key, at=self.clock.now())
        if self.wire is not None:
            ref = await self.wire.send(to, message, key=key)
        self.record.accept(key, at=self.clock.now())
        shown = self._newest.setdefault(to.value, [])
        shown.append((key, ref))
        del shown[:-5]
        self.arrivals.append(Arrival(to.value, ref, message))
        return ref


class Weather:
    """When platforms are away for hours, and which calls will kill the process. Seeded."""

    def __init__(self, platforms: Mapping[Channel, RecordingPlatform], *, begins: datetime, chance: Random) -> None:
        self._platforms, self._chance = platforms, chance
        self._outages = {channel: self._next_outage(begins) for channel in platforms}

    def change(self, now: datetime, *, kills: bool) -> int:
        """Outages begin and end, and where it `kills`, calls are drawn; says how many outages have ended."""
        ended = 0
        for channel, begins in self._outages.items():
            platform = self._platforms[channel]
            platform.is_down = begins <= now < begins + OUTAGE
            if now >= begins + OUTAGE:
                ended += 1
                self._outages[channel] = self._next_outage(now)
            if kills and platform.doom < 1 and self._chance.random() < 1 / 300:
                platform.doom = self._chance.randint(1, 40)
        return ended

    def _next_outage(self, now: datetime) -> datetime:
        """About every six weeks; every other one on a Tuesday morning, when everybody is asked."""
        begins = now + timedelta(days=self._chance.uniform(7, 70))
        if self._chance.random() < 0.5:
            begins += timedelta(days=(1 - begins.weekday()) % 7)
            return begins.replace(hour=9, minute=30, second=0, microsecond=0)
        return begins
