"""Runs migrations on the connection that `storage.schema.migrations` hands in, inside its transaction.

Every migration of one call commits or fails as a whole, on SQLite too: its DDL is transactional once BEGIN is explicit.
"""

from alembic import context
from sqlalchemy import text

from storage.schema.tables import metadata
from storage.sql.lock_numbers import MIGRATING

connection = context.config.attributes["connection"]
if connection.dialect.name == "postgresql":
    connection.execute(text(f"SELECT pg_advisory_xact_lock({MIGRATING})"))  # two starting processes take turns
    connection.execute(text("SET LOCAL lock_timeout = '5s'"))  # rather fail than queue everybody behind a table lock
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, transactional_ddl=True)
context.run_migrations()
