"""What tells when somebody pressed or brought something: rows that would stay for weeks lose it.

Ids of updates stay as the platform gave them in rows of the inbox and of deliveries that are there already. What is
filed goes within three days, what was said back within about four; for so long a repeated update has to be known. Links
and sessions go with the first tick.
"""

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None

_SQLITE = (
    "UPDATE own_calendars SET read_at = substr(read_at, 1, 10) || 'T00:00:00.000000+00:00'",
    "UPDATE web_messages SET key = 'c:' || lower(hex(randomblob(12))) WHERE key LIKE 'c:%'",
)
"""The key of an answer to a wrong code held who brought it, and the millisecond."""
_POSTGRESQL = (
    "UPDATE own_calendars SET read_at = date_trunc('day', read_at, 'UTC')",
    "UPDATE web_messages SET key = 'c:' || replace(gen_random_uuid()::text, '-', '') WHERE key LIKE 'c:%'",
)


def upgrade() -> None:
    for statement in _POSTGRESQL if op.get_bind().dialect.name == "postgresql" else _SQLITE:
        op.execute(sa.text(statement))


def downgrade() -> None:
    """Nothing of it can be brought back, and nothing needs it."""
