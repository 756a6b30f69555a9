"""What counts in people's weeks."""

import json
from collections.abc import Collection, Sequence

from sqlalchemy import bindparam, delete, func, select

from bot.domain.attention.budget import Counted
from bot.domain.attention.offers import Noted
from bot.domain.attention.spread import AttentionGroup, Spread
from bot.domain.identifiers import DeliveryKey, PersonId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.deliveries import Delivery
from storage.codecs.json_text import dumps
from storage.repositories.base import Repository
from storage.repositories.queries.delivery_rows import delivery_of
from storage.repositories.rounds import ONE_PLANNER
from storage.schema.tables import DUE, attention, attention_spreads, deliveries
from storage.sql.columns import Week
from storage.sql.statements import add_missing, among, put
from storage.sql.transaction import AnyRow

_WEEK = bindparam("through", type_=Week())
_REMINDER = attention.c.kind == Counted.REMINDER.value
_OF_EVERYBODY = select(attention).where(attention.c.week == _WEEK, ~_REMINDER)
_NEWEST = select(func.max(attention_spreads.c.week)).scalar_subquery()
_NEWEST_SPREAD = select(attention_spreads).where(attention_spreads.c.week == _NEWEST).order_by(attention_spreads.c.who)
_OF = select(attention).where(attention.c.week == _WEEK, among(attention.c.person, "people"))
_WAITING = (
    select(deliveries)
    .join(attention, attention.c.about == deliveries.c.key)
    .where(attention.c.week >= _WEEK, among(attention.c.person, "people"), DUE)
    .order_by(deliveries.c.key)
)


class StoredAttention(Repository):
    __slots__ = ()

    async def hold(self) -> None:
        if self._transaction.dialect == "postgresql":
            await self._transaction.run(ONE_PLANNER)

    async def noted(self, week: IsoWeek, people: Collection[PersonId]) -> Sequence[Noted]:
        rows = await self._transaction.rows(_OF, {"through": week, "people": list(people)})
        return [_noted(row) for row in rows]

    async def waiting(self, people: Collection[PersonId], *, since: IsoWeek) -> Sequence[Delivery]:
        rows = await self._transaction.rows(_WAITING, {"through": since, "people": list(people)})
        return [delivery_of(row) for row in rows]

    async def note(self, entries: Sequence[Noted]) -> None:
        if entries:
            await self._transaction.run(
                add_missing(attention, self._transaction.dialect),
                [
                    {"week": each.week, "person": each.person, "about": each.about, "kind": each.kind.value}
                    for each in entries
                ],
            )

    async def noted_of_everybody(self, week: IsoWeek) -> Sequence[Noted]:
        return [_noted(row) for row in await self._transaction.rows(_OF_EVERYBODY, {"through": week})]

    async def put_spread(self, week: IsoWeek, spread: Spread) -> None:
        rows = [{"week": week, "who": who.value, "counts": dumps(counts)} for who, counts in spread.items()]
        if rows:
            await self._transaction.run(put(attention_spreads, self._transaction.dialect), rows)

    async def newest_spread(self) -> tuple[IsoWeek, Spread] | None:
        rows = await self._transaction.rows(_NEWEST_SPREAD)
        if not rows:
            return None
        return rows[0].week, {AttentionGroup(row.who): tuple(json.loads(row.counts)) for row in rows}

    async def forget_reminders(self, through: IsoWeek) -> None:
        await self._transaction.run(delete(attention).where(attention.c.week <= _WEEK, _REMINDER), {"through": through})

    async def forget(self, *, before: IsoWeek) -> None:
        for table in (attention, attention_spreads):
            await self._transaction.run(delete(table).where(table.c.week < _WEEK), {"through": before})


def _noted(row: AnyRow) -> Noted:
    return Noted(person=PersonId(row.person), week=row.week, kind=Counted(row.kind), about=DeliveryKey(row.about))
