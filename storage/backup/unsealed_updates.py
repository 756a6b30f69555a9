"""Updates that an earlier version took in and that still wait unsealed: a backup would keep them so for good."""

from collections.abc import Iterable, Iterator

from sqlalchemy import MetaData

from storage.backup.table_copy import Row, columns_of
from storage.schema.tables import inbox

NAME = inbox.name


class LeaveOutUnsealed:
    """Lets all rows of the inbox pass but those, and counts them. They stay in the database and are filed there."""

    def __init__(self, described: MetaData) -> None:
        columns = columns_of(described.tables[NAME]) if NAME in described.tables else []
        self._sealed_under = columns.index("sealed_under") if "sealed_under" in columns else None
        self._said = next((columns.index(name) for name in ("body", "payload") if name in columns), None)
        self.left_out = 0

    def over(self, chunks: Iterable[list[Row]]) -> Iterator[list[Row]]:
        for chunk in chunks:
            sealed = [row for row in chunk if not self._is_unsealed(row)]
            self.left_out += len(chunk) - len(sealed)
            yield sealed

    def _is_unsealed(self, row: Row) -> bool:
        """What was filed says nothing any more."""
        says_something = self._said is not None and row[self._said] is not None
        return says_something and (self._sealed_under is None or row[self._sealed_under] is None)
