"""A list that somebody uploads, as a spreadsheet or any program wrote it, into headings and rows of plain words.

Nothing of a file is trusted: sizes are bounded before anything is unpacked, and nothing in it is run or fetched."""

import csv
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO, StringIO
from typing import Any, Final
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from bot.domain.administration.upload.columns import UploadedRow, UploadedTable, meant_by
from bot.domain.administration.upload.scope import UploadRefused
from bot.domain.texts.characters import tidy
from config.spreadsheets import unescape_formula

LARGEST: Final = 6 * 1024 * 1024
"""Bytes; forty thousand people fit into a spreadsheet of this size."""
_LARGEST_UNPACKED: Final = 64 * 1024 * 1024
_LARGEST_WORDS: Final = 24 * 1024 * 1024
"""The one part of a spreadsheet that is kept in memory as a whole."""
MOST_ROWS: Final = 30_000
MOST_COLUMNS: Final = 60
_MOST_PARTS: Final = 500
_MOST_EMPTY_ROWS: Final = 5_000
"""In a row; what stands behind them is formatting that nobody sees."""
_LONGEST_CELL: Final = 300
_TITLE_ROWS: Final = 10
_SEPARATORS: Final = (",", ";", "\t", "|")
_ZEROS: Final = re.compile(r"0{2,20}")
"""The format of a number that is shown with leading zeros."""
_OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP: Final = b"PK\x03\x04"
_PARTS_READ: Final = re.compile(r"(\[content_types\]|_rels/.*|xl/.*)\.(xml|rels)", re.IGNORECASE)

_Lines = Iterator[tuple[int, Sequence[str]]]


def read_table(
    raw: bytes,
    *,
    meant: Callable[[str], object | None] = meant_by,
    most_rows: int = MOST_ROWS,
    with_times: bool = False,
) -> UploadedTable:
    """Raises UploadRefused, which says why in a word. `meant`: what a heading stands for, by which the row of headings
    is found. `with_times`: of moments in a spreadsheet the time is read, too."""
    if len(raw) > LARGEST:
        raise UploadRefused("too_large")
    if not raw.strip():
        raise UploadRefused("empty")
    if raw.startswith(_OLD_EXCEL):
        raise UploadRefused("old_excel")
    limits = _Limits(meant=meant, most_rows=most_rows, with_times=with_times)
    return _table(_spreadsheet(raw, limits) if raw.startswith(_ZIP) else _text(_decoded(raw)), limits)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Limits:
    """What is read of a file."""

    meant: Callable[[str], object | None]
    most_rows: int
    with_times: bool


# --- which row names the columns ----------------------------------------------------------------------------------


def _table(lines: Iterable[tuple[int, Sequence[str]]], limits: _Limits) -> UploadedTable:
    rows: list[tuple[int, list[str]]] = []
    for line, raw in lines:
        if len(raw) > MOST_COLUMNS and any(raw[MOST_COLUMNS:]):
            raise UploadRefused("too_many_columns")
        cells = [_plain(cell) if cell else "" for cell in raw[:MOST_COLUMNS]]
        if any(cells):
            rows.append((line, cells))
        if len(rows) > limits.most_rows + _TITLE_ROWS:
            raise UploadRefused("too_many_rows")
    place = _heading_row([cells for _, cells in rows[:_TITLE_ROWS]], limits.meant)
    if place is None:
        raise UploadRefused("no_columns")
    headings = rows[place][1]
    used = [at for at in range(MOST_COLUMNS) if any(at < len(cells) and cells[at] for _, cells in rows[place:])]
    found = tuple(
        UploadedRow(line=line, cells=tuple(cells[at] if at < len(cells) else "" for at in used))
        for line, cells in rows[place + 1 :]
    )
    if not found:
        raise UploadRefused("no_rows")
    return UploadedTable(
        headings=tuple(headings[at] if at < len(headings) else "" for at in used), rows=found[: limits.most_rows]
    )


def _heading_row(first: Sequence[Sequence[str]], meant: Callable[[str], object | None]) -> int | None:
    """The row with the most headings that are known; of several, or of none, the first with two cells at least."""
    best, known = None, 0
    for place, cells in enumerate(first):
        count = sum(meant(cell) is not None for cell in cells)
        if count > known:
            best, known = place, count
    if best is not None and known >= min(2, max(map(_filled, first))):
        return best
    return next((place for place, cells in enumerate(first) if _filled(cells) >= 2), best)


def _filled(cells: Sequence[str]) -> int:
    return sum(map(bool, cells))


def _plain(cell: str) -> str:
    """One line of words, without what a spreadsheet or Rounds puts before a formula."""
    return unescape_formula(tidy(" ".join(cell.split())))[:_LONGEST_CELL]


# --- text ---------------------------------------------------------------------------------------------------------


def _decoded(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    elif b"\0" in raw[:4_000]:  # Unicode of two bytes, whose mark was lost
        encodings = ("utf-16-le",) if raw[1:2] == b"\0" else ("utf-16-be",)
    else:
        encodings = ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        sample = text[:4_000]
        if sum(not (sign.isprintable() or sign.isspace()) for sign in sample) * 20 > len(sample):
            break
        return text
    raise UploadRefused("no_list")


def _text(text: str) -> _Lines:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    lines = csv.reader(StringIO(text, newline=""), delimiter=_separator(text))
    start = 1
    try:
        for cells in lines:
            yield start, cells
            start = lines.line_num + 1
    except csv.Error:  # a cell without an end
        raise UploadRefused("no_list") from None


def _separator(text: str) -> str:
    """What parts the cells: whatever gives most of the first lines the same number of cells, and more than one."""
    first = "\n".join(text.split("\n", 30)[:30])[:20_000]
    best, most = ",", 0
    for separator in _SEPARATORS:
        try:
            counts = [len(cells) for cells in csv.reader(StringIO(first, newline=""), delimiter=separator)]
        except csv.Error:
            continue
        common = max(set(counts), key=lambda count: (counts.count(count), count), default=0)
        score = counts.count(common) if common > 1 else 0
        if score > most:
            best, most = separator, score
    return best


# --- spreadsheets -------------------------------------------------------------------------------------------------


def _spreadsheet(raw: bytes, limits: _Limits) -> _Lines:
    from openpyxl import load_workbook  # it brings numpy along, which a process that only runs never needs

    _refuse_bombs(raw)
    try:
        book = load_workbook(BytesIO(raw), read_only=True, data_only=True, keep_links=False)
        sheets = [each for each in book.worksheets if each.sheet_state == "visible"]
        for sheet in sheets or book.worksheets[:1]:
            found = list(_rows(sheet, limits))
            if found:
                return iter(found)
    except UploadRefused:
        raise
    except (ParseError, BadZipFile, ArithmeticError, AttributeError, LookupError, OSError, TypeError, ValueError):
        raise UploadRefused("no_list") from None  # openpyxl has no error of its own for files that are garbled
    raise UploadRefused("empty")


def _refuse_bombs(raw: bytes) -> None:
    """What is unpacked is as large as the table of contents says, or the reading stops there."""
    try:
        with ZipFile(BytesIO(raw)) as packed:
            parts = packed.infolist()
            if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _LARGEST_UNPACKED:
                raise UploadRefused("too_large")
            if "xl/workbook.xml" not in (part.filename.lower() for part in parts):
                raise UploadRefused("no_list")
            for part in parts:
                if part.flag_bits & 1:
                    raise UploadRefused("locked")
                if not _PARTS_READ.fullmatch(part.filename):
                    continue
                if "sharedstrings" in part.filename.lower() and part.file_size > _LARGEST_WORDS:
                    raise UploadRefused("too_large")
                _refuse_entities(packed.read(part))
    except (BadZipFile, EOFError, NotImplementedError, OSError, RuntimeError, ValueError, zlib.error):
        raise UploadRefused("no_list") from None


def _refuse_entities(part: bytes) -> None:
    """No spreadsheet declares a type of document; a file that does may grow without end."""
    if b"<!" in part.replace(b"<!--", b"") or b"<\0!\0" in part or b"\0<\0!" in part:
        raise UploadRefused("no_list")


def _rows(sheet: Any, limits: _Limits) -> _Lines:
    empty, seen = 0, 0
    for line, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1), start=1):
        cells = [_words(cell, with_times=limits.with_times) for cell in row]
        if any(cells):
            empty, seen = 0, seen + 1
            yield line, cells
        else:
            empty += 1
        if empty > _MOST_EMPTY_ROWS:
            return
        if seen > limits.most_rows + _TITLE_ROWS:
            raise UploadRefused("too_many_rows")


def _words(cell: Any, *, with_times: bool) -> str:
    """What a cell shows, as far as that is more than how it looks."""
    value = cell.value
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case datetime() if with_times and value.time() != time(0):
            rounded = value + timedelta(seconds=30)  # spreadsheets count days in fractions
            return rounded.isoformat(" ", timespec="minutes")
        case datetime():
            return value.date().isoformat()
        case time():
            return value.isoformat(timespec="minutes")
        case date():
            return value.isoformat()
        case float() if value.is_integer() and abs(value) < 1e15:
            value = int(value)
    if isinstance(value, int) and _ZEROS.fullmatch(str(cell.number_format)):
        return str(value).zfill(len(cell.number_format))
    return str(value)
