"""What a restore lays to rest, so that nobody is sent anything twice and nobody's silence is counted by mistake.

Between a backup and its restore the bot may have sent, asked and reminded, and people may have answered; the database
knows nothing of it. So nothing is sent again that could have been sent in that time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Update, and_, null, or_, true, update

from bot.domain.asking.pulses import PulseState, RoundState
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.deliveries import DeliveryState
from storage.backup.skip_weeks import pass_over
from storage.schema.tables import (
    IN_DOUBT,
    NOT_HANDED_OVER,
    OPEN,
    UNHEARD,
    deliveries,
    digests,
    horizons,
    pulses,
    rounds,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """How many rows each rule changed."""

    deliveries: int
    pulses: int
    reminders: int
    rounds: int
    digests: int
    passed: Sequence[IsoWeek] = ()
    """Weeks that are neither shown nor sent again, since they may have been closed after the backup."""


def settle(connection: Connection, *, at: datetime) -> Settled:
    """Lay to rest what belongs to the time before `at`.

    - Deliveries that were due, sending or unsure expire.
    - Rounds past their closing time close, and their unanswered pulses expire. They count as outside reach: an answer
      may have come after the backup.
    - A reminder whose time has passed counts as sent. One that lies ahead is still sent: it brings back answers that
      were given after the backup, and nobody has had it yet.
    - What fell due up to now is not planned again.
    - Digests that were frozen but not handed to delivery stay to be read, and are not sent.
    - Weeks that had ended are passed over (`storage.backup.take.skip_weeks`).
    """
    over = and_(UNHEARD, pulses.c.closes_at <= at)
    reminded = and_(UNHEARD, pulses.c.closes_at > at, pulses.c.remind_at <= at, pulses.c.reminded.is_not(true()))

    def changed(statement: Update) -> int:
        return connection.execute(statement).rowcount

    settled = Settled(
        deliveries=changed(
            update(deliveries)
            .where(or_(deliveries.c.state == DeliveryState.DUE.value, IN_DOUBT))
            .values(state=DeliveryState.EXPIRED.value, owner=null(), leased_until=null(), finished_at=at, reply_via="")
        ),
        reminders=changed(update(pulses).where(reminded).values(reminded=True)),
        pulses=changed(update(pulses).where(over).values(state=PulseState.EXPIRED.value, excused=True)),
        rounds=changed(update(rounds).where(OPEN, rounds.c.closes_at <= at).values(state=RoundState.CLOSED.value)),
        digests=changed(update(digests).where(NOT_HANDED_OVER).values(handed_over=True)),
        passed=pass_over(connection, at=at),
    )
    connection.execute(update(horizons).where(horizons.c.until < at).values(until=at))
    return settled
