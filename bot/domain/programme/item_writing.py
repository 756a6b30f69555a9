"""Rules for the wording of a question, as survey research knows them; each that is broken is worth a second look.

A statement is answered between two patients: it should be short, say one thing, ask for no "not" to be turned
round, and be about running the service, not about mood. The rules on words are those of a language and hold for its
texts alone. Sources: Krosnick and Presser, Question and Questionnaire Design, 2010 (short, one thing, no negation);
Senter and Smith, Automated Readability Index, AMRL-TR-66-220, 1967 (years of schooling from characters, words and
sentences).
"""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum

LONGEST = 110
"""Characters that fit above the buttons of a phone without scrolling."""
SCHOOL_YEARS = 6
"""Those of a reader of eleven to twelve years."""


class ItemWritingRule(StrEnum):
    SHORT = "short"
    EASY_TO_READ = "easy_to_read"
    NO_NEGATION = "no_negation"
    ONE_THING = "one_thing"
    NO_MOOD = "no_mood"


def broken_rules(wording: str, locale: str) -> Mapping[ItemWritingRule, str]:
    """The rules that a wording breaks, with the words that break them, or its length or reading grade."""
    found: dict[ItemWritingRule, str] = {}
    if len(wording) > LONGEST:
        found[ItemWritingRule.SHORT] = str(len(wording))
    of_language = _BY_LANGUAGE.get(locale.split("-")[0])
    return found if of_language is None else {**found, **of_language(wording)}


def reading_grade(wording: str) -> float:
    """The Automated Readability Index: years of schooling that a reader of English needs."""
    words = _WORD.findall(wording)
    if not words:
        return 0.0
    sentences = max(1, len(_SENTENCE_END.findall(wording)))
    characters = sum(character.isalnum() for character in wording)
    return 4.71 * characters / len(words) + 0.5 * len(words) / sentences - 21.43


def _english(wording: str) -> Mapping[ItemWritingRule, str]:
    found: dict[ItemWritingRule, str] = {}
    grade = reading_grade(wording)
    if grade > SCHOOL_YEARS:
        found[ItemWritingRule.EASY_TO_READ] = f"{grade:.1f}"
    for rule, words in _ENGLISH_WORDS.items():
        these = list(dict.fromkeys(match.group().lower() for match in words.finditer(wording)))
        if these:
            found[rule] = ", ".join(these)
    return found


_BY_LANGUAGE: Mapping[str, Callable[[str], Mapping[ItemWritingRule, str]]] = {"en": _english}
_WORD = re.compile(r"[\w'’-]+")
_SENTENCE_END = re.compile(r"[.!?…]+(?=\s|$)")
_ENGLISH_WORDS: Mapping[ItemWritingRule, re.Pattern[str]] = {
    ItemWritingRule.NO_NEGATION: re.compile(
        r"\b(?:not|never|cannot|nobody|no[ -]one|none|nothing|nowhere|neither|nor|without|hardly|rarely|seldom|barely"
        r"|\w+n['’]t)\b",
        re.IGNORECASE,
    ),
    ItemWritingRule.ONE_THING: re.compile(
        r"\b(?:and/or|and|or|as well as|but|although|plus|both)\b|&|;", re.IGNORECASE
    ),
    ItemWritingRule.NO_MOOD: re.compile(
        r"\b(?:(?:un)?happ(?:y|iness|ier)|feel(?:s|ing|ings)?|felt|moods?|morale|(?:di)?stress(?:ed|ful|es)?|tired"
        r"|exhaust(?:ed|ion|ing)|burn(?:ed|t)?[ -]?out|anxi(?:ous|ety)|worr(?:y|ied|ies)|depress(?:ed|ion)|sad(?:ness)?"
        r"|ang(?:ry|er)|frustrat(?:ed|ion|ing)|lonely|afraid|scared|upset|overwhelmed|cheerful|enjoy(?:s|ed)?|love"
        r"|hate|(?:dis)?satisf(?:ied|action)|miserable|fed up)\b",
        re.IGNORECASE,
    ),
}
