"""The auditor: compares what should have been sent with what was, and says so where somebody looks."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta

import structlog

from bot.domain.errors import StorageUnavailable
from bot.domain.health.parts import Part, PartKind
from bot.domain.health.troubles import Trouble, TroubleKind
from bot.domain.messaging.delivery_audit import Audit
from bot.domain.organisation.people import Channel
from bot.flows.operations.check_readiness import GRACE
from bot.flows.operations.health import HealthBoard
from bot.flows.operations.keep_running import keep_running
from bot.ports import Clock, Storage, Timer

log = structlog.get_logger()

PART = Part(kind=PartKind.DELIVERIES)
EVERY = 600.0

Ping = Callable[[], Awaitable[None]]
"""Tells a watcher outside that all is well; its silence is the alarm."""


class AuditDeliveries:
    """Every pulse of every leased round has a message, and every message is in a final state ten minutes after its
    time; whatever has been due for ten minutes gets less from one audit to the next.

    It reads what the other flows wrote and trusts none of them. The watcher outside is told only that all is clean:
    a process that hangs, or a database that cannot be read, says nothing, and that is the alarm.
    """

    def __init__(
        self,
        *,
        storage: Storage,
        clock: Clock,
        timer: Timer,
        health: HealthBoard,
        channels: Callable[[], Sequence[Channel]],
        ping: Ping | None = None,
        grace: timedelta = GRACE,
    ) -> None:
        """`channels` are the accounts that this process sends on: what waits on the others is not its doing."""
        self._storage, self._clock, self._timer, self._health = storage, clock, timer, health
        self._channels, self._ping, self._grace = channels, ping, grace
        self._waited: tuple[datetime, Mapping[Channel, int]] | None = None

    async def run(self, *, every: float = EVERY) -> None:
        """Audit again and again until cancelled."""

        async def audit() -> float:
            await self()
            return every

        await keep_running(PART, audit, health=self._health, wait=self._timer.sleep, again=every)

    async def __call__(self) -> bool:
        """Whether all is clean; the reasons stand on the health board."""
        try:
            findings = _troubles(await self._look())
        except StorageUnavailable:
            self._health.troubled(PART, Trouble(kind=TroubleKind.UNAUDITED))
            return False
        if findings:
            log.warning("audit_found", findings=[each.line for each in findings])
            self._health.troubled(PART, *findings)
            return False
        self._health.well(PART)
        if self._ping is not None:
            await self._ping()
        return True

    async def _look(self) -> Audit:
        now = self._clock.now()
        long_since = now - self._grace
        async with self._storage.reading() as work:
            waiting = await work.audits.waiting(since=long_since)
            left = {} if self._waited is None else await work.audits.waiting(since=self._waited[0])
            missing = await work.audits.missing(now=now)
            unsettled = await work.audits.unsettled(since=long_since)
            unclosed = await work.audits.unclosed(since=long_since)
        before = {} if self._waited is None else self._waited[1]
        self._waited = long_since, waiting
        stuck = {
            channel: count
            for channel in self._channels()
            if (count := left.get(channel, 0)) and count >= before.get(channel, 0)
        }
        return Audit(missing=missing, unsettled=unsettled, unclosed=unclosed, stuck=stuck)


def _troubles(found: Audit) -> Sequence[Trouble]:
    """Empty when all is well. How many there are is not said: of questions that nobody closed it is how many people did
    not answer, and of messages that wait how many pressed."""
    counted = (
        (TroubleKind.NEVER_PUT_OUT, found.missing),
        (TroubleKind.UNSETTLED, found.unsettled),
        (TroubleKind.UNCLOSED, found.unclosed),
    )
    stuck = [Trouble(kind=TroubleKind.STUCK, channel=channel) for channel, count in found.stuck.items() if count]
    return [*(Trouble(kind=kind) for kind, count in counted if count), *stuck]
