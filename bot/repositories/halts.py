"""Halts: when administrators paused everything."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.identifiers import UnitId
from bot.domain.programme.halts import Halt


class Halts(Protocol):
    async def add(self, halt: Halt) -> None: ...

    async def end(self, unit: UnitId | None, *, at: datetime) -> None:
        """Those of exactly this unit (None: of the organisation) that last then or later end."""

    async def lasting_after(self, at: datetime) -> Sequence[Halt]:
        """Those that had not ended by then, by their beginning."""
