"""Text that a spreadsheet would take for a formula, marked on the way out and unmarked on the way in."""

import csv
import re
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Final

_FORMULA: Final = re.compile(r"'*[=+\-@\t\r\n]")
_MARKED: Final = re.compile(r"'+[=+\-@\t\r\n]")


def escape_formula(text: str) -> str:
    """A cell with an apostrophe before whatever a spreadsheet might run (OWASP, CSV injection)."""
    return f"'{text}" if _FORMULA.match(text) else text


def unescape_formula(cell: str) -> str:
    """The inverse of `escape_formula`; a cell without a mark stays as it is."""
    return cell[1:] if _MARKED.match(cell) else cell


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """Rows as a file that a spreadsheet opens without running anything."""
    text = StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([escape_formula(cell) for cell in row] for row in rows)
    return text.getvalue()
