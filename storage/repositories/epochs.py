"""Epochs, under whose keys answers are sealed."""

from collections.abc import Sequence

from sqlalchemy import bindparam, select

from bot.domain.answers.epochs import (
    SETTLED_STATES,
    Epoch,
    EpochState,
)
from bot.domain.identifiers import EpochId
from bot.domain.iso_weeks import IsoWeek
from storage.repositories.base import Repository
from storage.schema.tables import epochs
from storage.sql.columns import Week
from storage.sql.statements import put
from storage.sql.transaction import AnyRow

_BY_AGE = select(epochs).order_by(epochs.c.first)
_NOT_CLOSED = _BY_AGE.where(epochs.c.state.not_in([state.value for state in SETTLED_STATES]))
_NEWEST = select(epochs).order_by(epochs.c.first.desc()).limit(1)
_WEEK = bindparam("week", type_=Week())
_COVERING = _NEWEST.where(epochs.c.first <= _WEEK, epochs.c.last >= _WEEK)


class StoredEpochs(Repository):
    __slots__ = ()

    async def newest(self) -> Epoch | None:
        return _maybe(await self._transaction.row(_NEWEST))

    async def get(self, epoch: EpochId) -> Epoch | None:
        return _maybe(await self._transaction.row(select(epochs).where(epochs.c.id == epoch)))

    async def covering(self, week: IsoWeek) -> Epoch | None:
        return _maybe(await self._transaction.row(_COVERING, {"week": week}))

    async def save(self, epoch: Epoch) -> None:
        await self._transaction.run(
            put(epochs, self._transaction.dialect),
            {
                "id": epoch.id,
                "first": epoch.first,
                "last": epoch.last,
                "weeks": epoch.weeks,
                "fingerprint": epoch.fingerprint,
                "state": epoch.state.value,
            },
        )

    async def not_closed(self) -> Sequence[Epoch]:
        rows = await self._transaction.rows(_NOT_CLOSED)
        return [_epoch(row) for row in rows]


def _maybe(row: AnyRow | None) -> Epoch | None:
    return None if row is None else _epoch(row)


def _epoch(row: AnyRow) -> Epoch:
    return Epoch(first=row.first, weeks=row.weeks, fingerprint=row.fingerprint, state=EpochState(row.state))
