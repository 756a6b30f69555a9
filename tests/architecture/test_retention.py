"""Every table has its rules of retention; their page names each table, and of each every column that holds words, bytes
or a moment."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import assert_never

from sqlalchemy import LargeBinary, Text
from sqlalchemy.types import TypeEngine

from bot.domain.retention.rules import EndlessRetention, EventRetention, Retention, TimedRetention
from bot.domain.retention.tables import ALL_RULES
from storage.schema.tables import metadata
from storage.sql.columns import UtcDateTime

PAGE = Path(__file__).parents[2] / "docs/trust/retention.md"
RULES_BEGIN = "| rows | kept | taken away by |"
ONLY_NAMES = frozenset({"id", "key", "digest"})
"""Ids, and what a row is found by."""


def named() -> dict[str, set[str]]:
    """Columns by table; a row without a table goes on with the one before."""
    found: dict[str, set[str]] = {}
    tables: list[str] = []
    for line in PAGE.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if line == RULES_BEGIN:
            break
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


def test_every_table_has_a_rule_and_each_kind_of_its_rows_exactly_one() -> None:
    assert {rule.table for rule in ALL_RULES} == set(metadata.tables)
    kinds = Counter((rule.table, rule.rows) for rule in ALL_RULES)
    assert {kind: count for kind, count in kinds.items() if count > 1} == {}
    of_several = {table for table, count in Counter(rule.table for rule in ALL_RULES).items() if count > 1}
    assert [rule for rule in ALL_RULES if (rule.table in of_several) != bool(rule.rows)] == []


def test_the_page_says_the_rules_as_they_are() -> None:
    page = PAGE.read_text("utf-8")
    said = [RULES_BEGIN, *page.partition(RULES_BEGIN)[2].partition("\n\n")[0].strip().splitlines()]
    assert said == [RULES_BEGIN, "| --- | --- | --- |", *map(in_words, sorted(ALL_RULES, key=by_table))]


def by_table(rule: Retention) -> tuple[str, str]:
    return rule.table, rule.rows


def in_words(rule: Retention) -> str:
    rows = f"`{rule.table}`, {rule.rows}" if rule.rows else f"`{rule.table}`"
    match rule:
        case TimedRetention():
            return f"| {rows} | {' '.join(length(rule.kept))}from {rule.since} | {rule.job} |"
        case EventRetention():
            return f"| {rows} | until {rule.until} | {rule.job} |"
        case EndlessRetention():
            return f"| {rows} | with no end: {rule.because} | nothing |"
        case _:
            assert_never(rule)


def length(kept: timedelta) -> Iterator[str]:
    for name, unit in (("week", timedelta(weeks=1)), ("day", timedelta(days=1)), ("hour", timedelta(hours=1))):
        number, kept = divmod(kept, unit)
        if number:
            yield f"{number} {name}{'' if number == 1 else 's'}"
    if kept:
        yield f"{kept // timedelta(minutes=1)} minutes"
    yield ""
