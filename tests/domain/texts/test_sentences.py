"""What is said later is said in the language of whoever reads it, and to its end."""

import pytest
from fluent.runtime import FluentBundle, FluentResource

from bot.domain.texts import say
from bot.domain.texts.languages import DEFAULT_LOCALE
from bot.domain.texts.sentences import Sentence, worded
from tests.support.catalogues import LOCALES, catalogue


def test_a_sentence_is_made_of_texts_and_of_what_is_the_same_in_every_language() -> None:
    role = Sentence.of("change-role", role="member", unit="icu")
    joins = Sentence.of("change-with_roles", id="mem", roles=(role, Sentence.of("change-role", role="x", unit="y")))
    assert str(joins) == worded(joins, "en-GB") == "mem (member of icu, x of y)"


def test_a_long_list_is_said_to_its_end() -> None:
    units = tuple(f"unit-{number}" for number in range(2_000))
    said = str(Sentence.of("change-quiet_time", when="2026-W40", units=units, reason="Survey"))
    assert said == f"2026-W40 for {', '.join(units)} (Survey)"


def test_a_text_with_words_put_in_is_the_one_that_fluent_makes() -> None:
    bundle = FluentBundle([DEFAULT_LOCALE], use_isolating=False)
    for path in (LOCALES / DEFAULT_LOCALE).glob("*.ftl"):
        bundle.add_resource(FluentResource(path.read_text("utf-8")))
    for name, text in catalogue(DEFAULT_LOCALE).items():
        values = {each: f"<{each}>" for each in text.variables}
        pattern = bundle.get_message(name).value
        assert pattern is not None
        words, faults = bundle.format_pattern(pattern, values)
        if not faults:
            assert say(name, DEFAULT_LOCALE, **values) == words, name
    with pytest.raises(ValueError, match="change-of_key"):
        say("change-of_key", DEFAULT_LOCALE, key="without the other")
