"""Deliveries, their audits and web chats in memory."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, assert_never

from bot.domain.asking.pulses import PulseState
from bot.domain.identifiers import DeliveryKey, MessageRef, PersonId, PulseId, RoundId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import DigestRef
from bot.domain.messaging.deliveries import (
    IN_DOUBT,
    NOT_TAKEN,
    OF_THE_PERSON,
    UNREACHABLE,
    WITHDRAWN,
    Delivery,
    DeliveryKind,
    DeliveryState,
    Lease,
)
from bot.domain.messaging.delivery_keys import question_key
from bot.domain.organisation.people import Address, Channel
from tests.support.memory.state import Carried, State

DUE, SENDING, UNSURE = DeliveryState.DUE, DeliveryState.SENDING, DeliveryState.UNSURE
HELD = (DUE, SENDING, UNSURE)
FREED: dict[str, Any] = {"owner": None, "leased_until": None}


def is_untaken(row: Carried) -> bool:
    match row.delivery.state:
        case DeliveryState.FAILED:
            return row.failure in NOT_TAKEN
        case DeliveryState.UNSURE | DeliveryState.SENDING:
            return True
        case DeliveryState.EXPIRED | DeliveryState.DUE:
            return row.failure not in OF_THE_PERSON
        case DeliveryState.SENT:
            return False
        case _:
            assert_never(row.delivery.state)


def _kept(delivery: Delivery) -> Delivery:
    """What lies sealed is nowhere in the open."""
    return delivery if delivery.sealed is None else replace(delivery, message=None)


class MemoryDeliveries:
    def __init__(self, state: State) -> None:
        self._state = state
        self._rows = state.deliveries

    async def add(self, deliveries: Sequence[Delivery]) -> None:
        for delivery in deliveries:
            if delivery.key not in self._rows:
                self._rows[delivery.key] = Carried(number=len(self._rows) + 1, delivery=_kept(delivery))

    async def add_new(self, deliveries: Sequence[Delivery]) -> None:
        for delivery in deliveries:
            if delivery.key in self._rows:
                raise ValueError(f"there is a delivery {delivery.key} already")
            await self.add([delivery])

    async def untaken(self, pulses: Collection[PulseId]) -> frozenset[PulseId]:
        found = {pulse: self._rows.get(question_key(pulse)) for pulse in pulses}
        return frozenset(pulse for pulse, row in found.items() if row is not None and is_untaken(row))

    async def put_redraws(self, deliveries: Sequence[Delivery]) -> None:
        for delivery in deliveries:
            earlier = self._rows.get(delivery.key)
            if earlier is None:
                await self.add([delivery])
            else:
                self._rows[delivery.key] = replace(earlier, delivery=_kept(delivery), lease=earlier.lease + 1, **FREED)

    async def move_redraw(
        self, key: DeliveryKey, *, since: datetime, before: MessageRef, to: MessageRef, at: datetime
    ) -> None:
        row = self._rows.get(key)
        if row is not None and row.delivery.edits == before and row.delivery.due_at >= since:
            again = replace(row.delivery, edits=to, due_at=at, reply_via="", state=DeliveryState.DUE)
            self._rows[key] = replace(row, delivery=again, lease=row.lease + 1, **FREED)

    async def lease(
        self, channel: Channel, *, owner: str, now: datetime, lease_until: datetime, limit: int
    ) -> Sequence[Lease]:
        busy = {
            row.delivery.person
            for row in self._of(channel)
            if row.delivery.state is SENDING
            or (row.delivery.state is DUE and row.owner not in (None, owner) and not row.is_free(now))
        }
        due = [
            row
            for row in self._of(channel)
            if row.delivery.state is DUE and row.delivery.due_at <= now and (row.is_free(now) or row.owner == owner)
            if row.delivery.person not in busy
        ]
        due.sort(key=lambda row: (row.delivery.priority, row.delivery.due_at, row.number))
        return [self._take(row, owner, lease_until) for row in due[:limit]]

    async def release_leases(self, channel: Channel, *, owner: str | None = None) -> None:
        for row in self._of(channel):
            if owner is None or (row.owner == owner and row.delivery.state is DUE):
                self._rows[row.delivery.key] = replace(row, **FREED)

    async def renew(
        self,
        leases: Sequence[Lease],
        *,
        lease_until: datetime,
        now: datetime | None = None,  # noqa: ARG002 - there is one clock here
    ) -> None:
        for lease in leases:
            if (row := self._held(lease, *HELD)) is not None:
                self._rows[row.delivery.key] = replace(row, leased_until=lease_until)

    async def mark_sending(self, lease: Lease, *, at: datetime) -> bool:
        row = self._held(lease, DUE)
        if row is None or lease.address is None or self._address(row.delivery) != lease.address:
            return False
        sending = replace(row.delivery, state=SENDING, attempts=row.delivery.attempts + 1)
        self._rows[row.delivery.key] = replace(row, delivery=sending, sending_since=at)
        return True

    async def goes_to(self, delivery: Delivery) -> Address | None:
        return self._address(delivery)

    async def mark_sent(self, lease: Lease, ref: MessageRef | None, *, at: datetime) -> bool:
        delivery = lease.delivery
        on_web = any(each.key == delivery.key for each in self._state.web_messages.values())
        is_there = lease.address is not None and self._state.addresses.get(delivery.person) == lease.address
        stands = delivery.edits is not None or on_web or is_there
        return self._move(lease, DeliveryState.SENT, ref=ref if stands else None, finished_at=at)

    async def mark_many_sent(self, sent: Sequence[tuple[Lease, MessageRef]], *, at: datetime) -> None:
        for lease, ref in sent:
            await self.mark_sent(lease, ref, at=at)

    async def mark_shown(self, edits: Sequence[Delivery], *, at: datetime) -> None:
        for edit in edits:
            row = self._rows.get(edit.key)
            if row is not None and row.owner is None and row.delivery == _kept(edit):
                sent = replace(row.delivery, state=DeliveryState.SENT)
                self._rows[edit.key] = replace(row, delivery=sent, ref=edit.edits, finished_at=at)

    async def mark_failed(self, lease: Lease, reason: str, *, at: datetime) -> bool:
        return self._move(lease, DeliveryState.FAILED, finished_at=at, failure=reason)

    async def mark_expired(self, lease: Lease, *, at: datetime) -> bool:
        return self._held(lease, DUE) is not None and self._move(lease, DeliveryState.EXPIRED, finished_at=at)

    async def mark_unsure(self, lease: Lease, *, at: datetime) -> bool:
        row = self._held(lease, *HELD)
        return row is not None and self._move(lease, UNSURE, sending_since=row.sending_since or at)

    async def put_back(self, lease: Lease, *, due_at: datetime, refused: bool = False) -> bool:
        row = self._held(lease, *HELD)
        if row is None:
            return False
        attempts = row.delivery.attempts + (row.delivery.state is DUE)
        again = replace(row.delivery, state=DUE, due_at=due_at, attempts=attempts)
        why = UNREACHABLE if refused else ""
        self._rows[row.delivery.key] = replace(row, delivery=again, sending_since=None, failure=why, **FREED)
        return True

    async def unsure(
        self, channel: Channel, *, owner: str, now: datetime, lease_until: datetime, limit: int
    ) -> Sequence[Lease]:
        doubtful = [
            row
            for row in self._of(channel)
            if row.delivery.state is UNSURE or (row.delivery.state is SENDING and row.owner != owner)
            if row.is_free(now)
        ]
        doubtful.sort(key=lambda row: row.number)
        return [
            self._take(replace(row, delivery=replace(row.delivery, state=UNSURE)), owner, lease_until)
            for row in doubtful[:limit]
        ]

    async def expire(self, *, now: datetime) -> Sequence[Delivery]:
        late = [row for row in self._rows.values() if row.delivery.state is DUE and row.delivery.expires_at <= now]
        late.sort(key=lambda row: row.number)
        return [self._expire(row).delivery for row in late]

    async def forget_of_pulses(self, rounds: Collection[RoundId]) -> None:
        of = {pulse.id for pulse in self._state.pulses.values() if pulse.round in rounds}
        self._drop([row for row in self._rows.values() if row.delivery.pulse in of])

    async def forget_passed(self, *, before: datetime) -> int:
        asking = (DeliveryKind.QUESTION, DeliveryKind.REMINDER)
        passing = [row for row in self._rows.values() if row.delivery.kind not in asking]
        return self._drop([row for row in passing if row.delivery.expires_at < before])

    async def forget_comments(self, *, before: IsoWeek) -> None:
        quoting = [(row.delivery.comment_week, row) for row in self._rows.values()]
        self._drop([row for week, row in quoting if week is not None and week < before])

    def _drop(self, rows: Sequence[Carried]) -> int:
        settled = [row for row in rows if row.delivery.state not in HELD]
        for row in settled:
            del self._rows[row.delivery.key]
        return len(settled)

    async def expire_keys(self, keys: Iterable[DeliveryKey], *, withdrawn: bool = False) -> None:
        for key in keys:
            if key in self._rows and self._rows[key].delivery.state is DUE:
                row = self._expire(self._rows[key])
                self._rows[key] = replace(row, failure=WITHDRAWN if withdrawn else row.failure)

    async def take_back(self, keys: Collection[DeliveryKey]) -> None:
        for row in [self._rows[key] for key in keys if key in self._rows]:
            if row.ref is None and row.delivery.state not in (SENDING, UNSURE):
                del self._rows[row.delivery.key]

    async def hold(self, keys: Collection[DeliveryKey]) -> None:
        """Nobody else writes meanwhile."""

    async def call_off(self, keys: Collection[DeliveryKey], *, at: datetime) -> frozenset[DeliveryKey]:
        doubtful = set()
        for row in [self._rows[key] for key in keys if key in self._rows]:
            key, delivery = row.delivery.key, row.delivery
            if delivery.state is UNSURE:
                failed = replace(delivery, state=DeliveryState.FAILED)
                self._rows[key] = replace(row, delivery=failed, failure=IN_DOUBT, finished_at=at, **FREED)
            elif delivery.state is SENDING:
                self._rows[key] = replace(row, delivery=replace(delivery, expires_at=at))
            elif not (
                (delivery.state is DeliveryState.FAILED and row.failure == IN_DOUBT)
                or (delivery.state is DeliveryState.SENT and row.ref is None)
            ):
                continue
            doubtful.add(key)
        return frozenset(doubtful)

    async def leave_chat(self, people: Collection[PersonId]) -> None:
        for person in people:
            self._leave_chat(person)

    def _leave_chat(self, person: PersonId) -> None:
        rows = [row for row in self._rows.values() if row.delivery.person == person]
        asked = {row.delivery.pulse for row in rows if row.ref is not None}
        for place in [each for each in self._state.pulse_messages if each[0] in asked]:
            del self._state.pulse_messages[place]
        kept = {each.key for each in self._state.web_messages.values()}
        stands = {(row.delivery.channel, row.ref) for row in rows if row.delivery.key in kept}
        for row in rows:
            key, delivery = row.delivery.key, row.delivery
            if delivery.edits and delivery.state in HELD and (delivery.channel, delivery.edits) not in stands:
                del self._rows[key]
            elif key not in kept:
                self._rows[key] = replace(row, ref=None)

    async def move(self, moved: Mapping[DeliveryKey, datetime]) -> None:
        for key, at in moved.items():
            row = self._rows.get(key)
            if row is not None and row.delivery.state is DUE:
                later = replace(row.delivery, due_at=at)
                self._rows[key] = replace(row, delivery=later, lease=row.lease + 1, **FREED)

    async def last_ref(self, person: PersonId, channel: Channel) -> MessageRef | None:
        seen = [
            (row.finished_at, row.number, row.ref)
            for row in self._of(channel)
            if row.delivery.person == person and row.ref is not None and row.finished_at is not None
        ]
        return max(seen)[2] if seen else None

    async def key_of(self, person: PersonId, channel: Channel, ref: MessageRef) -> DeliveryKey | None:
        own = (row for row in self._of(channel) if row.delivery.person == person and row.delivery.edits is None)
        return next((row.delivery.key for row in own if row.ref == ref), None)

    async def ref_of(self, key: DeliveryKey, channel: Channel) -> MessageRef | None:
        return next((row.ref for row in self._of(channel) if row.delivery.key == key), None)

    async def shown(self, keys: Collection[DeliveryKey]) -> Mapping[DeliveryKey, tuple[Channel, MessageRef]]:
        rows = [row for row in self._state.deliveries.values() if row.delivery.key in keys]
        return {row.delivery.key: (row.delivery.channel, row.ref) for row in rows if row.ref is not None}

    async def digest_at(self, person: PersonId, channel: Channel, ref: MessageRef) -> DigestRef | None:
        shown = (row for row in self._of(channel) if row.delivery.person == person and row.ref == ref)
        return next((row.delivery.digest for row in shown if row.delivery.kind is DeliveryKind.DIGEST), None)

    async def next_due_at(self, channel: Channel) -> datetime | None:
        return min((row.delivery.due_at for row in self._of(channel) if row.delivery.state is DUE), default=None)

    async def blocked_until(self, channel: Channel) -> datetime | None:
        return self._state.blocked.get(channel)

    async def block(self, channel: Channel, until: datetime) -> None:
        self._state.blocked[channel] = until

    def _of(self, channel: Channel) -> Sequence[Carried]:
        return [row for row in self._rows.values() if row.delivery.channel == channel]

    def _held(self, lease: Lease, *states: DeliveryState) -> Carried | None:
        row = self._rows.get(lease.delivery.key)
        if row is None or row.owner is None or (row.owner, row.lease) != (lease.owner, lease.lease):
            return None
        return row if row.delivery.state in states else None

    def _move(self, lease: Lease, state: DeliveryState, **changes: Any) -> bool:
        row = self._held(lease, *HELD)
        if row is None:
            return False
        moved = replace(row, delivery=replace(row.delivery, state=state), **FREED)
        self._rows[row.delivery.key] = replace(moved, **changes)
        return True

    def _expire(self, row: Carried) -> Carried:
        expired = replace(row, delivery=replace(row.delivery, state=DeliveryState.EXPIRED), **FREED)
        self._rows[row.delivery.key] = expired
        return expired

    def _take(self, row: Carried, owner: str, lease_until: datetime) -> Lease:
        held = replace(row, owner=owner, lease=row.lease + 1, leased_until=lease_until)
        self._rows[row.delivery.key] = held
        return Lease(
            delivery=held.delivery,
            address=self._address(held.delivery),
            owner=owner,
            lease=held.lease,
            sending_since=held.sending_since,
        )

    def _address(self, delivery: Delivery) -> Address | None:
        address = self._state.addresses.get(delivery.person)
        if address is None or address.channel != delivery.channel or address in self._state.unreachable:
            return None
        return None if self._state.left[delivery.person] else address


class MemoryAudits:
    def __init__(self, state: State) -> None:
        self._state = state

    async def waiting(self, *, since: datetime) -> Mapping[Channel, int]:
        return Counter(
            row.delivery.channel
            for row in self._state.deliveries.values()
            if row.delivery.state is DUE and row.delivery.due_at <= since
        )

    async def missing(self, *, now: datetime) -> int:
        return sum(
            1
            for pulse in self._state.pulses.values()
            if pulse.state is PulseState.PLANNED and pulse.position == 0 and pulse.closes_at > now
            if question_key(pulse.id) not in self._state.deliveries
        )

    async def unsettled(self, *, since: datetime) -> int:
        return sum(
            1
            for row in self._state.deliveries.values()
            if row.delivery.state in HELD and row.delivery.expires_at <= since
        )

    async def unclosed(self, *, since: datetime) -> int:
        waiting = (PulseState.PLANNED, PulseState.SENT)
        return sum(1 for pulse in self._state.pulses.values() if pulse.state in waiting and pulse.closes_at <= since)
