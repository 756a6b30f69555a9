"""Closed weeks: what units and the organisation carry on, what was released, and the frozen digests."""

from sqlalchemy import Index, Integer, LargeBinary, text

from storage.schema.tables.base import key, needed, table
from storage.sql.columns import Switch, UtcDateTime, Week

closed_weeks = table(
    "closed_weeks",
    key("week", Week),
    needed("claimed_at", UtcDateTime),
    needed("finished", Switch),
    needed("forgotten", Switch, server_default=text("false")),
)
"""`forgotten`: no moment and no number of a press is left of it."""

presences = table(
    "presences",
    key("unit"),
    key("week", Week),
    key("person"),
    needed("asked", Integer),
    needed("reached", Integer),
    needed("heard", Integer),
)

unit_states = table("unit_states", key("unit"), key("week", Week), needed("state", LargeBinary))
"""As each unit was at the end of the newest closed week, and of the one before."""
organisation_states = table("organisation_states", key("week", Week), needed("state", LargeBinary))

pending_releases = table("pending_releases", key("week", Week), needed("body", LargeBinary))
"""All that was decided on a week whose releases do not all stand in the ledger yet."""

snapshots = table("snapshots", key("unit"), key("week", Week), needed("figures"))

releases = table(
    "releases",
    key("unit"),
    key("kind"),
    key("period"),
    needed("week", Week),
    needed("shown"),
    needed("people"),
    needed("withheld"),
    Index("ix_releases_unit_week", "unit", "week"),
)
organisation_releases = table(
    "organisation_releases",
    key("kind"),
    key("period"),
    needed("week", Week),
    needed("shown"),
    needed("people"),
    needed("withheld"),
    Index("ix_organisation_releases_week", "week"),
)

digests = table(
    "digests",
    key("unit"),
    key("week", Week),
    needed("document"),
    needed("for_the_team", Switch),
    needed("needs_conversation", Switch),
    needed("made_at", UtcDateTime),
    needed("buttons"),
    needed("chart"),
    needed("handed_over", Switch),
)
NOT_HANDED_OVER = text("NOT handed_over")
Index("ix_digests_undelivered", digests.c.week, sqlite_where=NOT_HANDED_OVER, postgresql_where=NOT_HANDED_OVER)
