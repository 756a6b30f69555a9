"""Links that sign somebody in, and sessions; both are found by the hash of their secret."""

from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select, update

from bot.domain.administration.sign_in import SignInOrigin, SignInSession
from bot.domain.identifiers import PersonId
from storage.repositories.base import Repository
from storage.schema.tables import console_sessions, sign_in_links, uploads

_TAKE = (
    delete(sign_in_links)
    .where(
        sign_in_links.c.digest == bindparam("link"),
        sign_in_links.c.expires_at > bindparam("at", type_=sign_in_links.c.expires_at.type),
    )
    .returning(sign_in_links.c.person, sign_in_links.c.origin)
)
_SESSION = select(console_sessions).where(console_sessions.c.digest == bindparam("session"))
_SEEN = (
    update(console_sessions)
    .where(console_sessions.c.digest == bindparam("session"))
    .values(seen_at=bindparam("at", type_=console_sessions.c.seen_at.type))
)
_END = delete(console_sessions).where(console_sessions.c.digest == bindparam("session"))
_END_UPLOAD = delete(uploads).where(uploads.c.digest == bindparam("session"))


class StoredSignIns(Repository):
    __slots__ = ()

    async def offer(self, digest: bytes, person: PersonId, *, expires_at: datetime, origin: SignInOrigin) -> None:
        await self._transaction.run(delete(sign_in_links).where(sign_in_links.c.person == person))
        row = {"digest": digest, "person": person, "expires_at": expires_at, "origin": origin.value}
        await self._transaction.run(insert(sign_in_links), row)

    async def take(self, digest: bytes, *, at: datetime) -> tuple[PersonId, SignInOrigin] | None:
        row = await self._transaction.row(_TAKE, {"link": digest, "at": at})
        return None if row is None else (row.person, SignInOrigin(row.origin))

    async def begin(self, digest: bytes, session: SignInSession) -> None:
        row = {
            "digest": digest,
            "person": session.person,
            "as_administrator": session.as_administrator,
            "seen_at": session.seen_at,
            "origin": session.origin.value,
        }
        await self._transaction.run(insert(console_sessions), row)

    async def session(self, digest: bytes) -> SignInSession | None:
        row = await self._transaction.row(_SESSION, {"session": digest})
        if row is None:
            return None
        return SignInSession(
            person=row.person,
            as_administrator=row.as_administrator,
            seen_at=row.seen_at,
            origin=SignInOrigin(row.origin),
        )

    async def note_seen(self, digest: bytes, *, at: datetime) -> None:
        await self._transaction.run(_SEEN, {"session": digest, "at": at})

    async def end(self, digest: bytes) -> None:
        await self._transaction.run(_END_UPLOAD, {"session": digest})
        await self._transaction.run(_END, {"session": digest})

    async def end_all(self, person: PersonId) -> None:
        theirs = select(console_sessions.c.digest).where(console_sessions.c.person == person)
        await self._transaction.run(delete(uploads).where(uploads.c.digest.in_(theirs)))
        await self._transaction.run(delete(console_sessions).where(console_sessions.c.person == person))
        await self._transaction.run(delete(sign_in_links).where(sign_in_links.c.person == person))

    async def forget(self, *, links_until: datetime, unseen_since: datetime) -> None:
        await self._transaction.run(delete(sign_in_links).where(sign_in_links.c.expires_at <= links_until))
        await self._transaction.run(delete(console_sessions).where(console_sessions.c.seen_at <= unseen_since))
