"""The inbox in memory."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.messaging.inbound import Inbound
from bot.repositories.inbox import WaitingUpdate
from tests.support.memory.state import Filed, State


class MemoryInbox:
    def __init__(self, state: State) -> None:
        self._state = state

    async def keep(self, updates: Sequence[Inbound], *, at: datetime) -> None:
        for update in updates:
            key = (update.sender.channel, update.update_id)
            if key not in self._state.inbox:
                number = max((filed.number for filed in self._state.inbox.values()), default=0) + 1
                self._state.inbox[key] = Filed(number=number, update=update, received_at=at)

    async def pending(self, *, limit: int) -> Sequence[WaitingUpdate]:
        return [
            WaitingUpdate(number=filed.number, update=filed.update)
            for filed in self._state.inbox.values()
            if filed.update is not None
        ][:limit]

    async def finish(self, numbers: Collection[int], *, at: datetime) -> int:
        waiting = [key for key, filed in self._state.inbox.items() if filed.number in numbers and filed.update]
        for key in waiting:
            self._state.inbox[key] = replace(self._state.inbox[key], update=None, processed_at=at)
        return len(waiting)

    async def purge(self, *, before: datetime) -> int:
        old = [
            key
            for key, filed in self._state.inbox.items()
            if filed.processed_at is not None and filed.processed_at < before
        ]
        for key in old:
            del self._state.inbox[key]
        return len(old)

    async def count_pending(self) -> int:
        return sum(1 for filed in self._state.inbox.values() if filed.update is not None)
