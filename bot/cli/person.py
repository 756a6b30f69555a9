"""`rounds person`: what is kept of somebody as a file, erasing them, and letting an erased id be used again."""

import asyncio
from pathlib import Path

from rich.console import Console

from bot.adapters.keys import FileKeys
from bot.adapters.note_files import FileNotes
from bot.adapters.sealer import AesSealer
from bot.adapters.tombstones import FileTombstones
from bot.app.revising import reviser
from bot.cli.ending import CommandFailed, CommandRefused
from bot.cli.frame import Ask
from bot.cli.new_files import new_file
from bot.cli.revising import refusals_in_words
from bot.cli.schema import require_schema
from bot.cli.system_user import by_user
from bot.domain.administration.log import RevisionSource
from bot.domain.identifiers import PersonId
from bot.domain.organisation.people import Person
from bot.domain.programme.programme import Programme
from bot.flows.administration.rights.erase_person import Erased, ErasePerson
from bot.flows.administration.rights.erased_ids import ErasedIds, ReadmitPerson
from bot.flows.epochs.living_answers import LivingAnswers
from bot.flows.epochs.open_epoch import OpenEpoch
from bot.flows.own_page.export_person import ExportPerson
from bot.flows.raising.keep_notes import KeepNotes
from bot.ports import Clock, Entropy, Recurrence
from config.writers import programme_toml, questions_toml
from storage.database import Database


async def run_person_export(
    person: str,
    file: Path | None,
    *,
    is_whole: bool = False,
    database: Database,
    clock: Clock,
    entropy: Entropy,
    out: Console,
) -> None:
    """Write what is kept of a person into a new file that only its owner may read, and note it in the log."""
    await require_schema(database)
    path = Path(f"person-{_in_a_name(person)}.json") if file is None else file
    export = ExportPerson(storage=database, clock=clock, entropy=entropy)
    try:
        with new_file(path) as opened:  # the log says who took it once it can be taken
            exported = await export(PersonId(person), author=by_user(RevisionSource.SHELL), is_whole=is_whole)
            if exported is None:
                raise _nobody(person)
            opened.write(exported.file.decode())
    except OSError as error:
        raise CommandFailed(f"{path}: cannot be written ({error.strerror}); choose another place") from error
    _say(out, f"{path}: what is kept of {person}; hand it to them and to nobody else, then delete it")
    _say(
        out,
        "their answers are not in it: only they can have them opened, on their own page or in their chat",
    )
    if is_whole:
        _say(out, "it tells whether they answered, paused or stopped: do not read it")
        told = "they get a message that it was made" if exported.has_chat else "they have no chat: tell them of it"
        _say(out, told)
        return
    _say(out, "nor does it tell what they were asked, or whether they answered, paused or stopped")
    _say(out, "they get that by mydata in their chat, or on their own page; without a chat: --whole")


async def run_person_erase(
    person: str,
    *,
    confirmed: str | None,
    ask: Ask | None,
    keys: Path,
    database: Database,
    clock: Clock,
    entropy: Entropy,
    recurrence: Recurrence,
    out: Console,
) -> None:
    """Ask for the id once more, then erase. Whoever was erased already has the database's files cleaned again."""
    await require_schema(database)
    if not await asyncio.to_thread(keys.is_dir):
        raise CommandRefused(f"environment: ROUNDS_KEYS: there is no folder {keys}; point it to that of the bot")
    tombstones = FileTombstones(keys, entropy=entropy)
    erase = _erasing(keys, database=database, clock=clock, entropy=entropy, recurrence=recurrence)
    found = await erase.find(PersonId(person))
    if found is None:
        await _clean_again(person, erase, ErasedIds(tombstones=tombstones), out=out)
        return
    _confirm(found, confirmed=confirmed, ask=ask, out=out)
    with refusals_in_words():
        erased = await erase(found.id, author=by_user(RevisionSource.SHELL))
    if erased is None:
        raise _nobody(person)
    _report(person, erased, out)


async def run_person_readmit(
    person: str, *, keys: Path, database: Database, clock: Clock, entropy: Entropy, out: Console
) -> None:
    await require_schema(database)
    tombstones = FileTombstones(keys, entropy=entropy)
    readmit = ReadmitPerson(storage=database, tombstones=tombstones, clock=clock, entropy=entropy)
    if not await readmit(PersonId(person), author=by_user(RevisionSource.SHELL)):
        raise CommandRefused(f'PERSON: nobody with the id "{person}" was erased, or the id may be used again already')
    _say(out, f"{person}: may be on the list again, as somebody new; nothing of before comes back")


def _erasing(keys: Path, *, database: Database, clock: Clock, entropy: Entropy, recurrence: Recurrence) -> ErasePerson:
    sealer = AesSealer(entropy=entropy)
    open_epoch = OpenEpoch(keys=FileKeys(keys, entropy=entropy), sealer=sealer)
    notes = KeepNotes(files=FileNotes(keys, entropy=entropy, sealer=sealer), entropy=entropy)
    return ErasePerson(
        storage=database,
        clock=clock,
        entropy=entropy,
        tombstones=FileTombstones(keys, entropy=entropy),
        answers=LivingAnswers(open_epoch=open_epoch, sealer=sealer),
        destroy_notes=notes.destroy_of,
        revise=reviser(database, clock=clock, entropy=entropy, recurrence=recurrence, keys=keys),
        written=_files_of,
        clean_files=database.forget_all_deleted,
    )


def _files_of(programme: Programme) -> str:
    return programme_toml(programme) + questions_toml(programme.questions.values())


def _confirm(found: Person, *, confirmed: str | None, ask: Ask | None, out: Console) -> None:
    """Raises `CommandRefused` unless the id was given a second time."""
    _say(out, f"{found.id}  {found.name}: everything of them goes for good, from the list, too; a restore keeps to it.")
    if confirmed is None:
        if ask is None:
            raise CommandRefused(f"PERSON: nothing was erased; without a terminal say it again: --confirm {found.id}")
        confirmed = ask(f"Type {found.id} to erase them: ").strip()
    if confirmed != found.id:
        raise CommandRefused("PERSON: the second id is another one; nothing was erased")


async def _clean_again(person: str, erase: ErasePerson, erased: ErasedIds, *, out: Console) -> None:
    if await asyncio.to_thread(erased.erased_at, PersonId(person)) is None:
        raise _nobody(person)
    if not await erase.clean():
        raise CommandFailed(
            "database: is in use; the person is gone, old pages of its files may hold traces; try again"
        )
    _say(out, f"{person}: was erased before; the database's files are clean")


def _report(person: str, erased: Erased, out: Console) -> None:
    if erased.revision is not None:
        _say(out, f"revision {erased.revision}: off the list; take them out of roster.csv as well, and of any export")
    if erased.guarded:
        _say(out, "they were a guardian: name another one, so that what is raised there still reaches somebody")
    _say(out, f"{person}: erased; figures stay, with a meaningless number in place of the id")
    if not erased.is_cleaned:
        _say(out, "the database is in use, so old pages of its files may hold traces; run the same command again later")
    _say(out, "older backups still hold them: delete these when you can; a restore of one erases them again")


def _nobody(person: str) -> CommandRefused:
    return CommandRefused(f'PERSON: nobody has the id "{person}"; see: rounds people')


def _in_a_name(person: str) -> str:
    return "".join(each if each.isalnum() or each in "-_" else "-" for each in person)


def _say(out: Console, line: str) -> None:
    out.print(line, highlight=False, markup=False, soft_wrap=True)
