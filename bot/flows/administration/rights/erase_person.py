"""Erasing somebody: off the list, forgotten, and out of every table; what sums stand on keeps a meaningless number."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.administration.log import AdministrationAct, Author, LogEntry, LogWords
from bot.domain.administration.revisions import ProgrammeState
from bot.domain.certificates.kept_week import reworded_evidence
from bot.domain.errors import KeyUnavailable, ProgrammeMissing, RoundsError, StorageUnavailable
from bot.domain.identifiers import PersonId, chance_id
from bot.domain.organisation.people import Person, Roster
from bot.domain.programme.programme import Programme
from bot.flows.administration.revise_programme import ReviseProgramme
from bot.flows.administration.state import newest_state
from bot.flows.epochs.living_answers import LivingAnswers
from bot.flows.inbox.place_stone import place_stone
from bot.flows.inbox.take_away import take_away
from bot.ports import Clock, Entropy, Storage, Tombstones, UnitOfWork
from bot.repositories.tombstones import Stone


class CannotErase(RoundsError):
    """Nothing was changed; the words say why, and what to do first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    revision: int | None
    """The one that took them off the list; None where they were on none."""
    guarded: bool
    """Whether they were a guardian."""
    is_cleaned: bool
    """Whether the database's files were written anew, so that no free page holds anything of them."""


class ErasePerson:
    """- A revision ends them on the list, like any other; it cannot bring them back, because what it says of them goes.
    - All is forgotten that they could have had forgotten themselves.
    - What is left goes, or stays under a number of chance (`OwnData.erase`).
    - The tombstone is on disk before any of it is committed, so that no restore of an older backup undoes it.

    Refused where it could not be whole: while a week is being closed, which would write the id anew; while the
    programme itself names them; where a key that should live is missing; and of the last administrator.
    """

    def __init__(
        self,
        *,
        storage: Storage,
        clock: Clock,
        entropy: Entropy,
        tombstones: Tombstones,
        answers: LivingAnswers,
        destroy_notes: Callable[[UnitOfWork, PersonId], Awaitable[None]],
        revise: ReviseProgramme,
        written: Callable[[Programme], str],
        clean_files: Callable[[], Awaitable[None]],
    ) -> None:
        """`written`: a programme as its files say it. `clean_files`: nothing is left of what was deleted."""
        self._storage, self._clock, self._entropy, self._tombstones = storage, clock, entropy, tombstones
        self._answers, self._destroy_notes, self._revise = answers, destroy_notes, revise
        self._written, self._clean_files = written, clean_files

    async def find(self, person: PersonId) -> Person | None:
        """Whoever has this id, also off the list."""
        async with self._storage.reading() as work:
            return await work.rosters.person(person)

    async def __call__(self, person: PersonId, *, author: Author) -> Erased | None:
        """None where nobody has this id, now or earlier.

        Raises `CannotErase`, `KeyUnavailable`, and what `ReviseProgramme` raises, before anything is taken away.
        """
        now = self._clock.now()
        erased = await take_away(self._storage, lambda work: self._erase(work, person, author=author, now=now))
        if erased is None:
            return None
        # A backup that was begun since the first moment, and before all was written, holds them still.
        with suppress(KeyUnavailable):  # they are erased, and the first tombstone stands
            later = max(now, self._clock.now())
            await asyncio.to_thread(place_stone, self._tombstones, person, Stone.ERASED, at=later)
        return replace(erased, is_cleaned=await self.clean())

    async def _erase(self, work: UnitOfWork, person: PersonId, *, author: Author, now: datetime) -> Erased | None:
        await work.revisions.claim()
        who = await work.rosters.to_erase(person)
        if who is None:
            return None
        await work.rosters.lock_addresses({}, others=[person])  # before anything else of theirs
        before = await newest_state(work)
        self._refuse(who, before, is_closing=await work.weeks.unfinished() is not None)
        answers = await self._answers.ids(work, await work.own_data.pulses_of(person))
        revision = await self._end_on_list(work, before, person, author=author)
        await work.pulses.excuse(person, now=now)
        await work.own_data.forget(person, answers=answers, closed_through=await work.weeks.closed_through())
        await work.own_data.erase(person, under=chance_id(self._entropy.token), at=now)
        evidence = reworded_evidence(await work.certificates.reworded())
        await work.administration_log.add([_entry(author, evidence, at=now)], token=self._entropy.token)
        # What no transaction takes back comes when nothing is left that could refuse.
        await asyncio.to_thread(place_stone, self._tombstones, person, Stone.ERASED, at=now)
        await self._destroy_notes(work, person)
        return Erased(revision=revision, guarded=_guards(before, person), is_cleaned=False)

    async def clean(self) -> bool:
        """False where the database is in use in a way that does not let us; the next time may."""
        try:
            await self._clean_files()
        except StorageUnavailable:
            return False
        return True

    def _refuse(self, who: Person, state: ProgrammeState, *, is_closing: bool) -> None:
        if is_closing:
            raise CannotErase("a week is being closed just now; run it again when that is done, in a few minutes")
        if state.programme is not None and _says(self._written(state.programme), who.name):
            raise CannotErase(
                f"the programme itself says {who.name}, for example as the contact or in a reason; change that first"
            )

    async def _end_on_list(
        self, work: UnitOfWork, before: ProgrammeState, person: PersonId, *, author: Author
    ) -> int | None:
        if before.programme is None:
            raise ProgrammeMissing
        if person not in before.roster.people and not _guards(before, person):
            return None
        guardians = tuple(each for each in before.programme.guardians if each.person != person)
        roster = _without(before.roster, person)
        revised = await self._revise.within(
            work,
            before,
            replace(before.programme, guardians=guardians),
            roster,
            author=author,
            leave=len(self._revise.leaving(before.roster, roster).people),
        )
        return revised.number


def _without(roster: Roster, person: PersonId) -> Roster:
    return Roster(
        people={identity: each for identity, each in roster.people.items() if identity != person},
        memberships=frozenset(each for each in roster.memberships if each.person != person),
        addresses={identity: each for identity, each in roster.addresses.items() if identity != person},
    )


def _guards(state: ProgrammeState, person: PersonId) -> bool:
    return state.programme is not None and any(each.person == person for each in state.programme.guardians)


def _says(text: str, name: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


def _entry(author: Author, evidence: bytes, *, at: datetime) -> LogEntry:
    what = "somebody was erased; log and revisions name them by a number that is nobody's any more"
    return LogEntry(at=at, act=AdministrationAct.ERASED, author=author, words=LogWords(what=what), evidence=evidence)
