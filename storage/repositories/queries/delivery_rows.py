"""Deliveries as rows, and back."""

from bot.domain.messaging.buttons import DigestRef
from bot.domain.messaging.deliveries import Delivery, DeliveryKind, DeliveryState, Priority
from bot.domain.messaging.messages import SealedWords
from bot.domain.organisation.people import Channel
from storage.codecs.messages import decode_message, encode_message
from storage.sql.transaction import AnyRow


def columns_of(delivery: Delivery) -> dict[str, object]:
    sealed = delivery.sealed
    in_the_open = delivery.message if sealed is None else None
    return {
        "key": delivery.key,
        "person": delivery.person,
        "channel": delivery.channel,
        "kind": delivery.kind.value,
        "pulse": delivery.pulse,
        "unit": None if delivery.digest is None else delivery.digest.unit,
        "week": None if delivery.digest is None else delivery.digest.week,
        "comment_week": delivery.comment_week,
        "message": None if in_the_open is None else encode_message(in_the_open),
        "sealed_under": None if sealed is None else sealed.key,
        "sealed": None if sealed is None else sealed.body,
        "edits": delivery.edits,
        "reply_via": delivery.reply_via,
        "due_at": delivery.due_at,
        "expires_at": delivery.expires_at,
        "priority": int(delivery.priority),
        "state": delivery.state.value,
        "attempts": delivery.attempts,
    }


def delivery_of(row: AnyRow) -> Delivery:
    return Delivery(
        key=row.key,
        person=row.person,
        channel=Channel(row.channel),
        kind=DeliveryKind(row.kind),
        pulse=row.pulse,
        digest=None if row.unit is None else DigestRef(unit=row.unit, week=row.week),
        comment_week=row.comment_week,
        message=None if row.message is None else decode_message(row.message),
        sealed=None if row.sealed is None else SealedWords(key=row.sealed_under, body=bytes(row.sealed)),
        edits=row.edits,
        reply_via=row.reply_via,
        due_at=row.due_at,
        expires_at=row.expires_at,
        priority=Priority(row.priority),
        state=DeliveryState(row.state),
        attempts=row.attempts,
    )
