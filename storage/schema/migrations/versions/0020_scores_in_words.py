"""Scores are words: those shown to half a point become words, and what is no longer shown is no longer kept."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

TABLES = [sa.table(name, sa.column("kind"), sa.column("shown")) for name in ("releases", "organisation_releases")]
GONE = ("bands", "kinds", "spread", "coupling_strategic", "coupling_organisational", "coupling_environmental")


def upgrade() -> None:
    connection = op.get_bind()
    for table in TABLES:
        connection.execute(table.delete().where(table.c.kind.in_(GONE)))
        scores = table.c.kind == "score"
        for before in connection.scalars(sa.select(table.c.shown).where(scores).distinct()).all():
            figure = json.loads(before)
            if "halves" in figure:
                after = json.dumps(_in_words(figure["halves"]))
                connection.execute(table.update().where(scores, table.c.shown == before).values(shown=after))
    for unit, week, figures in connection.execute(
        sa.text("SELECT unit, week, figures FROM snapshots WHERE figures LIKE '%\"dimensions\"%'")
    ).all():
        kept = {name: figure for name, figure in json.loads(figures).items() if name != "dimensions"}
        connection.execute(
            sa.text("UPDATE snapshots SET figures = :figures WHERE unit = :unit AND week = :week"),
            {"figures": json.dumps(kept), "unit": unit, "week": week},
        )


def _in_words(halves: int) -> dict[str, object]:
    """The word of five for a score on 0-10, of which twice was kept."""
    edges = ((4, "strongly_disagree"), (7, "disagree"), (12, "mixed"), (15, "agree"), (20, "strongly_agree"))
    word = next(word for most, word in edges if halves <= most)
    return {"word": f"{word}/5", "wide": False, "mean": None, "competencies": {}}


def downgrade() -> None:
    """What is gone cannot be brought back; an earlier program reads no words."""
    for table in TABLES:
        op.get_bind().execute(table.delete().where(table.c.kind == "score"))
