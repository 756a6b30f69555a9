"""A long drill's own record, in a file of its own: what the platforms accepted and what people pressed.

In a file, so that the memory of the process under test is the bot's alone.
"""

import sqlite3
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from bot.domain.identifiers import DeliveryKey, PulseId

_SCHEMA = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -4096;
CREATE TABLE accepted (key TEXT PRIMARY KEY, times INTEGER NOT NULL, at REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE pressed (pulse TEXT, sequence INTEGER, at REAL, code TEXT, PRIMARY KEY (pulse, sequence)) WITHOUT ROWID;
"""


class Press(NamedTuple):
    sequence: int
    at: float
    code: str
    """An answer's code, or "skip"."""


class Record:
    def __init__(self, path: Path) -> None:
        self._file = sqlite3.connect(path, isolation_level=None)
        self._file.executescript(_SCHEMA)

    def close(self) -> None:
        self._file.close()

    def accept(self, key: DeliveryKey, *, at: datetime) -> None:
        """A platform has taken a new message."""
        self._file.execute(
            "INSERT INTO accepted VALUES (?, 1, ?) ON CONFLICT (key) DO UPDATE SET times = times + 1",
            (key, at.timestamp()),
        )

    def see(self, key: DeliveryKey, *, at: datetime) -> None:
        """A message stands on somebody's page, at whatever look."""
        self._file.execute("INSERT OR IGNORE INTO accepted VALUES (?, 1, ?)", (key, at.timestamp()))

    def has(self, key: DeliveryKey) -> bool:
        return self._file.execute("SELECT 1 FROM accepted WHERE key = ?", (key,)).fetchone() is not None

    def doubled(self) -> list[str]:
        return [f"{key}: {times} times" for key, times in self._rows("SELECT key, times FROM accepted WHERE times > 1")]

    def questions_between(self, first: datetime, last: datetime) -> set[PulseId]:
        """The pulses whose question was accepted in this time."""
        rows = self._rows(
            "SELECT substr(key, 3) FROM accepted WHERE key >= 'q:' AND key < 'q;' AND at >= ? AND at < ?",
            (first.timestamp(), last.timestamp()),
        )
        return {PulseId(str(pulse)) for (pulse,) in rows}

    def accepted_count(self) -> int:
        return int(self._file.execute("SELECT count(*) FROM accepted").fetchone()[0])

    def press(self, pulse: PulseId, *, sequence: int, at: datetime, code: str) -> None:
        """A press was acknowledged."""
        self._file.execute("INSERT OR IGNORE INTO pressed VALUES (?, ?, ?, ?)", (pulse, sequence, at.timestamp(), code))

    def presses(self, pulse: PulseId) -> list[Press]:
        """In the order of their sequence."""
        rows = self._rows("SELECT sequence, at, code FROM pressed WHERE pulse = ? ORDER BY sequence", (pulse,))
        return [Press(*row) for row in rows]

    def pressed_count(self) -> int:
        return int(self._file.execute("SELECT count(*) FROM pressed").fetchone()[0])

    def _rows(self, statement: str, values: Iterable[object] = ()) -> list[Any]:
        return self._file.execute(statement, tuple(values)).fetchall()
