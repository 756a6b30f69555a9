"""Every dependency is imported by the code that declares it, or is listed here with what uses it instead."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import distribution, packages_distributions
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
SHIPPED, BESIDE = ("bot", "storage", "config"), ("tests", "benchmarks")
OWNERS = packages_distributions()
"""Top-level modules, each with the distributions that bring it."""
IMPORT = re.compile(r"^ *(?:from ([\w.]+) import|import ([\w., ]+))", re.MULTILINE)
USED_BY_OTHERS = {
    "python-multipart": "Starlette reads forms with it",
    "tzdata": "zoneinfo reads it where the system has no time zones, as in small containers",
    "aiolimiter": "python-telegram-bot's rate limiter, with which benchmarks.sending compares ours, needs it",
    "mkdocs-material": "mkdocs builds the docs site with its theme",
    "pip-audit": "tests.supply_chain.audit runs it as a program and reads its report",
    "pytest-asyncio": "pytest loads it as a plugin",
    "pytest-randomly": "pytest loads it as a plugin",
    "pytest-xdist": "pytest loads it as a plugin, for the workers of `make test`",
    "setuptools": "it builds Rounds itself",
}


def name_of(requirement: str) -> str:
    match = re.match(r"[\w.-]+", requirement)
    assert match is not None
    return re.sub(r"[-_.]+", "-", match[0]).lower()


@cache
def imported_in(*folders: str) -> set[str]:
    if len(folders) > 1:
        return set().union(*map(imported_in, folders))
    return {name for path in (ROOT / folders[0]).rglob("*.py") for name in imports(path)}


def imports(path: Path) -> Iterator[str]:
    """By how they are written: reading every module as a tree takes half a minute of a core."""
    for whence, names in IMPORT.findall(path.read_text("utf-8")):
        yield from (each.strip().split(".")[0].split(" ")[0] for each in (whence or names).split(","))


def modules_of(name: str) -> set[str]:
    """The names under which a distribution is imported."""
    return {module for module, owners in OWNERS.items() if name in map(name_of, owners)}


def commands_of(name: str) -> set[str]:
    """The names of its programs."""
    files = distribution(name).files or []
    return {each.stem for each in files if each.parent.name in ("bin", "Scripts")}


DECLARED = {
    **{name_of(each): SHIPPED for each in PROJECT["dependencies"]},
    **{name_of(each): (*SHIPPED, *BESIDE) for extra in PROJECT["optional-dependencies"].values() for each in extra},
}


def test_every_dependency_is_used() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for name in DECLARED:  # in one test: reading all modules takes longer than everything else here
        imported = modules_of(name) & imported_in(*DECLARED[name])
        run = {each for each in commands_of(name) if re.search(rf"\$\(BIN\)/{re.escape(each)}\b", makefile)}
        if name in USED_BY_OTHERS:
            assert not imported, f"{name} is imported now: take it from the list"
        else:
            assert imported or run, f"nothing imports {name}, and no target of the Makefile runs it"


def test_the_list_names_nothing_that_is_not_declared() -> None:
    assert USED_BY_OTHERS.keys() <= DECLARED.keys()


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_locks_hold_hashes_of_everything_and_no_address_of_a_registry(lock: str) -> None:
    lines = (ROOT / lock).read_text("utf-8").splitlines()
    pinned = {name_of(line) for line in lines if "==" in line}
    wanted = {name for name, folders in DECLARED.items() if lock == "requirements-dev.txt" or folders == SHIPPED}
    assert wanted <= pinned
    assert [line for line in lines if "://" in line or line.startswith("--")] == []
    followed = {name_of(line) for line, after in pairwise(lines) if "==" in line and "--hash=sha256:" in after}
    assert followed == pinned
