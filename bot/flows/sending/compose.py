"""The words of any delivery at the moment it is sent: pulses from their newest state, charts drawn only now."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Protocol, assert_never

from bot.domain.identifiers import DeliveryKey
from bot.domain.messaging.buttons import DigestPress, DigestRef, OnDigest
from bot.domain.messaging.deliveries import Delivery, DeliveryKind
from bot.domain.messaging.documents import Picture
from bot.domain.messaging.messages import (
    Button,
    Message,
    with_picture,
)
from bot.domain.organisation.people import Channel
from bot.flows.asking.compose_pulse import ComposePulse
from bot.ports import UnitOfWork


class Draw(Protocol):
    async def __call__(self, work: UnitOfWork, digest: DigestRef, locale: str) -> Picture | None:
        """The chart of a digest; None when there is nothing to draw."""


class ComposeDeliveries:
    """Questions, reminders and redraws say what their pulse says now; everything else carries its own words.

    Where a channel shows pictures inline the chart stands in the digest itself, so that the digest stays one message;
    elsewhere it follows behind its button.
    """

    def __init__(self, *, pulses: ComposePulse, draw: Draw, inline_pictures: Collection[Channel] = ()) -> None:
        """`inline_pictures`: the channels on which a digest carries its chart."""
        self._pulses, self._draw, self._inline_pictures = pulses, draw, inline_pictures

    async def __call__(self, work: UnitOfWork, deliveries: Sequence[Delivery]) -> Mapping[DeliveryKey, Message | None]:
        """One entry for each delivery; None where there is nothing to say any more."""
        said = dict(await self._pulses(work, deliveries))
        for delivery in deliveries:
            message = said.get(delivery.key)
            if message is not None and (digest := self._charted(delivery)):
                picture = await self._draw(work, digest, message.locale)
                buttons = _without_chart(message.buttons) if delivery.kind is DeliveryKind.DIGEST else message.buttons
                if picture is not None:
                    said[delivery.key] = with_picture(replace(message, buttons=buttons), picture)
        return said

    async def one(self, work: UnitOfWork, delivery: Delivery) -> Message | None:
        return (await self(work, [delivery])).get(delivery.key)

    def _charted(self, delivery: Delivery) -> DigestRef | None:
        """The digest whose chart this delivery carries."""
        match delivery.kind:
            case DeliveryKind.CHART:
                return delivery.digest
            case DeliveryKind.DIGEST:
                return delivery.digest if delivery.channel in self._inline_pictures else None
            case (
                DeliveryKind.QUESTION
                | DeliveryKind.REMINDER
                | DeliveryKind.SNOOZED
                | DeliveryKind.REDRAW
                | DeliveryKind.NOTICE
            ):
                return None
            case _:
                assert_never(delivery.kind)


def _without_chart(rows: Sequence[Sequence[Button]]) -> tuple[tuple[Button, ...], ...]:
    kept = (tuple(each for each in row if not _asks_for_chart(each)) for row in rows)
    return tuple(row for row in kept if row)


def _asks_for_chart(button: Button) -> bool:
    return isinstance(button.intent, DigestPress) and button.intent.what is OnDigest.CHART
