"""The words of any delivery at the moment it is sent: pulses from their newest state, charts drawn only now."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from bot.domain.identifiers import DeliveryKey
from bot.domain.messaging.buttons import DigestRef
from bot.domain.messaging.deliveries import Delivery, DeliveryKind, Priority
from bot.domain.messaging.documents import Picture
from bot.domain.messaging.messages import Message, MessageKind, with_picture
from bot.flows.asking.compose_pulse import ComposePulse
from bot.flows.epochs.seal_messages import SealMessages
from bot.flows.rota.known_rotas import off_duty_at
from bot.ports import Clock, UnitOfWork


class Draw(Protocol):
    async def __call__(self, work: UnitOfWork, digest: DigestRef, locale: str) -> Picture | None:
        """The chart of a digest; None when there is nothing to draw."""


class ComposeOne(Protocol):
    async def __call__(self, work: UnitOfWork, delivery: Delivery) -> Message | None: ...


_DIGESTS = frozenset({DeliveryKind.DIGEST, DeliveryKind.DIGEST_REDRAW})
_STARTED = frozenset({MessageKind.NUDGE, MessageKind.LEAD_ASKED, MessageKind.ACTION_LATE})
"""Notices that count in somebody's week: Rounds starts them by itself."""


class ComposeDeliveries:
    """Questions, reminders and redraws say what their pulse says now, digests what was frozen and what followed;
    everything else carries its own words. A nudge or an ask that is late says nothing to who is off duty by now.

    Where a message keeps a place for the chart of its digest, the chart is drawn into it only now. Pages draw it
    themselves, whenever they are read, but for what lies sealed, which does not say whose chart it is.
    """

    def __init__(
        self,
        *,
        pulses: ComposePulse,
        digests: ComposeOne,
        draw: Draw,
        clock: Clock,
        messages: SealMessages,
        is_for_pages: bool = False,
    ) -> None:
        self._pulses, self._digests, self._draw, self._messages = pulses, digests, draw, messages
        self._is_for_pages, self._clock = is_for_pages, clock

    async def __call__(self, work: UnitOfWork, deliveries: Sequence[Delivery]) -> Mapping[DeliveryKey, Message | None]:
        """One entry for each delivery; None where there is nothing to say any more. Raises `KeyUnavailable` where a
        sealed message does not open."""
        deliveries = await self._messages.opened(work, deliveries)
        said = dict(await self._pulses(work, deliveries))
        started = {each.key: each.person for each in deliveries if _is_started(each)}
        off_duty = await off_duty_at(self._clock.now(), work, set(started.values())) if started else frozenset()
        said.update({key: None for key, person in started.items() if person in off_duty})
        for delivery in deliveries:
            if delivery.kind in _DIGESTS:
                said[delivery.key] = await self._digests(work, delivery)
            message = said.get(delivery.key)
            is_drawn_later = self._is_for_pages and delivery.sealed is None
            if message is not None and delivery.digest is not None and message.awaits_picture and not is_drawn_later:
                picture = await self._draw(work, delivery.digest, message.locale)
                if picture is not None:
                    said[delivery.key] = with_picture(message, picture)
        return said

    async def one(self, work: UnitOfWork, delivery: Delivery) -> Message | None:
        return (await self(work, [delivery])).get(delivery.key)


def _is_started(delivery: Delivery) -> bool:
    """Whether it is an ask or a nudge that nobody has pressed anything for."""
    is_new = delivery.edits is None and delivery.priority is not Priority.INTERACTIVE
    return is_new and delivery.message is not None and delivery.message.kind in _STARTED
