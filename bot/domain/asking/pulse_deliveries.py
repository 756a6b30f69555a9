"""The deliveries that put a question to its person: for the first time, once more as a reminder, or when it suits."""

from dataclasses import replace
from datetime import datetime

from bot.domain.asking.pulses import Pulse
from bot.domain.identifiers import DeliveryKey, MessageRef
from bot.domain.messaging.deliveries import Delivery, DeliveryKind, Priority
from bot.domain.messaging.delivery_keys import (
    anew_key,
    answering_key,
    earlier_copy_key,
    question_key,
    reminder_key,
    snoozed_key,
)
from bot.domain.messaging.inbound import Inbound
from bot.domain.messaging.messages import Message
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


def anew(pulse: Pulse, channel: Channel, *, now: datetime) -> Delivery:
    """The question in a chat that is begun anew."""
    key = anew_key(pulse.id, now)
    return _delivery(pulse, channel, DeliveryKind.ANEW, key, due_at=now, priority=Priority.INTERACTIVE)


def answering(pulse: Pulse, update: Inbound, message: Message, *, now: datetime) -> Delivery:
    """Takes the place of the question while its person writes an answer."""
    key, channel, soon = answering_key(update), update.sender.channel, Priority.INTERACTIVE
    delivery = _delivery(pulse, channel, DeliveryKind.ANSWERING, key, due_at=now, priority=soon)
    return replace(delivery, message=message)


def earlier_copy_of(
    pulse: Pulse, channel: Channel, ref: MessageRef, *, due_at: datetime, message: Message | None = None
) -> Delivery:
    """Says in an earlier message that the question stands further down; composed when it is sent if no words are given.

    An edit, so it may safely be repeated.
    """
    edit = _delivery(pulse, channel, DeliveryKind.REDRAW, earlier_copy_key(channel, ref), due_at=due_at)
    return replace(edit, edits=ref, message=message)


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
