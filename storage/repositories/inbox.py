"""The inbox: what people did, sealed and committed before it is acknowledged, emptied when it is filed."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import bindparam, delete, func, null, select, text, update

from bot.domain.organisation.people import Channel
from bot.repositories.inbox import InboxKey, SealedUpdate, WaitingUpdate
from storage.repositories.base import Repository
from storage.schema.tables import PENDING, inbox, inbox_keys
from storage.sql.columns import Day, Week
from storage.sql.lock_numbers import FILING
from storage.sql.statements import add_missing, among, put

_PENDING = (
    select(inbox.c.id, inbox.c.channel, inbox.c.update_id, inbox.c.sealed_under, inbox.c.body, inbox.c.waits_again)
    .where(PENDING)
    .order_by(inbox.c.id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)  # two processes never act upon the same update
)
_EMPTIED = {"body": null(), "sealed_under": null(), "filed_on": bindparam("on", type_=Day())}
_FINISH = update(inbox).where(among(inbox.c.id, "numbers"), inbox.c.filed_on.is_(None)).values(_EMPTIED)
_PURGE = delete(inbox).where(inbox.c.filed_on < bindparam("before", type_=Day()))
_ONE_FILER = text(
    f"SELECT pg_advisory_xact_lock({FILING[0]}, {FILING[1]})"
)  # until this transaction ends nobody else files these
_KNOWN = select(inbox.c.channel, inbox.c.update_id).where(
    among(inbox.c.channel, "channels"), among(inbox.c.update_id, "ids")
)
_KEYS = select(inbox_keys).order_by(inbox_keys.c.week)
_WEEK = bindparam("of", type_=Week())
_COUNT_SEALED = select(func.count()).select_from(inbox).where(PENDING, inbox.c.sealed_under == _WEEK)
_GIVE_UP = update(inbox).where(PENDING, inbox.c.sealed_under == _WEEK).values(_EMPTIED)
_FORGET = delete(inbox_keys).where(inbox_keys.c.week == _WEEK)


class StoredInbox(Repository):
    __slots__ = ()

    async def keep(self, updates: Sequence[SealedUpdate]) -> None:
        await self._transaction.write(
            add_missing(inbox, self._transaction.dialect), [_columns(update) for update in updates]
        )

    async def hold(self) -> None:
        if self._transaction.dialect == "postgresql":
            await self._transaction.run(_ONE_FILER)

    async def pending(self, *, limit: int) -> Sequence[WaitingUpdate]:
        await self.hold()
        return [
            WaitingUpdate(
                number=row.id,
                update=SealedUpdate(
                    channel=Channel(row.channel), update_id=row.update_id, key=row.sealed_under, body=row.body
                ),
                waits_again=row.waits_again,
            )
            for row in await self._transaction.rows(_PENDING, {"limit": limit})
        ]

    async def finish(self, numbers: Collection[int], *, on: date) -> int:
        if not numbers:
            return 0
        # One statement for many: each by itself, PostgreSQL may go through all that is pending every time.
        return await self._transaction.count(_FINISH, {"numbers": list(numbers), "on": on})

    async def known(self, update_ids: Collection[tuple[Channel, str]]) -> frozenset[tuple[Channel, str]]:
        channels, ids = {channel for channel, _ in update_ids}, {identity for _, identity in update_ids}
        rows = await self._transaction.rows(_KNOWN, {"channels": list(channels), "ids": list(ids)}) if ids else []
        return frozenset((Channel(row.channel), row.update_id) for row in rows) & frozenset(update_ids)

    async def purge(self, *, before: date) -> int:
        return await self._transaction.count(_PURGE, {"before": before})

    async def keys(self) -> Sequence[InboxKey]:
        return [InboxKey(week=row.week, fingerprint=row.fingerprint) for row in await self._transaction.rows(_KEYS)]

    async def put_key(self, key: InboxKey) -> None:
        row = {"week": key.week, "fingerprint": key.fingerprint}
        await self._transaction.run(put(inbox_keys, self._transaction.dialect), row)

    async def count_sealed(self, key: InboxKey) -> int:
        count: int = await self._transaction.scalar(_COUNT_SEALED, {"of": key.week})
        return count

    async def give_up(self, key: InboxKey, *, on: date) -> int:
        return await self._transaction.count(_GIVE_UP, {"of": key.week, "on": on})

    async def forget_key(self, key: InboxKey) -> None:
        await self._transaction.run(_FORGET, {"of": key.week})


def _columns(update: SealedUpdate) -> dict[str, object]:
    return {
        "channel": update.channel,
        "update_id": update.update_id,
        "sealed_under": update.key,
        "body": update.body,
        "filed_on": None,
    }
