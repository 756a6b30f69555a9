"""Locks on a PostgreSQL database: a name that one session holds alone, or several share, for as long as it lives."""

from contextlib import suppress

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.domain.errors import StorageUnavailable
from bot.ports import LockHolder
from storage.sql.faults import faults_translated
from storage.sql.lock_numbers import NAMED

_TAKE = text(f"SELECT pg_try_advisory_lock({NAMED}, hashtext(:name))")
_TAKE_SHARED = text(f"SELECT pg_try_advisory_lock_shared({NAMED}, hashtext(:name))")
_LOCKS = f"""
    FROM pg_locks WHERE locktype = 'advisory' AND classid = {NAMED} AND objid = hashtext(:name)::oid AND objsubid = 2
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND granted
"""  # noqa: S608 - nothing from outside
_MINE = text(f"SELECT EXISTS (SELECT {_LOCKS} AND pid = pg_backend_pid())")
_MODE = text(f"SELECT mode {_LOCKS} LIMIT 1")
_TRIES = 3


class AdvisoryLock:
    """The `DatabaseLock` port by an advisory lock, which PostgreSQL drops with the session, however that ends.

    It needs a connection to the server itself: a pooler that shares sessions between clients would share the lock.
    """

    def __init__(self, engine: AsyncEngine, name: str, *, shared: bool) -> None:
        """`engine` opens a session of its own for every connection and commits every statement."""
        self._engine, self._name, self._take = engine, {"name": name}, _TAKE_SHARED if shared else _TAKE
        self.is_exclusive = not shared
        self._session: AsyncConnection | None = None

    async def take(self) -> LockHolder:
        await self.leave()
        with faults_translated():
            self._session = session = await self._engine.connect()
            mode = None
            for _ in range(_TRIES):
                if (await session.execute(self._take, self._name)).scalar():
                    return LockHolder.MINE
                mode = (await session.execute(_MODE, self._name)).scalar()
                if mode is not None:  # otherwise whoever held it has just left
                    break
        await self.leave()
        return LockHolder.SEVERAL if mode == "ShareLock" else LockHolder.ONE_ALONE

    async def is_held(self) -> bool:
        if self._session is None:
            return False
        try:
            with faults_translated():
                return bool((await self._session.execute(_MINE, self._name)).scalar())
        except StorageUnavailable:
            return False

    async def leave(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            with suppress(StorageUnavailable), faults_translated():
                await session.close()


class UncontestedLock:
    """The `DatabaseLock` port on SQLite, where one process is alone with its file anyway."""

    is_exclusive = True

    async def take(self) -> LockHolder:
        return LockHolder.MINE

    async def is_held(self) -> bool:
        return True

    async def leave(self) -> None:
        """Nothing was taken."""
