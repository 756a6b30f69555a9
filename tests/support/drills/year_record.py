"""A long drill's own record, in a file of its own: what the platforms accepted, what people pressed, what should stand.

In a file, so that the memory of the process under test is the bot's alone.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from bot.domain.identifiers import DeliveryKey, PersonId, PulseId

_SCHEMA = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -4096;
CREATE TABLE accepted (key TEXT PRIMARY KEY, times INTEGER NOT NULL, at REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE pressed (pulse TEXT, sequence INTEGER, at REAL, code TEXT, PRIMARY KEY (pulse, sequence)) WITHOUT ROWID;
CREATE TABLE filed (unit TEXT, question TEXT, version INTEGER, code TEXT, person TEXT);
"""


class Press(NamedTuple):
    sequence: int
    at: float
    code: str
    """An answer's code, or "skip"."""


class Cell(NamedTuple):
    unit: str
    question: str
    version: int
    code: str


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

    def file(self, cell: Cell, person: PersonId) -> None:
        """This answer has to be counted when the epoch closes."""
        self._file.execute("INSERT INTO filed VALUES (?, ?, ?, ?, ?)", (*cell, person))

    def tallies(self, parents: Mapping[str, str | None], *, minimum: int) -> dict[Cell, int]:
        """The counts that have to stand after the close, reckoned from this record alone: a cell of fewer than
        `minimum` people is counted one unit higher. Forgets the answers."""
        cells: dict[Cell, list[str]] = defaultdict(list)
        for unit, question, version, code, person in self._rows("SELECT * FROM filed"):
            cells[Cell(unit, question, version, code)].append(person)
        self._file.execute("DELETE FROM filed")
        kept: dict[Cell, int] = defaultdict(int)
        for height in (_leaves(parents), _tops(parents)):
            for cell, people in [each for each in cells.items() if each[0].unit in height]:
                parent = parents[cell.unit]
                if len(set(people)) >= minimum:
                    kept[cell] += len(people)
                elif parent is not None:
                    cells[cell._replace(unit=parent)].extend(people)
        return dict(kept)

    def _rows(self, statement: str, values: Iterable[object] = ()) -> list[Any]:
        return self._file.execute(statement, tuple(values)).fetchall()


def _leaves(parents: Mapping[str, str | None]) -> set[str]:
    return {unit for unit, parent in parents.items() if parent is not None}


def _tops(parents: Mapping[str, str | None]) -> set[str]:
    return {unit for unit, parent in parents.items() if parent is None}
