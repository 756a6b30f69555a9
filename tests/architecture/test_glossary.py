"""The glossary holds every word that names a class of the domain, each once and with a source in its field."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GLOSSARY = ROOT / "docs/glossary.md"
ROW = re.compile(r"\| (\*\*.+?\*\*) \| (.+?) \| (.+?) \|")

PLAIN = {
    "words of the calendar": "week weekday month day time hour date due iso",
    "small words that join others": "on to over up self",
    "shapes of data": "id ref row column line batch state kind count sum size class",
    "what goes into a step and comes out of it": "input output result outcome case setting summary",
    "what became of something": "answered asked closed declined opened pressed returned started typed told",
    "errors and their causes": "error failed missing refused unavailable",
    "comparisons between weeks or scores": "change comparison earlier latest shown",
    "everyday words that mean nothing special here": "word note whole clean surroundings room known reason",
}
"""Words that need no row of the glossary, each group with the reason. A noun that was thought up belongs in a row."""


@cache
def rows() -> list[tuple[list[str], str, str]]:
    found = [ROW.fullmatch(line) for line in GLOSSARY.read_text("utf-8").splitlines() if line.startswith("| **")]
    assert None not in found, "each row has its words in bold, a meaning and a source"
    return [(re.findall(r"\*\*(.+?)\*\*", each[1]), each[2], each[3]) for each in found if each]


@cache
def terms() -> frozenset[tuple[str, ...]]:
    return frozenset(words_of_term(term) for names, _, _ in rows() for term in names)


def words_of_term(term: str) -> tuple[str, ...]:
    return tuple(singular(word) for word in re.findall(r"[a-z]+", term.lower()))


def singular(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def unknown_words(name: str) -> list[str]:
    """The words of a class's name that are neither in the glossary, alone or with their neighbours, nor plain."""
    words = [singular(word.lower()) for word in re.findall(r"[A-Z][a-z0-9]*", name)]
    plain = {singular(word) for group in PLAIN.values() for word in group.split()}
    unknown = []
    while words:
        length = next((n for n in range(len(words), 0, -1) if tuple(words[:n]) in terms()), 0)
        if not length and words[0] not in plain:
            unknown.append(words[0])
        words = words[length or 1 :]
    return unknown


def public_classes() -> Iterator[tuple[Path, str]]:
    for path in sorted((ROOT / "bot" / "domain").rglob("*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            match node:
                case ast.ClassDef(name=name) if not name.startswith("_"):
                    yield path.relative_to(ROOT), name
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=ast.Name(id="NewType"))):
                    yield path.relative_to(ROOT), name
                case _:
                    pass


def test_every_public_class_of_the_domain_is_made_of_the_glossary_s_words() -> None:
    unknown = {f"{path}: {name}": words for path, name in public_classes() if (words := unknown_words(name))}
    assert unknown == {}, "add a row to docs/glossary.md, with a source, or take a word that is there"


@pytest.mark.parametrize(
    ("name", "unknown"),
    [
        ("Pulse", []),
        ("TeamUpdate", []),
        ("PersonWeekColumns", []),
        ("Desk", ["desk"]),
        ("PulseWhimsy", ["whimsy"]),
        ("FlagGlimmer", ["glimmer"]),
    ],
)
def test_a_noun_that_was_thought_up_is_found(name: str, unknown: list[str]) -> None:
    assert unknown_words(name) == unknown


def test_no_word_has_two_rows() -> None:
    counted = Counter(words_of_term(term) for names, _, _ in rows() for term in names)
    assert [term for term, times in counted.items() if times > 1] == []


def test_no_plain_word_has_a_row_as_well_or_stands_twice() -> None:
    plain = [singular(word) for group in PLAIN.values() for word in group.split()]
    assert {word for word in plain if (word,) in terms()} == set()
    assert [word for word, times in Counter(plain).items() if times > 1] == []


def test_no_plain_word_is_left_that_no_class_needs() -> None:
    used = {singular(word.lower()) for _, name in public_classes() for word in re.findall(r"[A-Z][a-z0-9]*", name)}
    assert {singular(word) for group in PLAIN.values() for word in group.split()} - used == set()


def test_no_class_has_the_name_of_another_in_another_room() -> None:
    """Whoever reads the name in one room would think of the other."""
    places: dict[str, list[str]] = {}
    for path in sorted(path for room in ("bot", "storage", "config") for path in (ROOT / room).rglob("*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places.setdefault(node.name, []).append(str(path.relative_to(ROOT)))
    assert {name: found for name, found in places.items() if len(found) > 1} == {}
