"""What is remembered and should not be any more: of units in their packed states, and who was shown what."""

from datetime import UTC, datetime, time

from sqlalchemy import ColumnElement, select

from bot.domain.iso_weeks import IsoWeek
from storage.schema.tables import told_back, told_shown, unit_states, units


def of_units_retired(before: datetime) -> ColumnElement[bool]:
    """States of units that were retired before that moment."""
    return unit_states.c.unit.in_(select(units.c.id).where(units.c.retired_at < before))


def start_of(week: IsoWeek) -> datetime:
    return datetime.combine(week.monday(), time(0), tzinfo=UTC)


def shown_before(week: IsoWeek) -> ColumnElement[bool]:
    """That somebody was shown what was told in an earlier week."""
    return told_shown.c.told.in_(select(told_back.c.id).where(told_back.c.at < start_of(week)))
