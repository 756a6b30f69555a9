"""The rows of a roster as spreadsheets write them: other separators, line ends, titles and empty columns are understood
where it is clear what was meant."""

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from io import StringIO
from typing import Final

from bot.domain.texts.characters import tidy
from bot.setting_fields import shown
from config.faults import FaultList, did_you_mean, listed, nearest
from config.spreadsheets import unescape_formula

NEEDED: Final = ("person_id", "name", "unit", "role", "channel")
OPTIONAL: Final = ("group", "address", "timezone", "locale", "starts", "ends")
COLUMNS: Final = NEEDED + OPTIONAL
_MOST_LINES: Final = 500_000
_TOO_LONG: Final = re.compile(r"[^\n]{20000}")
"""No row of eleven cells is as long; a file of one endless line is no roster."""
_SEPARATORS: Final = (",", ";", "\t")
_TITLE_ROWS: Final = 10
"""Rows above the names of the columns in which these are looked for."""
_BETWEEN: Final = re.compile(r"[\s_.\-]+")
_BY_LETTERS: Final = {_BETWEEN.sub("", name): name for name in COLUMNS}
_OF_WORDS: Final = frozenset({"role", "channel", "group"})
"""Columns whose words are written in small letters with underscores."""


def rows(text: str, faults: FaultList) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Each row with the line on which it starts, as cells by column."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.count("\n") > _MOST_LINES:
        faults.add(1, "row", f"there are more than {_MOST_LINES} lines; is it the right file?")
        return
    if endless := _TOO_LONG.search(text):
        faults.add(text.count("\n", 0, endless.start()) + 1, "row", "is far too long; is it the right file?")
        return
    separator, titles = _shape(text)
    lines = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    columns: Mapping[int, str] | None = None
    start, seen = 1, 0
    try:
        for row in lines:
            line, start = start, lines.line_num + 1
            cells = [unescape_formula(tidy(cell.strip())) for cell in row]
            if not any(cells):
                continue
            seen += 1
            if seen <= titles:
                continue
            if columns is None:
                columns = _header(line, cells, faults)
                if columns is None:
                    return
            elif all(_column(cell) == columns.get(place) for place, cell in enumerate(cells)):
                faults.add(line, "row", "names the columns again; take it out")
            elif _fits(line, cells, columns, faults):
                yield line, {name: folded(name, cells[place]) for place, name in columns.items()}
    except csv.Error as error:
        faults.add(start, "row", f"is not written as CSV ({error}); check its quotes")
        return
    if columns is None:
        faults.add(1, "header", f"missing; the first line names the columns {','.join(NEEDED)}")


def _shape(text: str) -> tuple[str, int]:
    """What parts the cells, and how many rows stand above the names of the columns; a comma and none if unclear."""
    first = [line for line in text.split("\n")[: 3 * _TITLE_ROWS] if line.strip("\ufeff,;\t \"'")][:_TITLE_ROWS]
    found = [
        (sum(_column(cell) is not None for cell in line.split(separator)), -place, separator)
        for place, line in enumerate(first)
        for separator in _SEPARATORS
    ]
    known, place, separator = max(found, key=lambda each: each[:2], default=(0, 0, ","))
    return (separator, -place) if known >= 3 else (",", 0)


def _column(cell: str) -> str | None:
    """The column that a name means, however it is spaced and capitalised."""
    return _BY_LETTERS.get(_BETWEEN.sub("", tidy(cell.strip().strip('"')).casefold()))


def _header(line: int, names: Sequence[str], faults: FaultList) -> Mapping[int, str] | None:
    before = len(faults)
    if len(names) == 1 and any(mark in names[0] for mark in ";\t|"):
        faults.add(line, "header", "the columns are not parted by commas; save the file as comma-separated UTF-8")
        return None
    columns = {place: _column(name) or name for place, name in enumerate(names) if name}
    if not set(columns.values()) & set(COLUMNS):
        faults.add(line, "header", f"names no column; the first line is to read {','.join(NEEDED)}")
        return None
    _complain_of(columns, lambda what: faults.add(line, "header", what))
    return columns if len(faults) == before else None


def _complain_of(columns: Mapping[int, str], complain: Callable[[str], None]) -> None:
    """One line for each near miss, which is not called missing as well, and one for all of each other kind."""
    times = Counter(columns.values())
    meant = {name: nearest(name, COLUMNS) for name in times if name not in COLUMNS}
    if twice := [shown(name) for name, count in times.items() if count > 1]:
        many = (
            "columns {} stand there twice; keep one of each" if twice[1:] else "column {} stands there twice; keep one"
        )
        complain(many.format(listed(twice, is_choice=False)))
    strange = [name for name, near in meant.items() if near is None]
    if len(strange) > 1:  # most probably no names of columns at all
        strange = list(meant)
    for name in [each for each in meant if each not in strange]:
        complain(f"unknown column {shown(name)}{did_you_mean(name, COLUMNS)}")
    if strange:
        column, names = "columns" if strange[1:] else "column", listed(map(shown, strange), is_choice=False)
        complain(f"unknown {column} {names}; known columns are {listed(COLUMNS, is_choice=False)}")
    if missing := [shown(name) for name in NEEDED if name not in times and name not in meant.values()]:
        many = "columns {} are missing; add them" if len(missing) > 1 else "column {} is missing; add it"
        complain(many.format(listed(missing, is_choice=False)))


def _fits(line: int, cells: Sequence[str], columns: Mapping[int, str], faults: FaultList) -> bool:
    """Whether every column has a cell and every other cell is empty."""
    if len(cells) <= max(columns) or any(cell for place, cell in enumerate(cells) if place not in columns):
        count = f"has {len(cells)} cells under {len(columns)} columns"
        faults.add(line, "row", f"{count}; count the commas, or quote a cell with one")
        return False
    return True


def folded(column: str, cell: str) -> str:
    """A cell as its column is written, if that has words of its own."""
    return re.sub(r"[\s\-]+", "_", cell.casefold()) if column in _OF_WORDS else cell
