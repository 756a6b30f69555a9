"""`rounds verify` and `rounds renew-signing-key`: whether what is kept is what was written, and what signs it."""

from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

from rich.console import Console
from sqlalchemy import make_url

from bot.adapters.clock import SystemEntropy
from bot.adapters.signing_keys import FileSigningKeys
from bot.app.proof import LookAt, checks_of
from bot.cli.ending import CommandFailed, CommandRefused
from bot.cli.schema import require_schema, schema_fault
from bot.cli.system_user import by_user
from bot.domain.administration.log import RevisionSource
from bot.domain.errors import KeyUnavailable, StorageUnavailable
from bot.domain.proof.chain import fingerprint
from bot.domain.proof.check import Check
from bot.domain.proof.check_chain import ChainCheck
from bot.flows.proof.renew_signing_key import RenewSigningKey
from bot.ports import Clock
from storage.backup.restore import opened_backup
from storage.database import Database


async def run_verify(backup: Path | None, *, keys: Path, database: Database, out: Console) -> None:
    """Look at the database, or at a backup. Raises `CommandFailed` for a fault, and `CommandRefused` or
    `BackupRefused` where it cannot look: nobody may take the one for the other."""
    try:
        if backup is None and (fault := await schema_fault(database)) is not None:
            raise CommandRefused(f"cannot look: {fault}")
        with nullcontext(None) if backup is None else opened_backup(backup) as file:
            url = database.url if file is None else make_url(f"sqlite:///{file.absolute()}")
            await verify(checks_of(url, keys=keys, is_backup=file is not None), out=out)
    except (StorageUnavailable, KeyUnavailable) as error:
        raise CommandRefused(f"cannot look: {error}") from error


async def verify(checks: Sequence[LookAt], *, out: Console) -> None:
    """One line for each check, then one for each fault and remark. Raises `CommandFailed` if there is a fault."""
    faults = 0
    for look in checks:
        check = await look()
        faults += len(check.faults)
        _say(out, f"{check.name}: {_found(check)}")
        for fault in check.faults:
            _say(out, f"  fault: {fault}")
        for remark in check.remarks:
            _say(out, f"  note: {remark}")
        if isinstance(check, ChainCheck) and check.head is not None:
            _say(out, f"  newest: {check.head}")
    if faults:
        raise CommandFailed


async def run_renew_signing_key(*, keys: Path, database: Database, clock: Clock, out: Console) -> None:
    """Begin a new key, also where the old one is lost."""
    await require_schema(database)
    entropy = SystemEntropy()
    renew = RenewSigningKey(
        storage=database, keeper=FileSigningKeys(keys, entropy=entropy), clock=clock, entropy=entropy
    )
    renewed = await renew(author=by_user(RevisionSource.SHELL))
    _say(out, f"from entry {renewed.number} on the log is signed with key {fingerprint(renewed.key)}")
    is_told = "the old key has signed that entry and is destroyed" if renewed.by_the_old else "no older key signed that"
    _say(out, is_told)


def _found(check: Check) -> str:
    faults = len(check.faults)
    what = "ok" if not faults else "1 fault" if faults == 1 else f"{faults} faults"
    return f"{what}, {check.examined:,} looked at"


def _say(out: Console, line: str) -> None:
    out.print(line, highlight=False, markup=False, soft_wrap=True)
