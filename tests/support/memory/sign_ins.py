"""Signing in, in memory."""

from dataclasses import replace
from datetime import datetime

from bot.domain.administration.sign_in import SignInOrigin, SignInSession
from bot.domain.identifiers import PersonId
from tests.support.memory.state import Code, State


class MemorySignIns:
    def __init__(self, state: State) -> None:
        self._links, self._sessions, self._uploads = state.sign_in_links, state.sessions, state.uploads

    async def offer(self, digest: bytes, person: PersonId, *, expires_at: datetime, origin: SignInOrigin) -> None:
        self._end_link(person)
        self._links[digest] = Code(person=person, expires_at=expires_at, origin=origin)

    async def take(self, digest: bytes, *, at: datetime) -> tuple[PersonId, SignInOrigin] | None:
        link = self._links.get(digest)
        if link is None or link.expires_at <= at:
            return None
        del self._links[digest]
        return link.person, link.origin

    async def begin(self, digest: bytes, session: SignInSession) -> None:
        self._sessions[digest] = session

    async def session(self, digest: bytes) -> SignInSession | None:
        return self._sessions.get(digest)

    async def note_seen(self, digest: bytes, *, at: datetime) -> None:
        if digest in self._sessions:
            self._sessions[digest] = replace(self._sessions[digest], seen_at=at)

    async def end(self, digest: bytes) -> None:
        self._sessions.pop(digest, None)
        self._uploads.pop(digest, None)

    async def end_all(self, person: PersonId) -> None:
        for digest in [each for each, session in self._sessions.items() if session.person == person]:
            await self.end(digest)
        self._end_link(person)

    async def forget(self, *, links_until: datetime, unseen_since: datetime) -> None:
        for digest in [each for each, link in self._links.items() if link.expires_at <= links_until]:
            del self._links[digest]
        for digest in [each for each, session in self._sessions.items() if session.seen_at <= unseen_since]:
            del self._sessions[digest]

    def _end_link(self, person: PersonId) -> None:
        for digest in [each for each, link in self._links.items() if link.person == person]:
            del self._links[digest]
