"""Halts in memory."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.identifiers import UnitId
from bot.domain.programme.halts import Halt
from tests.support.memory.state import State, newest_number


class MemoryHalts:
    def __init__(self, state: State) -> None:
        self._halts = state.halts

    async def add(self, halt: Halt) -> None:
        self._halts[newest_number(self._halts) + 1] = halt

    async def end(self, unit: UnitId | None, *, at: datetime) -> None:
        for number, halt in list(self._halts.items()):
            if halt.unit == unit and (halt.until is None or halt.until > at):
                self._halts[number] = replace(halt, until=at)

    async def lasting_after(self, at: datetime) -> Sequence[Halt]:
        lasting = [(halt.since, number, halt) for number, halt in self._halts.items()]
        return [halt for _, _, halt in sorted(lasting, key=lambda each: each[:2]) if not halt.until or halt.until > at]
