"""The log of administration in memory."""

from bot.repositories.administration_log import LogEntry
from tests.support.memory.state import State, newest_number


class MemoryAdministrationLog:
    def __init__(self, state: State) -> None:
        self._log = state.administration_log

    async def add(self, entry: LogEntry) -> None:
        self._log[newest_number(self._log) + 1] = entry
