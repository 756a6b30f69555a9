"""Reading an administrator's text files: bounded, UTF-8, and with one clear fault when that is not what they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from config.faults import Fault, InputWrong


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFile:
    """The text of a file. `file` is its path as the administrator would type it."""

    file: str
    text: str


class TextFiles(Protocol):
    """Where the administrator's files come from."""

    def __call__(self, name: str, *, most: int) -> TextFile:
        """The file of this name, of at most `most` bytes; raises InputWrong."""


def in_folder(directory: Path) -> TextFiles:
    """The files that stand in a folder."""

    def read(name: str, *, most: int) -> TextFile:
        return TextFile(file=str(directory / name), text=read_text(directory / name, most=most))

    return read


def in_memory(texts: Mapping[str, str]) -> TextFiles:
    """Texts by the names of the files that they would be; held to the same sizes."""

    def read(name: str, *, most: int) -> TextFile:
        if len(texts[name].encode()) > most:
            raise _too_large(name, most)
        return TextFile(file=name, text=texts[name])

    return read


def read_text(path: Path, *, most: int) -> str:
    """The text of a file of at most `most` bytes, without a byte-order mark; raises InputWrong."""
    try:
        if path.exists() and not path.is_file():
            raise _wrong(path, 1, "is not a file; name a plain text file")
        with path.open("rb") as file:
            raw = file.read(most + 1)
    except FileNotFoundError:
        raise _wrong(path, 1, "does not exist; `rounds init DIR` writes one to start from") from None
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else "bad name"
        raise _wrong(path, 1, f"cannot be read ({why}); check its name and permissions") from None
    if len(raw) > most:
        raise _too_large(path, most)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _wrong(path, line, "is not UTF-8 text; save the file with the encoding UTF-8") from None


def _too_large(path: Path | str, most: int) -> InputWrong:
    return _wrong(path, 1, f"is larger than {most // 1024} KB, the most that is read; is it the right file?")


def _wrong(path: Path | str, line: int, what: str) -> InputWrong:
    return InputWrong([Fault(file=str(path), line=line, key="file", what=what)])
