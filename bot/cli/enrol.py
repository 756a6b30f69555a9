"""`rounds enrol` with links: each channel has its own way to carry a code."""

from pathlib import Path

from rich.console import Console

from bot.adapters.channels.registry import CHANNELS
from bot.adapters.clock import SystemEntropy, SystemTimer
from bot.cli.files import run_enrol
from bot.cli.run import clock_of
from bot.domain.organisation.people import Person
from config.settings import Settings
from storage.database import Database


async def run_enrol_with_links(
    settings: Settings, file: Path, *, database: Database, out: Console, err: Console
) -> None:
    """Codes with the links that lead to where each person can use theirs; no link where a channel has none."""
    timer = SystemTimer()
    links = {
        each.id: await each.join_link(settings.of(each), timer) for each in CHANNELS if each.id in settings.channels
    }

    def link(person: Person, code: str) -> str:
        return links[person.channel](code) if person.channel in links else ""

    await run_enrol(
        file, database=database, clock=clock_of(settings), entropy=SystemEntropy(), link=link, out=out, err=err
    )
