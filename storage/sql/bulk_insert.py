"""New rows by the hundred as the drivers take them fastest: many to a statement on SQLite, COPY on PostgreSQL.

On SQLite a statement for each row would also hand the interpreter's lock back and forth for each row, which costs more
than the row while the event loop is busy. PostgreSQL reads the values as text, in the form in which SQLite keeps them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import sqlite

ROWS_A_STATEMENT = 100
"""Far below SQLite's 32,766 parameters a statement; the statement is kept by the driver."""
_FORM = sqlite.dialect()


@dataclass(frozen=True, slots=True)
class NewRows:
    """How rows with these columns are put into one table."""

    table: str
    columns: tuple[str, ...]
    converts: tuple[tuple[str, Callable[[Any], Any] | None], ...]

    def values(self, rows: Iterable[Mapping[str, Any]]) -> list[list[Any]]:
        """Each row's values in the order of the columns, as SQLite keeps them."""
        converts = self.converts
        return [[row[name] if convert is None else convert(row[name]) for name, convert in converts] for row in rows]

    def statements(self, rows: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, list[Any]]]:
        """Inserts with question marks, and what stands for these."""
        for start in range(0, len(rows), ROWS_A_STATEMENT):
            some = rows[start : start + ROWS_A_STATEMENT]
            yield _insert(self.table, self.columns, len(some)), list(chain.from_iterable(self.values(some)))

    @property
    def copy(self) -> str:
        return f'COPY "{self.table}" ({_names(self.columns)}) FROM STDIN'


@cache
def new_rows(table: Table, columns: tuple[str, ...]) -> NewRows:
    return NewRows(
        table=table.name,
        columns=columns,
        converts=tuple((name, table.c[name].type.dialect_impl(_FORM).bind_processor(_FORM)) for name in columns),
    )


@cache
def _insert(table: str, columns: tuple[str, ...], rows: int) -> str:
    row = f"({', '.join('?' * len(columns))})"
    return f'INSERT INTO "{table}" ({_names(columns)}) VALUES {", ".join([row] * rows)}'  # noqa: S608 - our own names


def _names(columns: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)
