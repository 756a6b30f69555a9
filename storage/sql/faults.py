"""The one place where faults of the database get their meaning."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolExhausted

from bot.domain.errors import RowUnavailable, StorageUnavailable

# The primary codes of https://sqlite.org/rescode.html that say "not now" or "not here" rather than "wrong SQL".
_SQLITE_FAULTS = frozenset(
    {
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_NOTADB,
    }
)
# A standby that took over (25006) and a transaction ended for idling (25P03) are not OperationalError in psycopg.
_POSTGRES_FAULTS = frozenset({"25006", "25P03"})

# Waited for a lock for too long (55P03), or ended because two waited for each other (40P01).
_POSTGRES_IS_BUSY = frozenset({"55P03", "40P01"})


@contextmanager
def faults_translated() -> Iterator[None]:
    """Let what an operator has to mend out as `StorageUnavailable`; our own mistakes stay what they are."""
    try:
        yield
    except PoolExhausted as error:
        raise StorageUnavailable("no database connection came free in time") from error
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) in _POSTGRES_IS_BUSY:
            raise RowUnavailable(f"the database is busy: {error.orig}") from error
        if error.connection_invalidated or _is_fault(error):
            raise StorageUnavailable(f"the database cannot be used now: {error.orig}") from error
        raise


def _is_fault(error: DBAPIError) -> bool:
    match error.orig:
        case sqlite3.Error() as cause:
            code: int | None = getattr(cause, "sqlite_errorcode", None)
            return isinstance(cause, sqlite3.OperationalError) if code is None else code & 0xFF in _SQLITE_FAULTS
        case cause:  # a fault of the driver for PostgreSQL
            return isinstance(error, OperationalError | InterfaceError) or (
                getattr(cause, "sqlstate", None) in _POSTGRES_FAULTS
            )
