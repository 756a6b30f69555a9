"""The words of any delivery at the moment it is sent: pulses from their newest state, charts drawn only now."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from bot.domain.deliveries import Delivery, DeliveryKind
from bot.domain.identifiers import DeliveryKey
from bot.domain.messages import Message, Picture
from bot.flows.compose_pulse import ComposePulse
from bot.ports import UnitOfWork

CHART = "chart:"
"""A notice with this subject, followed by a digest's subject, carries that digest's chart."""


class Draw(Protocol):
    async def __call__(self, work: UnitOfWork, digest: str) -> Picture | None:
        """The chart of the digest called "unit|week"; None when there is nothing to draw."""


class ComposeDeliveries:
    """Questions, reminders and redraws say what their pulse says now; everything else carries its own words."""

    def __init__(self, *, pulses: ComposePulse, draw: Draw) -> None:
        self._pulses, self._draw = pulses, draw

    async def __call__(self, work: UnitOfWork, deliveries: Sequence[Delivery]) -> Mapping[DeliveryKey, Message | None]:
        """One entry for each delivery; None where there is nothing to say any more."""
        said = dict(await self._pulses(work, deliveries))
        for delivery in deliveries:
            message = said.get(delivery.key)
            if message and delivery.kind is DeliveryKind.NOTICE and delivery.subject.startswith(CHART):
                picture = await self._draw(work, delivery.subject.removeprefix(CHART))
                said[delivery.key] = replace(message, picture=picture)
        return said

    async def one(self, work: UnitOfWork, delivery: Delivery) -> Message | None:
        return (await self(work, [delivery])).get(delivery.key)
