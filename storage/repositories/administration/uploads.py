"""Lists that were uploaded and are not saved yet."""

from datetime import datetime

from sqlalchemy import bindparam, delete, null, select, update

from bot.repositories.uploads import HeldPlan
from storage.repositories.base import Repository
from storage.schema.tables import uploads
from storage.sql.statements import put

_HELD = uploads.c.digest == bindparam("of"), uploads.c.expires_at > bindparam("at", type_=uploads.c.expires_at.type)
_TABLE = select(uploads.c.body).where(*_HELD)
_PLAN = select(uploads.c.choices, uploads.c.plan, uploads.c.saved_as).where(*_HELD)


class StoredUploads(Repository):
    __slots__ = ()

    async def begin(self, session: bytes, table: bytes, *, expires_at: datetime) -> None:
        nothing = {"choices": b"", "plan": b"", "saved_as": None}
        row = {"digest": session, "body": table, "expires_at": expires_at, **nothing}
        await self._transaction.run(put(uploads, self._transaction.dialect), row)

    async def table(self, session: bytes, *, at: datetime) -> bytes | None:
        body: bytes | None = await self._transaction.scalar(_TABLE, {"of": session, "at": at})
        return body or None

    async def plan(self, session: bytes, *, at: datetime) -> HeldPlan | None:
        row = await self._transaction.row(_PLAN, {"of": session, "at": at})
        return None if row is None else HeldPlan(choices=row.choices, plan=row.plan, saved_as=row.saved_as)

    async def note(self, session: bytes, *, choices: bytes, plan: bytes) -> None:
        held = uploads.c.digest == session, uploads.c.saved_as.is_(null())
        await self._transaction.run(update(uploads).where(*held).values(choices=choices, plan=plan))

    async def note_saved(self, session: bytes, revision: int) -> None:
        emptied = {"body": b"", "choices": b"", "plan": b"", "saved_as": revision}
        await self._transaction.run(update(uploads).where(uploads.c.digest == session).values(**emptied))

    async def end(self, session: bytes) -> None:
        await self._transaction.run(delete(uploads).where(uploads.c.digest == session))

    async def any_ended(self, *, by: datetime) -> bool:
        found = await self._transaction.scalar(select(uploads.c.digest).where(uploads.c.expires_at <= by).limit(1))
        return found is not None

    async def forget(self, *, until: datetime) -> None:
        await self._transaction.run(delete(uploads).where(uploads.c.expires_at <= until))
