"""Codes for many at once: of a unit, of chosen people, or of all who have not joined."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot.domain.administration.log import AdministrationAct, Author, LogEntry, LogWords
from bot.domain.administration.rights import HeldRoles, may_invite
from bot.domain.batches import batches
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.organisation.people import Channel
from bot.domain.organisation.unit_tree import UnitTree
from bot.flows.administration.invite import JoinLinkOf
from bot.flows.answering.enrol import LIFETIME, IssuedCode, digest_of, new_code
from bot.ports import Clock, Entropy, Storage, UnitOfWork
from bot.repositories.directory import FoundPerson, JoinState, PeopleSearch

_BATCH = 100
_EVERYBODY = 1_000_000
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class ManyInvited:
    """The only time that the codes themselves are seen."""

    codes: tuple[IssuedCode, ...] = ()
    kept: int = 0
    """People who have a code that is still good, and keep it."""
    rest: int = 0
    """People who would have got one if more had been made at once."""
    off: int = 0
    """People on channels that are off: nobody can use a code there now."""
    others: int = 0
    """People of whom somebody else administers a part, so that their codes are not this administrator's to make."""


class InviteMany:
    """Codes for those who have not joined: each works once, for 14 days.

    - Whoever has one that is still good keeps it, unless it is to be renewed.
    - Nobody makes the code of somebody whom they do not wholly administer: whoever holds it could use it.
    - The log says for how many, and when they were taken away in a file; the codes stand nowhere.
    """

    def __init__(
        self,
        *,
        storage: Storage,
        clock: Clock,
        entropy: Entropy,
        link: JoinLinkOf,
        channels_off: Collection[Channel] = (),
    ) -> None:
        self._storage, self._clock, self._entropy, self._link = storage, clock, entropy, link
        self._channels_off = channels_off

    async def __call__(
        self,
        units: Collection[UnitId],
        *,
        held: HeldRoles,
        tree: UnitTree,
        chosen: Collection[PersonId] | None = None,
        renew: bool,
        at_most: int,
        is_file: bool,
        author: Author,
    ) -> ManyInvited:
        """`units`: of whom; all of them the administrator's own, whose roles are `held`. `chosen`: only these of them.
        `is_file`: whether the codes leave as a file."""
        now = self._clock.now()
        async with self._storage.reading() as work:
            found = await self._waiting(work, units, now)
        asked = [each for each in found if chosen is None or each.person.id in chosen]
        theirs = [each for each in asked if may_invite(each.memberships, held, tree)]
        able = [each for each in theirs if each.person.channel not in self._channels_off]
        fresh = [each for each in able if renew or each.joining is not JoinState.INVITED]
        wanted = sorted(fresh, key=lambda each: each.invited_until or _LONG_AGO)[:at_most]
        made = await asyncio.to_thread(self._made, [each.person.id for each in wanted])  # each digest takes a while
        codes: list[IssuedCode] = []
        for few in batches(wanted, _BATCH):
            async with self._storage.writing() as work:
                codes += [each for each in [await self._issue(work, one, made, now) for one in few] if each is not None]
                if few[0] is wanted[0]:  # with the first codes that can be used
                    entries = _entries(wanted, is_file=is_file, author=author, at=now)
                    await work.administration_log.add(entries, token=self._entropy.token)
        linked = [replace(each, link=await self._link(each.person.channel, each.code)) for each in codes]
        return ManyInvited(
            codes=tuple(sorted(linked, key=lambda each: (each.units, each.person.name, each.person.id))),
            kept=len(able) - len(fresh),
            rest=len(fresh) - len(wanted),
            off=len(theirs) - len(able),
            others=len(asked) - len(theirs),
        )

    async def _waiting(self, work: UnitOfWork, units: Collection[UnitId], now: datetime) -> Sequence[FoundPerson]:
        found: list[FoundPerson] = []
        for joining in (JoinState.NOT_INVITED, JoinState.INVITED):
            search = PeopleSearch(units=units, joining=joining, at_most=_EVERYBODY)
            found += await work.directory.find(search, at=now)
        return found

    def _made(self, people: Sequence[PersonId]) -> Mapping[PersonId, tuple[str, bytes]]:
        """A new code for each, with its digest."""
        codes = {person: new_code(self._entropy) for person in people}
        return {person: (code, digest_of(code)) for person, code in codes.items()}

    async def _issue(
        self, work: UnitOfWork, found: FoundPerson, made: Mapping[PersonId, tuple[str, bytes]], now: datetime
    ) -> IssuedCode | None:
        """None for somebody who has joined meanwhile."""
        person = found.person
        if await work.rosters.address_of(person.id) is not None:
            return None
        (code, digest), until = made[person.id], now + LIFETIME
        await work.codes.replace(person.id, digest, expires_at=until)
        units = tuple(sorted({each.unit for each in found.memberships}))
        return IssuedCode(person=person, units=units, code=code, link="", expires_at=until)


def _entries(invited: Sequence[FoundPerson], *, is_file: bool, author: Author, at: datetime) -> Sequence[LogEntry]:
    units = frozenset(each.unit for one in invited for each in one.memberships)
    people = "1 person" if len(invited) == 1 else f"{len(invited)} people"
    acts = [(AdministrationAct.INVITED, f"invited: {people}")]
    if is_file:
        acts.append((AdministrationAct.EXPORTED, f"invitations exported: {people}"))
    return [LogEntry(at=at, act=act, author=author, words=LogWords(what=what, units=units)) for act, what in acts]
