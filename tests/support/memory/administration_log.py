"""The log of administration and the revisions in memory."""

from collections.abc import Collection, Sequence
from datetime import datetime

from bot.domain.administration.log import AdministrationAct, LogEntry
from bot.domain.administration.revisions import Revision, RevisionParts
from bot.domain.proof.chain import ChainEnd
from bot.repositories.administration_log import Token
from tests.support.memory.state import State, newest_number


class MemoryAdministrationLog:
    def __init__(self, state: State) -> None:
        self._log = state.administration_log

    async def add(self, entries: Sequence[LogEntry], *, token: Token) -> None:  # noqa: ARG002 - no numbers to draw
        for entry in entries:
            if entry.words is None:
                raise ValueError("an entry is written with its words")
            self._log[newest_number(self._log) + 1] = entry

    async def end(self) -> ChainEnd | None:
        """Nothing is chained in memory."""
        return None

    async def entries(
        self, *, since: datetime | None = None, revisions: Collection[int] | None = None
    ) -> Sequence[LogEntry]:
        return [
            entry
            for entry in self._log.values()
            if (since is None or entry.at >= since) and (revisions is None or entry.revision in revisions)
        ]

    async def newest(self, *, since: datetime | None, before: int | None, limit: int) -> Sequence[tuple[int, LogEntry]]:
        found = [
            (number, entry)
            for number, entry in sorted(self._log.items(), reverse=True)
            if (since is None or entry.at >= since) and (before is None or number < before)
        ]
        return found[:limit]

    async def last(self, act: AdministrationAct) -> datetime | None:
        return max((entry.at for entry in self._log.values() if entry.act is act), default=None)


class MemoryRevisions:
    def __init__(self, state: State) -> None:
        self._state = state

    async def claim(self) -> None:
        """Writers take turns anyway."""

    async def newest(self) -> int:
        return self._state.newest_revision.get("current", 0)

    async def add(self, revision: Revision, parts: RevisionParts, *, token: Token) -> None:  # noqa: ARG002
        if revision.number in self._state.revisions:
            raise ValueError("a number is given once")
        self._state.revisions[revision.number] = revision, parts

    async def recorded(self) -> Sequence[Revision]:
        return [self._state.revisions[number][0] for number in sorted(self._state.revisions)]

    async def parts(self, number: int) -> RevisionParts | None:
        found = self._state.revisions.get(number)
        return None if found is None else found[1]
