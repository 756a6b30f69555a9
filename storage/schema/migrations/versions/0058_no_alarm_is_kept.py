"""An alarm of the detector is made of answers: the weeks of alarms leave the states of units, and the ledger loses its
rows of flags that nobody was told."""

import json
from base64 import urlsafe_b64encode
from binascii import Error, a2b_base64
from zlib import compress, decompress, error

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None

_states = sa.table("unit_states", sa.column("unit"), sa.column("week"), sa.column("state", sa.LargeBinary))
_pending = sa.table("pending_releases", sa.column("week"), sa.column("body", sa.LargeBinary))
_KIND, _WITHHELD = 1, 6
"""Their place in a line of what waits for the ledger."""


def upgrade() -> None:
    op.execute("DELETE FROM releases WHERE kind = 'flag' AND withheld <> ''")
    connection = op.get_bind()
    for week, body in connection.execute(sa.select(_pending)).fetchall():
        told = _told(bytes(body))
        if told is not None:
            connection.execute(sa.update(_pending).where(_pending.c.week == week).values(body=told))
    # One by one: the states of a large hospital would fill the memory.
    for unit, week in connection.execute(sa.select(_states.c.unit, _states.c.week)).fetchall():
        here = (_states.c.unit == unit, _states.c.week == week)
        kept = connection.execute(sa.select(_states.c.state).where(*here)).scalar_one()
        state = _without_alarms(bytes(kept))
        if state is not None:
            connection.execute(sa.update(_states).where(*here).values(state=state))


def _told(body: bytes) -> bytes | None:
    """None where there is nothing to take out."""
    try:
        week, *lines = decompress(body).decode().split("\n")
    except error:
        return None
    told = [line for line in lines if (row := json.loads(line))[_KIND] != "flag" or not row[_WITHHELD]]
    return None if told == lines else compress("\n".join([week, *told]).encode(), 1)


def _without_alarms(kept: bytes) -> bytes | None:
    """None where there is nothing to take out."""
    state = json.loads(kept)
    try:
        habits = json.loads(a2b_base64(state["habits"].replace("-", "+").replace("_", "/")))
    except (Error, ValueError, KeyError):
        return None
    if not isinstance(habits, dict) or "flagged" not in habits:
        return None
    del habits["flagged"]
    packed = urlsafe_b64encode(json.dumps(habits, separators=(",", ":")).encode()).decode()
    return json.dumps(state | {"habits": packed}, separators=(",", ":"), ensure_ascii=False).encode()


def downgrade() -> None:
    """What was taken out is in nothing that is kept."""
