"""Databases filled in every table with awkward values, whatever the tables are: what backups have to carry."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import URL, Column, Integer, LargeBinary, Table, insert

from bot.domain.iso_weeks import IsoWeek
from storage.backup import table_copy
from storage.schema.tables import metadata
from storage.sql.columns import (
    Day,
    Switch,
    UtcDateTime,
    Week,
    Wide,
)

LONG_AGO = datetime(2026, 1, 5, 9, 30, 0, 123456, tzinfo=UTC)
SETTLED: dict[tuple[str, str], Any] = {
    ("deliveries", "state"): "sent",
    ("rounds", "state"): "closed",
    ("pulses", "state"): "answered",
    ("digests", "handed_over"): True,
    ("closed_weeks", "finished"): True,
    ("horizons", "until"): datetime(2100, 1, 1, tzinfo=UTC),
    ("epochs", "state"): "closed",
    ("inbox", "body"): None,
    ("inbox", "filed_on"): LONG_AGO.date(),
}
"""Nothing waits, is open or unsent, so that a restore has nothing to lay to rest."""
_AWKWARD = ("Zoë's", 'a "quoted"\ttab', "back\\slash\\N", "two\nlines", "日本 🙂", "", " spaces ", "ß-z", "Z-a", "\\.")


def fill(url: URL, *, rows: int, seed: int = 1) -> int:
    """Put so many rows into every table of a migrated database; says how many there are now."""
    chance = Random(seed)
    with table_copy.loading(url) as connection:
        for table in metadata.sorted_tables:
            for start in range(0, rows, 5000):
                numbers = range(start, min(start + 5000, rows))
                connection.execute(insert(table), [_row(table, number, chance) for number in numbers])
    return rows * len(metadata.sorted_tables)


def _row(table: Table, number: int, chance: Random) -> dict[str, Any]:
    return {column.name: _value(table, column, number, chance) for column in table.columns}


def _value(table: Table, column: Column[Any], number: int, chance: Random) -> Any:
    if (table.name, column.name) in SETTLED:
        return SETTLED[table.name, column.name]
    if column.nullable and chance.random() < 0.5:
        return None
    if column.foreign_keys:
        return f"{_AWKWARD[number % len(_AWKWARD)]}{number}"
    kind = column.type
    match kind:
        case UtcDateTime():
            return LONG_AGO + timedelta(microseconds=chance.randrange(10**13))
        case Day():
            return date(2026, 1, 1) + timedelta(days=number % 1000)
        case Week():
            return IsoWeek.from_index(150_000 + number)  # none has ended, so none is passed over
        case Switch():
            return chance.random() < 0.5
        case LargeBinary():
            return number.to_bytes(4) + chance.randbytes(28)
        case _:
            pass  # the plain kinds below
    if kind is Wide:
        return number + 1 if column.primary_key else chance.randrange(2**62)
    if isinstance(kind, Integer):
        return number if column.primary_key else chance.randrange(2**31)
    return f"{_AWKWARD[number % len(_AWKWARD)]}{number}"
