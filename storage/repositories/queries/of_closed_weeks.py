"""Rows that belong to questions of weeks that are closed: how they fared tells what people did."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Delete, Table, and_, bindparam, delete, exists, func, null, or_, select, update

from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.deliveries import DeliveryKind
from storage.repositories.queries.forgetting import BUDGETS_AROUND
from storage.schema.tables import (
    PASSING,
    SENT,
    SETTLED,
    closed_weeks,
    deliveries,
    people,
    pulse_messages,
    pulses,
    web_messages,
)
from storage.sql.columns import UtcDateTime, Week
from storage.sql.statements import day_of

_Closed = IsoWeek | ColumnElement[Any]
_OF_WEEKS: Final = deliveries.c.kind.in_([DeliveryKind.QUESTION.value, DeliveryKind.REMINDER.value])
BATCH_SIZE: Final = 1000
"""Rows of a table in one transaction: few enough that nobody who answers has to wait for it."""


def sent_of(closed: _Closed) -> ColumnElement[bool]:
    """Also what put a question again at a time that its person chose, and what changed a message of it."""
    return and_(deliveries.c.pulse.is_not(None), SETTLED, _is_of(deliveries.c.pulse, closed))


def shown_of(closed: _Closed) -> ColumnElement[bool]:
    return _is_of(pulse_messages.c.pulse, closed)


def in_chats_of(closed: _Closed) -> ColumnElement[bool]:
    return and_(web_messages.c.pulse.is_not(None), _is_of(web_messages.c.pulse, closed))


def timed_replies(before: datetime | ColumnElement[Any]) -> ColumnElement[bool]:
    """What was said back to somebody before that moment, and still has its time. It is found by where it is shown as
    long as they may reply to it, so it stays for its three days."""
    due, ended = deliveries.c.due_at, deliveries.c.finished_at
    has_time = or_(due != day_of(due), ended != day_of(ended))
    return and_(PASSING, SETTLED, deliveries.c.sealed_under.is_not(None), due < before, has_time)


def asked_in_weeks_before(week: IsoWeek, closed: _Closed) -> ColumnElement[bool]:
    """By the index that begins with the budget's week: through all questions that are kept it would be a long way."""
    return and_(pulses.c.budget_week < week + BUDGETS_AROUND, pulses.c.week < week, pulses.c.week <= closed)


def forget_asked(before: IsoWeek) -> Delete:
    return _some(pulses, asked_in_weeks_before(before, _FORGOTTEN))


def _is_of(pulse: ColumnElement[Any], closed: _Closed) -> ColumnElement[bool]:
    """Of the few rows that there are each is looked up, and not the other way round."""
    return exists().where(pulses.c.id == pulse, pulses.c.week <= closed)


def _some(table: Table, condition: ColumnElement[bool]) -> Delete:
    return delete(table).where(table.c.id.in_(select(table.c.id).where(condition).limit(BATCH_SIZE)))


FORGET_SILENCES: Final = (
    update(people)
    .where(people.c.unanswered != 0, ~exists().where(pulses.c.person == people.c.id, SENT))
    .values(unanswered=0)
)
NEWEST_FORGOTTEN: Final = select(func.max(closed_weeks.c.week, type_=Week())).where(closed_weeks.c.forgotten)
_FORGOTTEN: Final = NEWEST_FORGOTTEN.scalar_subquery()
FORGET_LATE: Final[Sequence[Delete]] = (
    _some(deliveries, sent_of(_FORGOTTEN)),
    _some(pulse_messages, shown_of(_FORGOTTEN)),
    _some(web_messages, in_chats_of(_FORGOTTEN)),
)
"""What was still in doubt when the questions of its week were forgotten, and has come to an end since."""
_TIMED: Final = timed_replies(bindparam("before", type_=UtcDateTime()))
FORGET_TIMES: Final = (
    update(deliveries)
    .where(deliveries.c.id.in_(select(deliveries.c.id).where(_TIMED).limit(BATCH_SIZE)))
    .values(
        {each: day_of(each) for each in (deliveries.c.due_at, deliveries.c.expires_at, deliveries.c.finished_at)}
        | {deliveries.c.sending_since: null(), deliveries.c.reply_via: ""}
    )
)
"""`reply_via` has a number of the press in it."""
