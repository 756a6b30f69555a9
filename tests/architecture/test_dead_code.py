"""The list of what vulture may not report holds nothing that is gone or that vulture sees being used."""

import ast
import tomllib
from pathlib import Path

import pytest
from vulture import Vulture

ROOT = Path(__file__).parents[2]
KEPT = Path(__file__).with_name("vulture_kept.py")


@pytest.mark.drill
def test_every_kept_name_would_be_reported_without_the_list() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["vulture"]
    search = Vulture(ignore_names=settings["ignore_names"], ignore_decorators=settings["ignore_decorators"])
    search.scavenge([ROOT / folder for folder in ("bot", "storage", "config", "benchmarks")])
    reported = {item.name for item in search.get_unused_code(min_confidence=settings["min_confidence"])}
    assert kept_names() - reported == set()


def test_every_kept_member_is_one_of_the_class_that_it_names() -> None:
    members: dict[str, set[str]] = {}
    for folder in ("bot", "storage", "config", "benchmarks"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.ClassDef):
                    own = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
                    members.setdefault(node.name, set()).update(own)
    kept = [each for each in ast.walk(ast.parse(KEPT.read_text("utf-8"))) if isinstance(each, ast.Attribute)]
    named = {(each.value.id, each.attr) for each in kept if isinstance(each.value, ast.Name)}
    of_classes = {(name, member) for name, member in named if name.lstrip("_")[:1].isupper()}
    assert {each for each in of_classes if each[1] not in members.get(each[0], set())} == set()


def kept_names() -> set[str]:
    names = set()
    for statement in ast.parse(KEPT.read_text("utf-8")).body[1:]:
        assert isinstance(statement, ast.Expr)
        for each in statement.value.elts if isinstance(statement.value, ast.Tuple) else [statement.value]:
            assert isinstance(each, ast.Name | ast.Attribute)
            names.add(each.id if isinstance(each, ast.Name) else each.attr)
    return names
