"""A list of shifts that an administrator uploads: held between two pages, sealed, until it is saved or given up."""

import asyncio
from collections.abc import Callable

from bot.domain.administration.log import Author
from bot.domain.administration.upload.columns import UploadedTable
from bot.domain.administration.upload.scope import UploadScope
from bot.flows.administration.rota.import_rota import ImportRota, RotaPlan
from bot.flows.administration.upload.held import HeldUpload
from bot.ports import Clock, Sealer, Storage


class UploadRota:
    """In the place of whatever else the session holds."""

    def __init__(
        self,
        *,
        storage: Storage,
        sealer: Sealer,
        read: Callable[[bytes], UploadedTable],
        load: ImportRota,
        real_clock: Clock,
    ) -> None:
        """`real_clock`: sessions, and what is held for them, end by it."""
        self._storage, self._sealer, self._read, self._load = storage, sealer, read, load
        self._real_clock = real_clock

    async def begin(self, session: str, raw: bytes) -> None:
        """Raises UploadRefused."""
        held = self._held(session)
        table = await asyncio.to_thread(self._read, raw)
        sealed = await asyncio.to_thread(held.sealed_table, table)
        async with self._storage.writing() as work:
            await held.begin(work, sealed)

    async def look(self, session: str, *, scope: UploadScope, leave_out: bool) -> RotaPlan | None:
        """None where nothing is held (any more). Raises ProgrammeMissing."""
        table = await self._table(session)
        return None if table is None else await self._load.look(table, scope=scope, leave_out=leave_out)

    async def save(
        self, session: str, *, scope: UploadScope, author: Author, leave_out: bool, seen: str
    ) -> tuple[RotaPlan, bool] | None:
        """The plan, and whether it was saved; None where nothing is held. Raises ProgrammeMissing."""
        table = await self._table(session)
        if table is None:
            return None
        plan, is_saved = await self._load.save(table, scope=scope, author=author, leave_out=leave_out, seen=seen)
        if is_saved:
            await self.cancel(session)
        return plan, is_saved

    async def cancel(self, session: str) -> None:
        async with self._storage.writing() as work:
            await self._held(session).end(work)

    async def _table(self, session: str) -> UploadedTable | None:
        async with self._storage.reading() as work:
            return await self._held(session).table(work)

    def _held(self, session: str) -> HeldUpload:
        return HeldUpload(session, sealer=self._sealer, clock=self._real_clock, of="shifts ")
