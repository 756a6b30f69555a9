"""Statements that both databases understand: insert-or-leave, insert-or-replace, and "one of many"."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any, Self

from sqlalchemy import Boolean, ColumnElement, Integer, Table, bindparam
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from storage.sql.columns import NumberList, TextList, UtcDateTime

Insert = sqlite.Insert | postgresql.Insert


def insert(table: Table, dialect: str) -> Insert:
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


@cache
def add_missing(table: Table, dialect: str) -> Insert:
    """Rows whose key exists already are left alone."""
    return insert(table, dialect).on_conflict_do_nothing()


@cache
def put(table: Table, dialect: str, *keys: str) -> Insert:
    """Insert, or replace every other column of the row with this key (by default the primary key)."""
    on = keys or tuple(column.name for column in table.primary_key)
    statement = insert(table, dialect)
    changed = {
        column.name: statement.excluded[column.name]
        for column in table.columns
        if column.name not in on and not column.primary_key
    }
    return statement.on_conflict_do_update(index_elements=on, set_=changed)


class among(FunctionElement[bool]):  # noqa: N801 - reads like the SQL operator it stands for
    """Whether a column of texts or whole numbers is one of many values.

    They are sent as one parameter: there is no limit, and one statement to compile.
    """

    inherit_cache = True
    type = Boolean()
    name = "among"

    def __init__(self, column: ColumnElement[Any], values: Iterable[str] | str) -> None:
        """`values`, or the name of a parameter that will bring them."""
        kind = NumberList() if isinstance(column.type, Integer) else TextList()
        if isinstance(values, str):
            many = bindparam(values, type_=kind)
        else:
            many = bindparam("among", list(values), type_=kind, unique=True)
        super().__init__(column, many)

    def self_group(self, against: Any = None) -> Self:  # noqa: ARG002 - the signature is SQLAlchemy's
        """Stand in WHERE as it is: on SQLite, which has no booleans, " = 1" would be added and no index would serve."""
        return self


@compiles(among, "sqlite")
def _among_sqlite(element: among, compiler: SQLCompiler, **options: Any) -> str:
    column, values = (compiler.process(clause, **options) for clause in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({values}))"  # noqa: S608 - compiled clauses, no text from outside


@compiles(among, "postgresql")
def _among_postgresql(element: among, compiler: SQLCompiler, **options: Any) -> str:
    column, values = (compiler.process(clause, **options) for clause in element.clauses)
    return f"{column} = ANY ({values})"


class day_of(FunctionElement[datetime]):  # noqa: N801 - reads like the SQL function it stands for
    """The midnight in UTC before a moment; nothing where there is none."""

    inherit_cache = True
    type = UtcDateTime()
    name = "day_of"

    def __init__(self, column: ColumnElement[Any]) -> None:
        super().__init__(column)


@compiles(day_of, "sqlite")
def _day_sqlite(element: day_of, compiler: SQLCompiler, **options: Any) -> str:
    """A moment is a text of fixed width there."""
    (column,) = (compiler.process(clause, **options) for clause in element.clauses)
    return f"(substr({column}, 1, 10) || 'T00:00:00.000000+00:00')"


@compiles(day_of, "postgresql")
def _day_postgresql(element: day_of, compiler: SQLCompiler, **options: Any) -> str:
    (column,) = (compiler.process(clause, **options) for clause in element.clauses)
    return f"date_trunc('day', {column}, 'UTC')"
