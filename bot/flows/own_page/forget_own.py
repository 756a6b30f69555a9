"""Forgetting somebody who asks for it: where they are reached, what they agreed to, said, and took part in."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from enum import StrEnum
from typing import Final

from bot.domain.errors import KeyUnavailable
from bot.domain.identifiers import PersonId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.people import Address
from bot.flows.epochs.living_answers import LivingAnswers
from bot.flows.inbox.place_stone import place_stone
from bot.flows.inbox.take_away import take_away
from bot.ports import Clock, Storage, Tombstones, UnitOfWork
from bot.repositories.tombstones import Stone

DestroyNotes = Callable[[UnitOfWork, PersonId], Awaitable[None]]
GOES: Final = ("address", "answers", "part", "wishes")
STAYS: Final = ("list", "sums", "memory", "open", "words", "platform", "backups")
"""What whoever asks for it reads, each a text under `me-forget_`."""


class Forgetting(StrEnum):
    """What became of the wish."""

    DONE = "done"
    FILE_COMES = "file_comes"
    """Nothing yet: the file that they asked for is on its way, and would not arrive."""
    MOVED = "moved"
    """Nothing: the chat that asked is theirs no more, and another one is."""


class ForgetOwn:
    """Nothing of it stands in any log. Their place on the list is the hospital's and stays; until they are invited
    again they are like somebody who has not joined.

    The tombstone is on disk before any of it is committed, so that no restore of an older backup undoes it. What waits
    in weeks that are open is counted as after a stop, and goes when they are closed.
    """

    def __init__(
        self,
        *,
        storage: Storage,
        clock: Clock,
        tombstones: Tombstones,
        answers: LivingAnswers,
        destroy_notes: DestroyNotes,
        awaits_file: Callable[[PersonId], bool],
    ) -> None:
        """`destroy_notes`: all that somebody has raised, which no row of the database names. `awaits_file`: whether
        the file of their data is on its way to them."""
        self._storage, self._clock, self._tombstones, self._answers = storage, clock, tombstones, answers
        self._destroy_notes, self._awaits_file = destroy_notes, awaits_file
        self._has_left_traces = False

    async def __call__(self, person: PersonId, *, chat: Address | None = None) -> Forgetting:
        """`chat`: where they asked for it, if that was in one.

        Raises `KeyUnavailable` and `StorageUnavailable`, mostly with nothing changed. What fails at the very end, while
        notes are destroyed or all is committed, may leave a part undone: the tombstone stands, so that the next restore
        goes on with it, and notes may be gone. To ask again does the rest.
        """
        if self._awaits_file(person):
            return Forgetting.FILE_COMES
        now = self._clock.now()

        async def forget(work: UnitOfWork) -> bool:
            # Before anything else of theirs: whoever gives them another address now is waited for, and heeded.
            reached = (await work.rosters.lock_addresses({}, others=[person])).get(person)
            if chat is not None and reached not in (None, chat):
                return False
            closed_through = await _closed_for_good(work)
            answers = await self._answers.ids(work, await work.own_data.pulses_of(person))
            await work.pulses.excuse(person, now=now)
            await work.own_data.forget(person, answers=answers, closed_through=closed_through)
            # What no transaction takes back comes when nothing is left that could fail but the disk.
            await asyncio.to_thread(place_stone, self._tombstones, person, Stone.FORGOTTEN, at=now)
            await self._destroy_notes(work, person)
            return True

        if not await take_away(self._storage, forget):
            return Forgetting.MOVED
        self._has_left_traces = True
        # A backup that was begun since the first moment, and before all was written, holds them still.
        with suppress(KeyUnavailable):  # they are forgotten, and the first tombstone stands
            later = max(now, self._clock.now())
            await asyncio.to_thread(place_stone, self._tombstones, person, Stone.FORGOTTEN, at=later)
        return Forgetting.DONE

    async def clean(self, clean_files: Callable[[], Awaitable[bool]]) -> None:
        """Take away what the database's files still hold of whoever was forgotten since the last time, if anybody was.
        It can take long, so nobody who was forgotten waits for it. What is not done is tried again the next time."""
        if not self._has_left_traces:
            return
        self._has_left_traces, is_clean = False, False  # who is forgotten meanwhile puts it up again
        try:
            is_clean = await clean_files()
        finally:
            self._has_left_traces = self._has_left_traces or not is_clean


async def _closed_for_good(work: UnitOfWork) -> IsoWeek | None:
    """The newest week that is closed. One that is being closed just now still counts whoever took part in it: it ends
    before us, or only after us."""
    closing = await work.weeks.unfinished()
    if closing is not None:
        await work.weeks.hold(closing)
    return await work.weeks.newest_closed()
