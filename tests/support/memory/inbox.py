"""The inbox in memory."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from bot.domain.organisation.people import Channel
from bot.repositories.inbox import InboxKey, SealedUpdate, WaitingUpdate
from tests.support.memory.state import Filed, State


class MemoryInbox:
    def __init__(self, state: State) -> None:
        self._state = state

    async def keep(self, updates: Sequence[SealedUpdate]) -> None:
        for update in updates:
            key = (update.channel, update.update_id)
            if key not in self._state.inbox:
                number = max((filed.number for filed in self._state.inbox.values()), default=0) + 1
                self._state.inbox[key] = Filed(number=number, update=update)

    async def pending(self, *, limit: int) -> Sequence[WaitingUpdate]:
        return [
            WaitingUpdate(number=filed.number, update=filed.update)
            for filed in self._state.inbox.values()
            if filed.update is not None
        ][:limit]

    async def hold(self) -> None:
        """Nobody else is there."""

    async def finish(self, numbers: Collection[int], *, on: date) -> int:
        waiting = [key for key, filed in self._state.inbox.items() if filed.number in numbers and filed.update]
        for key in waiting:
            self._state.inbox[key] = replace(self._state.inbox[key], update=None, filed_on=on)
        return len(waiting)

    async def known(self, update_ids: Collection[tuple[Channel, str]]) -> frozenset[tuple[Channel, str]]:
        return frozenset(each for each in update_ids if each in self._state.inbox)

    async def purge(self, *, before: date) -> int:
        old = [
            key for key, filed in self._state.inbox.items() if filed.filed_on is not None and filed.filed_on < before
        ]
        for key in old:
            del self._state.inbox[key]
        return len(old)

    async def keys(self) -> Sequence[InboxKey]:
        return [self._state.inbox_keys[week] for week in sorted(self._state.inbox_keys)]

    async def put_key(self, key: InboxKey) -> None:
        self._state.inbox_keys[key.week] = key

    async def count_sealed(self, key: InboxKey) -> int:
        return len(self._under(key))

    async def give_up(self, key: InboxKey, *, on: date) -> int:
        return await self.finish(self._under(key), on=on)

    async def forget_key(self, key: InboxKey) -> None:
        self._state.inbox_keys.pop(key.week, None)

    def _under(self, key: InboxKey) -> list[int]:
        kept = self._state.inbox.values()
        return [filed.number for filed in kept if filed.update is not None and filed.update.key == key.week]
