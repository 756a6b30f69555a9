"""Deliveries: one row per message and key, claimed under a lease, marked only by who holds it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    Update,
    bindparam,
    func,
    literal_column,
    null,
    select,
    update,
)

from bot.domain.identifiers import DeliveryKey, MessageRef, PersonId, PulseId, RoundId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import DigestRef
from bot.domain.messaging.deliveries import (
    UNREACHABLE,
    Delivery,
    DeliveryState,
    Lease,
    Priority,
)
from bot.domain.messaging.delivery_keys import question_key
from bot.domain.organisation.people import Address, Channel
from storage.repositories.base import Repository
from storage.repositories.queries.answered_presses import FORGET_COMMENTS, FORGET_OF_PULSES, FORGET_PASSED, PASSED
from storage.repositories.queries.called_off import (
    EXPIRE_KEYS,
    GIVE_UP_UNSURE,
    HOLD,
    LAST_TRY,
    MAY_HAVE_ARRIVED,
    TAKE_BACK,
    WITHDRAW,
)
from storage.repositories.queries.delivery_leases import (
    ACCOUNT_LOCK,
    ADDRESSES,
    CLAIM_IN_DOUBT,
    LEASE,
    MARK_EXPIRED,
    MARK_FAILED,
    MARK_SENDING,
    MARK_SENT,
    MARK_SHOWN,
    MARK_UNSURE,
    MOVE_REDRAW,
    PUT_BACK,
    RELEASE,
    RELEASE_OWN,
    RENEW,
    SERVER_TIME,
)
from storage.repositories.queries.delivery_rows import columns_of, delivery_of
from storage.repositories.queries.left_chats import LEAVE_CHAT, lock_of_people
from storage.repositories.queries.shown_messages import DIGEST_AT, KEY_OF, LAST_REF, REF_OF, WHERE_SHOWN
from storage.repositories.queries.untaken import UNTAKEN
from storage.schema import tables
from storage.schema.tables import (
    DUE,
    accounts,
    deliveries,
)
from storage.sql.columns import UtcDateTime
from storage.sql.statements import (
    Insert,
    add_missing,
    insert,
    put,
)
from storage.sql.transaction import AnyRow

_DUE, _EXPIRED = DeliveryState.DUE.value, DeliveryState.EXPIRED.value

_WRITTEN = (
    "key",
    "person",
    "channel",
    "kind",
    "pulse",
    "unit",
    "week",
    "comment_week",
    "message",
    "sealed_under",
    "sealed",
    "edits",
    "reply_via",
    "due_at",
    "expires_at",
    "priority",
    "state",
    "attempts",
)

_AT = bindparam("at", type_=UtcDateTime())
_NOW = bindparam("now", type_=UtcDateTime())
_LEASE_UNTIL = bindparam("lease_until", type_=UtcDateTime())


@cache
def _redraw(dialect: str) -> Insert:
    """Due again in its latest state; whoever is still sending the one before has lost the lease."""
    statement = insert(deliveries, dialect)
    latest = {name: statement.excluded[name] for name in _WRITTEN if name != "key"}
    freed = {"owner": null(), "leased_until": null(), "lease": deliveries.c.lease + literal_column("1")}
    return statement.on_conflict_do_update(index_elements=["key"], set_={**latest, **freed})


_EXPIRING = select(deliveries.c.id).where(DUE, deliveries.c.expires_at <= _NOW).order_by(deliveries.c.id)
_EXPIRE = (
    update(deliveries)
    .where(DUE, deliveries.c.expires_at <= _NOW)
    .values(state=_EXPIRED, owner=null(), leased_until=null(), finished_at=_NOW)
    .returning(deliveries)
)
_MOVABLE = update(deliveries).where(deliveries.c.key == bindparam("moved"), deliveries.c.state == _DUE)
_MOVE = _MOVABLE.values(due_at=_AT, owner=null(), leased_until=null(), lease=deliveries.c.lease + 1)
_NEXT_DUE = select(
    *(
        select(func.min(deliveries.c.due_at, type_=UtcDateTime()))
        .where(
            deliveries.c.channel == bindparam("account"),
            DUE,
            deliveries.c.priority == int(priority),
        )
        .scalar_subquery()
        .label(f"next_{int(priority)}")
        for priority in Priority
    )
)


class StoredDeliveries(Repository):
    __slots__ = ()

    async def add(self, deliveries: Sequence[Delivery]) -> None:
        if deliveries:
            await self._transaction.write(
                add_missing(tables.deliveries, self._transaction.dialect), [columns_of(each) for each in deliveries]
            )

    async def add_new(self, deliveries: Sequence[Delivery]) -> None:
        await self._transaction.add_new(tables.deliveries, [columns_of(each) for each in deliveries])

    async def untaken(self, pulses: Collection[PulseId]) -> frozenset[PulseId]:
        keys = [question_key(pulse) for pulse in pulses]
        return frozenset([row.pulse for row in await self._transaction.rows(UNTAKEN, {"keys": keys})])

    async def put_redraws(self, deliveries: Sequence[Delivery]) -> None:
        if not deliveries:
            return
        await self._transaction.write(_redraw(self._transaction.dialect), [columns_of(each) for each in deliveries])

    async def move_redraw(
        self, key: DeliveryKey, *, since: datetime, before: MessageRef, to: MessageRef, at: datetime
    ) -> None:
        moved = {"wanted": key, "since": since, "shown_before": before, "moved_to": to, "at": at}
        await self._transaction.run(MOVE_REDRAW, moved)

    async def lease(
        self, channel: Channel, *, owner: str, now: datetime, lease_until: datetime, limit: int
    ) -> Sequence[Lease]:
        leases_end, lease_until = await self._take_turn(channel, now, lease_until)
        taken: list[AnyRow] = []
        for priority in sorted(Priority):
            if len(taken) < limit:
                rows = await self._transaction.rows(
                    LEASE,
                    {
                        "account": channel,
                        "urgency": int(priority),
                        "owner": owner,
                        "now": now,
                        "leases_end": leases_end,
                        "lease_until": lease_until,
                        "limit": limit - len(taken),
                    },
                )
                taken += sorted(rows, key=lambda row: (row.due_at, row.id))
        return await self._claims(channel, taken)

    async def release_leases(self, channel: Channel, *, owner: str | None = None) -> None:
        if owner is None:
            await self._transaction.run(RELEASE, {"account": channel})
        else:
            await self._transaction.run(RELEASE_OWN, {"account": channel, "by": owner})

    async def renew(self, leases: Sequence[Lease], *, lease_until: datetime, now: datetime | None = None) -> None:
        if leases:
            if now is not None and self._transaction.dialect == "postgresql":
                lease_until += await self._transaction.scalar(SERVER_TIME) - now
            await self._transaction.run(RENEW, [{**_lease(lease), "lease_until": lease_until} for lease in leases])

    async def mark_sending(self, lease: Lease, *, at: datetime) -> bool:
        return await self._hit(MARK_SENDING, lease, at=at, goes_to=_goes_to(lease))

    async def goes_to(self, delivery: Delivery) -> Address | None:
        return (await self._reached({delivery.person}, delivery.channel)).get(delivery.person)

    async def mark_sent(self, lease: Lease, ref: MessageRef | None, *, at: datetime) -> bool:
        return await self._hit(MARK_SENT, lease, at=at, new_ref=ref, goes_to=_goes_to(lease))

    async def mark_many_sent(self, sent: Sequence[tuple[Lease, MessageRef]], *, at: datetime) -> None:
        if sent:
            await self._transaction.write(
                MARK_SENT,
                [{**_lease(lease), "at": at, "new_ref": ref, "goes_to": _goes_to(lease)} for lease, ref in sent],
            )

    async def mark_shown(self, edits: Sequence[Delivery], *, at: datetime) -> None:
        written = [columns_of(edit) for edit in edits]
        if written:
            await self._transaction.write(
                MARK_SHOWN,
                [
                    {
                        "shown": row["key"],
                        "put_out_at": row["due_at"],
                        "where": row["edits"],
                        "words": row["message"],
                        "sealed_words": row["sealed"],
                        "at": at,
                    }
                    for row in written
                ],
            )

    async def mark_failed(self, lease: Lease, reason: str, *, at: datetime) -> bool:
        return await self._hit(MARK_FAILED, lease, at=at, why=reason)

    async def mark_expired(self, lease: Lease, *, at: datetime) -> bool:
        return await self._hit(MARK_EXPIRED, lease, at=at)

    async def mark_unsure(self, lease: Lease, *, at: datetime) -> bool:
        return await self._hit(MARK_UNSURE, lease, at=at)

    async def put_back(self, lease: Lease, *, due_at: datetime, refused: bool = False) -> bool:
        return await self._hit(PUT_BACK, lease, new_due_at=due_at, why=UNREACHABLE if refused else None)

    async def unsure(
        self, channel: Channel, *, owner: str, now: datetime, lease_until: datetime, limit: int
    ) -> Sequence[Lease]:
        leases_end, lease_until = await self._take_turn(channel, now, lease_until)
        rows = await self._transaction.rows(
            CLAIM_IN_DOUBT,
            {
                "account": channel,
                "owner": owner,
                "leases_end": leases_end,
                "lease_until": lease_until,
                "limit": limit,
            },
        )
        return await self._claims(channel, sorted(rows, key=lambda row: row.id))

    async def expire(self, *, now: datetime) -> Sequence[Delivery]:
        await self._lock(_EXPIRING.with_for_update(), {"now": now})
        rows = await self._transaction.rows(_EXPIRE, {"now": now})
        return [delivery_of(row) for row in sorted(rows, key=lambda row: row.id)]

    async def forget_of_pulses(self, rounds: Collection[RoundId]) -> None:
        await self._transaction.run(FORGET_OF_PULSES, {"rounds": list(rounds)})

    async def forget_passed(self, *, before: datetime) -> int:
        passed = [row.id for row in await self._transaction.rows(PASSED, {"before": before})]
        if passed:
            await self._transaction.run(FORGET_PASSED, {"passed": passed})
        return len(passed)

    async def forget_comments(self, *, before: IsoWeek) -> None:
        await self._transaction.run(FORGET_COMMENTS, {"before": before})

    async def expire_keys(self, keys: Iterable[DeliveryKey], *, withdrawn: bool = False) -> None:
        if wanted := list(keys):
            await self._transaction.run(WITHDRAW if withdrawn else EXPIRE_KEYS, {"keys": wanted})

    async def take_back(self, keys: Collection[DeliveryKey]) -> None:
        if keys:
            await self._transaction.run(TAKE_BACK, {"keys": list(keys)})

    async def hold(self, keys: Collection[DeliveryKey]) -> None:
        if keys:
            await self._transaction.rows(HOLD, {"keys": list(keys)})

    async def call_off(self, keys: Collection[DeliveryKey], *, at: datetime) -> frozenset[DeliveryKey]:
        if not keys:
            return frozenset()
        doubtful = [row.key for row in await self._transaction.rows(MAY_HAVE_ARRIVED, {"keys": list(keys)})]
        if doubtful:
            for statement in (GIVE_UP_UNSURE, LAST_TRY):
                await self._transaction.run(statement, {"keys": doubtful, "at": at})
        return frozenset(doubtful)

    async def leave_chat(self, people: Collection[PersonId]) -> None:
        await lock_of_people(self._transaction, people)
        for statement in LEAVE_CHAT:
            await self._transaction.run(statement, {"people": list(people)})

    async def move(self, moved: Mapping[DeliveryKey, datetime]) -> None:
        if moved:
            await self._transaction.write(_MOVE, [{"moved": key, "at": at} for key, at in moved.items()])

    async def last_ref(self, person: PersonId, channel: Channel) -> MessageRef | None:
        ref: MessageRef | None = await self._transaction.scalar(LAST_REF, {"who": person, "account": channel})
        return ref

    async def key_of(self, person: PersonId, channel: Channel, ref: MessageRef) -> DeliveryKey | None:
        parameters = {"who": person, "account": channel, "message": ref}
        key: DeliveryKey | None = await self._transaction.scalar(KEY_OF, parameters)
        return key

    async def ref_of(self, key: DeliveryKey, channel: Channel) -> MessageRef | None:
        ref: MessageRef | None = await self._transaction.scalar(REF_OF, {"wanted": key, "account": channel})
        return ref

    async def shown(self, keys: Collection[DeliveryKey]) -> Mapping[DeliveryKey, tuple[Channel, MessageRef]]:
        rows = await self._transaction.rows(WHERE_SHOWN, {"keys": list(keys)}) if keys else []
        return {row.key: (Channel(row.channel), row.ref) for row in rows}

    async def digest_at(self, person: PersonId, channel: Channel, ref: MessageRef) -> DigestRef | None:
        row = await self._transaction.row(DIGEST_AT, {"who": person, "account": channel, "message": ref})
        return None if row is None else DigestRef(unit=row.unit, week=row.week)

    async def next_due_at(self, channel: Channel) -> datetime | None:
        row = await self._transaction.row(_NEXT_DUE, {"account": channel})
        return min((due_at for due_at in row or () if due_at is not None), default=None)

    async def blocked_until(self, channel: Channel) -> datetime | None:
        until: datetime | None = await self._transaction.scalar(
            select(accounts.c.blocked_until).where(accounts.c.channel == channel)
        )
        return until

    async def block(self, channel: Channel, until: datetime) -> None:
        await self._transaction.run(
            put(accounts, self._transaction.dialect), {"channel": channel, "blocked_until": until}
        )

    async def _take_turn(self, channel: Channel, now: datetime, lease_until: datetime) -> tuple[datetime, datetime]:
        """When leases end that end now, and when one taken now will end.

        Several workers share a server, so its time counts, and one of them at a time chooses for an account: two at
        once could split the order of one chat.
        """
        if self._transaction.dialect != "postgresql":
            return now, lease_until
        row = await self._transaction.row(ACCOUNT_LOCK, {"account": channel})
        assert row is not None  # noqa: S101 - a SELECT without FROM has one row
        here: datetime = row[1].astimezone(UTC)
        return here, here + (lease_until - now)

    async def _claims(self, channel: Channel, rows: Sequence[AnyRow]) -> Sequence[Lease]:
        if not rows:
            return []
        where = await self._reached({row.person for row in rows}, channel)
        return [
            Lease(
                delivery=delivery_of(row),
                address=where.get(row.person),
                owner=row.owner,
                lease=row.lease,
                sending_since=row.sending_since,
            )
            for row in rows
        ]

    async def _reached(self, people: Collection[PersonId], channel: Channel) -> Mapping[PersonId, Address]:
        rows = await self._transaction.rows(ADDRESSES, {"people": list(people), "account": channel})
        return {row.person: Address(channel=channel, value=row.value) for row in rows}

    async def _hit(self, mark: Update, lease: Lease, **values: Any) -> bool:
        return await self._transaction.count(mark, {**_lease(lease), **values}) == 1


def _lease(lease: Lease) -> dict[str, object]:
    return {"held": lease.delivery.key, "by": lease.owner, "under": lease.lease}


def _goes_to(lease: Lease) -> str | None:
    return None if lease.address is None else lease.address.value
