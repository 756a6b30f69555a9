"""What the detector remembers and should not any more: it stands packed in the states of units."""

from datetime import datetime

from sqlalchemy import ColumnElement, select

from storage.schema.tables import unit_states, units


def of_units_retired(before: datetime) -> ColumnElement[bool]:
    """States of units that were retired before that moment."""
    return unit_states.c.unit.in_(select(units.c.id).where(units.c.retired_at < before))
