"""What is counted for whoever watches the machine."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Float, and_, case, extract, func, select, text, type_coerce

from bot.domain.messaging.deliveries import DeliveryKind, DeliveryState, Priority
from bot.domain.organisation.people import Channel
from bot.repositories.machine import SendTimes
from storage.repositories.base import Repository
from storage.repositories.queries.untaken import BY_ITS_PERSON
from storage.schema.tables import DUE, deliveries, people
from storage.sql.columns import UtcDateTime

_BY_THE_CLOCK = and_(
    deliveries.c.kind.in_([DeliveryKind.QUESTION.value, DeliveryKind.DIGEST.value, DeliveryKind.CHART.value]),
    deliveries.c.priority == int(Priority.BULK),
)
"""Others answer what somebody has just done."""
_DELIVERIES = select(deliveries.c.channel, deliveries.c.state, func.count().label("rows")).group_by(
    deliveries.c.channel, deliveries.c.state
)
_OF_PERSONS = _DELIVERIES.where(BY_ITS_PERSON)
_OLDEST_DUE = select(func.min(deliveries.c.due_at, type_=UtcDateTime())).where(DUE, _BY_THE_CLOCK)
_LISTED = (
    select(people.c.channel, func.count().label("people")).where(people.c.left_at.is_(None)).group_by(people.c.channel)
)
_SQLITE_BYTES = text("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
_POSTGRES_BYTES = text("SELECT pg_database_size(current_database())")
_SQLITE_VERSION, _POSTGRES_VERSION = text("SELECT sqlite_version()"), text("SHOW server_version")
_SLACK = 0.001
"""Seconds that SQLite may be off by: it counts days in a floating number."""


class StoredMachineFigures(Repository):
    __slots__ = ()

    async def deliveries(self) -> Mapping[tuple[Channel, str], int]:
        return {(Channel(row.channel), row.state): row.rows for row in await self._transaction.rows(_DELIVERIES)}

    async def of_persons(self) -> Mapping[tuple[Channel, str], int]:
        return {(Channel(row.channel), row.state): row.rows for row in await self._transaction.rows(_OF_PERSONS)}

    async def send_times(self, limits: Sequence[int]) -> Mapping[Channel, SendTimes]:
        took = self._seconds_taken()
        within = [func.sum(case((took <= limit + _SLACK, 1), else_=0)).label(f"within_{limit}") for limit in limits]
        rows = await self._transaction.rows(
            select(deliveries.c.channel, func.count().label("sent"), *within)
            .where(
                _BY_THE_CLOCK,
                deliveries.c.kind == DeliveryKind.QUESTION.value,
                deliveries.c.state == DeliveryState.SENT.value,
                deliveries.c.finished_at.is_not(None),
            )
            .group_by(deliveries.c.channel)
        )
        return {Channel(row[0]): SendTimes(sent=row[1], within=tuple(row[2:])) for row in rows}

    async def oldest_due(self) -> datetime | None:
        since: datetime | None = await self._transaction.scalar(_OLDEST_DUE)
        return since

    async def listed(self) -> Mapping[Channel, int]:
        return {Channel(row.channel): row.people for row in await self._transaction.rows(_LISTED)}

    async def database_bytes(self) -> int:
        query = _POSTGRES_BYTES if self._transaction.dialect == "postgresql" else _SQLITE_BYTES
        size: int = await self._transaction.scalar(query)
        return size

    async def database_name(self) -> str:
        is_postgres = self._transaction.dialect == "postgresql"
        version = await self._transaction.scalar(_POSTGRES_VERSION if is_postgres else _SQLITE_VERSION)
        return f"{'PostgreSQL' if is_postgres else 'SQLite'} {version}"

    def _seconds_taken(self) -> ColumnElement[float]:
        sent, due = deliveries.c.finished_at, deliveries.c.due_at
        if self._transaction.dialect == "postgresql":
            return type_coerce(extract("epoch", sent.op("-")(due)), Float())
        return (func.julianday(sent, type_=Float()) - func.julianday(due, type_=Float())) * 86400.0
