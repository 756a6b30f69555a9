"""Every word that people read: complete in each language, plain, and without promises that we cannot keep."""

import re
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

from bot.domain import texts
from bot.domain.asking.consent_changes import (
    ConsentWish,
    after_silence,
    apply_change,
    confirmation,
)
from bot.domain.messaging.buttons import OnSelf, SelfPress
from bot.domain.messaging.free_text_guard import Suspicion
from bot.domain.organisation.people import Consent
from bot.domain.texts import TOPICS, say
from tests.support.builders import T0

BRITISH = re.compile(r"\b(?:color|behavior|organiz\w+|recogniz\w+|program|center|rumor|labor)\b", re.IGNORECASE)
BLAME = re.compile(r"\b(?:you failed|you forgot|your fault|non-?compliant|please comply|must answer)\b", re.IGNORECASE)


def catalogues() -> Iterator[tuple[str, str, Mapping[str, str]]]:
    for topic in TOPICS:
        module = import_module(f"bot.domain.texts.en_gb.{topic}")
        for name in vars(module):
            if re.fullmatch(r"[A-Z]{2}(_[A-Z]{2})?", name):
                yield topic, name, getattr(module, name)


def placeholders(template: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(template) if field is not None}


def test_every_topic_is_listed() -> None:
    folder = Path(texts.__file__ or "").parent / "en_gb"
    assert {path.stem for path in folder.glob("*.py")} - {"__init__"} == set(TOPICS)


@pytest.mark.parametrize(("topic", "locale", "catalogue"), list(catalogues()))
def test_no_wording_promises_what_cannot_be_kept_or_blames(
    topic: str, locale: str, catalogue: Mapping[str, str]
) -> None:
    for name, words in catalogue.items():
        assert "anonym" not in words.lower(), name
        assert not BRITISH.search(words), (topic, locale, name)
        assert not BLAME.search(words), name
        assert "  " not in words, name


def test_another_language_has_the_same_names_and_placeholders() -> None:
    english = {topic: catalogue for topic, locale, catalogue in catalogues() if locale == "EN_GB"}
    for topic, _, catalogue in catalogues():
        assert catalogue.keys() == english[topic].keys()
        for name, words in catalogue.items():
            assert placeholders(words) == placeholders(english[topic][name]), (topic, name)


def test_every_kind_that_the_guard_names_has_words() -> None:
    for kind in Suspicion:
        assert say(f"pulse.refused_{kind.value}")


@pytest.mark.parametrize("wish", get_args(ConsentWish))
def test_every_wish_has_an_answer_and_only_some_change_anything(wish: ConsentWish) -> None:
    before = Consent(joined_at=T0, unanswered=3)
    after = apply_change(before, wish, now=T0, zone="Europe/London")
    assert confirmation(before, after, wish, now=T0, zone="Europe/London", locale="en-GB").text
    menus = {OnSelf.LESS_OFTEN, OnSelf.PAUSE, OnSelf.STOP, OnSelf.KEEP}
    assert (after == before) is (wish in menus)
    assert after.joined_at == T0


def test_after_long_silence_the_way_back_is_offered() -> None:
    message = after_silence(count=4, weeks=4, locale="en-GB")
    assert "only every 4 weeks" in message.text
    offered = [button.intent for row in message.buttons for button in row]
    assert offered == [SelfPress(what=OnSelf.WEEKLY_AGAIN), SelfPress(what=OnSelf.STOP)]
