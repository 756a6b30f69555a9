"""The database's half of the keys to what is raised: one row, written once."""

from sqlalchemy import select

from storage.repositories.base import Repository
from storage.schema.tables import raising_half
from storage.sql.statements import add_missing

_HALF = select(raising_half.c.half)


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
