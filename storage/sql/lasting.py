"""What is committed lasts: PostgreSQL may be set to say so before anything of it is on a disk."""

from typing import Any

from sqlalchemy import text

# `local` waits for this server's disk and for no other machine: nobody is held up by a standby who chose not to.
# It is said of the session in any case: a server that is set otherwise later, and reads its settings, changes nothing.
_LASTING = (
    "SELECT set_config('synchronous_commit', CASE setting WHEN 'off' THEN 'local' ELSE setting END, false)"
    " FROM current_setting('synchronous_commit') AS setting"
)

SETTINGS_THAT_LOSE = text(
    "SELECT name FROM pg_settings WHERE name IN ('fsync', 'full_page_writes') AND setting = 'off' ORDER BY name"
)
"""No session may set these: with either off, what was committed may be gone or spoilt after a failure of power."""


def commit_for_good(connection: Any, _record: Any) -> None:
    """Have this session's commits wait for the disk, whatever the server, the database or the role is set to."""
    cursor = connection.cursor()
    cursor.execute(_LASTING)
    cursor.close()
    connection.commit()
