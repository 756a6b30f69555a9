"""Names for the ids that travel through Rounds, so that one kind can never be passed for another."""

from typing import NewType

UnitId = NewType("UnitId", str)
PersonId = NewType("PersonId", str)
QuestionId = NewType("QuestionId", str)
ScheduleId = NewType("ScheduleId", str)
RoundId = NewType("RoundId", str)
PulseId = NewType("PulseId", str)
DeliveryKey = NewType("DeliveryKey", str)
"""The idempotency key of one message to one person: two deliveries with one key are one delivery."""
EpochId = NewType("EpochId", str)
FlagId = NewType("FlagId", str)
ActionId = NewType("ActionId", str)
MessageRef = NewType("MessageRef", str)
"""A sent message as its channel names it (Telegram "chat:message", Slack "channel:ts", web an id)."""
