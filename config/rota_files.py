"""A list of shifts in a file: the same reader as for lists of people, with other columns."""

from pathlib import Path
from typing import Final

from bot.domain.administration.shift_list import shift_column
from bot.domain.administration.upload.columns import UploadedTable
from bot.domain.administration.upload.scope import RowFault, UploadRefused
from config.faults import Fault, InputWrong
from config.upload_files import read_table

MOST_SHIFTS: Final = 200_000
"""In one file: eight weeks of four thousand people."""
_WHY: Final = {
    "too_large": "is too large; up to 6 MB are read",
    "empty": "is empty",
    "old_excel": "is a file of an old Excel; save it as XLSX or CSV",
    "locked": "is locked with a password; save it without one",
    "no_list": "cannot be read as a list; save it as XLSX or CSV",
    "no_columns": "names no columns; the first row has to be person_id,starts,ends,kind",
    "no_rows": "has names of columns and no row below them",
    "too_many_rows": f"has more than {MOST_SHIFTS:,} rows; bring them in parts",
    "too_many_columns": "has more than 60 columns; leave out those that are not needed",
}


def read_shift_table(raw: bytes) -> UploadedTable:
    """Raises UploadRefused."""
    return read_table(raw, meant=shift_column, most_rows=MOST_SHIFTS, with_times=True)


def read_shift_file(path: Path) -> UploadedTable:
    """Raises InputWrong, with one line that names the file."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        what = f"cannot be read: {error.strerror or error}"
        raise InputWrong([Fault(file=str(path), key="file", what=what)]) from error
    try:
        return read_shift_table(raw)
    except UploadRefused as refused:
        raise InputWrong([Fault(file=str(path), key="file", what=_WHY[refused.why])]) from refused


def as_faults(path: Path, faults: list[RowFault]) -> InputWrong:
    """One line for each row that is wrong."""
    return InputWrong([Fault.saying(each.what, file=str(path), key=each.column, line=each.line) for each in faults])
