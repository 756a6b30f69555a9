"""What a backup says about itself: its schema's revision, when it was taken, and the sum of each table."""

from sqlalchemy import Column, Connection, Integer, MetaData, Table, Text, insert, select

from bot.repositories.backups import Manifest, TableSum
from storage.sql.columns import UtcDateTime

_metadata = MetaData()
_about = Table(
    "backup_about",
    _metadata,
    Column("revision", Text, nullable=False),
    Column("taken_at", UtcDateTime, nullable=False),
    Column("taken_from", Text, nullable=False),
    Column("left_out", Integer, nullable=False),
    sqlite_strict=True,
)
_sums = Table(
    "backup_tables",
    _metadata,
    Column("name", Text, primary_key=True),
    Column("row_count", Integer, nullable=False),
    Column("checksum", Text, nullable=False),
    sqlite_strict=True,
)


def write_manifest(connection: Connection, manifest: Manifest) -> None:
    _metadata.create_all(connection)
    connection.execute(
        insert(_about).values(
            revision=manifest.revision,
            taken_at=manifest.taken_at,
            taken_from=manifest.taken_from,
            left_out=manifest.left_out,
        )
    )
    connection.execute(
        insert(_sums),
        [
            {"name": name, "row_count": each.rows, "checksum": each.checksum}
            for name, each in sorted(manifest.tables.items())
        ],
    )


def read_manifest(connection: Connection) -> Manifest:
    """SQLAlchemy's errors come out as they are."""
    about = connection.execute(select(_about)).one()
    return Manifest(
        revision=about.revision,
        taken_at=about.taken_at,
        taken_from=about.taken_from,
        left_out=about.left_out,
        tables={
            row.name: TableSum(rows=row.row_count, checksum=row.checksum) for row in connection.execute(select(_sums))
        },
    )
