"""What PostgreSQL's own text log would say of people: a statement's parameters are ids, names and moments."""

from collections.abc import Mapping
from typing import Any

from psycopg import AsyncConnection
from sqlalchemy import bindparam, text

_LENGTH_OF_ERRORS = "log_parameter_max_length_on_error"
NO_PARAMETERS_OF_ERRORS = f"-c {_LENGTH_OF_ERRORS}=0"
"""For whoever connects: any role may ask for this."""

# Asked in one statement that fails for nobody: each failure would be a line in that very log.
_LEAVE_OUT = (
    "SELECT CASE WHEN {is_allowed} AND current_setting('log_parameter_max_length') <> '0'"
    " THEN set_config('log_parameter_max_length', '0', false) END"
)
_MAY_SET = "has_parameter_privilege('log_parameter_max_length', 'SET')"
_IS_SUPERUSER = "current_setting('is_superuser') = 'on'"
_GRANTS_PARAMETERS = 150_000
"""The first version of PostgreSQL in which a role may be allowed to set a parameter."""

_QUIET: Mapping[str, frozenset[str]] = {
    "log_statement": frozenset({"none", "ddl"}),
    "log_min_duration_statement": frozenset({"-1"}),
    "log_min_duration_sample": frozenset({"-1"}),
    "log_transaction_sample_rate": frozenset({"0"}),
}
"""By each setting that makes the server log statements: with what values it logs none that has parameters."""
_PLANS = "auto_explain.log_min_duration"
"""Known to the server only where that module is loaded. A plan shows values within its own words, too."""
_LENGTH = "log_parameter_max_length"
SETTINGS = text("SELECT name, setting FROM pg_settings WHERE name IN :names").bindparams(
    bindparam("names", [*_QUIET, _PLANS, _LENGTH], expanding=True)
)


def leave_out_parameters(connection: Any, record: Any) -> None:
    """Have this session's parameters left out of the log, if its role may say so."""
    version = record.driver_connection.info.server_version
    cursor = connection.cursor()
    cursor.execute(_leave_out(version))
    cursor.close()
    connection.commit()


async def leave_out_all_parameters(connection: AsyncConnection) -> None:
    """Have this session's parameters left out of the log, of errors too, where it was opened outside of the storage."""
    await connection.execute(f"SET {_LENGTH_OF_ERRORS} = 0")
    await connection.execute(_leave_out(connection.info.server_version))
    await connection.commit()


def _leave_out(version: int) -> str:
    return _LEAVE_OUT.format(is_allowed=_MAY_SET if version >= _GRANTS_PARAMETERS else _IS_SUPERUSER)


def that_log_values(settings: Mapping[str, str]) -> list[str]:
    """The settings by which a server with these logs what statements are about, in order."""
    found = [name for name, quiet in _QUIET.items() if settings.get(name) not in quiet]
    if settings.get(_LENGTH) == "0":
        found = []
    return found if settings.get(_PLANS, "-1") == "-1" else [*found, _PLANS]
