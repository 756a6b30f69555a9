"""Which error ends a command with which exit code, and in which words."""

import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from bot.cli.ending import CommandFailed, CommandRefused, ending, exit_code_of
from bot.cli.exit_codes import ExitCode
from bot.domain.errors import (
    BackupFailed,
    BackupRefused,
    KeyUnavailable,
    ProgrammeMissing,
    RoundsError,
    StorageUnavailable,
)
from config.faults import Fault, InputWrong

ROOT = Path(__file__).parents[2]
TWO_FAULTS = InputWrong(
    [Fault(file="roster.csv", line=2, key="name", what="is empty"), Fault(file=".env", key="x", what="y")]
)


@pytest.mark.parametrize(
    ("error", "code", "lines"),
    [
        (TWO_FAULTS, 2, [".env: x: y", "roster.csv:2: name: is empty"]),
        (CommandRefused("UNIT: no unit\nis called so"), 2, ["UNIT: no unit is called so"]),
        (BackupRefused("b: exists already"), 2, ["b: exists already"]),
        (BackupFailed("b: the disk is full"), 1, ["b: the disk is full"]),
        (CommandFailed("run: the address is taken"), 1, ["run: the address is taken"]),
        (CommandFailed(), 1, []),
        (KeyUnavailable("the key is missing"), 1, ["the key is missing"]),
        (StorageUnavailable("the database cannot be used now: gone"), 1, ["database: cannot be used now: gone"]),
        (ProgrammeMissing(), 1, ["database: no programme has been applied yet; run: rounds apply"]),
    ],
)
def test_each_error_has_its_code_and_its_lines(error: RoundsError, code: int, lines: list[str]) -> None:
    assert ending(error) == (code, lines)


async def test_without_an_error_a_command_is_fine_and_says_nothing_more() -> None:
    async def command() -> None:
        return None

    said = StringIO()
    assert await exit_code_of(command(), err=Console(file=said)) == 0
    assert said.getvalue() == ""


@pytest.mark.drill
@pytest.mark.parametrize("command", [["init", "."], ["health"]])
def test_whoever_reads_no_further_is_told_nothing(command: list[str], tmp_path: Path) -> None:
    """As `rounds people | head` does: no stack trace, neither from a plain command nor from an event loop."""
    reads, writes = os.pipe()
    os.close(reads)
    done = subprocess.run(
        [sys.executable, "-m", "bot", *command],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=writes,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writes)
    assert (done.returncode, done.stderr) == (ExitCode.FAILED, "")
