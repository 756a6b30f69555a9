"""Every other language beside the English: the forms that its numbers need, nothing left in English, and no longer than
what it stands on."""

import pytest

from bot.domain.texts import say
from bot.domain.texts.languages import DEFAULT_LOCALE
from tests.support.catalogues import LOCALES, catalogue, english, lacking_forms, read_catalogue

OTHERS = sorted({path.name for path in LOCALES.iterdir()} - {DEFAULT_LOCALE})
SAME_IN = {
    "cy": {
        *("chat-title", "console-page-rota", "console-person-person_id"),
        *("change-cron", "change-person_key", "health-size_megabytes"),
    }
}
"""Texts with words that are the same there as in English."""
TITLE, LABEL = 24, 75
"""Characters in the title or a button of a window on Slack, and in any other button."""
WINDOW = ("chat-title", "chat-send", "chat-cancel", "chat-back", "chat-choose", "administer-close")
LABELS = ("-button-", "_button", "chat-menu-", "pulse-likert4-", "pulse-changed-", "administer-on_form-")
NO_LABEL = "pulse-use_buttons"


@pytest.mark.drill
@pytest.mark.parametrize("locale", OTHERS)
def test_what_goes_by_a_number_has_every_plural_form_of_the_language(locale: str) -> None:
    assert lacking_forms(locale, english(), catalogue(locale)) == []


def test_a_plural_form_that_is_missing_is_noticed() -> None:
    model = read_catalogue(
        "a-a = { $n ->\n    [one] One\n   *[other] { $n }\n }\na-b = { $n }\na-c = { $m } of { $n }\n"
    )
    six = "    [0] Dim\n    [one] Un\n    [two] Dau\n    [few] Tri\n    [many] Chwech\n   *[other] { $n }\n }\n"
    for lines, faults in (
        (f"a-a = {{ $n ->\n{six}", []),
        ("a-a = { $n } peth\n", ["a-a: no forms by n"]),
        ("a-a = { $n ->\n    [one] Un\n   *[other] { $n }\n }\n", ["a-a: by n without few, many, two, zero"]),
        (f"a-b = {{ $n ->\n{six.replace('[two]', '[4]')}", ["a-b: by n without two"]),
        ("a-b = { $n ->\n    [4] Pedwar\n   *[other] { $n }\n }\n", []),
    ):
        assert lacking_forms("cy", model, read_catalogue(lines)) == faults


@pytest.mark.drill
@pytest.mark.parametrize("locale", OTHERS)
def test_nothing_is_left_in_english(locale: str) -> None:
    left = {
        name
        for name, text in catalogue(locale).items()
        if text.words == english()[name].words and any(each.isalpha() for each in _without_values(text.words))
    }
    assert left - SAME_IN.get(locale, set()) == set()


def _without_values(words: str) -> str:
    for value in (*_between(words), "Rounds", "ISO"):
        words = words.replace(value, "")
    return words


def _between(words: str) -> list[str]:
    return [f"{{{each.split('}')[0]}}}" for each in words.split("{")[1:]]


@pytest.mark.parametrize("locale", OTHERS)
def test_labels_fit_where_a_platform_shows_them(locale: str) -> None:
    labels = [name for name in english() if any(part in name for part in LABELS) and not english()[name].variables]
    labels.remove(NO_LABEL)
    assert len(labels) > 60
    long = [name for name in labels if len(say(name, locale)) > LABEL]
    assert [*long, *(name for name in WINDOW if len(say(name, locale)) > TITLE)] == []
