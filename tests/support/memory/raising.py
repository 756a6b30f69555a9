"""The half of a key, in memory."""

from tests.support.memory.state import State


class MemoryRaising:
    def __init__(self, state: State) -> None:
        self._halves = state.raising_half

    async def half(self) -> bytes | None:
        return self._halves.get(1)

    async def make_half(self, fresh: bytes) -> bytes:
        return self._halves.setdefault(1, fresh)
