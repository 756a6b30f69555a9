"""A choice is matched to its end: what is left over is refused, or a comment says why anything may be left over."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDERS = ("bot", "storage", "config")


def silent_cases(text: str) -> Iterator[int]:
    """Lines of cases that take whatever is left, and neither refuse it nor say why they take it."""
    lines = text.splitlines()
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.match_case) or node.guard is not None:
            continue
        takes_anything = isinstance(node.pattern, ast.MatchAs) and node.pattern.pattern is None
        if takes_anything and not _refuses(node.body[0]) and "#" not in lines[node.pattern.lineno - 1]:
            yield node.pattern.lineno


def _refuses(step: ast.stmt) -> bool:
    if isinstance(step, ast.Raise):
        return True
    called = step.value.func if isinstance(step, ast.Expr) and isinstance(step.value, ast.Call) else None
    return isinstance(called, ast.Name) and called.id == "assert_never"


def test_what_is_left_of_a_choice_is_refused_or_has_a_reason() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for folder in FOLDERS
        for path in sorted((ROOT / folder).rglob("*.py"))
        for line in silent_cases(path.read_text("utf-8"))
    ]
    assert found == [], "name the members and end with assert_never, or say behind the case why anything may come"


def test_a_silent_case_is_found() -> None:
    match = "match choice:\n    case 1:\n        pass\n    case {}\n        {}\n"
    assert [*silent_cases(match.format("_:", "pass"))] == [4]
    assert [*silent_cases(match.format("other:", "print(other)"))] == [4]
    for spared in (("_:", "assert_never(choice)"), ("_:", "raise ValueError"), ("_:  # any text", "pass")):
        assert [*silent_cases(match.format(*spared))] == []
