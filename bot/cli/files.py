"""The commands about an administrator's files: check, apply, export programme.

Each prints results to `out` and warnings to `err`, one line each; what is wrong comes out as an error.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from rich.console import Console

from bot.adapters.channels.registry import CHANNELS
from bot.adapters.key_files import LookAtKeyFiles
from bot.app.revising import reviser
from bot.cli.confirm_leaving import confirm_leaving, refuse_unasked, say_leaving
from bot.cli.frame import Ask
from bot.cli.new_files import ORDINARY, PRIVATE, new_files
from bot.cli.revising import refusals_in_words
from bot.cli.schema import require_schema, server_cautions
from bot.cli.system_user import by_user
from bot.domain.administration.log import RevisionSource
from bot.domain.programme.programme import Programme
from bot.flows.administration.apply_files import Applied, ApplyFiles
from bot.flows.administration.asked_twice import AskedTwice
from bot.flows.administration.revise_programme import (
    NOBODY_JOINED,
    ErasedComeBack,
    LastAdministrator,
    NobodyLeft,
    VersionNotRaised,
    late_words,
)
from bot.flows.operations.export_programme import ExportProgramme
from bot.ports import Clock, Entropy, Recurrence
from config.faults import Fault, InputWrong
from config.folder import Folder, read_folder
from config.programme import PROGRAMME_FILE
from config.questions import QUESTIONS_FILE
from config.roster import ROSTER_FILE
from config.settings import Settings, load_settings
from config.warnings import cautions, channel_cautions
from config.writers import programme_toml, questions_toml, roster_csv, with_revision
from storage.database import Database

DOTENV: Final = ".env"
_OF_PEOPLE: Final = frozenset({DOTENV, ROSTER_FILE})
"""Files with secrets or names in them."""


def run_check(
    environ: Mapping[str, str],
    directory: Path,
    *,
    recurrence: Recurrence,
    out: Console,
    err: Console,
    lint: bool = False,
) -> None:
    """Validate settings (from `environ` and the `.env` of a directory) and the folder that they name. With `lint` a
    wording that is hard to answer is wrong, and not only worth a warning."""
    faults: list[Fault] = []
    settings: Settings | None = None
    try:
        settings = load_settings(environ, directory, channels=CHANNELS)
    except InputWrong as error:
        faults += error.faults
    place = settings.programme if settings else directory / (environ.get("ROUNDS_PROGRAMME", "").strip() or ".")
    folder: Folder | None = None
    try:
        folder = read_folder(place, recurrence=recurrence, channels=CHANNELS)
    except InputWrong as error:
        faults += error.faults
    if lint and folder is not None:
        faults += [each for each in folder.cautions if each.file == folder.questions_file]
    if faults:
        raise InputWrong(faults)
    if settings is not None and folder is not None:
        _warn(settings, folder, err)
        for line in LookAtKeyFiles(settings.keys).warned(None):
            _line(err, f"warning: keys: {line}")
        for line in asyncio.run(_of_server(settings)):
            _line(err, f"warning: {line}")
        _line(out, f"The files are fine: {_summary(folder)}.")


async def _of_server(settings: Settings) -> Sequence[str]:
    database = Database(settings.database.url.get_secret_value())
    try:
        return await server_cautions(database)
    finally:
        await database.close()


async def run_apply(
    settings: Settings,
    *,
    database: Database,
    clock: Clock,
    entropy: Entropy,
    recurrence: Recurrence,
    dry_run: bool,
    agreed: int | None = None,
    ask: Ask | None = None,
    onto_newest: bool = False,
    out: Console,
    err: Console,
) -> None:
    """Bring the database to what the files say, printing each change first.

    `agreed`: how many people may leave; `ask`: None without a terminal.
    """
    folder = read_folder(settings.programme, recurrence=recurrence, channels=CHANNELS)
    _warn(settings, folder, err)
    await require_schema(database)
    revise = reviser(database, clock=clock, entropy=entropy, recurrence=recurrence, keys=settings.keys)
    apply = partial(
        ApplyFiles(storage=database, revise=revise),
        folder.programme,
        folder.roster,
        revision=folder.revision,
        author=by_user(RevisionSource.FILES),
        onto_newest=onto_newest,
    )
    try:
        with refusals_in_words():
            planned = await apply(dry_run=True)
            revised = planned.revised
            _print_planned(planned, out=out, err=err)
            for what in await _asked_twice(database, folder.programme, AskedTwice(recurrence=recurrence, clock=clock)):
                place = f"{settings.programme / PROGRAMME_FILE}: schedule"
                _line(err, f"warning: {place}: {what}; apply it next week if once is enough")
            if not dry_run:
                refuse_unasked(revised.leaving, agreed=agreed, ask=ask)
            say_leaving(revised.leaving, err=err)
            if revised.changes and not dry_run:
                planned = await apply(leave=confirm_leaving(revised.leaving, agreed=agreed, ask=ask))
    except VersionNotRaised as error:
        raise InputWrong(folder.version_fault(question, what) for question, what in error.mends.items()) from error
    except NobodyLeft as error:
        roster = str(settings.programme / ROSTER_FILE)
        what = f"{error}; put them back, or end them one by one with a date under ends"
        raise InputWrong([Fault(file=roster, key="row", what=what, line=1)]) from error
    except ErasedComeBack as error:
        roster = str(settings.programme / ROSTER_FILE)
        raise InputWrong([Fault(file=roster, key="person_id", what=str(error), line=1)]) from error
    except LastAdministrator as error:
        roster = str(settings.programme / ROSTER_FILE)
        raise InputWrong([Fault(file=roster, key="role", what=str(error), line=1)]) from error
    count = _count(len(planned.revised.changes), "change")
    if not planned.revised.changes:
        _line(out, "Nothing to change.")
    elif dry_run:
        _line(out, f"Dry run: {count}, nothing was written.")
    elif planned.merged_from is not None:
        _line(out, f"Applied onto the newest: {count}. For files that say all of it run: rounds export programme DIR")
    else:
        _line(out, f"Applied: {count}.")
    if not dry_run and planned.merged_from is None:
        _note_revision(settings.programme / PROGRAMME_FILE, folder.revision, planned.revised.number, out=out, err=err)


async def _asked_twice(database: Database, after: Programme, twice: AskedTwice) -> Sequence[str]:
    async with database.reading() as work:
        before = await work.programmes.current()
    return () if before is None else [str(each) for each in twice(before, after)]


def _print_planned(planned: Applied, *, out: Console, err: Console) -> None:
    for change in planned.revised.changes:
        _line(out, str(change))
    for step in planned.revised.late:
        _line(err, f"warning: change_over: {late_words(step)}")
    if planned.revised.nobody_joined:
        _line(err, f"warning: {ROSTER_FILE}: role: {NOBODY_JOINED}")
    for person in planned.kept_addresses:
        _line(err, f"warning: person {person}: is reached at another address than the file says, which stays")


def _note_revision(file: Path, before: int | None, now: int, *, out: Console, err: Console) -> None:
    """Files that say what they are based on say it anew, so that they can be edited and applied again."""
    if before in (None, now):
        return
    try:
        text = file.read_bytes().decode("utf-8-sig")
        file.write_bytes(with_revision(text, now).encode())
    except OSError as error:
        _line(err, f"warning: {file}: cannot be written ({error.strerror}); write revision = {now} into it yourself")
    else:
        _line(out, f"{file}: revision = {now}")


async def run_export(directory: Path, *, database: Database, clock: Clock, entropy: Entropy, out: Console) -> None:
    """Write the files from the database; nothing is written when one of them exists."""
    await require_schema(database)
    export = ExportProgramme(storage=database, clock=clock, entropy=entropy)
    names = (PROGRAMME_FILE, QUESTIONS_FILE, ROSTER_FILE)
    with new_files(directory, _modes(names)) as files:  # the log says who took them once they can be taken
        programme, roster, revision = await export(author=by_user(RevisionSource.SHELL))
        files[PROGRAMME_FILE].write(programme_toml(programme, revision=revision))
        files[QUESTIONS_FILE].write(questions_toml(programme.questions.values()))
        files[ROSTER_FILE].write(roster_csv(roster, channels=CHANNELS))
    _say_written(directory, names, out)


# --- printing and writing -----------------------------------------------------------------------------------------


def write_new(directory: Path, texts: Mapping[str, str], *, out: Console) -> None:
    """Write files that are all new, or none."""
    with new_files(directory, _modes(texts)) as files:
        for name, text in texts.items():
            files[name].write(text)
    _say_written(directory, texts, out)


def _modes(names: Iterable[str]) -> Mapping[str, int]:
    return {name: PRIVATE if name in _OF_PEOPLE else ORDINARY for name in names}


def _say_written(directory: Path, names: Iterable[str], out: Console) -> None:
    for name in names:
        _line(out, f"{directory / name} written")


def _warn(settings: Settings, folder: Folder, err: Console) -> None:
    found = [
        *settings.warnings,
        *folder.cautions,
        *cautions(folder.programme, folder.roster, directory=settings.programme),
        *channel_cautions(folder.roster, settings, channels=CHANNELS),
    ]
    for fault in found:
        _line(err, f"warning: {fault}")


def _line(console: Console, text: str) -> None:
    """One whole line: not wrapped, and nothing in it taken for markup."""
    console.out(text, highlight=False)


def _summary(folder: Folder) -> str:
    programme = folder.programme
    return ", ".join(
        _count(number, what)
        for number, what in (
            (len(programme.organisation.microsystems), "microsystem"),
            (len(folder.roster.people), "person"),
            (len(programme.questions), "question"),
            (len(programme.schedules), "schedule"),
        )
    )


def _count(number: int, what: str) -> str:
    if number == 1:
        return f"1 {what}"
    return f"{number} {'people' if what == 'person' else f'{what}s'}"
