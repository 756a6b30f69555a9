"""The command line: reads arguments, calls one function, turns its answer into an exit code."""

import os
import signal
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.administration import administration
from bot.cli.exit_codes import ExitCode
from bot.cli.frame import ERR, OUT, leave, settings_here, terminal, with_database
from bot.cli.stopping import StopSignals
from bot.domain.errors import RoundsError

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
        leave(signals.run(lambda: exit_code_of(run_headless(weeks, out=OUT, err=ERR), err=ERR)))
    leave(signals.run(lambda: exit_code_of(run_demo(port=port, speed=speed, out=OUT), err=ERR)))


@cli.command()
def init(
    directory: Annotated[Path, typer.Argument(metavar="DIR")],
    example: Annotated[bool, typer.Option("--example", help="An invented hospital with people, to try it.")] = False,
    admin: Annotated[
        str | None, typer.Option("--admin", metavar="ID,NAME,CHANNEL", help="The first administrator; asks nothing.")
    ] = None,
) -> None:
    """Write programme, questions, roster and .env for your own hospital, after a few questions on a terminal."""
    from bot.adapters.clock import SystemClock
    from bot.cli.ending import exit_code_after
    from bot.cli.init import run_init

    today = SystemClock().now().date()
    leave(
        exit_code_after(
            lambda: run_init(directory, example=example, admin=admin, ask=terminal(), today=today, out=OUT), err=ERR
        )
    )


@cli.command()
def check(
    lint: Annotated[bool, typer.Option("--lint", help="A wording that is hard to answer is wrong, too.")] = False,
) -> None:
    """Validate settings, programme, questions and roster."""
    from bot.adapters.recurrence import CronRecurrence
    from bot.cli.ending import exit_code_after
    from bot.cli.files import run_check

    leave(
        exit_code_after(
            lambda: run_check(os.environ, Path(), recurrence=CronRecurrence(), out=OUT, err=ERR, lint=lint), err=ERR
        )
    )


@cli.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def apply(
    context: typer.Context,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
    onto_newest: Annotated[
        bool, typer.Option("--onto-newest", help="Keep what has changed in the database since, and add to it.")
    ] = False,
) -> None:
    """Bring the database to what the files say. --yes-N-leave: that N people leave at once is meant."""
    from bot.adapters.clock import SystemEntropy
    from bot.adapters.recurrence import CronRecurrence
    from bot.cli.confirm_leaving import agreed_number
    from bot.cli.ending import print_ending
    from bot.cli.files import run_apply
    from bot.cli.run import clock_of

    try:
        agreed = agreed_number(context.args)
    except RoundsError as error:
        leave(print_ending(error, err=ERR))
    settings = settings_here()
    with_database(
        settings,
        lambda database: run_apply(
            settings,
            database=database,
            clock=clock_of(settings),
            entropy=SystemEntropy(),
            recurrence=CronRecurrence(),
            dry_run=dry_run,
            onto_newest=onto_newest,
            agreed=agreed,
            ask=terminal(),
            out=OUT,
            err=ERR,
        ),
    )


@export.command("programme")
def export_programme(directory: Annotated[Path, typer.Argument(metavar="DIR")]) -> None:
    """Write programme.toml, questions.toml and roster.csv from the database."""
    from bot.adapters.clock import SystemEntropy
    from bot.cli.files import run_export
    from bot.cli.run import clock_of

    settings = settings_here()
    with_database(
        settings,
        lambda database: run_export(
            directory, database=database, clock=clock_of(settings), entropy=SystemEntropy(), out=OUT
        ),
    )


@cli.command()
def run(
    role: Annotated[ProcessRole, typer.Option(help="all in one process, or one part of several.")] = ProcessRole.ALL,
) -> None:
    """Run the bot."""
    signals = StopSignals(stopped=ExitCode.FINE)
    from bot.cli.run import run_part

    settings = settings_here(logging=True)
    with_database(
        settings,
        lambda database: run_part(settings, database, part=role.value, console=ERR),
        signals=signals,
    )


@cli.command()
def migrate() -> None:
    """Bring the database's schema to head."""
    from bot.cli.run import run_migrate

    with_database(settings_here(), lambda database: run_migrate(database, console=ERR))


@cli.command()
def preview(
    schedule: Annotated[str, typer.Argument(metavar="SCHEDULE")],
    count: Annotated[int, typer.Option(min=1, max=100, help="How many occurrences.")] = 10,
) -> None:
    """Show when a schedule will ask, what, and how many people."""
    from bot.adapters.recurrence import CronRecurrence
    from bot.cli.preview import run_preview
    from bot.cli.run import clock_of

    settings = settings_here()
    with_database(
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
    from bot.adapters.clock import SystemEntropy
    from bot.cli.digest import run_digest
    from bot.cli.run import clock_of
    from bot.cli.schema import require_schema

    settings = settings_here()
    with_database(
        settings,
        lambda database: run_digest(
            unit,
            week,
            full=full,
            storage=database,
            clock=clock_of(settings),
            entropy=SystemEntropy(),
            out=OUT,
        ),
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

    leave(
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

    settings = settings_here()
    with_database(
        settings,
        lambda database: run_backup(
            DatabaseBackups(database), file, clock=SystemClock(), storage=database, console=ERR
        ),
        before=require_file,
    )


@cli.command()
def restore(file: Annotated[Path, typer.Argument(metavar="FILE")]) -> None:
    """Load a backup into an empty database of either kind; nothing old is sent again."""
    from bot.adapters.clock import SystemClock
    from bot.cli.backup import run_restore
    from storage.backup.database_backups import DatabaseBackups

    settings = settings_here()
    with_database(
        settings,
        lambda database: run_restore(
            DatabaseBackups(database), file, keys=settings.keys, clock=SystemClock(), storage=database, console=ERR
        ),
    )


@cli.command()
def verify(
    backup: Annotated[
        Path | None, typer.Option("--backup", metavar="FILE", help="Look at this backup, not at the database.")
    ] = None,
) -> None:
    """Look whether what is kept is what was written. Exit 1: it is not; exit 2: it could not be looked at."""
    from bot.cli.verify import run_verify

    settings = settings_here()
    with_database(settings, lambda database: run_verify(backup, keys=settings.keys, database=database, out=OUT))


@cli.command("renew-signing-key")
def renew_signing_key() -> None:
    """Begin a new key that signs the log of administration, also where the old one is lost."""
    from bot.cli.run import clock_of
    from bot.cli.verify import run_renew_signing_key

    settings = settings_here()
    with_database(
        settings,
        lambda database: run_renew_signing_key(
            keys=settings.keys, database=database, clock=clock_of(settings), out=OUT
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

    settings = settings_here()
    with_database(
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
def health() -> None:
    """One line for each part: ok, or why not."""
    from bot.cli.run import run_health

    settings = settings_here()
    with_database(settings, lambda database: run_health(settings, database, console=OUT))


cli.add_typer(administration)
