"""The inbox: what people did, committed before it is acknowledged, emptied when it is filed."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, func, null, select, text, update

from bot.domain.messaging.inbound import Inbound
from bot.domain.organisation.people import Channel
from storage.codecs.inbound import decode_inbound, encode_inbound
from storage.repositories.base import Repository
from storage.schema.tables import PENDING, inbox
from storage.sql.columns import UtcDateTime
from storage.sql.statements import add_missing, among

_PENDING = (
    select(inbox.c.channel, inbox.c.update_id, inbox.c.payload)
    .where(PENDING)
    .order_by(inbox.c.id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)  # two processes never act upon the same update
)
_FINISH = (
    update(inbox)
    .where(
        inbox.c.channel == bindparam("from_channel"),
        among(inbox.c.update_id, "updates"),
        inbox.c.processed_at.is_(None),
    )
    .values(payload=null(), processed_at=bindparam("at", type_=UtcDateTime()))
)
_PURGE = delete(inbox).where(inbox.c.processed_at < bindparam("before", type_=UtcDateTime()))
_ONE_FILER = text("SELECT pg_advisory_xact_lock(727302, 3)")  # until this transaction ends nobody else files these
_COUNT = select(func.count()).select_from(inbox).where(PENDING)


class StoredInbox(Repository):
    __slots__ = ()

    async def keep(self, updates: Sequence[Inbound], *, at: datetime) -> None:
        await self._transaction.write(
            add_missing(inbox, self._transaction.dialect), [_columns(update, at) for update in updates]
        )

    async def pending(self, *, limit: int) -> Sequence[Inbound]:
        if self._transaction.dialect == "postgresql":
            await self._transaction.run(_ONE_FILER)
        rows = await self._transaction.rows(_PENDING, {"limit": limit})
        return [decode_inbound(row.channel, row.update_id, row.payload) for row in rows]

    async def finish(self, updates: Collection[tuple[Channel, str]], *, at: datetime) -> None:
        by_channel: dict[Channel, list[str]] = {}
        for channel, update_id in updates:
            by_channel.setdefault(channel, []).append(update_id)
        # One statement for many: each by itself, PostgreSQL may go through all that is pending every time.
        await self._transaction.write(
            _FINISH, [{"from_channel": channel, "updates": ids, "at": at} for channel, ids in by_channel.items()]
        )

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
