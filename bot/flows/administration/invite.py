"""Inviting one person: a new code, and with it the end of the one before, or of their whole address."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from bot.domain.administration.log import Actor, Author
from bot.domain.identifiers import PersonId
from bot.domain.organisation.people import Channel
from bot.flows.administration.revoke import revoke_in
from bot.flows.answering.enrol import invited, issue_code
from bot.ports import Clock, Entropy, Storage

JoinLinkOf = Callable[[Channel, str], Awaitable[str]]
"""The link that carries a code on a channel; empty where none can be had."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """The only time that the code itself is seen."""

    code: str
    link: str
    expires_at: datetime


class InvitePerson:
    """A code works once, for 14 days; only this person's changes. That it was made stands in the log, it does not."""

    def __init__(
        self,
        *,
        storage: Storage,
        clock: Clock,
        entropy: Entropy,
        link: JoinLinkOf,
        channels_off: Collection[Channel] = (),
    ) -> None:
        """`channels_off`: those on which nobody can use a code now."""
        self._storage, self._clock, self._entropy, self._link = storage, clock, entropy, link
        self._channels_off = channels_off

    async def __call__(self, person: PersonId, *, ends_address: bool, author: Author) -> Invitation | None:
        """`ends_address`: whatever they were reached by ends for good, and they are signed out; otherwise nobody is
        invited who has joined. Nobody is invited to a channel that is off.

        None if nothing was done.
        """
        now = self._clock.now()
        async with self._storage.writing() as work:
            found = await work.rosters.person(person)
            held = await work.rosters.memberships_of(person)
            if found is None or not held or found.channel in self._channels_off:
                return None
            if ends_address:
                await revoke_in(work, person, at=now, author=author, entropy=self._entropy)
            elif await work.rosters.address_of(person) is not None:
                return None
            code, expires_at = await issue_code(work, person, entropy=self._entropy, now=now)
            units = [each.unit for each in held]
            entry = invited(f"invited: {person}", units, about=Actor.person(person), author=author, at=now)
            await work.administration_log.add([entry], token=self._entropy.token)
        return Invitation(code=code, link=await self._link(found.channel, code), expires_at=expires_at)
