"""The statements by which a worker takes deliveries, and by which it marks what became of those that it holds.

Parameters: `account` (a channel), `owner`, `now`, `leases_end` (when leases are looked at), `lease_until`, `limit`.
"""

from typing import Any

from sqlalchemy import LargeBinary, Text, Update, and_, bindparam, case, exists, func, null, or_, select, text, update

from bot.domain.messaging.deliveries import DeliveryState
from storage.repositories.queries.left_chats import STANDS_ON_THE_WEB
from storage.schema.tables import (
    DUE,
    IN_DOUBT,
    UNDER_WAY,
    addresses,
    deliveries,
    people,
)
from storage.sql.columns import UtcDateTime
from storage.sql.lock_numbers import ACCOUNT
from storage.sql.statements import among

_DUE, _SENDING, _SENT = DeliveryState.DUE.value, DeliveryState.SENDING.value, DeliveryState.SENT.value
_UNSURE, _FAILED, _EXPIRED = DeliveryState.UNSURE.value, DeliveryState.FAILED.value, DeliveryState.EXPIRED.value

_AT = bindparam("at", type_=UtcDateTime())
_NOW = bindparam("now", type_=UtcDateTime())
_LEASE_UNTIL = bindparam("lease_until", type_=UtcDateTime())
_LEASES_END = bindparam("leases_end", type_=UtcDateTime())
"""The moment at which leases are looked at: the server's own time where several workers share it."""
_UNHELD = or_(deliveries.c.leased_until.is_(None), deliveries.c.leased_until <= _LEASES_END)
_FREE = or_(_UNHELD, deliveries.c.owner == bindparam("owner"))  # a worker may lease its own rows again
# A call that this very owner is making now is never in doubt, whatever the clocks say.
_NOT_MY_CALL = or_(
    deliveries.c.state == _UNSURE, deliveries.c.owner.is_(None), deliveries.c.owner != bindparam("owner")
)

_earlier = deliveries.alias("earlier")
# A message of the same chat that somebody else holds or that is on its way: what comes after it has to wait.
_CHAT_IS_BUSY = exists().where(
    _earlier.c.person == deliveries.c.person,
    _earlier.c.channel == deliveries.c.channel,
    UNDER_WAY,  # of the innermost table; it says no more than what follows, but lets the index serve
    _earlier.c.id != deliveries.c.id,
    or_(
        _earlier.c.state == _SENDING,
        and_(
            _earlier.c.state == _DUE,
            _earlier.c.owner != bindparam("owner"),
            _earlier.c.leased_until > _LEASES_END,
        ),
    ),
)
_TAKE = {
    "owner": bindparam("owner"),
    "lease": deliveries.c.lease + 1,
    "leased_until": _LEASE_UNTIL,
}
LEASE = (
    update(deliveries)
    .where(
        deliveries.c.id.in_(
            select(deliveries.c.id)
            .where(
                deliveries.c.channel == bindparam("account"),
                DUE,
                deliveries.c.priority == bindparam("urgency"),
                deliveries.c.due_at <= _NOW,
                _FREE,
                ~_CHAT_IS_BUSY,
            )
            .order_by(deliveries.c.due_at, deliveries.c.id)
            .limit(bindparam("limit"))
            .with_for_update(skip_locked=True)
        )
    )
    .values(_TAKE)
    .returning(deliveries)
)
CLAIM_IN_DOUBT = (
    update(deliveries)
    .where(
        deliveries.c.id.in_(
            select(deliveries.c.id)
            .where(
                deliveries.c.channel == bindparam("account"),
                IN_DOUBT,
                _UNHELD,
                _NOT_MY_CALL,
            )
            .order_by(deliveries.c.id)
            .limit(bindparam("limit"))
            .with_for_update(skip_locked=True)
        )
    )
    .values(state=_UNSURE, **_TAKE)
    .returning(deliveries)
)
ACCOUNT_LOCK = text(f"SELECT pg_advisory_xact_lock({ACCOUNT}, hashtext(:account)), clock_timestamp()")
SERVER_TIME = select(func.clock_timestamp())
_IS_REACHED = and_(people.c.id == addresses.c.person, addresses.c.unreachable_at.is_(None), people.c.left_at.is_(None))
ADDRESSES = select(addresses.c.person, addresses.c.value).where(
    among(addresses.c.person, "people"), addresses.c.channel == bindparam("account"), _IS_REACHED
)
RELEASE = (
    update(deliveries)
    .where(deliveries.c.channel == bindparam("account"), deliveries.c.owner.is_not(None))
    .values(owner=null(), leased_until=null())
)
RELEASE_OWN = (
    update(deliveries)
    .where(deliveries.c.channel == bindparam("account"), DUE, deliveries.c.owner == bindparam("by"))
    .values(owner=null(), leased_until=null())
)

# --- marks --------------------------------------------------------------------------------------------------------


def _mark(*states: str, **values: Any) -> Update:
    """A change by the holder of a lease; a late owner, an older lease or a row that moved on is not hit."""
    return (
        update(deliveries)
        .where(
            deliveries.c.key == bindparam("held"),
            deliveries.c.owner == bindparam("by"),
            deliveries.c.lease == bindparam("under"),
            or_(*(deliveries.c.state == state for state in states)),
        )
        .values(values)
    )


_END = {"owner": null(), "leased_until": null(), "finished_at": _AT}
_IS_THERE = and_(
    addresses.c.person == deliveries.c.person,
    addresses.c.channel == deliveries.c.channel,
    addresses.c.value == bindparam("goes_to"),
)
# A lease lasts a while, in which a person may leave the list, or their chat be given to somebody else.
MARK_SENDING = _mark(_DUE, state=_SENDING, sending_since=_AT, attempts=deliveries.c.attempts + 1).where(
    exists().where(_IS_THERE, _IS_REACHED)
)
# So may a call. Who is changing that very address is waited for, and so is this mark by them.
_IS_THERE_STILL = (
    select(addresses.c.person).where(_IS_THERE).with_for_update(read=True, key_share=True).scalar_subquery()
)
MARK_SENT = _mark(
    _DUE,
    _SENDING,
    _UNSURE,
    state=_SENT,
    ref=case(
        (or_(deliveries.c.edits.is_not(None), STANDS_ON_THE_WEB), bindparam("new_ref", type_=Text())),
        (_IS_THERE_STILL.is_not(None), bindparam("new_ref", type_=Text())),
    ),
    **_END,
)
"""A new message has no place in a chat that its person has left meanwhile: see `LEAVE_CHAT`."""
MARK_SHOWN = (
    update(deliveries)
    .where(
        deliveries.c.key == bindparam("shown"),
        deliveries.c.state == _DUE,
        deliveries.c.owner.is_(None),
        deliveries.c.due_at == bindparam("put_out_at", type_=UtcDateTime()),
        deliveries.c.edits == bindparam("where"),
        deliveries.c.message.is_not_distinct_from(bindparam("words", type_=Text())),
        deliveries.c.sealed.is_not_distinct_from(bindparam("sealed_words", type_=LargeBinary())),
    )
    .values(state=_SENT, ref=bindparam("where"), finished_at=_AT)
)
MOVE_REDRAW = (
    update(deliveries)
    .where(
        deliveries.c.key == bindparam("wanted"),
        deliveries.c.edits == bindparam("shown_before"),
        deliveries.c.due_at >= bindparam("since", type_=UtcDateTime()),
    )
    .values(
        state=_DUE,
        edits=bindparam("moved_to"),
        reply_via="",
        due_at=_AT,
        owner=null(),
        leased_until=null(),
        lease=deliveries.c.lease + 1,
    )
)
MARK_FAILED = _mark(_DUE, _SENDING, _UNSURE, state=_FAILED, failure=bindparam("why"), **_END)
MARK_EXPIRED = _mark(_DUE, state=_EXPIRED, **_END)
MARK_UNSURE = _mark(
    _DUE,
    _SENDING,
    _UNSURE,
    state=_UNSURE,
    owner=null(),
    leased_until=null(),
    sending_since=func.coalesce(deliveries.c.sending_since, _AT),
)
PUT_BACK = _mark(
    _DUE,
    _SENDING,
    _UNSURE,
    state=_DUE,
    due_at=bindparam("new_due_at", type_=UtcDateTime()),
    attempts=case((deliveries.c.state == _DUE, deliveries.c.attempts + 1), else_=deliveries.c.attempts),
    failure=bindparam("why", type_=Text()),
    owner=null(),
    leased_until=null(),
    sending_since=null(),
)
RENEW = _mark(_DUE, _SENDING, _UNSURE, leased_until=_LEASE_UNTIL)
