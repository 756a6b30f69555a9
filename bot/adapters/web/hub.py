"""Who has a chat page open, so that a new message reaches it at once."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager

from bot.domain.identifiers import PersonId


class Hub:
    """Wakes the open pages of a person. Pages also look by themselves now and then, so a lost call only delays."""

    def __init__(self) -> None:
        self._pages: dict[PersonId, set[asyncio.Event]] = defaultdict(set)

    async def announce(self, people: Collection[PersonId]) -> None:
        for person in people:
            for page in self._pages.get(person, ()):
                page.set()

    @asynccontextmanager
    async def page(self, person: PersonId) -> AsyncIterator[asyncio.Event]:
        """An event that is set whenever the person's chat changes."""
        event = asyncio.Event()
        self._pages[person].add(event)
        try:
            yield event
        finally:
            self._pages[person].discard(event)
            if not self._pages[person]:
                del self._pages[person]
