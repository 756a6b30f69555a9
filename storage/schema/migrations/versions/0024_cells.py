"""Participation is shown of cells alone: atoms and cells have their tables, exact releases and dates go."""

import json
from datetime import timedelta

import sqlalchemy as sa
from alembic import op

from bot.domain.iso_weeks import IsoWeek

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_READERS = {"champion", "medical_lead", "nursing_lead", "operational_lead", "sponsor"}


def upgrade() -> None:
    op.create_table(
        "atom_cuts",
        sa.Column("since", sa.Text(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("since", name=op.f("pk_atom_cuts")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "atoms",
        sa.Column("since", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("team", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("teams", sa.Text(), nullable=False),
        sa.Column("names", sa.Text(), nullable=False),
        sa.Column("colleagues", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("since", "team", name=op.f("pk_atoms")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "participation_cells",
        sa.Column("week", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("team", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("low", sa.Integer(), nullable=False),
        sa.Column("high", sa.Integer(), nullable=False),
        sa.Column("withheld", sa.Text(), nullable=False),
        sa.Column("insiders", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("week", "team", name=op.f("pk_participation_cells")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.execute("DELETE FROM releases WHERE kind = 'participation'")
    releases = sa.table("releases", *(sa.column(name) for name in ("unit", "kind", "period", "shown", "people")))
    connection = op.get_bind()
    flags = sa.select(releases).where(releases.c.kind == "flag")
    for unit, kind, period, shown, _ in connection.execute(flags).fetchall():
        figure = json.loads(shown)
        if "since" in figure:
            thursday = IsoWeek.parse(figure["since"]).monday() + timedelta(days=3)
            figure["since"] = thursday.replace(day=1).isoformat()
        here = (releases.c.unit == unit, releases.c.kind == kind, releases.c.period == period)
        written = json.dumps(figure, separators=(",", ":"))
        connection.execute(sa.update(releases).where(*here).values(shown=written, people="[]"))
    with op.batch_alter_table("flags") as rows:
        rows.drop_column("since")
    with op.batch_alter_table("digests") as rows:
        rows.add_column(
            sa.Column("recipients", sa.Text(), nullable=False, server_default='{"readers":[],"members":[]}')
        )
    with op.batch_alter_table("digests") as rows:
        rows.alter_column("recipients", server_default=None)
    _settle_recipients()


def _settle_recipients() -> None:
    """Digests that wait to be handed over are read by those who would have got them without this migration."""
    names = ("unit", "week", "handed_over", "recipients")
    digests = sa.table("digests", *(sa.column(name) for name in names))
    held = sa.table("memberships", *(sa.column(name) for name in ("person", "unit", "role", "until")))
    connection = op.get_bind()
    for (unit,) in connection.execute(sa.text("SELECT DISTINCT unit FROM digests WHERE NOT handed_over")).fetchall():
        standing = sa.select(held.c.person, held.c.role).where(held.c.unit == unit, held.c.until.is_(None))
        found = connection.execute(standing).fetchall()
        recipients = {
            "readers": sorted({person for person, role in found if role in _READERS}),
            "members": sorted({person for person, role in found if role == "member"}),
        }
        settled = json.dumps(recipients, separators=(",", ":"))
        waiting = sa.update(digests).where(digests.c.unit == unit, sa.text("NOT handed_over"))
        connection.execute(waiting.values(recipients=settled))


def downgrade() -> None:
    with op.batch_alter_table("digests") as rows:
        rows.drop_column("recipients")
    with op.batch_alter_table("flags") as rows:
        rows.add_column(sa.Column("since", sa.Text(), nullable=False, server_default=""))
    op.execute("UPDATE flags SET since = week")
    with op.batch_alter_table("flags") as rows:
        rows.alter_column("since", server_default=None)
    for table in ("participation_cells", "atoms", "atom_cuts"):
        op.drop_table(table)
