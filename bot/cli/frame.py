"""What every command stands on: the terminal, the settings, the database, and how it ends."""

import os
import signal
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import typer
from rich.console import Console

from bot.cancellation import finish
from bot.cli.exit_codes import ExitCode
from bot.cli.stopping import StopSignals

if TYPE_CHECKING:
    from config.settings import Settings
    from storage.database import Database


class Terminal(Console):
    """Ends a command in good order, and without a word, when nobody reads on, as after `| head`."""

    def __init__(self, *, stderr: bool = False) -> None:
        super().__init__(stderr=stderr, soft_wrap=True, highlight=False, markup=False)

    def on_broken_pipe(self) -> NoReturn:
        """The library's own way leaves an event loop by SystemExit, which is told as a crash."""
        from bot.cli.ending import CommandFailed

        self.quiet = True
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())  # or Python would complain once more when it flushes
        raise CommandFailed


OUT, ERR = Terminal(), Terminal(stderr=True)

# Commands load what they need themselves: `rounds init` should not wait for a database driver.


def settings_here(*, logging: bool = False) -> "Settings":
    """Settings of this folder and environment; every mistake is one line, and ends the command."""
    from bot.adapters.channels.registry import CHANNELS
    from bot.cli.ending import print_ending
    from bot.logs import set_up_logging
    from config.faults import InputWrong
    from config.settings import load_settings, secrets_of

    try:
        settings = load_settings(os.environ, Path(), channels=CHANNELS)
    except InputWrong as error:
        leave(print_ending(error, err=ERR))
    for warning in settings.warnings:
        ERR.print(f"{warning} (warning)")
    set_up_logging(level=settings.log_level if logging else "WARNING", secrets=secrets_of(settings))
    return settings


def with_database(
    settings: "Settings",
    act: Callable[["Database"], Awaitable[None]],
    *,
    signals: StopSignals | None = None,
    before: Callable[["Database"], Awaitable[None]] | None = None,
) -> NoReturn:
    """Open the database, act, close it, and end the command; one that is told to stop has failed, unless `signals` say
    otherwise. Most actions look for themselves whether the database is fit; for the others `before` does."""
    signals = signals or StopSignals(stopped=ExitCode.FAILED)
    from bot.adapters.clock import SystemEntropy
    from bot.adapters.signing_keys import FileSigningKeys
    from bot.cli.ending import exit_code_of
    from storage.database import Database

    async def opened() -> None:
        keeper = FileSigningKeys(settings.keys, entropy=SystemEntropy())
        database = Database(settings.database.url.get_secret_value(), keeper=keeper)
        try:
            if before is not None:
                await before(database)
            await act(database)
        finally:
            await finish(database.close())

    leave(signals.run(lambda: exit_code_of(opened(), err=ERR)))


def leave(code: int) -> NoReturn:
    raise typer.Exit(code)


Ask = Callable[[str], str]
"""What is typed on the terminal in answer to a question."""


def terminal() -> Ask | None:
    """Asks whoever sits there; None where nobody does. Ctrl+C and the end of the input answer nothing."""

    def ask(question: str) -> str:
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            return input(question)
        except (KeyboardInterrupt, EOFError):
            return ""
        finally:
            signal.signal(signal.SIGINT, before)

    return ask if sys.stdin.isatty() and sys.stderr.isatty() else None
