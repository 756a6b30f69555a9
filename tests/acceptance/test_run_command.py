"""`rounds run` as a process: it starts, serves, holds its lock, says how it is, and stops when told."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.support import processes
from tests.support.patience import PATIENCE
from tests.support.ports import reserved_port

ROUNDS = [sys.executable, "-m", "bot"]


def rounds(folder: Path, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return processes.rounds(folder, *arguments, environ=environ)


def environment(more: dict[str, str]) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("ROUNDS_")}
    root = str(Path(__file__).parents[2])
    return clean | {"PYTHONPATH": root} | more


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with reserved_port() as port:
        yield port


@pytest.fixture(scope="module")
def hospital(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A starter programme, checked, migrated and applied."""
    folder = tmp_path_factory.mktemp("hospital") / "rounds"
    assert rounds(folder.parent, "init", str(folder), "--example").returncode == 0
    for command in ("check", "migrate", "apply"):
        done = rounds(folder, command)
        assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def bot(hospital: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    with running(hospital, port) as process:
        yield process


@contextmanager
def running(folder: Path, port: int, **environ: str) -> Iterator[subprocess.Popen[bytes]]:
    """A bot that says of itself that it is ready."""
    process = subprocess.Popen([*ROUNDS, "run"], cwd=folder, env=environment({"ROUNDS_WEB_PORT": str(port)} | environ))
    try:
        late = time.monotonic() + 2 * PATIENCE
        while not is_ready(port):
            assert process.poll() is None, "it ended by itself"
            assert time.monotonic() < late, "it never got ready"
            time.sleep(0.1)
        yield process
    finally:
        process.kill()
        process.wait()


def is_ready(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/readyz", timeout=60, trust_env=False).status_code == 200
    except httpx.HTTPError:
        return False


def test_before_the_schema_is_at_head_nothing_runs(tmp_path: Path) -> None:
    done = rounds(tmp_path, "run")
    assert done.returncode == 1
    assert done.stderr.strip().endswith("run: rounds migrate")


@pytest.mark.drill
def test_a_second_bot_on_the_same_file_refuses_with_one_clear_line(
    bot: subprocess.Popen[bytes], hospital: Path
) -> None:
    assert bot.poll() is None
    done = rounds(hospital, "run", ROUNDS_WEB_PORT="1")
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert "another rounds run holds" in done.stderr


@pytest.mark.drill
def test_other_commands_do_not_need_the_lock(bot: subprocess.Popen[bytes], hospital: Path, port: int) -> None:
    assert bot.poll() is None
    assert rounds(hospital, "apply", "--dry-run").returncode == 0
    health = rounds(hospital, "health", ROUNDS_WEB_PORT=str(port))
    assert health.returncode == 0, health.stdout
    assert "database: ok" in health.stdout
    assert "process: ok" in health.stdout


def test_a_taken_port_is_one_clear_line(
    bot: subprocess.Popen[bytes], hospital: Path, port: int, tmp_path: Path
) -> None:
    assert bot.poll() is None
    database = f"sqlite:///{tmp_path / 'other.db'}"
    assert rounds(hospital, "migrate", ROUNDS_DATABASE_URL=database).returncode == 0
    done = rounds(hospital, "run", ROUNDS_DATABASE_URL=database, ROUNDS_WEB_PORT=str(port))
    assert done.returncode == 1
    assert "choose another port" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("role", ["web", "worker"])
def test_parts_of_several_need_postgresql(hospital: Path, role: str) -> None:
    done = rounds(hospital, "run", "--role", role)
    assert done.returncode == 2
    assert "needs PostgreSQL" in done.stderr


def test_a_shifted_clock_is_refused_for_parts_of_several(hospital: Path) -> None:
    done = rounds(hospital, "run", "--role", "worker", ROUNDS_CLOCK="2026-03-02T07:59:00Z@600")
    assert done.returncode == 2
    assert "ROUNDS_CLOCK" in done.stderr


def test_an_unknown_setting_is_named(hospital: Path) -> None:
    done = rounds(hospital, "run", ROUNDS_WEB_PROT="8000")
    assert done.returncode == 2
    assert "ROUNDS_WEB_PROT" in done.stderr
    assert "ROUNDS_WEB_PORT" in done.stderr  # what was meant


@pytest.mark.drill
def test_nothing_heavy_is_loaded_before_it_is_needed(hospital: Path) -> None:
    code = (
        "import sys, bot.cli.run, bot.app.loops; "
        "print([name for name in ('numpy', 'matplotlib', 'telegram', 'slack_bolt') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=hospital, env=environment({}), capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.drill
def test_it_stops_cleanly_when_told(hospital: Path, tmp_path: Path) -> None:
    other = {"ROUNDS_DATABASE_URL": f"sqlite:///{tmp_path / 'other.db'}", "ROUNDS_KEYS": str(tmp_path / "keys")}
    for command in ("migrate", "apply"):
        assert rounds(hospital, command, **other).returncode == 0
    with reserved_port() as port, running(hospital, port, **other) as own:
        own.send_signal(signal.SIGTERM)
        assert own.wait(timeout=60) == 0
