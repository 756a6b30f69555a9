"""Ending whatever somebody is reached by: after a lost telephone, or with a link in wrong hands."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.administration.log import Actor, AdministrationAct, Author, LogEntry, LogWords
from bot.domain.identifiers import PersonId
from bot.ports import Clock, Entropy, Storage, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Revoked:
    had_any: bool
    """Whether there was an address, a link or a code to end."""
    is_listed: bool
    """Whether they can be invited anew."""


class RevokePerson:
    def __init__(self, *, storage: Storage, clock: Clock, entropy: Entropy) -> None:
        self._storage, self._clock, self._entropy = storage, clock, entropy

    async def __call__(self, person: PersonId, *, author: Author) -> Revoked | None:
        """None where nobody has this id, now or earlier."""
        async with self._storage.writing() as work:
            if await work.rosters.person(person) is None:
                return None
            return await revoke_in(work, person, at=self._clock.now(), author=author, entropy=self._entropy)


async def revoke_in(work: UnitOfWork, person: PersonId, *, at: datetime, author: Author, entropy: Entropy) -> Revoked:
    """Their address, link and codes end for good, they are signed out everywhere, and it stands in the log."""
    held = await work.rosters.memberships_of(person)
    had_any = await work.rosters.revoke(person)
    await work.sign_ins.end_all(person)
    entry = LogEntry(
        at=at,
        act=AdministrationAct.REVOKED,
        author=author,
        words=LogWords(what=f"link, address and codes ended: {person}", units=frozenset(each.unit for each in held)),
        about=Actor.person(person),
    )
    await work.administration_log.add([entry], token=entropy.token)
    return Revoked(had_any=had_any, is_listed=bool(held))
