"""The line of everything in a TOML file, whatever way it is written."""

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
import tomlkit
from hypothesis import given, settings
from hypothesis import strategies as st

from config.toml_lines import Path, lines_of

WRITTEN = '''\
# a comment with = and [brackets]
top = 1

[organisation]   # a header
name = "x"
"quoted key" = 'it''s'
a.b = 2

[[unit]]
id = "one"
text = """
[not a header]
no = "key" ""
"""
units = [
  "a",  # ]
  "b", "c",
  [ { deep = [
      1 ] } ],
]

[unit.inner]
x = {y = {z = 1}, w = "}"}

[[unit]]
id = '\'\'two
lines\'\'\'
[[unit.more]]
k = 1
[[unit.more]]
k = 2
'''.replace("'it''s'", "'its'").replace("'\\'\\'two\nlines\\'\\'\\'", "'''two\nlines'''")


def test_every_way_to_write_a_key_has_its_line() -> None:
    lines = lines_of(WRITTEN)
    assert lines["top",] == 2
    assert lines["organisation",] == 4
    assert lines["organisation", "quoted key"] == 6
    assert lines["organisation", "a", "b"] == 7
    assert lines["unit",] == lines["unit", 0] == 9
    assert lines["unit", 0, "text"] == 11
    assert lines["unit", 0, "units", 0] == 16
    assert lines["unit", 0, "units", 2] == 17
    assert lines["unit", 0, "units", 3, 0, "deep"] == 18
    assert lines["unit", 0, "units", 3, 0, "deep", 0] == 19
    assert lines["unit", 0, "inner", "x", "y", "z"] == 23
    assert lines["unit", 1] == 25
    assert lines["unit", 1, "more", 0] == 28
    assert lines["unit", 1, "more", 1, "k"] == 31


def test_the_sample_is_toml_and_nothing_in_it_lacks_a_line() -> None:
    lines = lines_of(WRITTEN)
    assert set(_paths(tomllib.loads(WRITTEN))) == set(lines)


KEYS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=6)
SCALARS = st.one_of(st.integers(-9, 9), st.booleans(), st.text(max_size=12))
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=8
)


@pytest.mark.drill
@given(st.dictionaries(KEYS, VALUES, max_size=4))
@settings(max_examples=60)
def test_whatever_a_writer_writes_has_a_line_for_every_value(tables: dict[str, Any]) -> None:
    text = tomlkit.dumps(tables)
    lines = lines_of(text)
    assert set(_paths(tomllib.loads(text))) <= set(lines)
    assert all(1 <= line <= text.count("\n") + 1 for line in lines.values())


def _paths(value: Any, path: Path = ()) -> Iterator[Path]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inner:
        yield (*path, key)
        yield from _paths(each, (*path, key))
