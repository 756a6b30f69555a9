"""Shifts of people and their own calendars: a row for each person and who gave it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, select, update

from bot.domain.identifiers import PersonId
from bot.domain.rota.own_calendar import CalendarFault, OwnCalendar
from bot.domain.rota.shifts import PersonRota, Rota, RotaSource, Span
from storage.codecs.rotas import decode_rota, encode_rota
from storage.repositories.base import Repository
from storage.schema.tables import own_calendars, rotas
from storage.sql.columns import UtcDateTime
from storage.sql.statements import among, put
from storage.sql.transaction import AnyRow

_OF = select(rotas.c.person, rotas.c.source, rotas.c.body).where(among(rotas.c.person, "people"))
_WHOLE = select(rotas.c.person, rotas.c.body).where(
    among(rotas.c.person, "people"), rotas.c.source == bindparam("source")
)
_WISHES = select(own_calendars.c.person, own_calendars.c.wished_hour).where(
    among(own_calendars.c.person, "people"), own_calendars.c.wished_hour.is_not(None)
)
_REMOVE = delete(rotas).where(among(rotas.c.person, "people"), rotas.c.source == bindparam("source"))
_OVER = (
    select(rotas)
    .where(rotas.c.oldest_at <= bindparam("at", type_=UtcDateTime()))
    .order_by(rotas.c.oldest_at)
    .limit(bindparam("limit"))
)
_TO_READ = (
    select(own_calendars)
    .where(own_calendars.c.read_next <= bindparam("now", type_=UtcDateTime()))
    .order_by(own_calendars.c.read_next, own_calendars.c.person)
    .limit(bindparam("limit"))
)


class StoredRotas(Repository):
    __slots__ = ()

    async def of(self, people: Collection[PersonId], within: Span) -> Mapping[PersonId, PersonRota]:
        rows = await self._transaction.rows(_OF, {"people": list(people)}) if people else []
        if not rows:
            return {}
        wishes: dict[str, int] = {
            row.person: row.wished_hour
            for row in await self._transaction.rows(_WISHES, {"people": sorted({row.person for row in rows})})
        }
        found: dict[PersonId, dict[str, Rota]] = {}
        for person, source, body in rows:
            found.setdefault(PersonId(person), {})[source] = decode_rota(body, within)
        return {
            person: PersonRota(
                imported=given.get(RotaSource.IMPORT.value),
                own=given.get(RotaSource.OWN.value),
                wished_hour=wishes.get(person),
            )
            for person, given in found.items()
        }

    async def whole(self, people: Collection[PersonId], source: RotaSource) -> Mapping[PersonId, Rota]:
        rows = await self._transaction.rows(_WHOLE, {"people": list(people), "source": source.value})
        return {PersonId(row.person): decode_rota(row.body) for row in rows}

    async def put(self, source: RotaSource, rotas_given: Mapping[PersonId, Rota]) -> None:
        rows = [_row(person, source.value, rota) for person, rota in rotas_given.items() if rota]
        if rows:
            await self._transaction.write(put(rotas, self._transaction.dialect), rows)
        if gone := [person for person, rota in rotas_given.items() if not rota]:
            await self._transaction.run(_REMOVE, {"people": gone, "source": source.value})

    async def forget_before(self, at: datetime, *, limit: int) -> int:
        rows = await self._transaction.rows(_OVER, {"at": at, "limit": limit})
        for row in rows:
            rota = _after(decode_rota(row.body), at)
            here = rotas.c.person == row.person, rotas.c.source == row.source
            if not rota:
                await self._transaction.run(delete(rotas).where(*here))
                continue
            left = _row(PersonId(row.person), row.source, rota)
            await self._transaction.run(
                update(rotas).where(*here).values(body=left["body"], oldest_at=left["oldest_at"])
            )
        return len(rows)

    async def calendar(self, person: PersonId) -> OwnCalendar | None:
        row = await self._transaction.row(select(own_calendars).where(own_calendars.c.person == person))
        return None if row is None else _calendar(row)

    async def put_calendar(self, calendar: OwnCalendar) -> None:
        row = {
            "person": calendar.person,
            "link": calendar.sealed_link,
            "wished_hour": calendar.wished_hour,
            "read_at": calendar.read_at,
            "read_next": calendar.read_next,
            "fault": None if calendar.fault is None else calendar.fault.value,
        }
        await self._transaction.run(put(own_calendars, self._transaction.dialect), row)

    async def end_calendar(self, person: PersonId) -> None:
        await self._transaction.run(delete(own_calendars).where(own_calendars.c.person == person))
        await self._transaction.run(_REMOVE, {"people": [person], "source": RotaSource.OWN.value})

    async def calendars_to_read(self, *, now: datetime, limit: int) -> Sequence[OwnCalendar]:
        return [_calendar(row) for row in await self._transaction.rows(_TO_READ, {"now": now, "limit": limit})]


def _after(rota: Rota, at: datetime) -> Rota:
    last = max(span.ends for span in rota.known)
    return rota.cut(Span(starts=at, ends=last)) if last > at else Rota()


def _row(person: PersonId, source: str, rota: Rota) -> dict[str, Any]:
    ends = [each.ends for each in rota.shifts] + [span.ends for span in rota.known]
    return {"person": person, "source": source, "body": encode_rota(rota), "oldest_at": min(ends)}


def _calendar(row: AnyRow) -> OwnCalendar:
    return OwnCalendar(
        person=PersonId(row.person),
        sealed_link=bytes(row.link),
        wished_hour=row.wished_hour,
        read_at=row.read_at,
        read_next=row.read_next,
        fault=None if row.fault is None else CalendarFault(row.fault),
    )
