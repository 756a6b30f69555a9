"""Messages that bring their own words: replies to what somebody just did, and notices to people who did nothing."""

from datetime import datetime, timedelta

from bot.domain.identifiers import DeliveryKey, MessageRef, PersonId
from bot.domain.messaging.deliveries import Delivery, DeliveryKind, Priority
from bot.domain.messaging.delivery_keys import reply_key
from bot.domain.messaging.inbound import Inbound
from bot.domain.messaging.messages import Message
from bot.domain.organisation.people import TeamMember
from bot.domain.programme.programme import QuietHours
from bot.domain.programme.quiet_hours import next_allowed

REPLY_LIVES = timedelta(days=1)
"""How long an edit or a reply is still worth sending after a platform was down."""
NOTICE_LIVES = timedelta(days=5)


def reply_to(
    update: Inbound,
    person: PersonId,
    message: Message,
    *,
    now: datetime,
    edits: MessageRef | None = None,
) -> Delivery:
    """Answer somebody at once: with a new message, or in the one that is named."""
    return Delivery(
        key=reply_key(update),
        person=person,
        channel=update.sender.channel,
        kind=DeliveryKind.NOTICE,
        message=message,
        edits=edits,
        reply_via=update.reply_via if edits else "",
        due_at=now,
        expires_at=now + REPLY_LIVES,
        priority=Priority.INTERACTIVE,
    )


def notice_to(
    member: TeamMember,
    message: Message,
    *,
    key: DeliveryKey,
    at: datetime,
    quiet: QuietHours,
    zone: str,
    lives: timedelta = NOTICE_LIVES,
) -> Delivery:
    """Tell somebody who did not press anything: from `at` on, after their quiet hours. `zone` is that of their unit."""
    due_at = next_allowed(at, quiet, member.person.timezone or zone)
    return Delivery(
        key=key,
        person=member.person.id,
        channel=member.address.channel if member.address else member.person.channel,
        kind=DeliveryKind.NOTICE,
        message=message,
        due_at=due_at,
        expires_at=due_at + lives,
    )
