"""Which wordings are worth a second look, and what is said of each."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.programme.item_writing import ItemWritingRule, broken_rules, reading_grade

PLAIN = "In the past month something I raised changed how we work."


def test_a_plain_statement_breaks_no_rule() -> None:
    assert broken_rules(PLAIN, "en-GB") == {}


def test_each_broken_rule_is_named_with_the_words_that_break_it() -> None:
    wording = "I do not feel unhappy or stressed, and my manager listens."
    assert broken_rules(wording, "en-GB") == {
        ItemWritingRule.NO_NEGATION: "not",
        ItemWritingRule.ONE_THING: "or, and",
        ItemWritingRule.NO_MOOD: "feel, unhappy, stressed",
    }


@pytest.mark.parametrize(
    ("wording", "rule"),
    [
        ("Our leads didn’t ask us.", ItemWritingRule.NO_NEGATION),
        ("Nobody here listens to us.", ItemWritingRule.NO_NEGATION),
        ("We cannot change how we work.", ItemWritingRule.NO_NEGATION),
        ("Leads ask us as well as tell us.", ItemWritingRule.ONE_THING),
        ("We plan & act as one team.", ItemWritingRule.ONE_THING),
        ("I am worried when I come to work.", ItemWritingRule.NO_MOOD),
        ("Morale on this ward is good.", ItemWritingRule.NO_MOOD),
        (
            "Multidisciplinary improvement initiatives demonstrate organisational responsiveness.",
            ItemWritingRule.EASY_TO_READ,
        ),
        (PLAIN + " " + PLAIN, ItemWritingRule.SHORT),
    ],
)
def test_the_kind_not_the_row(wording: str, rule: ItemWritingRule) -> None:
    assert list(broken_rules(wording, "en-GB")) == [rule]


@pytest.mark.parametrize(
    "wording",
    ["We know our next step.", "I note what the android phone says.", "We see candour in our team."],
)
def test_words_that_only_hold_such_a_word_are_left_alone(wording: str) -> None:
    assert broken_rules(wording, "en-GB") == {}


def test_english_rules_say_nothing_about_other_languages() -> None:
    wording = "Nid yw'r and not or feel unhappy yn Gymraeg."
    assert broken_rules(wording, "cy-GB") == {}
    assert broken_rules(wording * 3, "cy-GB").keys() == {ItemWritingRule.SHORT}


def test_the_reading_grade_is_the_published_formula() -> None:
    # 4 words, 16 letters, 1 sentence: 4.71 * 4 + 0.5 * 4 - 21.43
    assert reading_grade("Four word text here.") == pytest.approx(4.71 * 16 / 4 + 0.5 * 4 - 21.43)
    assert reading_grade("") == 0.0


@given(st.text(max_size=400), st.sampled_from(["en-GB", "en", "cy", "de-AT"]))
def test_every_text_has_an_answer(wording: str, locale: str) -> None:
    for words in broken_rules(wording, locale).values():
        assert words
