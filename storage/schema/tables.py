"""Every table of Rounds, with the indexes that its hot paths need."""

from typing import Any

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, Text, UniqueConstraint, text
from sqlalchemy.schema import SchemaItem

from storage.sql.columns import (
    Day,
    Real,
    Switch,
    UtcDateTime,
    Week,
    Wide,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _table(name: str, *items: SchemaItem, rowid: bool = False) -> Table:
    """A strict table, on SQLite ordered by its primary key unless `rowid` says that rows are kept as they come.

    Rows under scattered keys are better kept as they come: 20 new pulses then change 2 pages instead of 20.
    """
    return Table(name, metadata, *items, sqlite_strict=True, sqlite_with_rowid=rowid)


def _numbered(name: str, *items: SchemaItem) -> Table:
    """A table whose rows are numbered in the order they were written; numbers are never used again."""
    return Table(
        name, metadata, Column("id", Wide, primary_key=True), *items, sqlite_strict=True, sqlite_autoincrement=True
    )


def _needed(name: str, kind: Any = Text, *items: SchemaItem, **options: Any) -> Column[Any]:
    return Column(name, kind, *items, nullable=False, **options)


def _key(name: str, kind: Any = Text, *items: SchemaItem) -> Column[Any]:
    return Column(name, kind, *items, primary_key=True, autoincrement=False)


# --- programme and people -----------------------------------------------------------------------------------------

programmes = _table(
    "programmes",
    _key("id", Integer),
    _needed("revision", Integer),
    _needed("body"),
    _needed("saved_at", UtcDateTime),
)
"""One row: everything of the programme that has no table of its own; `revision` rises with every save."""

units = _table(
    "units",
    _key("id"),
    _needed("name"),
    Column("parent", Text),
    Column("timezone", Text),
    Column("locale", Text),
    _needed("position", Integer),
    Column("retired_at", UtcDateTime),
)

question_versions = _table(
    "question_versions",
    _key("id"),
    _key("version", Integer),
    _needed("body"),
    Column("position", Integer),
)
"""`position` is the place in the programme's bank; empty for versions that are no longer asked."""

schedules = _table("schedules", _key("id"), _needed("position", Integer), _needed("body"))

people = _table(
    "people",
    _key("id"),
    _needed("name"),
    _needed("channel"),
    Column("profession", Text),
    Column("timezone", Text),
    Column("locale", Text),
    Column("starts", Day),
    Column("ends", Day),
    Column("left_at", UtcDateTime),
    Column("joined_at", UtcDateTime),
    Column("paused_until", UtcDateTime),
    Column("stopped_at", UtcDateTime),
    Column("away_until", UtcDateTime),
    _needed("weeks_between", Integer, server_default=text("1")),
    _needed("unanswered", Integer, server_default=text("0")),
)

memberships = _numbered(
    "memberships",
    _needed("person", Text, ForeignKey("people.id")),
    _needed("unit"),
    _needed("role"),
    _needed("since", UtcDateTime),
    _needed("in_unit_since", UtcDateTime),
    Column("until", UtcDateTime),
)
"""`since` is when the role began, `in_unit_since` when the person came to the unit in whatever role."""
# The conditions of partial indexes stand here for the queries too: with a parameter in place of the literal, SQLite
# would not use the index.
STANDING = text("until IS NULL")
Index(
    "uq_memberships_standing",
    memberships.c.person,
    memberships.c.unit,
    memberships.c.role,
    unique=True,
    sqlite_where=STANDING,
    postgresql_where=STANDING,
)
Index("ix_memberships_team", memberships.c.unit, sqlite_where=STANDING, postgresql_where=STANDING)

addresses = _table(
    "addresses",
    _key("person", Text, ForeignKey("people.id")),
    _needed("channel"),
    _needed("value"),
    _needed("enrolled_at", UtcDateTime),
    Column("unreachable_at", UtcDateTime),
    UniqueConstraint("channel", "value"),
)

codes = _table(
    "codes",
    _key("digest", LargeBinary),
    _needed("person", Text, ForeignKey("people.id"), index=True),
    _needed("expires_at", UtcDateTime),
    Column("used_at", UtcDateTime),
)

code_attempts = _numbered("code_attempts", _needed("channel"), _needed("value"), _needed("at", UtcDateTime))
Index("ix_code_attempts_address", code_attempts.c.channel, code_attempts.c.value, code_attempts.c.at)

# --- rounds, pulses, answers --------------------------------------------------------------------------------------

horizons = _table("horizons", _key("schedule"), _key("unit"), _needed("until", UtcDateTime))

rounds = _table(
    "rounds",
    _key("id"),
    _needed("schedule"),
    _needed("unit"),
    _needed("local_date", Day),
    _needed("slot"),
    _needed("opens_at", UtcDateTime),
    _needed("closes_at", UtcDateTime),
    _needed("week", Week),
    _needed("questions"),
    _needed("state"),
    Index("ix_rounds_week_unit", "week", "unit"),
    UniqueConstraint("schedule", "local_date", "slot", "unit"),
)
OPEN = text("state = 'open'")
Index("ix_rounds_to_close", rounds.c.closes_at, sqlite_where=OPEN, postgresql_where=OPEN)

pulses = _table(
    "pulses",
    _key("id"),
    _needed("round"),
    _needed("unit"),
    _needed("person"),
    _needed("question"),
    _needed("version", Integer),
    _needed("position", Integer),
    _needed("due_at", UtcDateTime),
    _needed("closes_at", UtcDateTime),
    _needed("week", Week),
    _needed("budget_week", Week),
    _needed("state"),
    Column("sent_at", UtcDateTime),
    Column("remind_at", UtcDateTime),
    _needed("reminded", Switch),
    _needed("excused", Switch),
    _needed("sequence", Wide),
    Index("ix_pulses_round", "round"),
    Index("ix_pulses_budget_week_person", "budget_week", "person"),
    rowid=True,
)
# By person only what is sent or waits to be: planning then adds to few pages, however many years lie behind.
SENT = text("sent_at IS NOT NULL")
UNSENT = text("sent_at IS NULL AND state <> 'expired'")
Index("ix_pulses_sent", pulses.c.person, pulses.c.closes_at, sqlite_where=SENT, postgresql_where=SENT)
Index("ix_pulses_unsent", pulses.c.person, sqlite_where=UNSENT, postgresql_where=UNSENT)
UNHEARD = text("state IN ('planned', 'sent')")
TO_REMIND = text("state IN ('planned', 'sent') AND remind_at IS NOT NULL AND NOT reminded AND NOT excused")
Index("ix_pulses_to_expire", pulses.c.closes_at, sqlite_where=UNHEARD, postgresql_where=UNHEARD)
Index("ix_pulses_to_remind", pulses.c.remind_at, sqlite_where=TO_REMIND, postgresql_where=TO_REMIND)

pulse_messages = _numbered(
    "pulse_messages",
    _needed("pulse"),
    _needed("ref", Text, index=True),
    UniqueConstraint("pulse", "ref"),
)

answers = _table(
    "answers",
    _key("id", LargeBinary),
    _needed("epoch"),
    _needed("unit"),
    _needed("body", LargeBinary),
    Index("ix_answers_epoch_unit", "epoch", "unit"),
)
"""Nothing else may ever stand here: no person, no round, no time, no order (hence no row number either)."""

team_workings = _table("team_workings", _key("epoch"), _key("kind"), _key("unit"), _needed("sealed", LargeBinary))
organisation_workings = _table("organisation_workings", _key("epoch"), _key("kind"), _needed("sealed", LargeBinary))

epochs = _table(
    "epochs",
    _key("id"),
    _needed("first", Week),
    _needed("last", Week),
    _needed("weeks", Integer),
    _needed("fingerprint"),
    _needed("state"),
)

tallies = _table(
    "tallies",
    _key("epoch"),
    _key("unit"),
    _key("question"),
    _key("version", Integer),
    _key("code"),
    _needed("count", Integer),
)

# --- closed weeks -------------------------------------------------------------------------------------------------

closed_weeks = _table(
    "closed_weeks", _key("week", Week), _needed("claimed_at", UtcDateTime), _needed("finished", Switch)
)

presences = _table(
    "presences",
    _key("unit"),
    _key("week", Week),
    _key("person"),
    _needed("asked", Integer),
    _needed("reached", Integer),
    _needed("heard", Integer),
)

unit_states = _table("unit_states", _key("unit"), _key("week", Week), _needed("state", LargeBinary))
"""As each unit was at the end of the newest closed week, and of the one before."""
organisation_states = _table("organisation_states", _key("week", Week), _needed("state", LargeBinary))

pending_releases = _table("pending_releases", _key("week", Week), _needed("body", LargeBinary))
"""All that was decided on a week whose releases do not all stand in the ledger yet."""

snapshots = _table("snapshots", _key("unit"), _key("week", Week), _needed("figures"))

releases = _table(
    "releases",
    _key("unit"),
    _key("kind"),
    _key("period"),
    _needed("week", Week),
    _needed("shown"),
    _needed("people"),
    _needed("withheld"),
    Index("ix_releases_unit_week", "unit", "week"),
)
organisation_releases = _table(
    "organisation_releases",
    _key("kind"),
    _key("period"),
    _needed("week", Week),
    _needed("shown"),
    _needed("people"),
    _needed("withheld"),
    Index("ix_organisation_releases_week", "week"),
)

digests = _table(
    "digests",
    _key("unit"),
    _key("week", Week),
    _needed("text"),
    _needed("needs_conversation", Switch),
    _needed("made_at", UtcDateTime),
    _needed("buttons"),
    _needed("chart"),
    _needed("handed_over", Switch),
)
NOT_HANDED_OVER = text("NOT handed_over")
Index("ix_digests_undelivered", digests.c.week, sqlite_where=NOT_HANDED_OVER, postgresql_where=NOT_HANDED_OVER)

# --- the loop -----------------------------------------------------------------------------------------------------

flags = _table(
    "flags",
    _key("id"),
    _needed("unit"),
    _needed("week", Week),
    _needed("kind"),
    _needed("since", Week),
    _needed("statistic", Real),
    _needed("threshold", Real),
    Column("expected_tenths", Integer),
    Index("ix_flags_unit_week", "unit", "week"),
)

flag_replies = _table(
    "flag_replies",
    _key("flag"),
    _key("person"),
    _key("response"),
    _needed("at", UtcDateTime),
    _needed("words"),
)

loop_actions = _table(
    "loop_actions",
    _key("id"),
    _needed("unit", Text, index=True),
    _needed("raised_by"),
    _needed("raised_at", UtcDateTime),
    _needed("words"),
    Column("owner", Text),
    Column("owner_role", Text),
    Column("due", Day),
    _needed("state"),
    Column("flag", Text),
    Column("told_at", UtcDateTime),
    _needed("told_words"),
    Column("closed_at", UtcDateTime),
    Column("owned_at", UtcDateTime),
    Column("first_told_at", UtcDateTime),
)

told_back = _table(
    "told_back",
    _key("id"),
    _needed("unit"),
    _needed("words"),
    _needed("at", UtcDateTime),
    Index("ix_told_back_unit_at", "unit", "at"),
)

told_shown = _table("told_shown", _key("person"), _key("told"))

expected_replies = _table(
    "expected_replies",
    _key("person"),
    _needed("purpose"),
    Column("flag", Text),
    Column("action", Text),
    Column("unit", Text),
    _needed("until", UtcDateTime),
)

# --- in and out ---------------------------------------------------------------------------------------------------

inbox = _numbered(
    "inbox",
    _needed("channel"),
    _needed("update_id"),
    Column("payload", Text),
    _needed("received_at", UtcDateTime),
    Column("processed_at", UtcDateTime),
    UniqueConstraint("channel", "update_id"),
)
PENDING = text("processed_at IS NULL")
Index("ix_inbox_pending", inbox.c.id, sqlite_where=PENDING, postgresql_where=PENDING)
_PROCESSED = text("processed_at IS NOT NULL")
Index("ix_inbox_processed", inbox.c.processed_at, sqlite_where=_PROCESSED, postgresql_where=_PROCESSED)

deliveries = _numbered(
    "deliveries",
    _needed("key", Text, unique=True),
    _needed("person"),
    _needed("channel"),
    _needed("kind"),
    Column("pulse", Text),
    Column("unit", Text),
    Column("week", Week),
    Column("message", Text),
    Column("edits", Text),
    _needed("reply_via"),
    _needed("due_at", UtcDateTime),
    _needed("expires_at", UtcDateTime),
    _needed("priority", Integer),
    _needed("state"),
    _needed("attempts", Integer),
    Column("owner", Text),
    _needed("lease", Integer, server_default=text("0")),
    Column("leased_until", UtcDateTime),
    Column("sending_since", UtcDateTime),
    Column("ref", Text),
    Column("finished_at", UtcDateTime),
    Column("failure", Text),
)
DUE = text("state = 'due'")
SETTLED = text("state IN ('sent', 'failed', 'expired')")
IN_DOUBT = text("state IN ('sending', 'unsure')")
UNDER_WAY = text("state IN ('due', 'sending')")
SHOWN = text("ref IS NOT NULL")
Index(
    "ix_deliveries_due",
    deliveries.c.channel,
    deliveries.c.priority,
    deliveries.c.due_at,
    deliveries.c.id,
    sqlite_where=DUE,
    postgresql_where=DUE,
)
Index("ix_deliveries_expiring", deliveries.c.expires_at, sqlite_where=DUE, postgresql_where=DUE)
Index("ix_deliveries_in_doubt", deliveries.c.channel, sqlite_where=IN_DOUBT, postgresql_where=IN_DOUBT)
Index(
    "ix_deliveries_under_way",
    deliveries.c.person,
    deliveries.c.channel,
    sqlite_where=UNDER_WAY,
    postgresql_where=UNDER_WAY,
)
Index("ix_deliveries_shown", deliveries.c.person, deliveries.c.channel, sqlite_where=SHOWN, postgresql_where=SHOWN)
Index("ix_deliveries_settled", deliveries.c.state, sqlite_where=SETTLED, postgresql_where=SETTLED)

accounts = _table("accounts", _key("channel"), _needed("blocked_until", UtcDateTime))

web_chats = _table("web_chats", _key("person"), _needed("change", Wide))
"""The counter behind `web_messages.change`; its row lock keeps the changes of one chat in order."""

web_messages = _numbered(
    "web_messages",
    _needed("person"),
    _needed("key", Text, unique=True),
    _needed("message"),
    _needed("change", Wide),
    _needed("edited", Switch),
    Index("ix_web_messages_person_change", "person", "change"),
)
