"""`rounds log` and `rounds undo`: who changed what, and turning it back."""

from datetime import UTC, date, datetime
from pathlib import Path

from rich.console import Console

from bot.app.revising import reviser
from bot.cli.confirm_leaving import confirm_leaving, refuse_unasked, say_leaving
from bot.cli.ending import CommandFailed, CommandRefused
from bot.cli.frame import Ask
from bot.cli.new_files import new_file
from bot.cli.revising import refusals_in_words
from bot.cli.schema import require_schema
from bot.cli.system_user import by_user
from bot.domain.administration.log import LogEntry, RevisionSource
from bot.domain.administration.log_table import ERASED_WORDS, log_rows, name_of
from bot.domain.errors import UnknownUnit
from bot.domain.identifiers import UnitId
from bot.flows.administration.read_log import LogSearch, ReadLog
from bot.flows.administration.revise_programme import NOBODY_JOINED
from bot.flows.administration.undo_revision import UndoRevision
from bot.ports import Clock, Entropy, Recurrence
from config.spreadsheets import csv_text
from storage.database import Database


async def run_log(
    *,
    unit: str | None,
    since: str | None,
    export: Path | None,
    database: Database,
    clock: Clock,
    entropy: Entropy,
    out: Console,
) -> None:
    """Print the log, newest last, or write it into a new file that only its owner may read."""
    try:
        first = None if since is None else datetime.combine(date.fromisoformat(since), datetime.min.time(), tzinfo=UTC)
    except ValueError as error:
        raise CommandRefused('--since: must be a day like "2026-03-02"') from error
    await require_schema(database)
    read = ReadLog(storage=database, clock=clock, entropy=entropy)
    search = LogSearch(everything=True, unit=None if unit is None else UnitId(unit), since=first)
    try:
        if export is None:
            lines = [_line(entry) for entry in reversed(await read.all(search))] or ["nothing is in the log"]
        else:
            with new_file(export) as file:  # the log says who took it once it can be taken
                entries = await read.export(search, author=by_user(RevisionSource.SHELL))
                file.write(csv_text(log_rows(reversed(entries))))
            lines = [f"{export}: {len(entries)} entries"]
    except UnknownUnit as error:
        raise CommandRefused(f'--unit: no unit is called "{unit}", and no entry is about one') from error
    except OSError as error:
        raise CommandFailed(f"{export}: cannot be written ({error.strerror}); choose another place") from error
    for line in lines:
        out.print(line, highlight=False, markup=False, soft_wrap=True)


async def run_undo(
    number: int,
    *,
    dry_run: bool,
    agreed: int | None = None,
    ask: Ask | None = None,
    database: Database,
    clock: Clock,
    entropy: Entropy,
    recurrence: Recurrence,
    keys: Path,
    out: Console,
    err: Console,
) -> None:
    """Turn back what a revision changed, printing each change first."""
    await require_schema(database)
    revise = reviser(database, clock=clock, entropy=entropy, recurrence=recurrence, keys=keys)
    undo, author = UndoRevision(storage=database, revise=revise), by_user(RevisionSource.SHELL)
    with refusals_in_words():
        planned = await undo(number, author=author, dry_run=True)
        for change in planned.changes:
            out.print(str(change), highlight=False, markup=False, soft_wrap=True)
        command = f"undo {number}"
        if not dry_run:
            refuse_unasked(planned.leaving, agreed=agreed, ask=ask, command=command)
        say_leaving(planned.leaving, err=err, where="")
        if planned.nobody_joined:
            err.out(f"warning: {NOBODY_JOINED}", highlight=False)
        if not planned.changes:
            line = f"Nothing to turn back: all is as it was before revision {number}, but for addresses, which stay."
        elif dry_run:
            line = "Dry run: nothing was written."
        else:
            leave = confirm_leaving(planned.leaving, agreed=agreed, ask=ask, command=command)
            done = await undo(number, author=author, leave=leave)
            line = f"Turned back, as revision {done.number}."
    out.print(line, highlight=False, markup=False, soft_wrap=True)


def _line(entry: LogEntry) -> str:
    source = f" ({entry.author.source})" if entry.author else ""
    revision = f"revision {entry.revision}: " if entry.revision else ""
    return f"{entry.at:%Y-%m-%d %H:%M} UTC  {name_of(entry.author)}{source}  {revision}{entry.words or ERASED_WORDS}"
