"""Once a week is closed, nothing tells any more when somebody pressed something, or under what number."""

from bot.domain.batches import batches
from bot.domain.retention.rules import over_everywhere
from bot.flows.operations.tidy import forget_late
from bot.ports import Storage

CHATS = 500
CHUNK = 100
"""Rounds in one transaction: few enough that nobody who answers has to wait for it."""


class ForgetPresses:
    """Until then a pulse keeps the number of its newest press, since of several the latest wins, and the message that
    shows it has a delivery of its own. Afterwards all that is left is whether somebody was reached and heard. Pauses
    and nights that ended with the week go with it, and all that is counted of those who asked to be forgotten.

    Begun again after a crash, it ends the same.
    """

    def __init__(self, *, storage: Storage) -> None:
        self._storage = storage

    async def __call__(self) -> None:
        while True:
            async with self._storage.reading() as work:
                week = await work.weeks.not_forgotten()
                if week is None:
                    return
                rounds = await work.rounds.ids_in(week)
            for some in batches(rounds, CHUNK):
                async with self._storage.writing() as work:
                    await work.deliveries.forget_of_pulses(some)
                    await work.web_chats.forget_of_pulses(some)
                    await work.pulses.forget_presses(some)
            await self._step_on()
            async with self._storage.writing() as work:
                await work.rosters.forget_past_pauses(before=over_everywhere(week))
                await work.own_data.forget_participation(week)
                await work.attention.forget_reminders(week)
                await work.weeks.note_forgotten(week)
            await forget_late(self._storage)

    async def _step_on(self) -> None:
        """How many presses a chat on the web has seen in the week is in no number that comes after it."""
        person: str | None = ""
        while person is not None:
            async with self._storage.writing() as work:
                person = await work.web_chats.step_on(after=person, limit=CHATS)
