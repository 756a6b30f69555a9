"""Replies to what somebody just did, notices to people who did nothing, and copies of digests brought up to date."""

from datetime import datetime, timedelta

from bot.domain.identifiers import DeliveryKey, MessageRef, PersonId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import DigestRef
from bot.domain.messaging.deliveries import Delivery, DeliveryKind, Priority
from bot.domain.messaging.delivery_keys import redrawn_digest_key, reply_key
from bot.domain.messaging.inbound import Inbound
from bot.domain.messaging.messages import Message
from bot.domain.organisation.people import Channel, TeamMember
from bot.domain.programme.programme import QuietHours
from bot.domain.programme.quiet_hours import next_allowed

REPLY_LIVES = timedelta(days=1)
"""How long an edit or a reply is still worth sending after a platform was down."""
NOTICE_LIVES = timedelta(days=5)
REDRAW_LIVES = timedelta(days=4)
"""How long a copy of a digest is still worth bringing up to date after a platform was down."""


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
        reply_via=update.reply_via if edits is not None and edits == update.message else "",  # it leads to that one
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
    comment_week: IsoWeek | None = None,
) -> Delivery:
    """Tell somebody who did not press anything: from `at` on, after their quiet hours. `zone` is that of their unit;
    `comment_week` that of the comment which this quotes."""
    due_at = next_allowed(at, quiet, member.person.timezone or zone)
    return Delivery(
        key=key,
        person=member.person.id,
        channel=member.address.channel if member.address else member.person.channel,
        kind=DeliveryKind.NOTICE,
        comment_week=comment_week,
        message=message,
        due_at=due_at,
        expires_at=due_at + lives,
    )


def redraw(
    digest: DigestRef, reader: PersonId, channel: Channel, ref: MessageRef, *, now: datetime, waits: bool
) -> Delivery:
    """Bring one copy to its latest state. `waits`: its reader has just pressed it."""
    return Delivery(
        key=redrawn_digest_key(digest.unit, digest.week, reader),
        person=reader,
        channel=channel,
        kind=DeliveryKind.DIGEST_REDRAW,
        digest=digest,
        edits=ref,
        due_at=now,
        expires_at=now + REDRAW_LIVES,
        priority=Priority.INTERACTIVE if waits else Priority.BULK,
    )
