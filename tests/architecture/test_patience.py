"""No test depends on how fast a machine is: none sleeps for a while and hopes, none gives up soon, none holds the clock
against the code. Drills may, for they measure."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.patience import PATIENCE

TESTS = Path(__file__).parents[1]
FILES = sorted(path for path in TESTS.rglob("test_*.py") if "soak" not in path.parts)
CLOCKS = frozenset({"monotonic", "perf_counter", "time"})
WAITING = ("sleep", "timeout", "wait_for", *(f"time.{clock}" for clock in CLOCKS))
"""One of these stands in every file that could be at fault; reading the others as trees would take long."""


def calls(tree: ast.AST, *names: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            if isinstance(owner, ast.Name) and f"{owner.id}.{node.func.attr}" in names:
                yield node


def number(node: ast.expr | None) -> float:
    """A literal number; of anything else nobody can say that it is small."""
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return float(node.value)
    return PATIENCE


def hopeful_sleeps(tree: ast.AST) -> Iterator[ast.AST]:
    """Sleeps of a fixed time outside a loop that looks again."""
    looking = {
        call
        for loop in ast.walk(tree)
        if isinstance(loop, ast.While | ast.For | ast.AsyncFor)
        for call in calls(loop, "asyncio.sleep", "time.sleep")
    }
    for call in calls(tree, "asyncio.sleep", "time.sleep"):
        if call not in looking and 0 < number(call.args[0]) < PATIENCE:
            yield call


def short_patience(tree: ast.AST) -> Iterator[ast.AST]:
    for call in calls(tree, "asyncio.timeout"):
        if number(call.args[0]) < PATIENCE:
            yield call
    for call in calls(tree, "asyncio.wait_for"):
        yield call
    for call in calls(tree, "httpx.AsyncClient", "httpx.get", "subprocess.run"):
        if any(each.arg == "timeout" and number(each.value) < PATIENCE for each in call.keywords):
            yield call


def races(tree: ast.AST) -> Iterator[ast.AST]:
    """Asserting that something took less than so long."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Compare) or not any(isinstance(each, ast.Lt | ast.LtE) for each in node.ops):
            continue
        if isinstance(node.left, ast.BinOp) and any(calls(node.left, *(f"time.{clock}" for clock in CLOCKS))):
            yield node


def test_a_test_waits_for_what_it_expects() -> None:
    hasty = []
    for path in FILES:
        source = path.read_text("utf-8")
        if not any(word in source for word in WAITING):
            continue
        tree = ast.parse(source)
        found = [*hopeful_sleeps(tree), *short_patience(tree), *races(tree)]
        hasty += [f"{path.relative_to(TESTS)}:{node.lineno}" for node in found if isinstance(node, ast.expr)]
    assert hasty == []


@pytest.mark.parametrize(
    "hasty",
    [
        "await asyncio.sleep(0.1)",
        "time.sleep(2)",
        "async with asyncio.timeout(5): pass",
        "await asyncio.wait_for(x, 3)",
        "httpx.AsyncClient(timeout=10)",
        "assert time.monotonic() - began < 3",
    ],
)
def test_what_is_hasty_is_noticed(hasty: str) -> None:
    tree = ast.parse(f"async def test() -> None:\n    {hasty}\n")
    assert [*hopeful_sleeps(tree), *short_patience(tree), *races(tree)]
