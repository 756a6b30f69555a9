"""Links that sign somebody in, and the sessions that they begin."""

from datetime import datetime
from typing import Protocol

from bot.domain.administration.sign_in import SignInOrigin, SignInSession
from bot.domain.identifiers import PersonId


class SignIns(Protocol):
    """Links and sessions are found by the hash of their secret, which is kept nowhere."""

    async def offer(self, digest: bytes, person: PersonId, *, expires_at: datetime, origin: SignInOrigin) -> None:
        """A link; the person's earlier one ends."""

    async def take(self, digest: bytes, *, at: datetime) -> tuple[PersonId, SignInOrigin] | None:
        """Use up a link, and say whose it was and who asked for it; None if it is unknown, used or too old. Of many at
        once exactly one gets it."""

    async def begin(self, digest: bytes, session: SignInSession) -> None: ...

    async def session(self, digest: bytes) -> SignInSession | None: ...

    async def note_seen(self, digest: bytes, *, at: datetime) -> None: ...

    async def end(self, digest: bytes) -> None:
        """With what the session has uploaded."""

    async def end_all(self, person: PersonId) -> None:
        """Every session of a person with what it has uploaded, and the link that may begin another."""

    async def forget(self, *, links_until: datetime, unseen_since: datetime) -> None:
        """Links that had run out by then, and sessions that nobody has used since."""
