"""Tests look at what everybody may see: none reaches into what is private to somebody else."""

import ast
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parents[1]
OWN = frozenset({"self", "cls", "os"})
"""What belongs to the class itself; and `os._exit`, a public name in spite of its looks."""
FIELDS = frozenset({"_replace", "_asdict", "_fields"})
"""The public names of a named tuple."""


def pokes(tree: ast.AST) -> Iterator[ast.Attribute]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute) or not node.attr.startswith("_") or node.attr.startswith("__"):
            continue
        is_own = isinstance(node.value, ast.Name) and node.value.id in OWN
        if not is_own and node.attr not in FIELDS:
            yield node


def test_nobody_reaches_into_others() -> None:
    found = [
        f"{path.relative_to(TESTS)}:{node.lineno} {node.attr}"
        for path in sorted(TESTS.rglob("*.py"))
        for node in pokes(ast.parse(path.read_text("utf-8")))
    ]
    assert found == []
