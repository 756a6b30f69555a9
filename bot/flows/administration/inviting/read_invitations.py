"""How far people have come on the way to their first question, counted for each unit."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from bot.domain.identifiers import UnitId
from bot.domain.programme.programme import Programme
from bot.flows.epochs.tell_life import life_told
from bot.ports import Clock, Storage
from bot.repositories.directory import InvitationCount


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitations:
    everybody: InvitationCount
    """Each person once, in however many units they are."""
    by_unit: Mapping[UnitId, InvitationCount]
    """Of units with people."""


class ReadInvitations:
    def __init__(self, *, storage: Storage, clock: Clock) -> None:
        self._storage, self._clock = storage, clock

    async def __call__(self, units: Collection[UnitId]) -> Invitations:
        now = self._clock.now()
        async with self._storage.reading() as work:
            everybody = await work.directory.invitations(units, at=now)
            by_unit = await work.directory.invitations_by_unit(units, at=now)
        return Invitations(everybody=everybody, by_unit=by_unit)

    async def weeks_told(self, programme: Programme) -> int:
        """For how many weeks answers live at most, for what is printed."""
        async with self._storage.reading() as work:
            return (await life_told(work, programme)).weeks
