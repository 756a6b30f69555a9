"""Text that a spreadsheet would take for a formula, marked on the way out and unmarked on the way in."""

import re
from typing import Final

_FORMULA: Final = re.compile(r"'*[=+\-@\t\r\n]")
_MARKED: Final = re.compile(r"'+[=+\-@\t\r\n]")


def escape_formula(text: str) -> str:
    """A cell with an apostrophe before whatever a spreadsheet might run (OWASP, CSV injection)."""
    return f"'{text}" if _FORMULA.match(text) else text


def unescape_formula(cell: str) -> str:
    """The inverse of `escape_formula`; a cell without a mark stays as it is."""
    return cell[1:] if _MARKED.match(cell) else cell
