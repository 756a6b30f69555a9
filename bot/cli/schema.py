"""Whether a database can be worked with by this program."""

from bot.domain.errors import StorageUnavailable
from storage.database import Database


async def schema_fault(database: Database) -> str:
    """Why the schema cannot be worked with, in one line; empty if it can."""
    try:
        revision = await database.schema_revision()
    except StorageUnavailable as error:
        return f"database: cannot be used: {error}"
    head = database.head_revision()
    if revision == head:
        return ""
    return f"database: the schema is at {revision or 'nothing'}, this program needs {head}; run: rounds migrate"
