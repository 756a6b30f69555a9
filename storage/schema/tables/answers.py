"""Sealed answers, what is worked out from them, and the epochs under whose keys they lie."""

from sqlalchemy import Column, Index, Integer, LargeBinary, text

from bot.domain.answers.answer_body import LONGEST_OF_A_BUTTON
from storage.schema.tables.base import key, needed, table
from storage.sql.columns import UtcDateTime, Week

answers = table(
    "answers",
    key("id", LargeBinary),
    needed("epoch"),
    needed("unit"),
    needed("body", LargeBinary),
    Index("ix_answers_epoch_unit", "epoch", "unit"),
)
"""Nothing else may ever stand here: no person, no round, no time, no order (hence no row number either)."""
IN_WORDS = text(f"length(body) > {LONGEST_OF_A_BUTTON}")
"""Closing a block opens these and no others. Another length needs a migration."""
Index("ix_answers_in_words", answers.c.epoch, answers.c.unit, sqlite_where=IN_WORDS, postgresql_where=IN_WORDS)

team_workings = table("team_workings", key("epoch"), key("kind"), key("unit"), needed("sealed", LargeBinary))
organisation_workings = table("organisation_workings", key("epoch"), key("kind"), needed("sealed", LargeBinary))

epochs = table(
    "epochs",
    key("id"),
    needed("first", Week),
    needed("last", Week),
    needed("weeks", Integer),
    needed("fingerprint"),
    needed("state"),
    needed("quarter", Week),
    needed("quarter_weeks", Integer),
    needed("number", Integer),
    needed("lives_through", Week),
    needed("weeks_of_life", Integer, server_default=text("14")),
    Column("told_at", UtcDateTime),
)
