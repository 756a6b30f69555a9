"""Signing in to the console: a link that works once begins a session, which is looked at anew for every page."""

from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from bot.domain.administration.log import Actor, AdministrationAct, Author, LogEntry, LogWords, RevisionSource
from bot.domain.administration.sign_in import LINK_LIVES, SignInOrigin, SignInSession, noted_use
from bot.domain.errors import RoundsError
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.organisation.people import Person, Role
from bot.domain.programme.programme import Programme
from bot.domain.retention.tables import LINKS, SESSIONS
from bot.ports import Clock, Entropy, Storage, UnitOfWork


class LinksAreOff(RoundsError):
    """Administrators sign in with accounts of the hospital alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """Who looks at a page, with what they are at this moment."""

    person: Person
    held: Mapping[UnitId, frozenset[Role]]
    programme: Programme
    locale: str
    origin: SignInOrigin


class SignIn:
    """Links, sessions and their ends.

    The secrets of both are kept nowhere, only their hashes. Time is real time: a session that an administrator forgets
    must end in half an hour, whatever the clock of a drill says.
    """

    def __init__(
        self, *, storage: Storage, clock: Clock, entropy: Entropy, administrators_by_link: bool = True
    ) -> None:
        """`administrators_by_link`: whether links sign administrators in, too; else only the hospital's accounts do."""
        self._storage, self._clock, self._entropy = storage, clock, entropy
        self._administrators_by_link = administrators_by_link

    async def offer(self, person: PersonId, *, author: Author | None = None) -> str | None:
        """The secret of a new link, 22 characters; None where nobody on the list has this id. Raises `LinksAreOff`.

        `author`: whoever makes it for somebody else. They could use it, so that they did it stands in the log, and what
        is the person's alone stays closed to the session. Without one the person asks in their own chat.
        """
        async with self._storage.writing() as work:
            held = await _held(work, person)
            if not held:
                return None
            if _administers(held) and not self._administrators_by_link:
                raise LinksAreOff
            if author is not None:
                entry = LogEntry(
                    at=self._clock.now(),
                    act=AdministrationAct.SIGN_IN_OFFERED,
                    author=author,
                    words=LogWords(what=f"link to sign in made: {person}", units=frozenset(held)),
                    about=Actor.person(person),
                )
                await work.administration_log.add([entry], token=self._entropy.token)
            origin = SignInOrigin.CHAT if author is None else SignInOrigin.SHELL
            return await self._offered(work, person, origin)

    async def offer_in(self, work: UnitOfWork, person: PersonId) -> str:
        """The same within a transaction, for somebody who is on the list and asks for it in their own chat."""
        return await self._offered(work, person, SignInOrigin.CHAT)

    async def _offered(self, work: UnitOfWork, person: PersonId, origin: SignInOrigin) -> str:
        secret = self._new_secret()
        await work.sign_ins.offer(_digest(secret), person, expires_at=self._clock.now() + LINK_LIVES, origin=origin)
        return secret

    async def begin(self, secret: str) -> str | None:
        """Use a link up; the secret of the session that it begins, or None if it does not work (any more)."""
        async with self._storage.writing() as work:
            taken = await work.sign_ins.take(_digest(secret), at=self._clock.now())
            if taken is None:
                return None
            person, origin = taken
            held = await _held(work, person)
            if _administers(held) and not self._administrators_by_link:
                return None
            return await self._begun(work, person, held, origin)

    async def begin_as(self, person: PersonId) -> str | None:
        """The secret of a session of somebody whose hospital vouches for them; None where nobody on the list has this
        id."""
        async with self._storage.writing() as work:
            return await self._begun(work, person, await _held(work, person), SignInOrigin.ACCOUNT)

    async def _begun(
        self, work: UnitOfWork, person: PersonId, held: Mapping[UnitId, frozenset[Role]], origin: SignInOrigin
    ) -> str | None:
        if not held:
            return None
        session, now, is_administrator = self._new_secret(), self._clock.now(), _administers(held)
        await work.sign_ins.begin(
            _digest(session),
            SignInSession(
                person=person,
                as_administrator=is_administrator,
                seen_at=noted_use(now, as_administrator=is_administrator),
                origin=origin,
            ),
        )
        if is_administrator:  # when others look is theirs alone
            entry = LogEntry(
                at=now,
                act=AdministrationAct.SIGNED_IN,
                author=Author(who=Actor.person(person), source=RevisionSource.CONSOLE),
                words=LogWords(what="signed in"),
            )
            await work.administration_log.add([entry], token=self._entropy.token)
        return session

    async def who(self, session: str) -> SignedIn | None:
        """Whose session this is; None for one that is none, or has ended by now."""
        digest, now = _digest(session), self._clock.now()
        async with self._storage.reading() as work:
            found = await work.sign_ins.session(digest)
            if found is None:
                return None
            person, programme = await work.rosters.person(found.person), await work.programmes.current()
            held = await _held(work, found.person)
        roles = frozenset[Role]().union(*held.values())
        if person is None or programme is None or not found.goes_on(roles, now=now):
            await self.end(session)
            return None
        if found.is_to_be_noted(roles, now=now):
            at = noted_use(now, as_administrator=found.is_administrators(roles))
            async with self._storage.writing() as work:
                await work.sign_ins.note_seen(digest, at=at)
        locale = programme.organisation.locale_for(person, held)
        return SignedIn(person=person, held=held, programme=programme, locale=locale, origin=found.origin)

    async def end(self, session: str) -> None:
        async with self._storage.writing() as work:
            await work.sign_ins.end(_digest(session))

    async def end_everywhere(self, person: PersonId) -> None:
        async with self._storage.writing() as work:
            await work.sign_ins.end_all(person)

    async def forget_old(self) -> None:
        """Links that have run out, and sessions that nobody has used for long: when somebody asked for their data, or
        was on their own page, is nobody's to read afterwards."""
        now = self._clock.now()
        async with self._storage.writing() as work:
            await work.sign_ins.forget(links_until=LINKS.moment(now), unseen_since=SESSIONS.moment(now))

    def _new_secret(self) -> str:
        return urlsafe_b64encode(self._entropy.token(16)).rstrip(b"=").decode()


async def _held(work: UnitOfWork, person: PersonId) -> Mapping[UnitId, frozenset[Role]]:
    """The roles somebody holds now; nothing of those who have left."""
    return {each.unit: each.roles for each in await work.rosters.memberships_of(person)}


def _administers(held: Mapping[UnitId, frozenset[Role]]) -> bool:
    return any(Role.ADMINISTRATOR in roles for roles in held.values())


def _digest(secret: str) -> bytes:
    """A secret has 128 bits of chance, so nobody finds it by trying hashes."""
    return sha256(secret.encode("utf-8", "replace")).digest()
