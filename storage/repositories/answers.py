"""Sealed answers and sealed workings of open epochs: ids, bodies, an epoch and a unit, nothing else."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import bindparam, delete, select

from bot.domain.identifiers import EpochId, UnitId
from bot.ports import SealedAnswer
from storage.repositories.base import Repository
from storage.schema import tables
from storage.schema.tables import answers, workings
from storage.sql.statements import among, put

_CHUNK = 5000
"""Ids are bytes, which no list parameter carries on SQLite, so they go one parameter each."""

_MANY = select(answers.c.id, answers.c.body).where(answers.c.id.in_(bindparam("ids", expanding=True)))


class StoredAnswers(Repository):
    __slots__ = ()

    async def put_many(self, answers: Sequence[SealedAnswer]) -> None:
        if answers:
            await self._transaction.write(
                put(tables.answers, self._transaction.dialect), [_columns(answer) for answer in answers]
            )

    async def many(self, ids: Collection[bytes]) -> Mapping[bytes, bytes]:
        wanted, found = list(ids), dict[bytes, bytes]()
        for start in range(0, len(wanted), _CHUNK):
            rows = await self._transaction.rows(_MANY, {"ids": wanted[start : start + _CHUNK]})
            found.update((bytes(row.id), bytes(row.body)) for row in rows)
        return found

    async def of_epoch(self, epoch: EpochId, unit: UnitId) -> Sequence[SealedAnswer]:
        rows = await self._transaction.rows(
            select(answers).where(answers.c.epoch == epoch, answers.c.unit == unit).order_by(answers.c.id)
        )
        return [SealedAnswer(id=bytes(row.id), epoch=row.epoch, unit=row.unit, body=bytes(row.body)) for row in rows]

    async def units_of(self, epoch: EpochId) -> Sequence[UnitId]:
        rows = await self._transaction.rows(
            select(answers.c.unit).where(answers.c.epoch == epoch).distinct().order_by(answers.c.unit)
        )
        return [row.unit for row in rows]

    async def delete_epoch(self, epoch: EpochId) -> int:
        await self._transaction.run(delete(workings).where(workings.c.epoch == epoch))
        return await self._transaction.count(delete(answers).where(answers.c.epoch == epoch))

    async def put_workings(self, epoch: EpochId, sealed: Mapping[UnitId, bytes]) -> None:
        if sealed:
            await self._transaction.write(
                put(workings, self._transaction.dialect),
                [{"epoch": epoch, "unit": unit, "sealed": each} for unit, each in sealed.items()],
            )

    async def workings(self, epoch: EpochId, units: Collection[UnitId]) -> Mapping[UnitId, bytes]:
        rows = await self._transaction.rows(
            select(workings.c.unit, workings.c.sealed).where(workings.c.epoch == epoch, among(workings.c.unit, units))
        )
        return {row.unit: bytes(row.sealed) for row in rows}


def _columns(answer: SealedAnswer) -> dict[str, object]:
    return {"id": answer.id, "epoch": answer.epoch, "unit": answer.unit, "body": answer.body}
