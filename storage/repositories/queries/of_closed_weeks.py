"""Rows that belong to questions of weeks that are closed: how they fared tells what people did."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Delete, Table, and_, delete, exists, func, select

from bot.domain.identifiers import PulseId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.deliveries import DeliveryKind
from bot.domain.messaging.delivery_keys import question_key
from storage.schema.tables import SETTLED, closed_weeks, deliveries, pulse_messages, pulses, web_messages
from storage.sql.columns import Week

_Closed = IsoWeek | ColumnElement[Any]
_QUESTION: Final = question_key(PulseId(""))
_OF_WEEKS: Final = deliveries.c.kind.in_([DeliveryKind.QUESTION.value, DeliveryKind.REMINDER.value])
AT_ONCE: Final = 1000
"""Rows of a table in one transaction: few enough that nobody who answers has to wait for it."""


def sent_of(closed: _Closed) -> ColumnElement[bool]:
    return and_(_OF_WEEKS, SETTLED, _is_of(deliveries.c.pulse, closed))


def shown_of(closed: _Closed) -> ColumnElement[bool]:
    return _is_of(pulse_messages.c.pulse, closed)


def in_chats_of(closed: _Closed) -> ColumnElement[bool]:
    key = web_messages.c.key
    asks = func.substr(key, 1, len(_QUESTION)) == _QUESTION
    return and_(asks, _is_of(func.substr(key, len(_QUESTION) + 1), closed))


def _is_of(pulse: ColumnElement[Any], closed: _Closed) -> ColumnElement[bool]:
    """Of the few rows that there are each is looked up, and not the other way round."""
    return exists().where(pulses.c.id == pulse, pulses.c.week <= closed)


def _some(table: Table, condition: ColumnElement[bool]) -> Delete:
    return delete(table).where(table.c.id.in_(select(table.c.id).where(condition).limit(AT_ONCE)))


_FORGOTTEN: Final = (
    select(func.max(closed_weeks.c.week, type_=Week())).where(closed_weeks.c.forgotten).scalar_subquery()
)
FORGET_LATE: Final[Sequence[Delete]] = (
    _some(deliveries, sent_of(_FORGOTTEN)),
    _some(pulse_messages, shown_of(_FORGOTTEN)),
    _some(web_messages, in_chats_of(_FORGOTTEN)),
)
"""What was still in doubt when the questions of its week were forgotten, and has come to an end since."""
