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


def kept_names() -> set[str]:
    names = set()
    for statement in ast.parse(KEPT.read_text("utf-8")).body[1:]:
        assert isinstance(statement, ast.Expr)
        for each in statement.value.elts if isinstance(statement.value, ast.Tuple) else [statement.value]:
            assert isinstance(each, ast.Name | ast.Attribute)
            names.add(each.id if isinstance(each, ast.Name) else each.attr)
    return names
