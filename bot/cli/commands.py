"""The command line: reads arguments, calls one function, turns its answer into an exit code."""

import os
import signal
from collections.abc import Awaitable, Callable
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.console import Console

from bot.cancellation import finish
from bot.cli.exit_codes import ExitCode
from bot.cli.stopping import StopSignals

if TYPE_CHECKING:
    from config.settings import Settings
    from storage.database import Database

OUT = Console(soft_wrap=True, highlight=False, markup=False)
ERR = Console(stderr=True, soft_wrap=True, highlight=False, markup=False)

cli = typer.Typer(
    name="rounds",
    help="Short pulse questions for clinical teams, and a weekly digest for those who lead them.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
export = typer.Typer(help="Write what the database holds.", no_args_is_help=True, rich_markup_mode=None)
cli.add_typer(export, name="export")


class ProcessRole(StrEnum):
    """What a process of `rounds run` does."""

    ALL = "all"
    WEB = "web"
    WORKER = "worker"


def _print_version(wanted: bool) -> None:
    if wanted:
        OUT.print(f"rounds {version('rounds')}")
        raise typer.Exit


@cli.callback()
def common(
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Short pulse questions for clinical teams, and a weekly digest for those who lead them."""


# Commands load what they need themselves: `rounds init` should not wait for a database driver.


@cli.command()
def demo(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port of the page.")] = 8000,
    speed: Annotated[float | None, typer.Option(min=1, help="How many times as fast the clock runs.")] = None,
    headless: Annotated[bool, typer.Option("--headless", help="No page; live on and print the last digests.")] = False,
    weeks: Annotated[int, typer.Option(min=0, max=520, help="With --headless: how many more weeks.")] = 12,
) -> None:
    """A hospital in miniature, with made-up staff and a fast clock."""
    signals = StopSignals(stopped=ExitCode.FAILED if headless else ExitCode.FINE)
    from bot.cli.ending import exit_code_of
    from bot.demo.run import run_demo, run_headless

    if headless:
        _exit(signals.run(lambda: exit_code_of(run_headless(weeks, out=OUT, err=ERR), err=ERR)))
    _exit(signals.run(lambda: exit_code_of(run_demo(port=port, speed=speed, out=OUT), err=ERR)))


@cli.command()
def init(directory: Annotated[Path, typer.Argument(metavar="DIR")]) -> None:
    """Write a starter programme, questions, roster and .env."""
    from bot.cli.ending import exit_code_after
    from bot.cli.files import run_init

    _exit(exit_code_after(lambda: run_init(directory, out=OUT), err=ERR))


@cli.command()
def check() -> None:
    """Validate settings, programme, questions and roster."""
    from bot.adapters.recurrence import CronRecurrence
    from bot.cli.ending import exit_code_after
    from bot.cli.files import run_check

    _exit(
        exit_code_after(lambda: run_check(os.environ, Path(), recurrence=CronRecurrence(), out=OUT, err=ERR), err=ERR)
    )


@cli.command()
def apply(dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False) -> None:
    """Bring the database to what the files say."""
    from bot.adapters.recurrence import CronRecurrence
    from bot.cli.files import run_apply
    from bot.cli.run import clock_of

    settings = _settings()
    _with_database(
        settings,
        lambda database: run_apply(
            settings,
            database=database,
            clock=clock_of(settings),
            recurrence=CronRecurrence(),
            dry_run=dry_run,
            out=OUT,
            err=ERR,
        ),
    )


@export.command("programme")
def export_programme(directory: Annotated[Path, typer.Argument(metavar="DIR")]) -> None:
    """Write programme.toml, questions.toml and roster.csv from the database."""
    from bot.cli.files import run_export

    _with_database(_settings(), lambda database: run_export(directory, database=database, out=OUT))


@cli.command()
def enrol(out: Annotated[Path, typer.Option("--out", metavar="FILE.csv", help="Where the codes go.")]) -> None:
    """Write a personal code for everyone who cannot be reached yet."""
    from bot.cli.enrol import run_enrol_with_links

    settings = _settings()
    _with_database(settings, lambda database: run_enrol_with_links(settings, out, database=database, out=OUT, err=ERR))


@cli.command()
def run(
    role: Annotated[ProcessRole, typer.Option(help="all in one process, or one part of several.")] = ProcessRole.ALL,
) -> None:
    """Run the bot."""
    signals = StopSignals(stopped=ExitCode.FINE)
    from bot.cli.run import run_part

    settings = _settings(logging=True)
    _with_database(
        settings,
        lambda database: run_part(settings, database, part=role.value, console=ERR),
        signals=signals,
    )


@cli.command()
def migrate() -> None:
    """Bring the database's schema to head."""
    from bot.cli.run import run_migrate

    _with_database(_settings(), lambda database: run_migrate(database, console=ERR))


@cli.command()
def preview(
    schedule: Annotated[str, typer.Argument(metavar="SCHEDULE")],
    count: Annotated[int, typer.Option(min=1, max=100, help="How many occurrences.")] = 10,
) -> None:
    """Show when a schedule will ask, what, and how many people."""
    from bot.adapters.recurrence import CronRecurrence
    from bot.cli.preview import run_preview
    from bot.cli.run import clock_of

    settings = _settings()
    _with_database(
        settings,
        lambda database: run_preview(
            schedule,
            count=count,
            storage=database,
            recurrence=CronRecurrence(),
            clock=clock_of(settings),
            out=OUT,
        ),
    )


@cli.command()
def digest(
    unit: Annotated[str, typer.Argument(metavar="UNIT")],
    week: Annotated[str | None, typer.Option(metavar="2026-W10", help="The week covered; default the newest.")] = None,
    full: Annotated[bool, typer.Option("--full", help="Also print what is one tap away.")] = False,
) -> None:
    """Print a frozen digest."""
    from bot.cli.digest import run_digest
    from bot.cli.run import clock_of
    from bot.cli.schema import require_schema

    settings = _settings()
    _with_database(
        settings,
        lambda database: run_digest(unit, week, full=full, storage=database, clock=clock_of(settings), out=OUT),
        before=require_schema,
    )


@cli.command()
def backtest(
    history: Annotated[Path, typer.Argument(metavar="HISTORY.csv")],
    calibrate: Annotated[Path | None, typer.Option(metavar="STEADY.csv", help="Steady weeks to tune on.")] = None,
    false_flags: Annotated[float, typer.Option(help="False flags a team-year.")] = 0.5,
    out: Annotated[Path | None, typer.Option(metavar="FLAGS.csv", help="Every team and week.")] = None,
    plot: Annotated[Path | None, typer.Option(metavar="DIR", help="A chart of each flagged team.")] = None,
    memory: Annotated[
        str, typer.Option(metavar="product|forever", help="As the product forgets scores, or not at all.")
    ] = "product",
) -> None:
    """Run the detector over a history of teams."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # the progress bar gives the cursor back
    from bot.cli.backtest import run_backtest
    from bot.cli.ending import exit_code_after

    _exit(
        exit_code_after(
            lambda: run_backtest(
                history,
                calibrate=calibrate,
                false_flags=false_flags,
                out=out,
                plot=plot,
                memory=memory,
                console=OUT,
            ),
            err=ERR,
        )
    )


@cli.command()
def backup(file: Annotated[Path, typer.Argument(metavar="FILE")]) -> None:
    """Write everything but the keys into one file, also while the bot runs."""
    from bot.adapters.clock import SystemClock
    from bot.cli.backup import run_backup
    from bot.cli.schema import require_file
    from storage.backup.database_backups import DatabaseBackups

    settings = _settings()
    _with_database(
        settings,
        lambda database: run_backup(DatabaseBackups(database), file, clock=SystemClock(), console=ERR),
        before=require_file,
    )


@cli.command()
def restore(file: Annotated[Path, typer.Argument(metavar="FILE")]) -> None:
    """Load a backup into an empty database of either kind; nothing old is sent again."""
    from bot.adapters.clock import SystemClock
    from bot.cli.backup import run_restore
    from storage.backup.database_backups import DatabaseBackups

    settings = _settings()
    _with_database(
        settings,
        lambda database: run_restore(
            DatabaseBackups(database), file, keys=settings.keys, clock=SystemClock(), console=ERR
        ),
    )


@cli.command("abandon-block")
@cli.command("abandon-quarter", hidden=True)  # its name from before every block had a key of its own
def abandon_block(
    block: Annotated[str, typer.Argument(metavar="BLOCK", help="Its first week, as in 2026-W10; or: inbox.")],
) -> None:
    """Close a block whose key is lost for good, without its answers."""
    from bot.adapters.clock import SystemEntropy
    from bot.cli.abandon import run_abandon
    from bot.cli.run import clock_of
    from bot.cli.schema import require_schema

    settings = _settings()
    _with_database(
        settings,
        lambda database: run_abandon(
            block,
            settings=settings,
            storage=database,
            clock=clock_of(settings),
            entropy=SystemEntropy(),
            out=OUT,
        ),
        before=require_schema,
    )


@cli.command()
def people(
    unreachable: Annotated[bool, typer.Option("--unreachable", help="Only those whose address refuses.")] = False,
    not_joined: Annotated[bool, typer.Option("--not-joined", help="Only those who have no address.")] = False,
) -> None:
    """List the people on the roster."""
    from bot.cli.people import run_people

    _with_database(
        _settings(),
        lambda database: run_people(unreachable=unreachable, not_joined=not_joined, database=database, out=OUT),
    )


@cli.command()
def revoke(person: Annotated[str, typer.Argument(metavar="PERSON", help="The id in the roster.")]) -> None:
    """End a person's link, address and codes for good."""
    from bot.cli.people import run_revoke

    _with_database(_settings(), lambda database: run_revoke(person, database=database, out=OUT))


@cli.command()
def health() -> None:
    """One line for each part: ok, or why not."""
    from bot.cli.run import run_health

    settings = _settings()
    _with_database(settings, lambda database: run_health(settings, database, console=OUT))


def _settings(*, logging: bool = False) -> "Settings":
    """Settings of this folder and environment; every mistake is one line, and ends the command."""
    from bot.adapters.channels.registry import CHANNELS
    from bot.cli.ending import print_ending
    from bot.logs import set_up_logging
    from config.faults import InputWrong
    from config.settings import load_settings, secrets_of

    try:
        settings = load_settings(os.environ, Path(), channels=CHANNELS)
    except InputWrong as error:
        _exit(print_ending(error, err=ERR))
    for warning in settings.warnings:
        ERR.print(f"{warning} (warning)")
    set_up_logging(level=settings.log_level if logging else "WARNING", secrets=secrets_of(settings))
    return settings


def _with_database(
    settings: "Settings",
    act: Callable[["Database"], Awaitable[None]],
    *,
    signals: StopSignals | None = None,
    before: Callable[["Database"], Awaitable[None]] | None = None,
) -> NoReturn:
    """Open the database, act, close it, and end the command; one that is told to stop has failed, unless `signals` say
    otherwise. Most actions look for themselves whether the database is fit; for the others `before` does."""
    signals = signals or StopSignals(stopped=ExitCode.FAILED)
    from bot.cli.ending import exit_code_of
    from storage.database import Database

    async def with_database() -> None:
        database = Database(settings.database.url.get_secret_value())
        try:
            if before is not None:
                await before(database)
            await act(database)
        finally:
            await finish(database.close())

    _exit(signals.run(lambda: exit_code_of(with_database(), err=ERR)))


def _exit(code: int) -> NoReturn:
    raise typer.Exit(code)
