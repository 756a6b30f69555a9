"""Entries of the log of administration are chained by hashes; those that are there now are hashed, not signed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.sql import columns

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None

_KEPT = ("id", "at", "act", "who", "source", "about", "revision", "digest")


def upgrade() -> None:
    connection = op.get_bind()
    entries = connection.execute(sa.select(_log()).order_by(sa.column("id"))).mappings().all()
    covered = _revisions(connection)
    op.drop_table("administration_log")
    _create(_added())
    rows = list(_chained(entries, covered))
    if rows:
        connection.execute(sa.insert(_log(*_added())), rows)
    _refuse_changes(connection.dialect.name)
    op.add_column("log_people", sa.Column("salt", sa.LargeBinary(), nullable=True))


def _log(*more: sa.Column[Any]) -> sa.TableClause:
    kinds: dict[str, Any] = {"id": columns.Wide, "at": columns.UtcDateTime(), "digest": sa.LargeBinary()}
    kept = [sa.column(name, kinds.get(name)) for name in _KEPT]
    return sa.table("administration_log", *kept, *(sa.column(each.name, each.type) for each in more))


def _added() -> list[sa.Column[Any]]:
    return [
        sa.Column("evidence", sa.LargeBinary(), nullable=False),
        sa.Column("covers", sa.LargeBinary(), nullable=True),
        sa.Column("form", sa.Integer(), nullable=False),
        sa.Column("previous", sa.LargeBinary(), nullable=False),
        sa.Column("signing_key", sa.LargeBinary(), nullable=True),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=True),
    ]


def _create(added: list[sa.Column[Any]]) -> None:
    op.create_table(
        "administration_log",
        sa.Column("id", columns.Wide, autoincrement=False, nullable=False),
        sa.Column("at", columns.UtcDateTime(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("about", sa.Text(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        *added,
        sa.PrimaryKeyConstraint("id", name=op.f("pk_administration_log")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def _revisions(connection: sa.Connection) -> Mapping[int, bytes]:
    """By number, the hash of a revision and of the people whose rows it changed."""
    names = ("number", "at", "who", "source", "based_on", "undoes", "digest")
    kinds: dict[str, Any] = {"at": columns.UtcDateTime(), "digest": sa.LargeBinary()}
    revisions = sa.table("revisions", *(sa.column(name, kinds.get(name)) for name in names))
    changed = sa.table(
        "revision_people", sa.column("revision"), sa.column("about"), sa.column("digest", kinds["digest"])
    )
    people = defaultdict[int, list[tuple[str, bytes]]](list)
    for row in connection.execute(sa.select(changed)):
        people[row.revision].append((row.about, row.digest))
    return {
        row.number: _hash(
            b"rounds revision 1",
            [
                *(_number(row.number), _instant(row.at), row.who.encode(), row.source.encode()),
                *(_number(row.based_on), _number(row.undoes), row.digest),
                *(part for about, digest in sorted(people[row.number]) for part in (about.encode(), digest)),
            ],
        )
        for row in connection.execute(sa.select(revisions))
    }


def _chained(entries: Iterable[sa.RowMapping], covered: Mapping[int, bytes]) -> Iterator[dict[str, Any]]:
    previous = bytes(32)
    for entry in entries:
        covers = None if entry["revision"] is None else covered.get(entry["revision"])
        texts = [None if entry[each] is None else entry[each].encode() for each in ("act", "who", "source", "about")]
        own = _hash(
            b"rounds log entry",
            [
                *(b"1", previous, _number(entry["id"]), _instant(entry["at"]), *texts, _number(entry["revision"])),
                *(covers, entry["digest"], b"", None),
            ],
        )
        chained = {"evidence": b"", "covers": covers, "form": 1, "previous": previous, "hash": own}
        yield {**entry, **chained, "signing_key": None, "signature": None}
        previous = own


def _hash(label: bytes, parts: Iterable[bytes | None]) -> bytes:
    digest = sha256(len(label).to_bytes(8) + label)
    for part in parts:
        digest.update(b"\0" if part is None else b"\1" + len(part).to_bytes(8) + part)
    return digest.digest()


def _number(value: int | None) -> bytes | None:
    return None if value is None else str(value).encode()


def _instant(value: datetime) -> bytes:
    return value.astimezone(UTC).isoformat(timespec="microseconds").encode()


def _refuse_changes(dialect: str) -> None:
    if dialect == "postgresql":
        op.execute(
            sa.text(
                "CREATE TRIGGER only_added BEFORE UPDATE OR DELETE ON administration_log"
                " FOR EACH ROW EXECUTE FUNCTION only_added()"
            )
        )
        return
    for act in ("update", "delete"):
        op.execute(
            sa.text(
                f"CREATE TRIGGER administration_log_no_{act} BEFORE {act.upper()} ON administration_log"
                " BEGIN SELECT RAISE(ABORT, 'rows of administration_log are only added'); END"
            )
        )


def downgrade() -> None:
    connection = op.get_bind()
    entries = connection.execute(sa.select(_log()).order_by(sa.column("id"))).mappings().all()
    op.drop_table("administration_log")
    _create([])
    if entries:
        connection.execute(sa.insert(_log()), [dict(each) for each in entries])
    _refuse_changes(connection.dialect.name)
    op.drop_column("log_people", "salt")
