"""Flows within a transaction that is open already: what somebody presses in a chat is acted upon where it is filed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.ports import UnitOfWork


class OpenWork:
    """Satisfies `Storage`. Whoever began the transaction ends it, so only flows belong here that refuse before they
    write."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[UnitOfWork]:
        yield self._work

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[UnitOfWork]:
        yield self._work
