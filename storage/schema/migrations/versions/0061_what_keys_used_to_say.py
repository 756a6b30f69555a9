"""What was read out of keys and ids stands in columns: which pulse, which comment's week, which action, which teams."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.sql.columns import Week

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None

_BATCH_SIZE = 1000
_NOT_KNOWN = "?"
"""How 0054 wrote a team that was not kept yet."""
_NEW_LETTERS = {"c:": "ec:", "k:": "sd:"}
"""Edits of earlier copies of a question and of a digest shared their first letters with other messages."""
_SETTLED = sa.text("state IN ('sent', 'failed', 'expired')")
_ASKING, _QUOTING = sa.text("pulse IS NOT NULL"), sa.text("comment_week IS NOT NULL")


def upgrade() -> None:
    op.add_column("deliveries", sa.Column("comment_week", Week(), nullable=True))
    op.add_column("web_messages", sa.Column("pulse", sa.Text(), nullable=True))
    op.add_column("web_messages", sa.Column("comment_week", Week(), nullable=True))
    op.add_column("rounds", sa.Column("action", sa.Text(), nullable=True))
    op.add_column("pulses", sa.Column("action", sa.Text(), nullable=True))
    came_through = sa.Column("came_through", sa.Text(), server_default=sa.text("'[]'"), nullable=False)
    op.add_column("loop_actions", came_through)
    for table in ("deliveries", "web_messages"):
        # l:comment:2026-W10:...
        op.execute(
            f"UPDATE {table} SET comment_week = substr(key, 11, 8) WHERE substr(key, 1, 10) = 'l:comment:'"  # noqa: S608
        )
    _name_pulses()
    _rename_edits(_NEW_LETTERS)
    # action:... up to the first slash; ids of actions have none.
    op.execute("UPDATE rounds SET action = substr(schedule, 8) WHERE substr(schedule, 1, 7) = 'action:'")
    op.execute(
        "UPDATE pulses SET action = (SELECT rounds.action FROM rounds WHERE rounds.id = pulses.round)"
        " WHERE round IN (SELECT id FROM rounds WHERE action IS NOT NULL)"
    )
    _rewrite_ways("moved_from", "came_through", lambda way: _list(way.split()))
    op.drop_column("loop_actions", "moved_from")
    op.drop_index("ix_deliveries_settled", "deliveries")
    _index("ix_deliveries_settled", "deliveries", ["state", "pulse"], _SETTLED)
    _index("ix_deliveries_quoting", "deliveries", ["state", "comment_week"], _QUOTING)
    _index("ix_web_messages_asking", "web_messages", ["pulse"], _ASKING)
    _index("ix_web_messages_quoting", "web_messages", ["comment_week"], _QUOTING)


def downgrade() -> None:
    _rename_edits({new: old for old, new in _NEW_LETTERS.items()})
    op.add_column("loop_actions", sa.Column("moved_from", sa.Text(), server_default=sa.text("''"), nullable=False))
    _rewrite_ways("came_through", "moved_from", lambda way: " ".join(each or _NOT_KNOWN for each in json.loads(way)))
    for index, table in (("quoting", "web_messages"), ("asking", "web_messages"), ("quoting", "deliveries")):
        op.drop_index(f"ix_{table}_{index}", table)
    op.drop_index("ix_deliveries_settled", "deliveries")
    _index("ix_deliveries_settled", "deliveries", ["state"], _SETTLED)
    for table, column in (
        ("loop_actions", "came_through"),
        ("pulses", "action"),
        ("rounds", "action"),
        ("web_messages", "comment_week"),
        ("web_messages", "pulse"),
        ("deliveries", "comment_week"),
    ):
        op.drop_column(table, column)


def _index(name: str, table: str, columns: list[str], where: sa.TextClause) -> None:
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)


def _list(way: Iterable[str]) -> str:
    return json.dumps([None if each == _NOT_KNOWN else each for each in way], separators=(",", ":"), ensure_ascii=False)


def _rename_edits(letters: Mapping[str, str]) -> None:
    """An edit that is due finds itself again by its key; under another one it would be made a second time."""
    for before, after in letters.items():
        op.execute(
            f"UPDATE deliveries SET key = '{after}' || substr(key, {len(before) + 1})"  # noqa: S608
            f" WHERE edits IS NOT NULL AND substr(key, 1, {len(before)}) = '{before}'"
        )


def _name_pulses() -> None:
    """Messages that put a question in answer to a press, and what names a pulse by its key.

    `pulse_messages` holds references of every channel, and one of another may be equal to a number on the web: only
    where no key says it are they asked.
    """
    # w:web:UPDATE
    op.execute(
        "UPDATE web_messages SET pulse = (SELECT min(pulses.id) FROM pulse_messages JOIN pulses"
        " ON pulses.id = pulse_messages.pulse AND pulses.person = web_messages.person"
        " WHERE pulse_messages.ref = CAST(web_messages.id AS TEXT))"
        " WHERE substr(key, 1, 2) = 'w:' AND unit IS NULL AND CAST(id AS TEXT) IN (SELECT ref FROM pulse_messages)"
    )
    # q:PULSE, r:PULSE, e:PULSE, z:PULSE:MOMENT
    messages = sa.table("web_messages", sa.column("id"), sa.column("key"), sa.column("pulse"))
    named = sa.select(messages.c.id, messages.c.key).where(
        messages.c.pulse.is_(None), sa.func.substr(messages.c.key, 1, 2).in_(["q:", "r:", "e:", "z:"])
    )
    found = [{"at": row.id, "to": row.key.split(":")[1]} for row in op.get_bind().execute(named)]
    _write(sa.update(messages).where(messages.c.id == sa.bindparam("at")).values(pulse=sa.bindparam("to")), found)


def _rewrite_ways(before: str, after: str, written: Callable[[str], str]) -> None:
    actions = sa.table("loop_actions", sa.column("id"), sa.column(before), sa.column(after))
    rows = [
        {"at": row.id, "to": written(row[1])}
        for row in op.get_bind().execute(sa.select(actions.c.id, actions.c[before]))
        if row[1] not in ("", "[]")
    ]
    changed = sa.update(actions).where(actions.c.id == sa.bindparam("at")).values({after: sa.bindparam("to")})
    _write(changed, rows)


def _write(statement: sa.Update, rows: Sequence[Mapping[str, Any]]) -> None:
    for start in range(0, len(rows), _BATCH_SIZE):
        op.get_bind().execute(statement, list(rows[start : start + _BATCH_SIZE]))
