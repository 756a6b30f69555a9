"""Processes of their own, started in moments: what they need is loaded once, and each is forked from there."""

import asyncio
import multiprocessing
import os
import sys
from collections.abc import Mapping
from multiprocessing.process import BaseProcess
from pathlib import Path
from subprocess import CompletedProcess
from tempfile import TemporaryDirectory

from tests.support.patience import PATIENCE

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(
    [
        "aiosqlite",
        "alembic.command",
        "bot.cli.commands",
        "bot.cli.files",
        "bot.cli.run",
        "psycopg",
        "sqlalchemy.dialects.postgresql.psycopg",
        "sqlalchemy.dialects.sqlite.aiosqlite",
        "storage.schema.migrations",
        __name__,
    ]
)


def rounds(
    folder: Path, *arguments: str, umask: int = 0o022, environ: Mapping[str, str] | None = None
) -> CompletedProcess[str]:
    """What a command says that is typed in a folder, and the code with which its process ends."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("ROUNDS_")}
    with TemporaryDirectory(prefix="rounds-said-") as said:
        out, err = Path(said, "out"), Path(said, "err")
        process = _CONTEXT.Process(
            target=_command, args=(arguments, folder, umask, clean | dict(environ or {}), out, err)
        )
        process.start()
        process.join(PATIENCE)
        if process.exitcode is None:
            process.kill()
            raise TimeoutError(arguments)
        return CompletedProcess(arguments, process.exitcode, out.read_text("utf-8"), err.read_text("utf-8"))


def migration(url: str, revision: str) -> BaseProcess:
    """Brings a database to a revision, once it is started."""
    return _CONTEXT.Process(target=migrate, args=(url, revision))


def migrate(url: str, revision: str) -> None:
    from storage.database import Database

    async def run() -> None:
        database = Database(url)
        await database.migrate(revision)
        await database.close()

    asyncio.run(run())


def _command(
    arguments: tuple[str, ...], folder: Path, umask: int, environ: Mapping[str, str], out: Path, err: Path
) -> None:
    for path, number in ((out, 1), (err, 2)):
        file = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
        os.dup2(file, number)
        os.close(file)
    os.chdir(folder)
    os.umask(umask)
    os.environ.clear()
    os.environ.update(environ)
    sys.argv = ["rounds", *arguments]
    from bot.cli import main

    main()
