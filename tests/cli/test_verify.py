"""`rounds verify` says what it found, and ends otherwise where it could not look than where something is wrong."""

from collections.abc import Awaitable
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from sqlalchemy import text

from bot.adapters.signing_keys import FileSigningKeys
from bot.cli.ending import exit_code_of
from bot.cli.verify import run_renew_signing_key, run_verify
from storage.database import Database
from tests.support.chains import CLOCK, ENTROPY, PAUSED, SignedLog


@pytest.mark.drill
async def test_its_exit_code_says_whether_it_found_something_or_could_not_look(
    sqlite_path: Path, tmp_path: Path
) -> None:
    signed_log, out = SignedLog(f"sqlite:///{sqlite_path}", tmp_path / "keys"), StringIO()
    console = Console(file=out, width=40)
    await signed_log.add(PAUSED)
    backup = signed_log.back_up("taken")
    database = Database(signed_log.url, keeper=FileSigningKeys(signed_log.folder, entropy=ENTROPY))

    async def ended(command: Awaitable[None]) -> tuple[int, list[str]]:
        code = await exit_code_of(command, err=console)
        said = out.getvalue().splitlines()
        out.seek(0)
        out.truncate()
        return code, said

    def verify(file: Path | None = None, keys: Path = signed_log.folder) -> Awaitable[None]:
        return run_verify(file, keys=keys, database=database, out=console)

    head = signed_log.links()[-1]
    newest = f"  newest: entry 2, {head.hash.hex()}"
    fine = 0, ["log of administration: ok, 2 looked at", newest, "pages: ok, 0 looked at"]
    assert await ended(verify()) == fine
    taken = backup.read_bytes()
    assert await ended(verify(backup)) == fine
    assert backup.read_bytes() == taken
    assert list(backup.parent.glob(f"{backup.name}*")) == [backup]
    code, said = await ended(run_renew_signing_key(keys=signed_log.folder, database=database, clock=CLOCK, out=console))
    assert (code, said[0][:40]) == (0, "from entry 3 on the log is signed with k")

    with signed_log.by_hand() as connection:
        connection.execute(text("UPDATE administration_log SET act = 'exported' WHERE id = 2"))
    code, said = await ended(verify())
    assert (code, said[0]) == (1, "log of administration: 1 fault, 3 looked at")
    assert said[1].startswith("  fault: entry 2 (2026-03-0")

    nothing = tmp_path / "nothing"
    assert await ended(verify(nothing)) == (2, [f"{nothing}: there is no such file"])
    await database.close()
    old = Database(f"sqlite:///{tmp_path / 'old.db'}")
    await old.migrate("0054")
    code, said = await ended(run_verify(None, keys=signed_log.folder, database=old, out=console))
    assert (code, said[0][:45]) == (2, "cannot look: database: the schema is at 0054,")
    await old.close()
