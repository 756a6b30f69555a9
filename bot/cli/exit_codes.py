"""The exit codes of every command."""

from enum import IntEnum


class ExitCode(IntEnum):
    FINE = 0
    FAILED = 1
    """It could not be done."""
    WRONG = 2
    """What was typed or written cannot be used; one line says what and where."""
