"""`rounds rota import`: the hospital's shifts from a file."""

from pathlib import Path

from rich.console import Console

from bot.cli.ending import CommandRefused
from bot.cli.schema import require_schema
from bot.cli.system_user import by_user
from bot.domain.administration.log import RevisionSource
from bot.domain.administration.upload.scope import UploadScope
from bot.domain.errors import ProgrammeMissing
from bot.domain.identifiers import PersonId
from bot.flows.administration.rota.import_rota import ImportRota
from config.rota_files import as_faults, read_shift_file
from storage.database import Database


async def run_rota_import(
    file: Path, *, leave_out: bool, dry_run: bool, load: ImportRota, database: Database, out: Console
) -> None:
    """Take in the file, or nothing of it: every row that is wrong is one line."""
    await require_schema(database)
    table = read_shift_file(file)
    async with database.reading() as work:
        programme = await work.programmes.current()
    if programme is None:
        raise ProgrammeMissing
    units = {unit.id: unit.name for unit in programme.organisation.units}
    scope = UploadScope(by=PersonId(""), units=units, everything=True)
    if dry_run:
        plan = await load.look(table, scope=scope, leave_out=leave_out)
    else:
        plan, _ = await load.save(table, scope=scope, author=by_user(RevisionSource.SHELL), leave_out=leave_out)
    if plan.faults:
        raise as_faults(file, list(plan.faults))
    if plan.is_over:
        raise CommandRefused(f"{file}: nothing of it lies between yesterday and eight weeks ahead")
    would = "would be " if dry_run else ""
    _line(out, f"{plan.shifts} shifts of {plan.people} people, {plan.first} to {plan.last}")
    _line(out, f"{len(plan.changed)} people's shifts {would or 'are '}changed")
    if plan.left_out:
        _line(out, f"{plan.left_out} rows left out: nobody on the list has their ids")
    if plan.is_cut:
        _line(out, "what lies more than eight weeks ahead is not kept; import it again by then")


def _line(console: Console, text: str) -> None:
    console.print(text, highlight=False, markup=False, soft_wrap=True)
