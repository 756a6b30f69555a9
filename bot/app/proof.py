"""What `rounds verify` looks at, wired once."""

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from sqlalchemy import URL

from bot.adapters.clock import SystemEntropy
from bot.adapters.signing_keys import FileSigningKeys, fits
from bot.domain.proof.check import Check
from bot.flows.proof.verify_chain import VerifyChain
from storage.backup.log_records import DatabaseLogRecords

LookAt = Callable[[], Awaitable[Check]]


def checks_of(url: URL, *, keys: Path, is_backup: bool) -> Sequence[LookAt]:
    """`url`: a database at the newest schema, or the file of a backup."""
    keeper = FileSigningKeys(keys, entropy=SystemEntropy())
    return (VerifyChain(records=DatabaseLogRecords(url), keeper=keeper, fits=fits, is_backup=is_backup),)
