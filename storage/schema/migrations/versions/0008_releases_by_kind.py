"""The ledger's kinds name the list that a share is of and the form of a coupling; both stood beside the period."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_LISTS = (("joined", "joined/"), ("could_not_be_asked", "reach/"))


def upgrade() -> None:
    for kind, prefix in _LISTS:
        op.execute(
            f"UPDATE releases SET kind = '{kind}', period = substr(period, {len(prefix) + 1})"  # noqa: S608 - constants
            f" WHERE kind = 'breadth' AND period LIKE '{prefix}%'"
        )
    # "2026-W02/coupling_strategic"
    op.execute("UPDATE releases SET kind = substr(period, 10), period = substr(period, 1, 8) WHERE kind = 'coupling'")


def downgrade() -> None:
    op.execute("UPDATE releases SET period = period || '/' || kind, kind = 'coupling' WHERE kind LIKE 'coupling_%'")
    for kind, prefix in _LISTS:
        op.execute(
            f"UPDATE releases SET kind = 'breadth', period = '{prefix}' || period WHERE kind = '{kind}'"  # noqa: S608
        )
