"""`rounds run` on PostgreSQL: one `--role all`, or any number of the others, and never both."""

import asyncio
from pathlib import Path

import pytest
from rich.console import Console

from bot.adapters.channels.registry import CHANNELS
from bot.cli.ending import exit_code_of
from bot.cli.run import RUN_LOCK, run_part
from config.settings import load_settings
from storage.database import Database
from tests.support.patience import PATIENCE

pytestmark = pytest.mark.postgres

ALONE, SHARED = False, True


IN_THE_WAY = "run: a rounds run --role all works alone on this database; stop it first, then start --role "


@pytest.mark.parametrize(
    ("there", "part", "words"),
    [
        (ALONE, "all", "run: another rounds run works alone on this database; stop it first"),
        (ALONE, "worker", f"{IN_THE_WAY}worker"),
        (ALONE, "web", f"{IN_THE_WAY}web"),
        (
            SHARED,
            "all",
            "run: processes with --role web or worker share this database, and --role all has to be alone with it;"
            " stop them first, or start this one with --role worker",
        ),
    ],
    ids=["all-all", "all-worker", "all-web", "several-all"],
)
async def test_who_would_get_in_the_way_of_others_refuses_in_one_line(
    postgres_storage: Database, tmp_path: Path, there: bool, part: str, words: str
) -> None:
    console = Console(record=True, width=80, file=(tmp_path / "said").open("w"))
    url = postgres_storage.url.render_as_string(hide_password=False)
    environ = {"ROUNDS_DATABASE_URL": url, "ROUNDS_KEYS": str(tmp_path / "keys")}
    settings = load_settings(environ, tmp_path, channels=CHANNELS)
    other = postgres_storage.lock(RUN_LOCK, shared=there)
    await other.take()
    async with asyncio.timeout(PATIENCE):
        command = run_part(settings, postgres_storage, part=part, console=console)
        assert await exit_code_of(command, err=console) == 1
    assert console.export_text() == words + "\n"
    await other.leave()
    console.file.close()
