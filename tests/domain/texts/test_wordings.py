"""Every word that people read: complete in each language, plain, and without promises that we cannot keep."""

import ast
import re
from pathlib import Path
from typing import get_args

import pytest

from bot.domain.asking.consent_changes import (
    ConsentWish,
    after_silence,
    apply_change,
    confirmation,
)
from bot.domain.messaging.buttons import OnSelf, SelfPress
from bot.domain.messaging.suspicions import Suspicion
from bot.domain.organisation.people import Consent
from bot.domain.texts import say
from bot.domain.texts.languages import DEFAULT_LOCALE
from tests.support.builders import T0
from tests.support.catalogues import (
    LOCALES,
    calls,
    catalogue,
    differences,
    english,
    named_by,
    read_catalogue,
    topics,
    uses,
)
from tests.support.messages import words_of

BRITISH = re.compile(r"\b(?:color|behavior|organiz\w+|recogniz\w+|program|center|rumor|labor)\b", re.IGNORECASE)
BLAME = re.compile(r"\b(?:you failed|you forgot|your fault|non-?compliant|please comply|must answer)\b", re.IGNORECASE)

OURS = re.compile(
    r"\b(?:habits?|standing|releases?|released|just|rosier|afresh|anew|had its day|laid to rest)\b", re.IGNORECASE
)

IDIOMS = re.compile(r"\b(?:rosier|afresh|had its day|laid to rest|in one go|up and running)\b", re.IGNORECASE)

ROOT = Path(__file__).parents[3]
LANGUAGES = sorted(path.name for path in LOCALES.iterdir())


@pytest.mark.drill
@pytest.mark.parametrize("locale", LANGUAGES)
def test_each_text_lies_in_the_file_of_its_topic(locale: str) -> None:
    for topic, found in topics(locale).items():
        assert {name.split("-")[0] for name in found} == {topic}


@pytest.mark.drill
@pytest.mark.parametrize("locale", LANGUAGES)
def test_no_wording_promises_what_cannot_be_kept(locale: str) -> None:
    for name, text in catalogue(locale).items():
        assert "anonym" not in text.words.lower(), name
        assert not re.search(r"\w  ", text.words), name


@pytest.mark.drill
@pytest.mark.parametrize("locale", LANGUAGES)
def test_no_text_is_laid_out_by_empty_lines(locale: str) -> None:
    """What stands apart is a section of its own, under a name of its own."""
    assert [name for name, text in catalogue(locale).items() if "\n\n" in text.words] == []


def test_the_english_is_british_and_blames_nobody() -> None:
    for name, text in english().items():
        assert not BRITISH.search(text.words), name
        assert not BLAME.search(text.words), name


def test_the_english_is_plain() -> None:
    """Short sentences, no idioms, and no words that only we use."""
    for topic, texts in topics(DEFAULT_LOCALE).items():
        for name, text in texts.items():
            assert not OURS.search(text.words), name
            assert topic in ("web", "console", "me") or not re.search(r"\bpages?\b", text.words), name
            assert max(map(len, map(str.split, sentences(text.words)))) < 18, name


def test_the_command_line_speaks_without_idioms() -> None:
    for path in (ROOT / "bot" / "cli").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert not IDIOMS.search(node.value), f"{path.name}: {node.value}"


def test_the_page_for_translators_names_every_topic() -> None:
    page = (ROOT / "docs/translating.md").read_text("utf-8")
    assert [topic for topic in topics(DEFAULT_LOCALE) if f"`{topic}.ftl`" not in page] == []


def sentences(words: str) -> list[str]:
    """Each sentence of each variant of a text, where a variable counts as one word."""
    without = re.sub(r"\{ ?\$\w+ ->", ".\n", words)
    variants = re.sub(r"\*?\[\w+\]", ".\n", re.sub(r"\{[^{}]*\}", "X", without))
    return re.split(r"(?<=[.!?:;])\s+|\n", variants)


@pytest.mark.drill
@pytest.mark.parametrize("locale", LANGUAGES)
def test_each_language_has_the_same_names_and_variables(locale: str) -> None:
    assert differences(english(), catalogue(locale)) == []


def test_a_faulty_translation_is_noticed() -> None:
    model = read_catalogue(
        "pulse-a = Until { $until }\npulse-b = { $n ->\n    [one] a week\n   *[other] { $n } weeks\n }\n"
    )
    other = read_catalogue("pulse-b = { $weeks } Wochen\npulse-c = Ja\n")
    assert differences(model, other) == [
        "pulse-a: missing",
        "pulse-c: unknown",
        "pulse-b: variables ['weeks'], not ['n']",
    ]
    with pytest.raises(AssertionError):
        read_catalogue("pulse-a = Bis { $until\n")
    with pytest.raises(AssertionError):
        read_catalogue("pulse-a = Bis\npulse-a = Bis\n")


@pytest.mark.drill
def test_every_name_in_the_code_has_a_text() -> None:
    for use in uses(frozenset(topics(DEFAULT_LOCALE))):
        assert named_by(use.name, english()), (use.where, use.name.pattern)
        is_whole_topic = re.match(r"(?!library|notification)\w+-\.", use.name.pattern)
        assert not is_whole_topic, f"{use.where}: which texts of a topic are meant?"


@pytest.mark.drill
def test_every_call_fills_in_what_its_text_asks_for_and_nothing_else() -> None:
    found = list(calls())
    assert len(found) > 150
    for call in found:
        meant = [[english()[name] for name in named_by(each, english())] for each in call.names]
        assert all(meant), (call.where, call.names)
        asked = [text.variables for texts in meant for text in texts]
        assert all(variables <= call.variables for variables in asked), (call.where, call.names)
        assert call.variables - {"unit"} <= frozenset().union(*asked), (call.where, call.names)


@pytest.mark.drill
def test_every_text_is_used() -> None:
    patterns = {use.name for use in uses(frozenset(topics(DEFAULT_LOCALE)))}
    used = {name for pattern in patterns for name in named_by(pattern, english())}
    parts = {part for text in english().values() for part in text.parts}
    assert sorted(english().keys() - parts - used) == []


def test_every_kind_that_the_guard_names_has_words() -> None:
    for kind in Suspicion:
        assert say(f"pulse-refused-{kind.value}", "en-GB")


@pytest.mark.parametrize("wish", get_args(ConsentWish))
def test_every_wish_has_an_answer_and_only_some_change_anything(wish: ConsentWish) -> None:
    before = Consent(joined_at=T0, unanswered=3)
    after = apply_change(before, wish, now=T0, zone="Europe/London")
    assert words_of(confirmation(before, after, wish, now=T0, zone="Europe/London", locale="en-GB"))
    menus = {OnSelf.LESS_OFTEN, OnSelf.PAUSE, OnSelf.STOP, OnSelf.KEEP}
    assert (after == before) is (wish in menus)
    assert after.joined_at == T0


def test_after_long_silence_the_way_back_is_offered() -> None:
    message = after_silence(count=4, weeks=4, locale="en-GB")
    assert "only every 4 weeks" in words_of(message)
    offered = [button.intent for row in message.buttons for button in row]
    assert offered == [SelfPress(what=OnSelf.WEEKLY_AGAIN), SelfPress(what=OnSelf.STOP)]
