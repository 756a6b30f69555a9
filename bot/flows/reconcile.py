"""Unsure deliveries: finding out whether a message arrived, before anything is sent again."""

from datetime import timedelta

import structlog

from bot.domain.deliveries import Claim
from bot.domain.people import Channel
from bot.flows.dispatch import note_pulse_sent
from bot.ports import CannotTell, Clock, DeliveryFailed, Found, Messenger, NotThere, Storage

log = structlog.get_logger()


class Reconcile:
    """Look for every unsure message in the platform's own history.

    Found: it counts as sent. Not there: it is due again. No history to look in: it is not sent a second time; a
    question is healed by its reminder, anything else stays unsure.
    """

    def __init__(
        self,
        *,
        channel: Channel,
        storage: Storage,
        messenger: Messenger,
        clock: Clock,
        owner: str,
        lease: timedelta = timedelta(minutes=5),
        batch: int = 20,
    ) -> None:
        self._channel, self._storage, self._messenger = channel, storage, messenger
        self._clock, self._owner, self._lease, self._batch = clock, owner, lease, batch

    async def __call__(self) -> int:
        """Returns how many deliveries were settled."""
        now = self._clock.now()
        async with self._storage.writing() as work:
            claims = await work.deliveries.unsure(
                self._channel, owner=self._owner, now=now, lease_until=now + self._lease, limit=self._batch
            )
        settled = 0
        for claim in claims:
            settled += await self._settle(claim)
        return settled

    async def _settle(self, claim: Claim) -> bool:
        now = self._clock.now()
        delivery = claim.delivery
        if delivery.edits is not None:  # an edit may safely be repeated
            async with self._storage.writing() as work:
                return await work.deliveries.put_back(claim, due_at=now)
        try:
            found = await self._search(claim)
        except DeliveryFailed:
            return False  # the lease runs out and the search is made again
        async with self._storage.writing() as work:
            match found:
                case Found(ref=ref):
                    await work.deliveries.mark_sent(claim, ref, at=now)
                    await note_pulse_sent(work, delivery, ref, clock=self._clock)
                case NotThere():
                    await work.deliveries.put_back(claim, due_at=now)
                case CannotTell():
                    await work.deliveries.renew([claim], lease_until=max(delivery.expires_at, now + self._lease))
        log.info("unsure_delivery_settled", channel=self._channel.value, outcome=type(found).__name__)
        return not isinstance(found, CannotTell)

    async def _search(self, claim: Claim) -> Found | NotThere | CannotTell:
        if claim.address is None:
            return CannotTell()
        async with self._storage.reading() as work:
            near = await work.deliveries.last_ref(claim.delivery.person, self._channel)
        return await self._messenger.find_sent(
            claim.address, key=claim.delivery.key, since=claim.sending_since or self._clock.now(), near=near
        )
