"""What `rounds verify` looks at, and what a running process looks at by itself, wired once."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path

from sqlalchemy import URL

from bot.adapters.clock import SystemEntropy
from bot.adapters.signing_keys import FileSigningKeys, fits
from bot.app.world import World
from bot.domain.proof.check import Check
from bot.flows.proof.verify_chain import VerifyChain
from bot.flows.proof.verify_pages import VerifyPages
from bot.flows.proof.watch_log import WatchLog
from storage.backup.log_records import DatabaseLogRecords
from storage.database import Database

LookAt = Callable[[], Awaitable[Check]]


def checks_of(url: URL, *, keys: Path, is_backup: bool) -> Sequence[LookAt]:
    """`url`: a database at the newest schema, or the file of a backup."""
    keeper = FileSigningKeys(keys, entropy=SystemEntropy())
    chain = VerifyChain(records=DatabaseLogRecords(url), keeper=keeper, fits=fits, is_backup=is_backup)
    return chain, partial(_pages, url)


async def _pages(url: URL) -> Check:
    database = Database(url.render_as_string(hide_password=False))
    try:
        return await VerifyPages(storage=database)()
    finally:
        await database.close()


def watch_log(world: World) -> WatchLog:
    return WatchLog(
        records=DatabaseLogRecords(world.storage.url),
        keeper=FileSigningKeys(world.keys_folder, entropy=world.entropy),
        fits=fits,
        timer=world.timer,
        health=world.health,
    )
