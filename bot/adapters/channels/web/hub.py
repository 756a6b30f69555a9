"""Who has a chat page open, so that a new message reaches it at once."""

import asyncio
import hashlib
from collections import defaultdict
from collections.abc import Collection

from bot.domain.identifiers import PersonId

PAGES_A_CHAT = 5
"""Open pages of one chat that hear of news at once; further ones show what there is when they are opened."""


def chat_key(person: PersonId) -> str:
    """The name of a person's chat between processes: a digest, so that no staff number comes into a server's log."""
    return hashlib.sha256(f"chat\x1f{person}".encode()).hexdigest()[:24]


class Hub:
    """Wakes the open pages of a chat. Pages also look by themselves now and then, so a lost call only delays."""

    def __init__(self) -> None:
        self.is_closed = False
        self._pages: dict[str, set[asyncio.Event]] = defaultdict(set)

    async def announce(self, people: Collection[PersonId]) -> None:
        """The chats of these people have changed."""
        if self._pages:
            await self.ring([chat_key(person) for person in people])

    async def ring(self, keys: Collection[str] | None) -> None:
        """Wake the pages of these chats; of all when None."""
        for key in list(self._pages) if keys is None else keys:
            for page in self._pages.get(key, ()):
                page.set()

    async def close(self) -> None:
        """Let all pages go, because the process ends; their browsers ask again."""
        self.is_closed = True
        await self.ring(None)

    def enter(self, person: PersonId) -> asyncio.Event | None:
        """An event that is set whenever the person's chat changes, until it `leave`s; None where there are enough."""
        key = chat_key(person)
        if len(self._pages.get(key, ())) >= PAGES_A_CHAT:
            return None
        event = asyncio.Event()
        self._pages[key].add(event)
        return event

    def leave(self, person: PersonId, event: asyncio.Event) -> None:
        key = chat_key(person)
        self._pages[key].discard(event)
        if not self._pages[key]:
            del self._pages[key]
