"""Every number of the report comes from a run, and the page that is kept is the one that its figures make."""

import json
import re
from dataclasses import replace

import pytest

from tests.adversary.figures import FIGURES, Figures, read
from tests.adversary.mutants import MUTANTS
from tests.adversary.report import KEPT, PAGE, TEMPLATE, rendered

NUMBER = re.compile(r"\d[\d.,]*\d|\d")
LINK = re.compile(r"\]\([^)]*\)")


@pytest.fixture(scope="module")
def kept() -> Figures:
    return read(KEPT.read_text("utf-8"))


def numbers(page: str) -> list[str]:
    return NUMBER.findall(LINK.sub("]", page))


def another(figure: object) -> object:
    """The same with every number raised, whatever holds it, and each number in a word, too."""
    match figure:
        case bool() | None:
            return figure
        case int() | float():
            return figure + 1
        case str():
            return re.sub(r"\d", lambda digit: str((int(digit[0]) + 1) % 10), figure)
        case list():
            return [another(each) for each in figure]
        case dict():
            return {another(key): another(each) for key, each in figure.items()}
        case _:
            raise TypeError(figure)


def test_other_figures_change_every_number(kept: Figures) -> None:
    raised = FIGURES.validate_python(another(json.loads(FIGURES.dump_json(kept))))
    raised = replace(raised, faults=kept.faults)  # another number of them changes a sentence, too; see below
    pairs = list(zip(numbers(rendered(kept)), numbers(rendered(raised)), strict=True))
    assert len(pairs) > 100
    assert [one for one, other in pairs if one == other] == [f"{kept.faults:,}"]


def test_no_number_is_typed_in_the_text_around_them() -> None:
    text = re.sub(r"{{.*?}}|{%.*?%}", "", TEMPLATE.read_text("utf-8"), flags=re.DOTALL)
    assert numbers(text) == []


def test_the_page_is_the_one_that_its_figures_make(kept: Figures) -> None:
    assert PAGE.read_text("utf-8") == rendered(kept)


def test_every_mutant_stands_in_it(kept: Figures) -> None:
    assert [each.name for each in kept.hunted] == [each.name for each in MUTANTS]


def test_whatever_went_wrong_is_said_first(kept: Figures) -> None:
    survived = replace(kept.hunted[0], histories=None)
    assert "**In this run nobody was found out, and" in rendered(replace(kept, faults=0))
    assert "must not be used" in rendered(replace(kept, faults=1_234))
    assert "**1,234**" in rendered(replace(kept, faults=1_234))
    missed = rendered(replace(kept, hunted=[survived, *kept.hunted[1:]], faults=0))
    assert "the adversary found nobody either" in missed
    assert "**none of 2,000**" in missed
