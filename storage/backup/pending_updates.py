"""Updates that were acknowledged but not yet filed, on their way through a backup.

In the database such an update lives for moments; in a backup it would say for good what somebody answered. So it is
sealed there under the key of its epoch, like the answers themselves, and opened again when it is restored.
"""

from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, MetaData, delete, select, text, update

from bot.repositories.backups import Seals
from storage.backup.table_copy import Row, columns_of
from storage.codecs.json_text import dumps, loads
from storage.schema.tables import PENDING, inbox
from storage.sql.transaction import AnyRow

NAME = inbox.name
_COARSE = 1024
"""Lengths are rounded up to this, so that they tell nothing apart."""


_OPEN_EPOCHS = text("SELECT id, fingerprint FROM epochs WHERE state = 'open' AND fingerprint <> '' ORDER BY first DESC")


class SealWaiting:
    """Seals the payloads of waiting updates while the inbox passes through; leaves out what it cannot seal."""

    def __init__(self, connection: Connection, described: MetaData, seals: Seals) -> None:
        self._seals, self._places, self._epochs = seals, [0], list[AnyRow]()
        if NAME in described.tables:  # the oldest schemas had no inbox
            columns = columns_of(described.tables[NAME])
            self._places = [columns.index(name) for name in ("payload", "processed_at", "channel", "update_id")]
            self._epochs = list(connection.execute(_OPEN_EPOCHS))
        self.left_out = 0

    def over(self, chunks: Iterable[list[Row]]) -> Iterator[list[Row]]:
        for chunk in chunks:
            yield [row for row in map(self._sealed, chunk) if row is not None]

    def _sealed(self, row: Row) -> Row | None:
        at, processed_at, channel, update_id = self._places
        if row[at] is None or row[processed_at] is not None:
            return row
        written = self._seal(row[at].encode(), bound_to=_name(row[channel], row[update_id]))
        if written is None:
            self.left_out += 1
            return None
        return (*row[:at], written, *row[at + 1 :])

    def _seal(self, payload: bytes, *, bound_to: bytes) -> str | None:
        padded = payload + b" " * (-len(payload) % _COARSE)
        for epoch, fingerprint in self._epochs:
            sealed = self._seals.seal(padded, epoch=epoch, fingerprint=fingerprint, bound_to=bound_to)
            if sealed is not None:
                return dumps({"sealed": b64encode(sealed).decode(), "epoch": epoch})
        return None


def open_waiting(connection: Connection, seals: Seals) -> tuple[int, int]:
    """Open the restored updates that wait to be filed; drop those whose key is gone. Says how many of each."""
    opened = dropped = 0
    for row in connection.execute(select(inbox).where(PENDING).order_by(inbox.c.id)).all():
        payload = _opened(row, seals)
        here = inbox.c.id == row.id
        if payload is None:
            connection.execute(delete(inbox).where(here))
            dropped += 1
        else:
            connection.execute(update(inbox).where(here).values(payload=payload))
            opened += 1
    return opened, dropped


def _opened(row: AnyRow, seals: Seals) -> str | None:
    written = loads(row.payload)
    payload = seals.unseal(
        b64decode(written["sealed"]), epoch=written["epoch"], bound_to=_name(row.channel, row.update_id)
    )
    return None if payload is None else payload.decode().rstrip(" ")


def _name(channel: str, update_id: str) -> bytes:
    return f"rounds waiting update 1|{channel}|{update_id}".encode()
