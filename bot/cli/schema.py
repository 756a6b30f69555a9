"""Whether a database can be worked with by this program, and what its server keeps beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.cli.ending import CommandFailed, reason
from bot.domain.errors import StorageUnavailable
from storage.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaFault:
    """Why a database cannot be worked with; prints as one line."""

    part: str
    """What is not well, as health names it: the database itself, or its schema."""
    why: str

    def __str__(self) -> str:
        return f"database: {self.why}"


async def missing_file(database: Database) -> SchemaFault | None:
    """Who only looks must not leave an empty database behind."""
    if database.file is None or database.file.exists():
        return None
    what = f"there is no file {database.file.absolute()}; go to the folder of your programme, or make one"
    return SchemaFault(part="database", why=f"{what}; run: rounds migrate")


async def schema_fault(database: Database) -> SchemaFault | None:
    """What keeps the schema from being worked with, if anything does; a file that is missing is not made."""
    missing = await missing_file(database)
    if missing is not None:
        return missing
    try:
        revision = await database.schema_revision()
    except StorageUnavailable as error:
        return SchemaFault(part="database", why=reason(error))
    head = database.head_revision()
    if revision == head:
        return None
    what = f"the schema is at {revision or 'nothing'}, this program needs {head}"
    return SchemaFault(part="schema", why=f"{what}; run: rounds migrate")


async def require_schema(database: Database) -> None:
    """Raises `CommandFailed` when this program cannot work with the schema."""
    fault = await schema_fault(database)
    if fault is not None:
        raise CommandFailed(str(fault))


async def server_cautions(database: Database) -> Sequence[str]:
    """Of a server whose own log would tell of people, or which may lose what it says is saved; nothing while it cannot
    be asked, which others say."""
    try:
        telling, losing = await database.settings_that_log_values(), await database.settings_that_lose()
    except StorageUnavailable:
        return []
    cautions = []
    if telling:
        cautions.append(f"the server writes names, ids and moments into its own log ({', '.join(telling)})")
    if losing:
        cautions.append(f"the server may lose what was saved when its power fails ({' and '.join(losing)} off)")
    return [f"database: {each}; see PostgreSQL in docs/deploy.md" for each in cautions]


async def require_file(database: Database) -> None:
    """Raises `CommandFailed` when there is no database file to look into."""
    fault = await missing_file(database)
    if fault is not None:
        raise CommandFailed(str(fault))
