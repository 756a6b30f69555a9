"""What every table is made with: one set of tables, strict types, names of constraints."""

from typing import Any

from sqlalchemy import Column, MetaData, Table, Text
from sqlalchemy.schema import SchemaItem

from storage.sql.columns import (
    Wide,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def table(name: str, *items: SchemaItem, rowid: bool = False) -> Table:
    """A strict table, on SQLite ordered by its primary key unless `rowid` says that rows are kept as they come.

    Rows under scattered keys are better kept as they come: 20 new pulses then change 2 pages instead of 20.
    """
    return Table(name, metadata, *items, sqlite_strict=True, sqlite_with_rowid=rowid)


def numbered(name: str, *items: SchemaItem) -> Table:
    """A table whose rows are numbered in the order they were written; numbers are never used again."""
    return Table(
        name, metadata, Column("id", Wide, primary_key=True), *items, sqlite_strict=True, sqlite_autoincrement=True
    )


def needed(name: str, kind: Any = Text, *items: SchemaItem, **options: Any) -> Column[Any]:
    return Column(name, kind, *items, nullable=False, **options)


def key(name: str, kind: Any = Text, *items: SchemaItem) -> Column[Any]:
    return Column(name, kind, *items, primary_key=True, autoincrement=False)
