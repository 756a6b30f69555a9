"""How a command ends that met an error: with which exit code, and what is printed."""

from collections.abc import Awaitable, Callable, Sequence

from rich.console import Console

from bot.cli.exit_codes import ExitCode
from bot.domain.errors import BackupRefused, ProgrammeMissing, RoundsError, StorageUnavailable
from config.faults import InputWrong


class CommandFailed(RoundsError):
    """It could not be done; the words say why, unless they are empty because all was said already."""


class CommandRefused(RoundsError):
    """What was typed cannot be used; the words say what and what to do."""


def ending(error: RoundsError) -> tuple[ExitCode, Sequence[str]]:
    """The exit code and the lines to print."""
    match error:
        case InputWrong():
            return ExitCode.WRONG, [str(fault) for fault in error.faults]
        case CommandRefused() | BackupRefused():
            return ExitCode.WRONG, [_one_line(error)]
        case StorageUnavailable():
            return ExitCode.FAILED, [f"database: {reason(error)}"]
        case ProgrammeMissing():
            return ExitCode.FAILED, ["database: no programme has been applied yet; run: rounds apply"]
        case _:  # all other errors of Rounds
            return ExitCode.FAILED, [line for line in [_one_line(error)] if line]


async def exit_code_of(work: Awaitable[object], *, err: Console) -> ExitCode:
    """Await the work of a command; an error is printed."""
    try:
        await work
    except RoundsError as error:
        return print_ending(error, err=err)
    return ExitCode.FINE


def exit_code_after(work: Callable[[], object], *, err: Console) -> ExitCode:
    """Do the work of a command that waits for nothing; an error is printed."""
    try:
        work()
    except RoundsError as error:
        return print_ending(error, err=err)
    return ExitCode.FINE


def print_ending(error: RoundsError, *, err: Console) -> ExitCode:
    """Print the lines; the code to end with."""
    code, lines = ending(error)
    for line in lines:
        err.out(line, highlight=False)
    return code


def _one_line(error: RoundsError) -> str:
    return " ".join(str(error).split())


def reason(error: StorageUnavailable) -> str:
    """What the error says, on one line that begins with "database:" already."""
    return " ".join(str(error).removeprefix("the database ").split())
