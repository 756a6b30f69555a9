"""`rounds enrol`: codes, each with the link by which its channel carries it."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from rich.console import Console

from bot.adapters.channels.registry import CHANNELS
from bot.adapters.clock import SystemEntropy, SystemTimer
from bot.channel_port import NoLink, no_link
from bot.cli.ending import CommandFailed, CommandRefused
from bot.cli.new_files import new_file
from bot.cli.run import clock_of
from bot.cli.schema import require_schema
from bot.cli.system_user import by_user
from bot.domain.administration.log import RevisionSource
from bot.domain.errors import ProgrammeMissing, StorageUnavailable, UnknownPerson
from bot.domain.organisation.people import Channel
from bot.flows.administration.inviting.invite_many import ManyInvited
from bot.flows.administration.inviting.table import code_rows
from bot.flows.answering.enrol import IssueCodes, Issued, LinksMissing, StillGood
from config.settings import Settings
from config.spreadsheets import csv_text
from storage.database import Database


async def run_enrol_with_links(
    settings: Settings,
    file: Path | None,
    *,
    slips: Path | None,
    person: str | None,
    renew: bool,
    database: Database,
    out: Console,
    err: Console,
) -> None:
    """Codes with the links that lead to where each person can use theirs."""
    timer = SystemTimer()
    links, broken = {}, dict[Channel, str]()
    for channel in CHANNELS:
        try:
            if channel.id in settings.channels:
                links[channel.id] = await channel.join_link(settings.of(channel), timer)
            elif channel.join_link is no_link:
                links[channel.id] = _typed
            else:
                broken[channel.id] = f"{channel.id} is off; set {channel.switch}"
        except NoLink as error:
            broken[channel.id] = str(error)
    issue = IssueCodes(storage=database, clock=clock_of(settings), entropy=SystemEntropy(), links=links)
    await run_enrol(
        file,
        slips=slips,
        issue=issue,
        broken=broken,
        person=person,
        renew=renew,
        database=database,
        out=out,
        err=err,
    )


def _typed(_code: str) -> str:
    return ""


async def run_enrol(
    file: Path | None,
    *,
    slips: Path | None = None,
    issue: IssueCodes,
    broken: Mapping[Channel, str],
    person: str | None,
    renew: bool,
    database: Database,
    out: Console,
    err: Console,
) -> None:
    """Write codes into new files that only their owner may read, as a table, as slips to print, or as both; none is
    spent, and no file left, when that fails.

    `broken`: why there are no links on some channels.
    """
    files = [each for each in (file, slips) if each is not None]
    if not files:
        raise CommandRefused("enrol: say where the codes go: --out FILE.csv, --slips FILE.html, or both")
    await require_schema(database)
    author = by_user(RevisionSource.SHELL)
    try:
        with ExitStack() as stack:
            opened = {each: stack.enter_context(new_file(each)) for each in files}
            with err.status("Issuing codes"):
                issued = await issue(person, renew=renew, author=author)
            if file is not None:
                opened[file].write(csv_text(code_rows(issued.codes)))
            if slips is not None:
                opened[slips].write(await _slips(issued, database))
    except UnknownPerson as error:
        raise CommandRefused(f'--person: nobody on the list has the id "{person}"; see: rounds people') from error
    except StillGood as error:
        raise CommandRefused(f"--person: {error}; to put another in its place add --renew") from error
    except LinksMissing as error:
        raise CommandFailed(f"no codes were written: {_why(error, broken)}") from error
    except (StorageUnavailable, OSError) as error:
        where = ", ".join(map(str, files))
        raise CommandFailed(f"{where}: no codes were written: {error}; run it again") from error
    _say(out, files, issued)


async def _slips(issued: Issued, database: Database) -> str:
    """The page that the console prints; where nobody gets a code, nothing."""
    if not issued.codes:
        return ""
    from bot.adapters.console.slips import slips_page  # templates and squares are for this alone

    async with database.reading() as work:
        programme = await work.programmes.current()
    if programme is None:
        raise ProgrammeMissing
    channels = {channel.id: channel.title for channel in CHANNELS}
    invited = ManyInvited(codes=tuple(issued.codes))
    return slips_page(invited, programme, channels=channels, locale=programme.organisation.locale)


def _why(error: LinksMissing, broken: Mapping[Channel, str]) -> str:
    return "; ".join(
        f"{_count(people, 'person', 'people')} on {channel}: {broken.get(channel, 'no link can be made')}"
        for channel, people in sorted(error.people.items())
    )


def _say(out: Console, files: Sequence[Path], issued: Issued) -> None:
    number, where = _count(len(issued.codes), "code", "codes"), " and ".join(map(str, files))
    lines = [f"{where}: {number}, each good for 14 days and one use. Hand them out in private."]
    if issued.kept:
        who = "1 person has" if issued.kept == 1 else f"{issued.kept} people have"
        lines.append(f"{who} a code that is still good and was left as it is; --renew puts others in their place.")
    for line in lines:
        out.out(line, highlight=False)


def _count(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"
