"""How Rounds is, for whoever watches the machine: one truth for the console, `/readyz` and `/metrics`."""

import platform
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.errors import StorageUnavailable
from bot.domain.health.parts import Part
from bot.domain.health.troubles import Parts
from bot.domain.iso_weeks import IsoWeek
from bot.flows.operations.check_readiness import Readiness
from bot.flows.operations.count_totals import Totals
from bot.flows.operations.health import HealthBoard, LastTrouble
from bot.ports import Clock, Storage


class Figures(Protocol):
    """Holds totals back for a day: live ones would tell that somebody has just pressed something."""

    @property
    def told(self) -> Totals | None:
        """Those that may be told."""

    @property
    def last_tick(self) -> datetime | None: ...

    def is_new_day(self, now: datetime) -> bool: ...

    def refresh(self, *, now: datetime, found: Readiness, totals: Totals | None) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthNow:
    """Without a name, an id or an address of anybody."""

    now: datetime
    parts: Parts
    last_troubles: Mapping[Part, LastTrouble] = field(default_factory=dict)
    """By part, since the process started."""
    waits: timedelta | None = None
    """For how long the oldest question or digest has been due; None while it is not known."""
    last_tick: datetime | None = None
    """None in a process that does not tick, or has not yet."""
    last_backup: datetime | None = None
    last_closed: IsoWeek | None = None
    totals: Totals | None = None
    """A day late; None until a day after the start."""
    versions: Mapping[str, str] = field(default_factory=dict)

    @property
    def troubles(self) -> Parts:
        return {part: troubles for part, troubles in self.parts.items() if troubles}


class ReadHealth:
    def __init__(
        self,
        *,
        storage: Storage,
        check: Callable[[], Awaitable[Readiness]],
        count: Callable[[], Awaitable[Totals | None]],
        figures: Figures,
        board: HealthBoard,
        clock: Clock,
        version: str,
    ) -> None:
        self._storage, self._check, self._count, self._figures = storage, check, count, figures
        self._board, self._clock = board, clock
        self._versions = {"Rounds": version, "Python": platform.python_version()}

    async def parts(self) -> Parts:
        """The figures take over what was found."""
        return (await self._found())[0].parts

    async def __call__(self) -> HealthNow:
        found, now = await self._found()
        return HealthNow(
            now=now,
            parts=found.parts,
            last_troubles=self._board.last,
            waits=found.waits(now),
            last_tick=self._figures.last_tick,
            last_backup=found.last_backup,
            last_closed=found.last_closed,
            totals=self._figures.told,
            versions={**self._versions, **await self._database()},
        )

    async def _found(self) -> tuple[Readiness, datetime]:
        found, now = await self._check(), self._clock.now()
        totals = await self._count() if self._figures.is_new_day(now) else None
        self._figures.refresh(now=now, found=found, totals=totals)
        return found, now

    async def _database(self) -> Mapping[str, str]:
        try:
            async with self._storage.reading() as work:
                name, _, number = (await work.machine.database_name()).partition(" ")
        except StorageUnavailable:
            return {}
        return {name: number}
