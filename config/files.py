"""Reading an administrator's text files: bounded, UTF-8, and with one clear fault when that is not what they are."""

from pathlib import Path

from config.faults import Fault, InputWrong


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
        raise _wrong(path, 1, f"is larger than {most // 1024} KB, the most that is read; is it the right file?")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _wrong(path, line, "is not UTF-8 text; save the file with the encoding UTF-8") from None


def _wrong(path: Path, line: int, what: str) -> InputWrong:
    return InputWrong([Fault(file=str(path), line=line, key="file", what=what)])
