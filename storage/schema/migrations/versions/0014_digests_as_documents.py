"""A frozen digest keeps its document and whether its team is shown it, instead of one text and a guess by its buttons.

Older texts become paragraphs, parted where empty lines parted them, so that they still read the same.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.sql import columns

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_BATCH_SIZE = 500
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_NOT_FOR_THE_TEAM = {"w", "y"}
"""Only the pages of new and of small teams had buttons for words at handover and for why there are no figures."""


def upgrade() -> None:
    _rebuild(("document", "for_the_team"), ("text",), _with_document)


def downgrade() -> None:
    _rebuild(("text",), ("document", "for_the_team"), _with_text)


def _rebuild(new: Sequence[str], old: Sequence[str], convert: Any) -> None:
    """SQLite adds no column that must be filled, so the table is written again on both databases."""
    op.create_table(
        "digests_anew",
        sa.Column("unit", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("week", columns.Week(), autoincrement=False, nullable=False),
        *(sa.Column(name, _type_of(name), nullable=False) for name in new),
        sa.Column("needs_conversation", columns.Switch(), nullable=False),
        sa.Column("made_at", columns.UtcDateTime(), nullable=False),
        sa.Column("buttons", sa.Text(), nullable=False),
        sa.Column("chart", sa.Text(), nullable=False),
        sa.Column("handed_over", columns.Switch(), nullable=False),
        sa.PrimaryKeyConstraint("unit", "week", name=op.f("pk_digests_anew")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    kept = [_column(name) for name in ("unit", "week", "needs_conversation", "made_at", "chart", "handed_over")]
    before = sa.table("digests", *kept, _column("buttons"), *map(_column, old))
    after = sa.table("digests_anew", *(sa.column(each.name, each.type) for each in kept), *map(_column, new))
    after.append_column(_column("buttons"))
    for rows in _batches(before):
        op.get_bind().execute(sa.insert(after), [_without(convert(dict(row)), old) for row in rows])
    op.drop_table("digests")
    op.rename_table("digests_anew", "digests")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE digests RENAME CONSTRAINT pk_digests_anew TO pk_digests")
    op.create_index(
        "ix_digests_undelivered",
        "digests",
        ["week"],
        unique=False,
        sqlite_where=sa.text("NOT handed_over"),
        postgresql_where=sa.text("NOT handed_over"),
    )


_TYPES: Mapping[str, sa.types.TypeEngine[Any]] = {
    "week": columns.Week(),
    "made_at": columns.UtcDateTime(),
    "needs_conversation": columns.Switch(),
    "handed_over": columns.Switch(),
    "for_the_team": columns.Switch(),
}


def _type_of(name: str) -> sa.types.TypeEngine[Any]:
    return _TYPES.get(name, sa.Text())


def _column(name: str) -> sa.ColumnClause[Any]:
    return sa.column(name, _type_of(name))


def _batches(table: sa.TableClause) -> Iterator[Sequence[Mapping[str, Any]]]:
    """All rows in the order of the key, never many at once."""
    key = sa.tuple_(table.c.unit, table.c.week)
    query = sa.select(table).order_by(table.c.unit, table.c.week).limit(_BATCH_SIZE)
    rows = op.get_bind().execute(query).mappings().all()
    while rows:
        yield [dict(row) for row in rows]
        last = sa.tuple_(sa.literal(rows[-1]["unit"]), sa.literal(rows[-1]["week"], columns.Week()))
        rows = op.get_bind().execute(query.where(key > last)).mappings().all()


def _without(row: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}


def _with_document(row: dict[str, Any]) -> dict[str, Any]:
    blocks = [block.strip("\n") for block in row["text"].split("\n\n")]
    sections = [{"is": "paragraph", "words": block} for block in blocks if block.strip()]
    presses = [intent.split("~") for buttons in json.loads(row["buttons"]) for _, intent in buttons]
    choices = {press[-1] for press in presses if press[0] == "d"}
    return {
        **row,
        "document": _encode({"form": 2, "sections": sections}),
        "for_the_team": not choices & _NOT_FOR_THE_TEAM,
    }


def _with_text(row: dict[str, Any]) -> dict[str, Any]:
    sections = json.loads(row["document"])["sections"]
    return {**row, "text": "\n\n".join("\n".join(_lines(section)) for section in sections)}


def _lines(section: Mapping[str, Any]) -> Iterator[str]:
    """Every run of words in a section, a line each; facts keep their name beside them."""
    for fact in section.get("facts", ()):
        note = f" ({fact['note']})" if fact.get("note") else ""
        yield f"{fact['label']}: {fact['value']}{note}"
    yield from (section[name] for name in ("heading", "summary", "source", "words", "alt") if section.get(name))
    yield from (*section.get("steps", ()), *section.get("paragraphs", ()))
