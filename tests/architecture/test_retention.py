"""The page of retention names every table, and of each every column that holds words, bytes or a moment."""

import re
from pathlib import Path

from sqlalchemy import LargeBinary, Text
from sqlalchemy.types import TypeEngine

from storage.schema.tables import metadata
from storage.sql.columns import UtcDateTime

PAGE = Path(__file__).parents[2] / "docs/trust/retention.md"
ONLY_NAMES = frozenset({"id", "key", "digest"})
"""Ids, and what a row is found by."""


def named() -> dict[str, set[str]]:
    """Columns by table; a row without a table goes on with the one before."""
    found: dict[str, set[str]] = {}
    tables: list[str] = []
    for line in PAGE.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if not line.startswith("| ") or len(cells) < 4:
            continue
        tables = re.findall(r"`(\w+)`", line.split("|")[1]) or tables
        for table in tables:
            found.setdefault(table, set()).update(re.findall(r"`(\w+)`", line.split("|")[2]))
    return found


def holds_something(kind: TypeEngine[object]) -> bool:
    return isinstance(kind, UtcDateTime | LargeBinary) or type(kind) is Text


def test_every_table_is_named_and_none_that_is_not_there() -> None:
    assert set(named()) == set(metadata.tables)


def test_every_column_with_words_bytes_or_a_moment_is_named() -> None:
    pages, missing = named(), {}
    for table in metadata.sorted_tables:
        telling = {each.name for each in table.columns if holds_something(each.type) and each.name not in ONLY_NAMES}
        references = {each.name for each in table.columns if each.foreign_keys} | _REFERENCES
        if left := telling - references - pages[table.name]:
            missing[table.name] = sorted(left)
    assert missing == {}


_REFERENCES = frozenset(
    {"unit", "schedule", "round", "epoch", "kind", "pulse", "channel", "person", "team", "flag", "action", "parent"}
    | {"question", "period", "role", "owner", "owner_role", "purpose"}
)
"""Which thing a row is about, by its id or its kind."""


def test_no_column_is_named_that_is_not_there() -> None:
    there = {table.name: {column.name for column in table.columns} for table in metadata.sorted_tables}
    assert {table: columns - there[table] for table, columns in named().items() if columns - there[table]} == {}
