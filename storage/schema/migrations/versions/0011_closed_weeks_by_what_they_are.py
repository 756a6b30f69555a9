"""What a closed week leaves behind gets tables by what it is; until now it lay under made-up units.

A unit's states become rows by week, the newest and the one before it, instead of one body with both. What is the whole
organisation's has tables of its own, and so have the releases that wait for the ledger. Sealed bodies stay as they are.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.domain.iso_weeks import IsoWeek
from storage.sql.columns import Week

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_ORGANISATION, _DECIDED = "*", "*decided"
_BATCH_SIZE = 200
"""States of a few kilobytes each."""

_UP = (
    """
    INSERT INTO pending_releases (week, body)
    SELECT week, state FROM detector_states WHERE unit = '*decided' AND length(state) > 0
    """,
    """
    INSERT INTO organisation_workings (epoch, kind, sealed)
    SELECT epoch, CASE unit WHEN '*' THEN 'habits' ELSE 'questions' END, sealed FROM workings
    WHERE unit IN ('*', '*items')
    """,
    """
    INSERT INTO team_workings (epoch, kind, unit, sealed)
    SELECT epoch, 'quarter', substr(unit, 10), sealed FROM workings WHERE unit LIKE '*quarter/%'
    """,
    """
    INSERT INTO team_workings (epoch, kind, unit, sealed)
    SELECT epoch, 'block', unit, sealed FROM workings WHERE unit NOT LIKE '*%'
    """,
    """
    INSERT INTO organisation_releases (kind, period, week, shown, people, withheld)
    SELECT kind, period, week, shown, people, withheld FROM releases WHERE unit = '*'
    """,
    "DELETE FROM releases WHERE unit = '*'",
)
_DOWN = (
    "INSERT INTO detector_states (unit, week, state) SELECT '*decided', week, body FROM pending_releases",
    """
    INSERT INTO workings (epoch, unit, sealed)
    SELECT epoch, CASE kind WHEN 'habits' THEN '*' ELSE '*items' END, sealed FROM organisation_workings
    """,
    """
    INSERT INTO workings (epoch, unit, sealed)
    SELECT epoch, CASE kind WHEN 'quarter' THEN '*quarter/' || unit ELSE unit END, sealed FROM team_workings
    """,
    """
    INSERT INTO releases (unit, kind, period, week, shown, people, withheld)
    SELECT '*', kind, period, week, shown, people, withheld FROM organisation_releases
    """,
)

_metadata = sa.MetaData()


def _table(name: str, *columns: sa.Column[Any]) -> sa.Table:
    return sa.Table(name, _metadata, *columns)


_detector_states = _table(
    "detector_states",
    sa.Column("unit", sa.Text(), primary_key=True),
    sa.Column("week", Week(), nullable=False),
    sa.Column("state", sa.LargeBinary(), nullable=False),
)
_unit_states = _table(
    "unit_states",
    sa.Column("unit", sa.Text(), primary_key=True),
    sa.Column("week", Week(), primary_key=True),
    sa.Column("state", sa.LargeBinary(), nullable=False),
)
_organisation_states = _table(
    "organisation_states",
    sa.Column("week", Week(), primary_key=True),
    sa.Column("state", sa.LargeBinary(), nullable=False),
)


def upgrade() -> None:
    _create(
        "unit_states",
        ["unit", "week"],
        sa.Column("unit", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("week", Week(), autoincrement=False, nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
    )
    _create(
        "organisation_states",
        ["week"],
        sa.Column("week", Week(), autoincrement=False, nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
    )
    _create(
        "pending_releases",
        ["week"],
        sa.Column("week", Week(), autoincrement=False, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
    )
    _create(
        "team_workings",
        ["epoch", "kind", "unit"],
        sa.Column("epoch", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("unit", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
    )
    _create(
        "organisation_workings",
        ["epoch", "kind"],
        sa.Column("epoch", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
    )
    _create(
        "organisation_releases",
        ["kind", "period"],
        sa.Column("kind", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("period", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("week", Week(), nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.Column("people", sa.Text(), nullable=False),
        sa.Column("withheld", sa.Text(), nullable=False),
    )
    op.create_index("ix_organisation_releases_week", "organisation_releases", ["week"], unique=False)
    _split_states(op.get_bind())
    for statement in _UP:
        op.execute(statement)
    op.drop_table("workings")
    op.drop_table("detector_states")


def downgrade() -> None:
    _create(
        "detector_states",
        ["unit"],
        sa.Column("unit", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("week", Week(), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
    )
    _create(
        "workings",
        ["epoch", "unit"],
        sa.Column("epoch", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("unit", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
    )
    _join_states(op.get_bind())
    for statement in _DOWN:
        op.execute(statement)
    op.drop_index("ix_organisation_releases_week", table_name="organisation_releases")
    for table in (
        "organisation_releases",
        "organisation_workings",
        "team_workings",
        "pending_releases",
        "organisation_states",
        "unit_states",
    ):
        op.drop_table(table)


def _create(name: str, key: list[str], *columns: sa.Column[Any]) -> None:
    op.create_table(
        name,
        *columns,
        sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{name}")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def _split_states(connection: sa.Connection) -> None:
    """Both states of each body; the newer one first, `null` where there was none before it."""
    for rows in _chunks(connection, _detector_states):
        states = [
            {
                "unit": row.unit,
                "week": IsoWeek.from_index(state["week"]),
                "state": json.dumps(state, separators=(",", ":")).encode(),
            }
            for row in rows
            if row.unit != _DECIDED
            for state in json.loads(row.state)
            if state is not None
        ]
        of_units = [each for each in states if each["unit"] != _ORGANISATION]
        whole = [{"week": each["week"], "state": each["state"]} for each in states if each["unit"] == _ORGANISATION]
        for table, own in ((_unit_states, of_units), (_organisation_states, whole)):
            if own:
                connection.execute(sa.insert(table), own)


def _join_states(connection: sa.Connection) -> None:
    _write_both(connection, _ORGANISATION, connection.execute(sa.select(_organisation_states)).all())
    for unit in connection.execute(sa.select(_unit_states.c.unit).distinct()).scalars().all():
        _write_both(
            connection, unit, connection.execute(sa.select(_unit_states).where(_unit_states.c.unit == unit)).all()
        )


def _write_both(connection: sa.Connection, unit: str, rows: Sequence[sa.Row[Any]]) -> None:
    if not rows:
        return
    newest, *before = sorted(rows, key=lambda row: row.week, reverse=True)
    states = [_as_before(newest.state), _as_before(before[0].state) if before else "null"]
    body = f"[{states[0]},\n{states[1]}]".encode()
    connection.execute(sa.insert(_detector_states).values(unit=unit, week=newest.week, state=body))


def _as_before(state: bytes) -> str:
    """Earlier programs want the week first, every key of their own, and bytes in the common alphabet of base64."""
    plain = json.loads(state)
    plain.pop("v", None)
    habits = plain["habits"].replace("-", "+").replace("_", "/")
    return json.dumps({"week": plain.pop("week"), "not_asked": None, **plain, "habits": habits}, separators=(",", ":"))


def _chunks(connection: sa.Connection, table: sa.Table) -> Iterator[list[Any]]:
    """Every row, a few at a time, in the order of their units."""
    last = ""
    while rows := list(
        connection.execute(sa.select(table).where(table.c.unit > last).order_by(table.c.unit).limit(_BATCH_SIZE)).all()
    ):
        yield rows
        last = rows[-1].unit
