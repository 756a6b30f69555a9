"""What the auditor counts: what should have been sent, beside what was."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import bindparam, exists, func, literal, select

from bot.domain.asking.pulses import PulseState
from bot.domain.identifiers import PulseId
from bot.domain.messaging.delivery_keys import question_key
from bot.domain.organisation.people import Channel
from storage.repositories.base import Repository
from storage.schema.tables import (
    DUE,
    IN_DOUBT,
    UNHEARD,
    deliveries,
    pulses,
)
from storage.sql.columns import UtcDateTime

_SINCE = bindparam("since", type_=UtcDateTime())
_WAITING = (
    select(deliveries.c.channel, func.count()).where(DUE, deliveries.c.due_at <= _SINCE).group_by(deliveries.c.channel)
)
_MISSING = (
    select(func.count())
    .select_from(pulses)
    .where(
        UNHEARD,
        pulses.c.state == PulseState.PLANNED.value,
        pulses.c.position == 0,
        pulses.c.closes_at > bindparam("now", type_=UtcDateTime()),
        ~exists().where(deliveries.c.key == literal(question_key(PulseId(""))) + pulses.c.id),
    )
)
_UNSETTLED = select(
    select(func.count()).select_from(deliveries).where(DUE, deliveries.c.expires_at <= _SINCE).scalar_subquery()
    + select(func.count()).select_from(deliveries).where(IN_DOUBT, deliveries.c.expires_at <= _SINCE).scalar_subquery()
)
_UNCLOSED = select(func.count()).select_from(pulses).where(UNHEARD, pulses.c.closes_at <= _SINCE)


class StoredAudits(Repository):
    __slots__ = ()

    async def waiting(self, *, since: datetime) -> Mapping[Channel, int]:
        rows = await self._transaction.rows(_WAITING, {"since": since})
        return {Channel(row.channel): row[1] for row in rows}

    async def missing(self, *, now: datetime) -> int:
        count: int = await self._transaction.scalar(_MISSING, {"now": now})
        return count

    async def unsettled(self, *, since: datetime) -> int:
        count: int = await self._transaction.scalar(_UNSETTLED, {"since": since})
        return count

    async def unclosed(self, *, since: datetime) -> int:
        count: int = await self._transaction.scalar(_UNCLOSED, {"since": since})
        return count
