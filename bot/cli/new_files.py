"""Files that commands write: new, whole or not at all, and for their owner alone where they hold names or secrets."""

import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final, TextIO

from config.faults import Fault, InputWrong

PRIVATE: Final = 0o600
ORDINARY: Final = 0o644


@contextmanager
def new_file(path: Path, *, mode: int = PRIVATE) -> Iterator[TextIO]:
    """Open a file that is not there yet; it goes again when anything fails before it is closed.

    Raises `InputWrong` where it is there or cannot be made, and `OSError` where it cannot be written.
    """
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode)
    except OSError as error:
        raise InputWrong([_unwritable(path, error)]) from error
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            yield file
    except BaseException:  # also Ctrl+C: half a file with names or codes in it is left to nobody
        path.unlink(missing_ok=True)
        raise


@contextmanager
def new_files(directory: Path, modes: Mapping[str, int]) -> Iterator[Mapping[str, TextIO]]:
    """The same for several in one folder, by name, with the mode of each; the folder is made where it is missing.

    Raises `InputWrong`.
    """
    _refuse_standing(directory, modes)
    missing = [each for each in (directory, *directory.parents) if not each.exists()]
    try:
        directory.mkdir(parents=True, exist_ok=True)
        with ExitStack() as stack:
            yield {name: stack.enter_context(new_file(directory / name, mode=mode)) for name, mode in modes.items()}
    except BaseException as error:
        for folder in missing:
            with suppress(OSError):
                folder.rmdir()
        if isinstance(error, OSError):
            raise InputWrong([_unwritable(Path(error.filename or directory), error)]) from error
        raise


def _refuse_standing(directory: Path, names: Collection[str]) -> None:
    what = "exists already and was left as it is; choose another folder"
    standing = [
        Fault(file=str(directory / name), line=1, key="file", what=what)
        for name in names
        if (directory / name).exists() or (directory / name).is_symlink()
    ]
    if standing:
        raise InputWrong(standing)


def _unwritable(path: Path, error: OSError) -> Fault:
    if isinstance(error, FileExistsError):
        return Fault(file=str(path), line=1, key="file", what="exists already and was left as it is; name a new file")
    return Fault(file=str(path), line=1, key="file", what=f"cannot be written ({error.strerror}); choose another place")
