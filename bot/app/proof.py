"""What `rounds verify` looks at, wired once."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path

from sqlalchemy import URL

from bot.adapters.clock import SystemEntropy
from bot.adapters.signing_keys import FileSigningKeys, fits
from bot.domain.proof.check import Check
from bot.flows.proof.verify_chain import VerifyChain
from bot.flows.proof.verify_pages import VerifyPages
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
