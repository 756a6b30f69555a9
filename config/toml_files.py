"""TOML files read into plain tables that remember their lines; whatever is no TOML becomes one clear fault."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from config.faults import Fault, InputWrong
from config.files import TextFiles
from config.toml_lines import Path as KeyPath
from config.toml_lines import lines_of

LARGEST: Final = 256 * 1024
"""Bytes; a thousand units and every wording in ten languages fit."""

_PART: Final = r"(?>[A-Za-z0-9_-]+|\"[^\"\n]*\"|'[^'\n]*')"
_DEEP_KEY: Final = re.compile(rf"(?<![\w\"'-]){_PART}(?>[ \t]*\.[ \t]*{_PART}){{20}}")
"""Twenty dots in one key: no key of ours has more than two, and the parser's time grows with their square."""

_PLACE: Final = re.compile(r"(?P<what>.*) \(at (?:line (?P<line>\d+), column \d+|end of document)\)", re.DOTALL)
_TWICE: Final = "this table is given twice; put its keys under one header, or write every [[list]] with two brackets"
_IN_PLAIN_WORDS: Final = (
    ("Cannot overwrite a value", "this is given twice; keep one of the two"),
    ("Duplicate inline table key", "this is given twice; keep one of the two"),
    ("Cannot declare", _TWICE),
    ("Cannot redefine", _TWICE),
    ("Cannot mutate", "this adds to something that was already closed; put all its keys in one place"),
    ("Expected '=' after a key", 'a key needs = and a value, like name = "Intensive care"'),
    ("Invalid initial character for a key", "a key is missing or starts with a letter that is not allowed"),
    ("Expected newline", 'something follows the value; words and times need quotes, like at = "10:00"'),
    ("Invalid value", 'the value is missing or not written as TOML; words and times need quotes, like at = "10:00"'),
    ("Invalid date", 'this is no date; words and times need quotes, like at = "10:00"'),
    ("Unclosed array", "a list is not closed; add ]"),
    ("Unclosed inline table", "a table is not closed; add }"),
    ("Expected ']' at", "a table header is not closed, like [quiet]"),
    ("Expected ']]' at", "a table header is not closed, like [[unit]]"),
    ("Unterminated string", "a text is not closed; add the missing quote"),
    ("Illegal character '\\n'", "a text is not closed; add the missing quote"),
    ("Unescaped '\\'", "a backslash in a text is written twice, \\\\"),
    ("Invalid statement", "this is neither a key with a value nor a table header"),
    ("Exceeds the limit", "a number is far too long"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TomlFile:
    """What a file says, and where. `file` is its path as the administrator would type it."""

    file: str
    tables: Mapping[str, Any]
    lines: Mapping[KeyPath, int]

    def line(self, path: KeyPath) -> int:
        """The line of a key, or of the nearest table around it that stands in the file."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_toml(files: TextFiles, name: str) -> TomlFile:
    """Read a file of at most `LARGEST` bytes; raises InputWrong with one fault when it is missing or no TOML."""
    given = files(name, most=LARGEST)
    file, text = given.file, given.text.replace("\r\n", "\n")
    deep = _DEEP_KEY.search(text)
    if deep is not None:
        raise _wrong(file, text.count("\n", 0, deep.start()) + 1, "a key has more than twenty dots")
    try:
        tables = tomllib.loads(text)
        lines = lines_of(text)
    except RecursionError:
        raise _wrong(file, 1, "lists or tables are nested too deeply") from None
    except ValueError as error:  # tomllib's own, and Python's for a number of thousands of digits
        raise _wrong(file, *_explained(str(error), text)) from None
    return TomlFile(file=file, tables=tables, lines=lines)


def _explained(message: str, text: str) -> tuple[int, str]:
    match = _PLACE.fullmatch(message)
    what = match["what"] if match else message
    if match is None:
        line = 1
    elif match["line"]:
        line = int(match["line"])
    else:
        line = text.rstrip().count("\n") + 1
    plain = next((plain for start, plain in _IN_PLAIN_WORDS if what.startswith(start)), what)
    if what.startswith("Cannot overwrite") and text.split("\n")[line - 1].lstrip().startswith("["):
        plain = _TWICE
    return line, plain


def _wrong(file: str, line: int, what: str) -> InputWrong:
    return InputWrong([Fault(file=file, line=line, key="syntax", what=what)])
