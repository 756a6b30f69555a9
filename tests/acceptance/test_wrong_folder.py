"""Commands typed in the wrong folder: a clear line, no stack trace, and nothing left behind."""

import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.support import processes
from tests.support.patience import PATIENCE

LOOKING = (
    ("digest", "icu"),
    ("preview", "weekly-pulse"),
    ("export", "programme", "out"),
    ("enrol", "--out", "codes.csv"),
    ("backup", "backup.db"),
    ("abandon-block", "2026-W10"),
    ("abandon-quarter", "2026-W10"),
    ("run",),
    ("health",),
)


def rounds(folder: Path, *arguments: str) -> CompletedProcess[str]:
    return processes.rounds(folder, *arguments, environ={"ROUNDS_WEB_PORT": "1"})


@pytest.mark.drill
@pytest.mark.parametrize("command", LOOKING, ids=" ".join)
def test_a_command_that_only_looks_says_what_is_missing_and_makes_nothing(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    done = rounds(tmp_path, *command)
    said = [line for line in (done.stdout + done.stderr).splitlines() if not line.startswith("process: ")]
    assert said == [
        f"database: there is no file {tmp_path}/rounds.db; go to the folder of your programme, or make one;"
        " run: rounds migrate"
    ]
    assert done.returncode == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", [("digest", "icu"), ("preview", "weekly-pulse"), ("run",)], ids=" ".join)
def test_an_empty_file_has_no_schema_yet(tmp_path: Path, command: tuple[str, ...]) -> None:
    (tmp_path / "rounds.db").touch()
    done = rounds(tmp_path, *command)
    assert done.returncode == 1
    assert done.stderr.startswith("database: the schema is at nothing, this program needs ")
    assert done.stderr.endswith("; run: rounds migrate\n")


def test_what_is_no_database_is_named_once(tmp_path: Path) -> None:
    (tmp_path / "rounds.db").write_text("not a database, but long enough to look like one\n" * 30)
    for command in (("digest", "icu"), ("migrate",), ("health",)):
        done = rounds(tmp_path, *command)
        said = [line for line in (done.stdout + done.stderr).splitlines() if not line.startswith("process: ")]
        assert said == ["database: cannot be used now: file is not a database"], command
        assert done.returncode == 1


def test_the_database_is_for_its_owner_only(tmp_path: Path) -> None:
    assert rounds(tmp_path, "migrate").returncode == 0
    assert [(each.name, each.stat().st_mode & 0o777) for each in tmp_path.iterdir()] == [("rounds.db", 0o600)]


def test_the_version_as_a_module(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "--version"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, f"rounds {version('rounds')}\n", "")
