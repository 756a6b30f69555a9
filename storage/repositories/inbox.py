"""The inbox: what people did, committed before it is acknowledged, emptied when it is filed."""

from collections.abc import Collection, Sequence
from datetime import datetime

import structlog
from sqlalchemy import bindparam, delete, func, null, select, text, update

from bot.domain.messaging.inbound import Inbound
from bot.repositories.inbox import WaitingUpdate
from storage.codecs.inbound import decode_inbound, encode_inbound
from storage.repositories.base import Repository
from storage.schema.tables import PENDING, inbox
from storage.sql.columns import UtcDateTime
from storage.sql.lock_numbers import FILING
from storage.sql.statements import add_missing, among

_PENDING = (
    select(inbox.c.id, inbox.c.channel, inbox.c.update_id, inbox.c.payload)
    .where(PENDING)
    .order_by(inbox.c.id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)  # two processes never act upon the same update
)
_FINISH = (
    update(inbox)
    .where(among(inbox.c.id, "numbers"), inbox.c.processed_at.is_(None))
    .values(payload=null(), processed_at=bindparam("at", type_=UtcDateTime()))
)
_SET_ASIDE = update(inbox).where(among(inbox.c.id, "numbers")).values(payload=null(), processed_at=inbox.c.received_at)
_PURGE = delete(inbox).where(inbox.c.processed_at < bindparam("before", type_=UtcDateTime()))
_ONE_FILER = text(
    f"SELECT pg_advisory_xact_lock({FILING[0]}, {FILING[1]})"
)  # until this transaction ends nobody else files these
_COUNT = select(func.count()).select_from(inbox).where(PENDING)


log = structlog.get_logger()


class StoredInbox(Repository):
    __slots__ = ()

    async def keep(self, updates: Sequence[Inbound], *, at: datetime) -> None:
        await self._transaction.write(
            add_missing(inbox, self._transaction.dialect), [_columns(update, at) for update in updates]
        )

    async def pending(self, *, limit: int) -> Sequence[WaitingUpdate]:
        if self._transaction.dialect == "postgresql":
            await self._transaction.run(_ONE_FILER)
        while True:
            waiting: list[WaitingUpdate] = []
            unreadable: list[int] = []
            for row in await self._transaction.rows(_PENDING, {"limit": limit}):
                try:
                    update = decode_inbound(row.channel, row.update_id, row.payload)
                except (ValueError, LookupError, TypeError):
                    unreadable.append(row.id)
                else:
                    waiting.append(WaitingUpdate(number=row.id, update=update))
            if not unreadable:
                return waiting
            # They would come again for ever and hold up everybody behind them. Nothing of them may reach the log.
            log.error("inbox_rows_unreadable", numbers=unreadable)
            await self._transaction.run(_SET_ASIDE, {"numbers": unreadable})

    async def finish(self, numbers: Collection[int], *, at: datetime) -> int:
        if not numbers:
            return 0
        # One statement for many: each by itself, PostgreSQL may go through all that is pending every time.
        return await self._transaction.count(_FINISH, {"numbers": list(numbers), "at": at})

    async def purge(self, *, before: datetime) -> int:
        return await self._transaction.count(_PURGE, {"before": before})

    async def count_pending(self) -> int:
        count: int = await self._transaction.scalar(_COUNT)
        return count


def _columns(update: Inbound, at: datetime) -> dict[str, object]:
    return {
        "channel": update.sender.channel,
        "update_id": update.update_id,
        "payload": encode_inbound(update),
        "received_at": at,
        "processed_at": None,
    }
