"""What is kept under one person's id, in memory."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.asking.pulses import Pulse
from bot.domain.identifiers import PersonId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.people import Consent
from bot.domain.rota.shifts import RotaSource
from bot.repositories.own_data import KeptTable
from tests.support.memory.state import State


class MemoryOwnData:
    def __init__(self, state: State) -> None:
        self._state = state

    async def chat_since(self, person: PersonId) -> datetime | None:
        return self._state.not_the_first.get(person)

    async def set_locale(self, person: PersonId, locale: str) -> None:
        self._state.people[person] = replace(self._state.people[person], locale=locale)

    async def pulses_of(self, person: PersonId) -> Sequence[Pulse]:
        own = [each for each in self._state.pulses.values() if each.person == person]
        return sorted(sorted(own, key=lambda each: each.id), key=lambda each: each.due_at, reverse=True)

    async def rows_of(self, person: PersonId, *, since: datetime | None) -> Mapping[str, KeptTable]:
        raise NotImplementedError("tables are the storage's alone")

    async def give_way(self) -> None:
        """Nobody else is there."""

    async def forget(self, person: PersonId, *, answers: Collection[bytes], closed_through: IsoWeek | None) -> None:
        state = self._state
        for identity in answers:
            state.answers.pop(identity, None)
        for key in [each for each in state.attention if each[1] == person]:
            del state.attention[key]
        for nudge in [each for each in state.nudges.values() if each.person == person]:
            del state.nudges[nudge.id]
        state.nudge_days.pop(person, None)
        state.addresses.pop(person, None)
        state.own_calendars.pop(person, None)
        for source in RotaSource:
            state.rotas.pop((person, source), None)
        state.not_the_first.pop(person, None)
        state.consents[person] = Consent()
        if planned := [each.week for each in await self.pulses_of(person)]:
            state.forgotten[person] = max(planned)
        if closed_through is not None:
            self._take(person, closed_through)

    async def forget_participation(self, week: IsoWeek) -> None:
        for person, through in list(self._state.forgotten.items()):
            self._take(person, week)
            if through <= week:
                del self._state.forgotten[person]

    async def erase(self, person: PersonId, *, under: PersonId, at: datetime) -> None:
        raise NotImplementedError("tables are the storage's alone")

    async def drop_erased(self, *, before: datetime) -> int:  # noqa: ARG002 - nobody can be erased here
        return 0

    def _take(self, person: PersonId, week: IsoWeek) -> None:
        state = self._state
        for pulse in [each for each in state.pulses.values() if each.person == person and each.week <= week]:
            del state.pulses[pulse.id]
