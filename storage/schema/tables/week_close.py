"""Closed weeks: what units and the organisation carry on, what was released, and the frozen digests."""

from sqlalchemy import Column, Index, Integer, LargeBinary, text

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
skipped_weeks = table("skipped_weeks", key("week", Week))
"""They were not closed at a backup, and had begun by its restore: nothing that is sure can be told of them."""

unit_states = table("unit_states", key("unit"), key("week", Week), needed("state", LargeBinary))
"""As each unit was at the end of the newest closed week, and of the one before."""
organisation_states = table("organisation_states", key("week", Week), needed("state", LargeBinary))

atom_cuts = table("atom_cuts", key("since", Week))
"""From which weeks on teams were cut into atoms anew, also if none was large enough."""
atoms = table("atoms", key("since", Week), key("team"), needed("teams"), needed("names"), needed("colleagues"))
"""By the first of its teams. It counts until the next cut."""
participation_cells = table(
    "participation_cells",
    key("week", Week),
    key("team"),
    needed("n", Integer),
    needed("low", Integer),
    needed("high", Integer),
    needed("withheld"),
    needed("insiders"),
)
"""One atom in one week, made once and for all; all that is shown of participation is made of these."""

pending_releases = table("pending_releases", key("week", Week), needed("body", LargeBinary))
"""All that was decided on a week whose releases do not all stand in the ledger yet."""

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
    needed("made_at", UtcDateTime),
    needed("buttons"),
    needed("chart"),
    needed("handed_over", Switch),
    needed("recipients"),
    needed("verdict", server_default=text("'nothing'")),
    needed("details", server_default=text("''")),
    needed("team_page", server_default=text("''")),
    needed("further_buttons", server_default=text("'[]'")),
    needed("step", server_default=text("''")),
    needed("is_for_readers", Switch, server_default=text("true")),
    needed("reasons", server_default=text("'[]'")),
    needed("translations", server_default=text("'{}'")),
    needed("written_in", server_default=text("''")),
)
WITH_STEP = text("step <> ''")
Index(
    "ix_digests_steps",
    digests.c.unit,
    digests.c.week,
    digests.c.step,
    sqlite_where=WITH_STEP,
    postgresql_where=WITH_STEP,
)
"""With the step itself, because in the row it stands behind a whole page of words."""
NOT_HANDED_OVER = text("NOT handed_over")
Index("ix_digests_undelivered", digests.c.week, sqlite_where=NOT_HANDED_OVER, postgresql_where=NOT_HANDED_OVER)

page_certificates = table(
    "page_certificates", key("unit"), key("week", Week), needed("body"), Column("salt", LargeBinary)
)
"""Made with a page and never changed; `rounds verify` compares it with the page and with cells. The salt goes when a
name is taken out of the page's words."""
certificate_lists = table("certificate_lists", key("week", Week), needed("body"))
"""What certificates of a week share."""
recipient_salts = table("recipient_salts", key("person"), needed("salt", LargeBinary))
"""Under which a certificate names a recipient; it goes when they are erased."""
reworded_pages = table("reworded_pages", key("unit"), key("week", Week), needed("document"))
"""Pages out of whose words the name of somebody who was erased was taken, and the hash of what they say since."""
