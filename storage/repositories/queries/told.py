"""What was told back to teams so long ago that nobody is shown it any more."""

from datetime import UTC, datetime, time

from sqlalchemy import ColumnElement, select

from bot.domain.iso_weeks import IsoWeek
from storage.schema.tables import told_back, told_shown


def start_of(week: IsoWeek) -> datetime:
    return datetime.combine(week.monday(), time(0), tzinfo=UTC)


def shown_before(week: IsoWeek) -> ColumnElement[bool]:
    """That somebody was shown what was told in an earlier week."""
    return told_shown.c.told.in_(select(told_back.c.id).where(told_back.c.at < start_of(week)))
