"""What became of deliveries, stored for certain: an outcome that is forgotten would happen a second time."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from bot.cancellation import stop_if_cancelled
from bot.domain.asking.pulse_deliveries import anew, earlier_copy_of
from bot.domain.errors import StorageUnavailable
from bot.domain.health.parts import Part, PartKind
from bot.domain.health.troubles import Trouble, TroubleKind
from bot.domain.identifiers import MessageRef, PersonId, PulseId
from bot.domain.messaging.deliveries import NO_ADDRESS, UNREACHABLE, Delivery, DeliveryKind, Lease
from bot.domain.messaging.delivery_keys import redraw_key
from bot.domain.organisation.people import Address, Channel
from bot.flows.operations.health import HealthBoard
from bot.ports import Clock, Storage, Timer, UnitOfWork

NOTHING_SENT = Trouble(kind=TroubleKind.NOTHING_SENT)
AGAIN_AFTER = 0.5
"""Seconds between tries to store an outcome."""


class RecordOutcomes:
    """Each outcome is one transaction, tried until the database takes it; a lost lease makes it harmlessly void."""

    def __init__(self, *, channel: Channel, storage: Storage, clock: Clock, timer: Timer, health: HealthBoard) -> None:
        self._channel, self._storage, self._clock = channel, storage, clock
        self._timer, self._health = timer, health

    async def sent(self, lease: Lease, ref: MessageRef) -> None:
        """A new message has arrived."""

        async def write(work: UnitOfWork) -> None:
            now = self._clock.now()
            if await work.deliveries.mark_sent(lease, ref, at=now):
                await note_pulse_sent(work, lease.delivery, ref, at=now)

        await self._store(write)

    async def edited(self, leases: Sequence[Lease]) -> None:
        """These messages show this form; a newer one that was put out meanwhile stays due."""
        leased = [(lease, edits) for lease in leases if lease.is_leased and (edits := lease.delivery.edits) is not None]
        handed = [lease.delivery for lease in leases if not lease.is_leased]

        async def write(work: UnitOfWork) -> None:
            now = self._clock.now()
            if len(leases) > 1:  # in one order, whoever else changes some of them
                await work.deliveries.hold([lease.delivery.key for lease in leases])
            await work.deliveries.mark_many_sent(leased, at=now)
            await work.deliveries.mark_shown(handed, at=now)

        if leases:
            await self._store(write)

    async def not_sent(self, lease: Lease, *, later: timedelta = timedelta(0)) -> None:
        """It certainly did not leave: due again at its old place in its chat, or `later` than now."""
        due_at = self._clock.now() + later if later else lease.delivery.due_at
        await self._store(lambda work: work.deliveries.put_back(lease, due_at=due_at))

    async def refused(self, lease: Lease, *, until: datetime) -> None:
        """It certainly did not leave, and the whole account is silent until then, in real UTC."""

        async def write(work: UnitOfWork) -> None:
            await work.deliveries.put_back(lease, due_at=lease.delivery.due_at)
            await work.deliveries.block(self._channel, until)

        await self._store(write)

    async def unsure(self, lease: Lease) -> None:
        await self._store(lambda work: work.deliveries.mark_unsure(lease, at=self._clock.now()))

    async def expired(self, lease: Lease) -> None:
        await self._store(lambda work: work.deliveries.mark_expired(lease, at=self._clock.now()))

    async def failed(self, lease: Lease, why: str) -> None:
        await self._store(lambda work: work.deliveries.mark_failed(lease, why, at=self._clock.now()))

    async def elsewhere(self, lease: Lease) -> None:
        """Its person is not reached where it would have gone: it goes where they are now, or fails if they are gone.

        What it would edit stays behind, so an edit fails as well."""

        async def write(work: UnitOfWork) -> None:
            now_at = await work.deliveries.goes_to(lease.delivery)
            if now_at is None or (lease.delivery.edits is not None and now_at != lease.address):
                await work.deliveries.mark_failed(lease, NO_ADDRESS, at=self._clock.now())
            else:
                await work.deliveries.put_back(lease, due_at=lease.delivery.due_at)

        await self._store(write)

    async def unreachable(self, lease: Lease, address: Address) -> None:
        """The address refused: this message is tried again after a while, until it has refused too often."""

        async def write(work: UnitOfWork) -> None:
            now = self._clock.now()
            refused = await work.rosters.note_refused(address, at=now)
            if refused.wait is not None:
                await work.deliveries.put_back(lease, due_at=now + refused.wait, refused=True)
                return
            await work.deliveries.mark_failed(lease, UNREACHABLE, at=now)
            await work.rosters.mark_unreachable(address, at=now)

        await self._store(write)

    async def shut_out(self, lease: Lease, address: Address) -> None:
        """Nobody is asked there until they come back, or for four weeks."""

        async def write(work: UnitOfWork) -> None:
            now = self._clock.now()
            await work.rosters.mark_unreachable(address, at=now)  # whoever changes an address has it first, too
            await work.deliveries.mark_failed(lease, UNREACHABLE, at=now)

        await self._store(write)

    async def _store(self, write: Callable[[UnitOfWork], Awaitable[object]]) -> None:
        while True:
            stop_if_cancelled()
            try:
                async with self._storage.writing() as work:
                    await write(work)
            except StorageUnavailable:
                part = sending_part(self._channel)
                self._health.troubled(part, Trouble(kind=TroubleKind.OUTCOME_WAITS))
                await self._timer.sleep(AGAIN_AFTER)
            else:
                return


async def note_pulse_sent(work: UnitOfWork, delivery: Delivery, ref: MessageRef, *, at: datetime) -> None:
    """Let the pulse know that its question (or the reminder that repeats it) has arrived, and where."""
    if not delivery.puts_question or delivery.pulse is None:
        return
    stands = await work.deliveries.ref_of(delivery.key, delivery.channel) == ref
    if stands:
        await close_earlier_copies(work, [(delivery, ref)], at=at)
    else:  # its person left that chat meanwhile
        await _ask_where_they_are(work, delivery.pulse, delivery.person, at=at)
    await work.pulses.mark_sent([delivery.pulse], channel=delivery.channel, at=at)
    if stands:
        await work.pulses.set_message(delivery.pulse, ref)


async def _ask_where_they_are(work: UnitOfWork, pulse_id: PulseId, person: PersonId, *, at: datetime) -> None:
    """What was asked before a chat began anew has come anew in it; so does what arrived in the one before only then."""
    address = await work.rosters.address_of(person)
    pulse = (await work.pulses.many_locked([pulse_id])).get(pulse_id)
    if address is None or pulse is None or pulse.sent_at is not None or pulse.heard:
        return
    await work.pulses.save_many([pulse.begun_anew()])
    await work.deliveries.add([anew(pulse, address.channel, now=at)])


async def close_earlier_copies(work: UnitOfWork, shown: Sequence[tuple[Delivery, MessageRef]], *, at: datetime) -> None:
    """One message of a question takes answers: what showed it before loses its buttons, and says so; and what a press
    made of it meanwhile is shown by the newer one."""
    again = {each.pulse: ref for each, ref in shown if each.pulse is not None and each.repeats_question}
    pulses = await work.pulses.many(list(again)) if again else {}
    earlier: list[Delivery] = []
    for delivery, ref in shown:
        pulse = None if delivery.pulse not in again else pulses.get(delivery.pulse)
        before = None if pulse is None else await work.pulses.message_of(pulse.id)
        if pulse is None or before is None or before == ref:
            continue
        is_here = await work.deliveries.key_of(delivery.person, delivery.channel, before) is not None
        if is_here:  # and not on another channel, which its person has left
            earlier.append(earlier_copy_of(pulse, delivery.channel, before, due_at=at))
        if is_here and delivery.kind is DeliveryKind.ANSWERING:  # pressed above while this one was on its way
            since = delivery.due_at
            await work.deliveries.move_redraw(redraw_key(pulse.id), since=since, before=before, to=ref, at=at)
    await work.deliveries.put_redraws(earlier)


def sending_part(channel: Channel) -> Part:
    """An account's sending on the health board."""
    return Part(kind=PartKind.SENDING, channel=channel)
