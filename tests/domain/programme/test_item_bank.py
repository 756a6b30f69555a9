"""The item bank: every competency and facet in three wordings, short, plain, and one of each three turned round."""

import re
from collections import Counter
from itertools import product
from pathlib import Path

import pytest

import config
from bot.domain.programme.questions import (
    OWN_KINDS,
    Audience,
    Competency,
    Facet,
    Kind,
    Polarity,
    Question,
    Scale,
)
from config.files import in_folder
from config.questions import read_questions
from tests.support.catalogues import LOCALES

BANK = read_questions(in_folder(Path(config.__path__[0]) / "starter")).questions
CORE = [question for question in BANK.values() if question.kind is Kind.CORE]
TURNED = re.compile(r"\b(not|never|no longer|none|nid|nad|ddim|byth)\b|n't\b|n’t\b", re.IGNORECASE)
LANGUAGES = {path.name for path in LOCALES.iterdir()}


@pytest.mark.parametrize(("competency", "facet"), list(product(Competency, Facet)))
def test_every_cell_has_three_items_of_which_one_is_turned(competency: Competency, facet: Facet) -> None:
    cell = [question for question in CORE if (question.competency, question.facet) == (competency, facet)]
    assert Counter(question.polarity for question in cell) == {Polarity.POSITIVE: 2, Polarity.NEGATIVE: 1}
    assert {question.scale for question in cell} == {Scale.LIKERT4}
    assert {question.audience for question in cell} == {Audience.MEMBERS}


def test_every_special_kind_has_an_item_and_none_is_turned() -> None:
    special = [question for question in BANK.values() if question.kind is not Kind.CORE]
    assert {question.kind for question in special} == set(Kind) - {Kind.CORE} - OWN_KINDS
    assert {question.polarity for question in special} == {Polarity.POSITIVE}


@pytest.mark.parametrize("question", list(BANK.values()), ids=list(BANK))
def test_a_wording_is_short_and_turns_on_no_negation(question: Question) -> None:
    for wording in question.text.values():
        assert len(wording) <= 110
        assert not TURNED.search(wording)
        assert wording.strip() == wording
        assert wording.endswith((".", ")"))


def test_no_two_items_read_the_same() -> None:
    wordings = [wording for question in BANK.values() for wording in question.text.values()]
    assert len(set(wordings)) == len(wordings) == 38 * len(LANGUAGES)


@pytest.mark.parametrize("question", list(BANK.values()), ids=list(BANK))
def test_each_item_is_worded_in_every_language_that_rounds_speaks(question: Question) -> None:
    assert question.text.keys() == LANGUAGES
    assert question.none_label is None or question.none_label.keys() == LANGUAGES


def test_who_raised_nothing_can_say_so() -> None:
    assert BANK["infl-1"].none_label == {"en-GB": "I raised nothing", "cy": "Ni chodais ddim"}  # type: ignore[index]
    assert BANK["advo-2"].scale is Scale.RATING10  # type: ignore[index]


def test_members_and_co_leads_answer_the_same_coupling_wordings() -> None:
    coupling = [question for question in BANK.values() if question.kind.value.startswith("coupling_")]
    assert len(coupling) == 3
    assert {question.audience for question in coupling} == {Audience.BOTH}


def test_the_question_that_follows_an_action_is_no_schedules_business() -> None:
    assert "loop-1" not in BANK
