"""The commands of administrators: people and their codes, pausing and going on."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.frame import ERR, OUT, leave, settings_here, terminal, with_database
from bot.domain.errors import RoundsError

if TYPE_CHECKING:
    from storage.database import Database

administration = typer.Typer(rich_markup_mode=None)


@administration.command()
def enrol(
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE.csv", help="Where the codes go, as a table.")
    ] = None,
    slips: Annotated[
        Path | None, typer.Option("--slips", metavar="FILE.html", help="Where they go as slips to print and cut.")
    ] = None,
    person: Annotated[
        str | None, typer.Option("--person", metavar="ID", help="Only this person, also one who has joined.")
    ] = None,
    renew: Annotated[bool, typer.Option("--renew", help="Replace codes that are still good, too.")] = False,
) -> None:
    """Write a personal code for everyone who cannot be reached yet."""
    from bot.cli.enrol import run_enrol_with_links

    settings = settings_here()
    with_database(
        settings,
        lambda database: run_enrol_with_links(
            settings, out, slips=slips, person=person, renew=renew, database=database, out=OUT, err=ERR
        ),
    )


@administration.command()
def people(
    unreachable: Annotated[bool, typer.Option("--unreachable", help="Only those whose address refuses.")] = False,
    not_joined: Annotated[bool, typer.Option("--not-joined", help="Only those who have no address.")] = False,
    unit: Annotated[str | None, typer.Option(metavar="UNIT", help="Only those of a unit and all below it.")] = None,
) -> None:
    """List the people on the roster."""
    from bot.cli.people import run_people

    with_database(
        settings_here(),
        lambda database: run_people(
            unreachable=unreachable, not_joined=not_joined, unit=unit, database=database, out=OUT
        ),
    )


@administration.command()
def why(person: Annotated[str, typer.Argument(metavar="PERSON", help="The id in the roster.")]) -> None:
    """Say why a person got no question this week; never what they chose."""
    from bot.adapters.recurrence import CronRecurrence
    from bot.cli.run import clock_of
    from bot.cli.why import run_why
    from bot.flows.asking.explain_unasked import ExplainUnasked

    settings = settings_here()

    async def explained(database: "Database") -> None:
        explain = ExplainUnasked(storage=database, recurrence=CronRecurrence(), clock=clock_of(settings))
        await run_why(person, explain=explain, database=database, out=OUT)

    with_database(settings, explained)


@administration.command()
def revoke(person: Annotated[str, typer.Argument(metavar="PERSON", help="The id in the roster.")]) -> None:
    """End a person's link, address and codes for good, and sign them out of the console."""
    from bot.adapters.clock import SystemEntropy
    from bot.cli.people import run_revoke
    from bot.cli.run import clock_of
    from bot.flows.administration.revoke import RevokePerson

    settings = settings_here()

    async def revoked(database: "Database") -> None:
        revoke = RevokePerson(storage=database, clock=clock_of(settings), entropy=SystemEntropy())
        await run_revoke(person, revoke=revoke, database=database, out=OUT)

    with_database(settings, revoked)


person_data = typer.Typer(
    help="What is kept of one person: as a file, or gone for good.", no_args_is_help=True, rich_markup_mode=None
)
administration.add_typer(person_data, name="person")
_ID = Annotated[str, typer.Argument(metavar="PERSON", help="The id in the roster.")]


@person_data.command("export")
def export_person(
    person: _ID,
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", help="A new one, for you alone. Default: person-ID.json."),
    ] = None,
    whole: Annotated[
        bool, typer.Option("--whole", help="Also whether they answered, paused or stopped; they are told of it.")
    ] = False,
) -> None:
    """Write what is stored of a person into one file, in words, to be handed to them; their answers stay sealed."""
    from bot.adapters.clock import SystemEntropy
    from bot.cli.person import run_person_export
    from bot.cli.run import clock_of

    settings = settings_here()
    with_database(
        settings,
        lambda database: run_person_export(
            person,
            file,
            is_whole=whole,
            database=database,
            clock=clock_of(settings),
            entropy=SystemEntropy(),
            out=OUT,
        ),
    )


@person_data.command("erase")
def erase_person(
    person: _ID,
    confirm: Annotated[
        str | None,
        typer.Option("--confirm", metavar="PERSON", help="The same id again, for scripts: asks nothing."),
    ] = None,
) -> None:
    """Take a person off the list and out of the database for good; asks for the id once more."""
    from bot.adapters.clock import SystemEntropy
    from bot.adapters.recurrence import CronRecurrence
    from bot.cli.person import run_person_erase
    from bot.cli.run import clock_of

    settings = settings_here()
    with_database(
        settings,
        lambda database: run_person_erase(
            person,
            confirmed=confirm,
            ask=terminal(),
            keys=settings.keys,
            database=database,
            clock=clock_of(settings),
            entropy=SystemEntropy(),
            recurrence=CronRecurrence(),
            out=OUT,
        ),
    )


@person_data.command("readmit")
def readmit_person(person: _ID) -> None:
    """Let the id of somebody who was erased be on the list again, as somebody new."""
    from bot.adapters.clock import SystemEntropy
    from bot.cli.person import run_person_readmit
    from bot.cli.run import clock_of

    settings = settings_here()
    with_database(
        settings,
        lambda database: run_person_readmit(
            person,
            keys=settings.keys,
            database=database,
            clock=clock_of(settings),
            entropy=SystemEntropy(),
            out=OUT,
        ),
    )


rota = typer.Typer(help="The hospital's shifts.", no_args_is_help=True, rich_markup_mode=None)
administration.add_typer(rota, name="rota")


@rota.command("import")
def import_rota(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV or XLSX: person_id, starts, ends, kind.")],
    leave_out: Annotated[bool, typer.Option("--leave-out", help="Pass over rows of people not on the list.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
) -> None:
    """Take in shifts from a file, or nothing of it where a row is wrong."""
    from bot.adapters.clock import SystemEntropy
    from bot.cli.rota import run_rota_import
    from bot.cli.run import clock_of
    from bot.flows.administration.rota.import_rota import ImportRota

    settings = settings_here()

    async def imported(database: "Database") -> None:
        load = ImportRota(storage=database, clock=clock_of(settings), entropy=SystemEntropy())
        await run_rota_import(file, leave_out=leave_out, dry_run=dry_run, load=load, database=database, out=OUT)

    with_database(settings, imported)


@administration.command()
def signin(person: Annotated[str, typer.Argument(metavar="PERSON", help="The id in the roster.")]) -> None:
    """Print a link by which somebody signs in to the console."""
    from bot.adapters.clock import SystemClock
    from bot.cli.signin import run_signin

    settings = settings_here()
    with_database(
        settings,
        lambda database: run_signin(person, settings, database=database, clock=SystemClock(), out=OUT, err=ERR),
    )


@administration.command("send-test")
def send_test(
    person: Annotated[str, typer.Argument(metavar="PERSON", help="The id in the roster; an administrator.")],
    schedule: Annotated[str | None, typer.Option(metavar="ID", help="Default: the one that asks next.")] = None,
) -> None:
    """Send an administrator the next question of a schedule as a test; nothing is stored."""
    from bot.adapters.recurrence import CronRecurrence
    from bot.cli.run import clock_of
    from bot.cli.send_test import run_send_test
    from bot.flows.administration.send_trial import SendTrial

    settings = settings_here()

    async def sent(database: "Database") -> None:
        send = SendTrial(storage=database, recurrence=CronRecurrence(), clock=clock_of(settings))
        await run_send_test(person, schedule, send=send, database=database, out=OUT)

    with_database(settings, sent)


@administration.command()
def pause(
    reason: Annotated[str, typer.Option(help="Why, in a few words; the digest of the week says it.")],
    unit: Annotated[str | None, typer.Argument(metavar="[UNIT]", help="Default: the whole organisation.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="The day on which things go on.")] = None,
    tell: Annotated[bool, typer.Option("--tell", help="Tell everybody whom it concerns, with the reason.")] = False,
) -> None:
    """Stop questions, reminders and digests at once, everywhere or in a unit and all below it."""
    from bot.cli.pause import run_pause
    from bot.cli.run import clock_of

    settings = settings_here()
    with_database(
        settings,
        lambda database: run_pause(
            unit, until=until, reason=reason, tell=tell, database=database, clock=clock_of(settings), out=OUT
        ),
    )


@administration.command()
def resume(
    unit: Annotated[str | None, typer.Argument(metavar="[UNIT]", help="Default: the whole organisation.")] = None,
) -> None:
    """Go on after a pause; what fell due meanwhile is not sent."""
    from bot.cli.pause import run_resume
    from bot.cli.run import clock_of

    settings = settings_here()
    with_database(settings, lambda database: run_resume(unit, database=database, clock=clock_of(settings), out=OUT))


@administration.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def undo(
    context: typer.Context,
    revision: Annotated[int, typer.Argument(metavar="REVISION", help="Its number, as in: rounds log.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
) -> None:
    """Turn back what one revision changed, by a new one. --yes-N-leave: that N people leave at once is meant."""
    from bot.adapters.clock import SystemEntropy
    from bot.adapters.recurrence import CronRecurrence
    from bot.cli.confirm_leaving import agreed_number
    from bot.cli.ending import print_ending
    from bot.cli.history import run_undo
    from bot.cli.run import clock_of

    try:
        agreed = agreed_number(context.args, command="undo")
    except RoundsError as error:
        leave(print_ending(error, err=ERR))
    settings = settings_here()
    with_database(
        settings,
        lambda database: run_undo(
            revision,
            dry_run=dry_run,
            agreed=agreed,
            ask=terminal(),
            database=database,
            clock=clock_of(settings),
            entropy=SystemEntropy(),
            recurrence=CronRecurrence(),
            keys=settings.keys,
            out=OUT,
            err=ERR,
        ),
    )


@administration.command()
def log(
    unit: Annotated[str | None, typer.Option(metavar="UNIT", help="Only what is about it and all below it.")] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Only from this day on.")] = None,
    export: Annotated[
        Path | None, typer.Option(metavar="FILE.csv", help="Into a file that you alone may read.")
    ] = None,
) -> None:
    """Say who changed what and when, the newest last."""
    from bot.adapters.clock import SystemEntropy
    from bot.cli.history import run_log
    from bot.cli.run import clock_of

    settings = settings_here()
    with_database(
        settings,
        lambda database: run_log(
            unit=unit,
            since=since,
            export=export,
            database=database,
            clock=clock_of(settings),
            entropy=SystemEntropy(),
            out=OUT,
        ),
    )
