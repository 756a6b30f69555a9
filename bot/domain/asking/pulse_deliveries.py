"""The deliveries that put a question to its person: for the first time, once more as a reminder, or when it suits."""

from datetime import datetime

from bot.domain.asking.pulses import Pulse
from bot.domain.identifiers import DeliveryKey
from bot.domain.messaging.deliveries import Delivery, DeliveryKind, Priority
from bot.domain.messaging.delivery_keys import question_key, reminder_key, snoozed_key
from bot.domain.organisation.people import Channel


def question_of(pulse: Pulse, channel: Channel, *, due_at: datetime, priority: Priority = Priority.BULK) -> Delivery:
    """The message that asks."""
    return _delivery(pulse, channel, DeliveryKind.QUESTION, question_key(pulse.id), due_at=due_at, priority=priority)


def reminder_of(pulse: Pulse, channel: Channel, *, due_at: datetime) -> Delivery:
    """The one reminder that the machine sends."""
    return _delivery(pulse, channel, DeliveryKind.REMINDER, reminder_key(pulse.id), due_at=due_at)


def snoozed_question_of(pulse: Pulse, channel: Channel, *, due_at: datetime) -> Delivery:
    """The question once more at the time that the person chose, which the pulse remembers."""
    return _delivery(pulse, channel, DeliveryKind.SNOOZED, snoozed_key(pulse.id, pulse.remind_at), due_at=due_at)


def _delivery(
    pulse: Pulse,
    channel: Channel,
    kind: DeliveryKind,
    key: DeliveryKey,
    *,
    due_at: datetime,
    priority: Priority = Priority.BULK,
) -> Delivery:
    return Delivery(
        key=key,
        person=pulse.person,
        channel=channel,
        kind=kind,
        pulse=pulse.id,
        due_at=due_at,
        expires_at=pulse.closes_at,
        priority=priority,
    )
