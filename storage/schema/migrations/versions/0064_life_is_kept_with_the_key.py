"""For how many weeks answers live at most is kept with their block: a later programme does not change it.

Of the blocks that are there it is what the programme in force says, as it was until now.
"""

import json
from itertools import accumulate

import sqlalchemy as sa
from alembic import op

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("epochs", sa.Column("weeks_of_life", sa.Integer(), server_default=sa.text("14"), nullable=False))
    connection = op.get_bind()
    programme = connection.execute(sa.text("SELECT body FROM programmes")).scalar()
    if programme is not None:
        bodies = connection.execute(sa.text("SELECT body FROM schedules")).scalars()
        hours = [json.loads(each)["open_hours"] for each in bodies]
        connection.execute(
            sa.text("UPDATE epochs SET weeks_of_life = :weeks"),
            {"weeks": _weeks(json.loads(programme).get("privacy", {}), max(hours, default=0))},
        )


def downgrade() -> None:
    op.drop_column("epochs", "weeks_of_life")


def _weeks(privacy: dict[str, int], open_hours: int) -> int:
    """As the program reckoned it when this was written."""
    quarter, blocks = privacy.get("quarter_weeks", 13), privacy.get("answers_live_blocks", 2)
    count = max(quarter // 4, 1)
    lengths = [4] * (count - 1) + [quarter - 4 * (count - 1)]
    sums = [0, *accumulate(lengths * (blocks + 2))]
    longest = max(end - start for start, end in zip(sums, sums[blocks + 1 :], strict=False))
    return longest + 1 - min(0, 120 - open_hours) // (7 * 24)
