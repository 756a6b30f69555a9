"""New rows by the hundred on PostgreSQL: COPY, which planning needs to be quick."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Dialect, Table

from storage.sql.transaction import Values


async def copy_rows(driver: Any, table: Table, rows: Sequence[Values], dialect: Dialect) -> None:
    """Rows that all name the same columns of one table, through psycopg's own connection."""
    columns = tuple(rows[0])
    converts = _converts(table, columns, dialect)
    named = ", ".join(f'"{name}"' for name in columns)
    async with driver.cursor() as cursor, cursor.copy(f'COPY "{table.name}" ({named}) FROM STDIN') as copy:
        for row in rows:
            await copy.write_row(
                [row[name] if convert is None else convert(row[name]) for name, convert in converts],
            )


@cache
def _converts(
    table: Table, columns: tuple[str, ...], dialect: Dialect
) -> tuple[tuple[str, Callable[[Any], Any] | None], ...]:
    return tuple((name, table.c[name].type.dialect_impl(dialect).bind_processor(dialect)) for name in columns)
