"""Shifts and own calendars, in memory."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from bot.domain.identifiers import PersonId
from bot.domain.rota.own_calendar import OwnCalendar
from bot.domain.rota.shifts import PersonRota, Rota, RotaSource, Span
from tests.support.memory.state import State

_DAY = timedelta(days=1)


class MemoryRotas:
    def __init__(self, state: State) -> None:
        self._rotas, self._calendars = state.rotas, state.own_calendars

    async def of(self, people: Collection[PersonId], within: Span) -> Mapping[PersonId, PersonRota]:
        near = Span(starts=within.starts - _DAY, ends=within.ends)
        found: dict[PersonId, PersonRota] = {}
        for person in people:
            given = {source: self._rotas[person, source] for source in RotaSource if (person, source) in self._rotas}
            if not given:
                continue
            near_by = {
                source: Rota(
                    shifts=rota.cut(near).shifts, known=tuple(each for each in rota.known if each.within(near))
                )
                for source, rota in given.items()
            }
            calendar = self._calendars.get(person)
            found[person] = PersonRota(
                imported=near_by.get(RotaSource.IMPORT),
                own=near_by.get(RotaSource.OWN),
                wished_hour=None if calendar is None else calendar.wished_hour,
            )
        return found

    async def whole(self, people: Collection[PersonId], source: RotaSource) -> Mapping[PersonId, Rota]:
        return {person: self._rotas[person, source] for person in people if (person, source) in self._rotas}

    async def put(self, source: RotaSource, rotas: Mapping[PersonId, Rota]) -> None:
        for person, rota in rotas.items():
            if rota:
                self._rotas[person, source] = rota
            else:
                self._rotas.pop((person, source), None)

    async def forget_before(self, at: datetime, *, limit: int) -> int:
        over = [key for key, rota in self._rotas.items() if min(_ends(rota)) <= at][:limit]
        for key in over:
            last = max(span.ends for span in self._rotas[key].known)
            left = self._rotas[key].cut(Span(starts=at, ends=last)) if last > at else Rota()
            await self.put(key[1], {key[0]: left})
        return len(over)

    async def calendar(self, person: PersonId) -> OwnCalendar | None:
        return self._calendars.get(person)

    async def put_calendar(self, calendar: OwnCalendar) -> None:
        self._calendars[calendar.person] = calendar

    async def end_calendar(self, person: PersonId) -> None:
        self._calendars.pop(person, None)
        self._rotas.pop((person, RotaSource.OWN), None)

    async def calendars_to_read(self, *, now: datetime, limit: int) -> Sequence[OwnCalendar]:
        waiting = [
            (each.read_next, person, each)
            for person, each in self._calendars.items()
            if each.read_next is not None and each.read_next <= now
        ]
        return [each for _, _, each in sorted(waiting, key=lambda each: each[:2])][:limit]


def _ends(rota: Rota) -> list[datetime]:
    return [each.ends for each in rota.shifts] + [span.ends for span in rota.known]
