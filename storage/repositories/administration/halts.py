"""When administrators paused everything: a handful of rows."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, insert, or_, select, update

from bot.domain.identifiers import UnitId
from bot.domain.programme.halts import Halt
from storage.repositories.base import Repository
from storage.schema.tables import halts
from storage.sql.columns import UtcDateTime

_AT = bindparam("at", type_=UtcDateTime())
_LASTS = or_(halts.c.until.is_(None), halts.c.until > _AT)
_LASTING = (
    select(halts.c.unit, halts.c.since, halts.c.until, halts.c.reason).where(_LASTS).order_by(halts.c.since, halts.c.id)
)
_END = update(halts).where(_LASTS).values(until=_AT)


class StoredHalts(Repository):
    __slots__ = ()

    async def add(self, halt: Halt) -> None:
        await self._transaction.run(
            insert(halts), {"unit": halt.unit, "since": halt.since, "until": halt.until, "reason": halt.reason}
        )

    async def end(self, unit: UnitId | None, *, at: datetime) -> None:
        whose = halts.c.unit.is_(None) if unit is None else halts.c.unit == unit
        await self._transaction.run(_END.where(whose), {"at": at})

    async def lasting_after(self, at: datetime) -> Sequence[Halt]:
        rows = await self._transaction.rows(_LASTING, {"at": at})
        return [Halt(unit=row.unit, since=row.since, until=row.until, reason=row.reason) for row in rows]
