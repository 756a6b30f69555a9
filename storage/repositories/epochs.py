"""Epochs, under whose keys answers are sealed; and the database's half of the keys to what is raised."""

from collections.abc import Sequence

from sqlalchemy import bindparam, select

from bot.domain.answers.epochs import SETTLED_STATES, Epoch, EpochState
from bot.domain.iso_weeks import IsoWeek
from bot.domain.programme.quarters import Quarter
from storage.repositories.base import Repository
from storage.schema.tables import epochs, raising_half
from storage.sql.columns import Week
from storage.sql.statements import add_missing, put
from storage.sql.transaction import AnyRow

_BY_AGE = select(epochs).order_by(epochs.c.first)
NOT_CLOSED = _BY_AGE.where(epochs.c.state.not_in([state.value for state in SETTLED_STATES]))
_NEWEST = select(epochs).order_by(epochs.c.first.desc()).limit(1)
_WEEK = bindparam("week", type_=Week())
_COVERING = _NEWEST.where(epochs.c.first <= _WEEK, epochs.c.last >= _WEEK)

_ENDED_BEFORE = _NEWEST.where(epochs.c.last < _WEEK)
_BEGUN_AFTER = select(epochs).where(epochs.c.first > _WEEK).order_by(epochs.c.first).limit(1)

_HALF = select(raising_half.c.half)


class StoredEpochs(Repository):
    __slots__ = ()

    async def covering(self, week: IsoWeek) -> Epoch | None:
        return _maybe(await self._transaction.row(_COVERING, {"week": week}))

    async def neighbours(self, week: IsoWeek) -> tuple[Epoch | None, Epoch | None]:
        before = await self._transaction.row(_ENDED_BEFORE, {"week": week})
        return _maybe(before), _maybe(await self._transaction.row(_BEGUN_AFTER, {"week": week}))

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
                "quarter": epoch.quarter.first,
                "quarter_weeks": epoch.quarter.weeks,
                "number": epoch.number,
                "lives_through": epoch.lives_through,
                "weeks_of_life": epoch.weeks_of_life,
                "told_at": epoch.told_at,
            },
        )

    async def not_closed(self) -> Sequence[Epoch]:
        rows = await self._transaction.rows(NOT_CLOSED)
        return [epoch_of(row) for row in rows]


def _maybe(row: AnyRow | None) -> Epoch | None:
    return None if row is None else epoch_of(row)


def epoch_of(row: AnyRow) -> Epoch:
    return Epoch(
        first=row.first,
        weeks=row.weeks,
        quarter=Quarter(first=row.quarter, weeks=row.quarter_weeks),
        number=row.number,
        lives_through=row.lives_through,
        weeks_of_life=row.weeks_of_life,
        fingerprint=row.fingerprint,
        state=EpochState(row.state),
        told_at=row.told_at,
    )


class StoredRaising(Repository):
    __slots__ = ()

    async def half(self) -> bytes | None:
        half: bytes | None = await self._transaction.scalar(_HALF)
        return None if half is None else bytes(half)

    async def make_half(self, fresh: bytes) -> bytes:
        await self._transaction.run(add_missing(raising_half, self._transaction.dialect), {"id": 1, "half": fresh})
        half = await self.half()
        if half is None:
            raise RuntimeError("what was just written is not there")
        return half
