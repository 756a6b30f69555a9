"""Which language somebody is written to in, and where a text is looked for."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.identifiers import UnitId
from bot.domain.organisation.unit_tree import UnitTree
from bot.domain.organisation.units import Organisation, Unit
from bot.domain.texts import choose, languages, say
from bot.domain.texts.languages import fallbacks, nearest
from tests.support.builders import ICU, a_person, a_question

WARD = UnitId("ward")


@pytest.mark.parametrize(
    ("locale", "places"),
    [
        ("de-AT", ("de-AT", "de", "en-GB")),
        ("de", ("de", "en-GB")),
        ("en-GB", ("en-GB", "en")),
        ("zh-Hant-TW", ("zh-Hant-TW", "zh-Hant", "zh", "en-GB")),
    ],
)
def test_a_text_is_looked_for_from_the_nearest_to_british_english(locale: str, places: tuple[str, ...]) -> None:
    assert fallbacks(locale) == places


def test_texts_and_questions_follow_the_same_rule() -> None:
    assert say("chat-send", "de-AT") == say("chat-send", "de") == "Abschicken"
    assert say("chat-cancel", "de-AT") == say("chat-cancel", "en-GB") == "Cancel", "the German has no such text"
    question = a_question(text={"fr": "Oui ?", "de": "Ja?", "en-GB": "Yes?"})
    assert question.wording("de-AT") == "Ja?"
    assert question.wording("pl") == "Yes?"
    assert nearest({"fr": "Oui ?"}, "de") == "Oui ?", "better a question in another language than none"


def test_topics_may_name_each_other(tmp_path: Path) -> None:
    folder = tmp_path / "eo"
    folder.mkdir()
    (folder / "tea.ftl").write_text("tea-name = teo\ntea-both = { tea-name } kaj { milk-name }\n", encoding="utf-8")
    (folder / "milk.ftl").write_text("milk-name = lakto\nmilk-in = { milk-name } en { tea-name }\n", encoding="utf-8")
    # In a process of its own: a language that was added once stays.
    script = f"""
from pathlib import Path
from bot.domain.texts import look_in, say
look_in(Path({str(tmp_path)!r}))
print(say("tea-both", "eo"), say("milk-in", "eo"), sep=", ")
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("teo kaj lakto, lakto en teo\n", "")


def test_a_name_that_no_language_has_is_a_mistake() -> None:
    with pytest.raises(KeyError, match="chat-nonsense"):
        say("chat-nonsense", "en-GB")
    with pytest.raises(ValueError, match=r"pulse-heading: .*unit"):
        say("pulse-heading", "en-GB")


def test_words_that_are_too_long_to_be_filled_in_lose_their_end() -> None:
    shown = say("home-teams", "en-GB", teams=", ".join(f"Ward {number} of the old building" for number in range(200)))
    assert shown.startswith("You are on the list of: Ward 0 of the old building, Ward 1")
    assert "…" in shown
    assert len(shown) < 2500


def test_rounds_speaks_the_first_language_it_knows_of_those_wished_for() -> None:
    assert "de" in languages()
    assert choose("pl", None, "de-AT", "en-GB") == "de-AT"
    assert choose("en-US", "de") == "en-US", "British English is English"
    assert choose(None, "pl") == "en-GB"


def test_people_are_written_to_in_their_own_language_else_their_units_else_the_organisations() -> None:
    ward = Unit(id=WARD, name="Ward", locale="de-AT")
    icu = Unit(id=ICU, name="ICU", parent=WARD)
    here = Organisation(name="Here", timezone="Europe/Vienna", locale="en-GB", units=(ward, icu))
    ann = a_person("ann")
    assert here.locale_for(replace(ann, locale="en-IE"), [ICU]) == "en-IE"
    assert here.locale_for(ann, [UnitId("closed"), ICU]) == "de-AT"
    assert here.locale_for(replace(ann, locale="pl"), [ICU]) == "de-AT"
    assert here.locale_for(ann) == here.locale_for() == "en-GB"
    assert replace(here, locale="pl").locale_for() == "en-GB"


def test_a_unit_takes_over_the_language_above_it() -> None:
    ward = Unit(id=WARD, name="Ward", locale="de-AT")
    icu = Unit(id=ICU, name="ICU", parent=WARD, locale="pl")
    here = Organisation(name="Here", timezone="Europe/Vienna", locale="en-GB", units=(ward, icu))
    assert UnitTree.of(here).locales == {WARD: "de-AT", ICU: "de-AT"}
    assert here.locale_of(ICU) == here.locale_of(WARD) == "de-AT"
