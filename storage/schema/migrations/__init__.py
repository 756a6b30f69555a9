"""Schema migrations, run by Alembic on a connection that is handed in."""

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "storage.schema:migrations")
    config.set_main_option("path_separator", "os")
    return config


def head_revision() -> str:
    head = ScriptDirectory.from_config(_config()).get_current_head()
    if head is None:
        raise LookupError("there are no migrations")
    return head


def revisions() -> list[str]:
    """Every revision that this program knows, oldest first."""
    return [script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()][::-1]


def current_revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def move(connection: Connection, revision: str) -> None:
    """Upgrade or downgrade to `revision` ("head", "base" or one of ours) inside the open transaction."""
    config = _config()
    config.attributes["connection"] = connection
    scripts = ScriptDirectory.from_config(config)
    order = [script.revision for script in scripts.walk_revisions()][::-1]
    current = current_revision(connection)
    target = order[-1] if revision == "head" else revision
    if target == "base" or (current is not None and order.index(target) < order.index(current)):
        command.downgrade(config, target)
    else:
        command.upgrade(config, target)
