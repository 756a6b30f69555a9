"""On which line of a TOML text each table, key and list element stands."""

import re
from collections.abc import Mapping
from typing import Final

Path = tuple[str | int, ...]
"""Keys and, for tables of a list and elements of an array, their index."""

_GAP: Final = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_BLANK: Final = re.compile(r"[ \t]*")
_KEY: Final = re.compile(r'[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'')
_BARE: Final = re.compile(r"[^,\]}#\n]*")
_STRINGS: Final = (
    re.compile(r'"""(?:[^"\\]|\\.|"{1,2}(?!"))*"{3,5}', re.DOTALL),
    re.compile(r"'''(?:[^']|'{1,2}(?!'))*'{3,5}", re.DOTALL),
    re.compile(r'"(?:[^"\\\n]|\\.)*"'),
    re.compile(r"'[^'\n]*'"),
)
_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_SHORT_ESCAPES: Final = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", '"': '"', "\\": "\\"}


def lines_of(text: str) -> Mapping[Path, int]:
    """Line numbers, from 1, of everything in a text that a TOML parser has already accepted.

    A table has the line of its header, or of the first key that made it; an array's element has its own line.
    """
    return _Scan(text).run()


class _Scan:
    """One pass from the top; the grammar is known to hold, so nothing is checked twice."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._line, self._counted = 1, 0
        self._lines: dict[Path, int] = {}
        self._lists: dict[Path, int] = {}
        """How many tables each list of tables has so far."""

    def run(self) -> Mapping[Path, int]:
        table: Path = ()
        self._skip(_GAP)
        while self._at < len(self._text):
            if self._text[self._at] == "[":
                table = self._header()
            else:
                self._pair(table)
            self._skip(_GAP)
        return self._lines

    def _header(self) -> Path:
        is_list = self._text.startswith("[[", self._at)
        self._at += 2 if is_list else 1
        keys = self._keys()
        self._at += 2 if is_list else 1
        path = self._resolved(keys[:-1])
        path = (*path, keys[-1])
        if is_list:
            index = self._lists.get(path, 0)
            self._lists[path] = index + 1
            self._note(path)
            path = (*path, index)
        self._note(path)
        return path

    def _resolved(self, keys: list[str]) -> Path:
        """A header that goes through a list of tables means its newest table."""
        path: Path = ()
        for key in keys:
            path = (*path, key)
            if path in self._lists:
                path = (*path, self._lists[path] - 1)
            self._note(path)
        return path

    def _pair(self, table: Path) -> None:
        path = table
        for key in self._keys():
            path = (*path, key)
            self._note(path)
        self._at += 1  # the equals sign
        self._skip(_BLANK)
        self._value(path)

    def _keys(self) -> list[str]:
        found: list[str] = []
        while True:
            self._skip(_BLANK)
            match = _KEY.match(self._text, self._at)
            if match is None:
                raise ValueError("not a TOML key")
            found.append(_plain(match[0]))
            self._at = match.end()
            self._skip(_BLANK)
            if self._text[self._at] != ".":
                return found
            self._at += 1

    def _value(self, path: Path) -> None:
        letter = self._text[self._at]
        if letter in "\"'":
            self._at = next(match.end() for each in _STRINGS if (match := each.match(self._text, self._at)))
        elif letter == "[":
            self._array(path)
        elif letter == "{":
            self._inline_table(path)
        else:
            self._skip(_BARE)

    def _array(self, path: Path) -> None:
        self._at += 1
        index = 0
        while True:
            self._skip(_GAP)
            if self._text[self._at] == "]":
                break
            self._note((*path, index))
            self._value((*path, index))
            index += 1
            self._skip(_GAP)
            if self._text[self._at] == ",":
                self._at += 1
        self._at += 1

    def _inline_table(self, path: Path) -> None:
        self._at += 1
        while True:
            self._skip(_GAP)
            if self._text[self._at] == "}":
                break
            self._pair(path)
            self._skip(_GAP)
            if self._text[self._at] == ",":
                self._at += 1
        self._at += 1

    def _skip(self, pattern: re.Pattern[str]) -> None:
        match = pattern.match(self._text, self._at)
        if match is not None:
            self._at = match.end()

    def _note(self, path: Path) -> None:
        if path not in self._lines:
            self._line += self._text.count("\n", self._counted, self._at)
            self._counted = self._at
            self._lines[path] = self._line


def _plain(key: str) -> str:
    """A key as its value reads it: without quotes and escapes."""
    if key[0] == "'":
        return key[1:-1]
    return _ESCAPE.sub(_unescaped, key[1:-1]) if key[0] == '"' else key


def _unescaped(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _SHORT_ESCAPES[match[3]]
