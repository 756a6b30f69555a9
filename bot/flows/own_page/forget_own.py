"""Forgetting somebody who asks for it: where they are reached, what they agreed to, said, and took part in."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from bot.domain.errors import KeyUnavailable
from bot.domain.identifiers import PersonId
from bot.flows.epochs.living_answers import LivingAnswers
from bot.ports import Clock, Storage, Tombstones, UnitOfWork
from bot.repositories.tombstones import Stone

DestroyNotes = Callable[[UnitOfWork, PersonId], Awaitable[None]]


class ForgetOwn:
    """Nothing of it stands in any log. Their place on the list is the hospital's and stays; until they are invited
    again they are like somebody who has not joined.

    The tombstone is on disk before anything is taken away, so that no restore of an older backup undoes it. What waits
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
    ) -> None:
        """`destroy_notes`: all that somebody has raised, which no row of the database names."""
        self._storage, self._clock, self._tombstones, self._answers = storage, clock, tombstones, answers
        self._destroy_notes = destroy_notes
        self._has_left_traces = False

    async def __call__(self, person: PersonId) -> None:
        """Raises `KeyUnavailable`, and nothing is forgotten then: what no key finds could not be taken away."""
        now = self._clock.now()
        async with self._storage.writing() as work:
            answers = await self._answers.ids(work, await work.own_data.pulses_of(person))
            await work.pulses.excuse(person, now=now)
            await asyncio.to_thread(self._tombstones.put, person, Stone.FORGOTTEN, at=now)
            await self._destroy_notes(work, person)
            await work.own_data.forget(person, answers=answers, closed_through=await work.weeks.closed_through())
        self._has_left_traces = True
        # A backup that was begun since the first moment, and before all was written, holds them still.
        with suppress(KeyUnavailable):  # they are forgotten, and the first tombstone stands
            await asyncio.to_thread(self._tombstones.put, person, Stone.FORGOTTEN, at=self._clock.now())

    async def clean(self, clean_files: Callable[[], Awaitable[None]]) -> None:
        """Take away what the database's files still hold of whoever was forgotten since the last time, if anybody was.
        It can take long, so nobody who was forgotten waits for it."""
        if self._has_left_traces:
            self._has_left_traces = False
            await clean_files()
