"""Nudges, and on which day people want them."""

import json
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import delete, select, update

from bot.domain.identifiers import NudgeId, PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.nudges.nudges import Nudge, NudgeOutcome
from bot.domain.programme.programme import Weekday
from storage.codecs.json_text import dumps
from storage.repositories.base import Repository
from storage.schema.tables import nudge_days, nudges
from storage.sql.statements import among, put
from storage.sql.transaction import AnyRow

_TRIED = select(nudges).where(among(nudges.c.unit, "units")).order_by(nudges.c.week, nudges.c.id)


class StoredNudges(Repository):
    __slots__ = ()

    async def put(self, given: Sequence[Nudge]) -> None:
        if given:
            rows = [
                {
                    "id": each.id,
                    "unit": each.unit,
                    "person": each.person,
                    "week": each.week,
                    "codes": dumps(each.codes),
                    "outcome": None if each.outcome is None else each.outcome.value,
                }
                for each in given
            ]
            await self._transaction.run(put(nudges, self._transaction.dialect), rows)

    async def nudge(self, nudge: NudgeId) -> Nudge | None:
        row = await self._transaction.row(select(nudges).where(nudges.c.id == nudge))
        return None if row is None else _nudge(row)

    async def tried_by(self, units: Collection[UnitId]) -> Mapping[UnitId, Sequence[Nudge]]:
        found: dict[UnitId, list[Nudge]] = {}
        for row in await self._transaction.rows(_TRIED, {"units": list(units)}):
            found.setdefault(UnitId(row.unit), []).append(_nudge(row))
        return found

    async def days(self) -> Mapping[PersonId, Weekday | None]:
        rows = await self._transaction.rows(select(nudge_days))
        return {PersonId(row.person): None if row.day is None else Weekday(row.day) for row in rows}

    async def set_day(self, person: PersonId, day: Weekday | None) -> None:
        chosen = None if day is None else day.value
        await self._transaction.run(put(nudge_days, self._transaction.dialect), {"person": person, "day": chosen})

    async def forget(self, *, named_before: IsoWeek, before: IsoWeek) -> None:
        is_named = nudges.c.week < named_before, nudges.c.person.is_not(None)
        await self._transaction.run(update(nudges).where(*is_named).values(person=None))
        await self._transaction.run(delete(nudges).where(nudges.c.week < before))


def _nudge(row: AnyRow) -> Nudge:
    return Nudge(
        id=NudgeId(row.id),
        unit=UnitId(row.unit),
        person=None if row.person is None else PersonId(row.person),
        week=row.week,
        codes=tuple(json.loads(row.codes)),
        outcome=None if row.outcome is None else NudgeOutcome(row.outcome),
    )
