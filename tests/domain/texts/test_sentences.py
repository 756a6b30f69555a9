"""What is said later is said in the language of whoever reads it, and to its end."""

import weakref
from collections.abc import Iterator, Sequence

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


@pytest.mark.drill
def test_a_text_with_something_put_in_is_the_one_that_fluent_makes() -> None:
    for locale in (DEFAULT_LOCALE, "cy"):
        bundle = FluentBundle([locale], use_isolating=False)
        for path in (LOCALES / locale).glob("*.ftl"):
            bundle.add_resource(FluentResource(path.read_text("utf-8")))
        for name, text in catalogue(locale).items():
            pattern = bundle.get_message(name).value
            assert pattern is not None
            for values in filled(sorted(text.variables)):
                words, faults = bundle.format_pattern(pattern, values)
                if not faults:
                    assert say(name, locale, **values) == words, (name, values)
    with pytest.raises(ValueError, match="change-of_key"):
        say("change-of_key", DEFAULT_LOCALE, key="without the other")


def filled(variables: Sequence[str]) -> Iterator[dict[str, object]]:
    """Words in every variable, numbers in every one, and numbers in some of them."""
    words: dict[str, object] = {each: f"<{each}>" for each in variables}
    yield words
    if variables:
        for number in (0, 1, 2, 3, 6, 1234, 1.0, 0.25):
            yield dict.fromkeys(variables, number)
            for each in variables:
                yield {**words, each: number}
                yield {**dict.fromkeys(variables, number), each: words[each]}


class Name(str):
    """Words of which it can be seen whether somebody still has them."""

    __slots__ = ("__weakref__",)


def test_what_was_filled_in_is_kept_nowhere() -> None:
    names = [Name(f"Somebody {number}") for number in range(3)]
    kept = [weakref.ref(name) for name in names]
    assert "Somebody 0" in say("digest-heading-details", DEFAULT_LOCALE, unit=names[0])
    assert "Somebody 1" in say("loop-reply_taken", DEFAULT_LOCALE, role=names[1], unit="icu")
    assert "Somebody 2" in say("digest-period", DEFAULT_LOCALE, count=3, date=names[2])
    names.clear()
    assert [each() for each in kept] == [None] * 3
