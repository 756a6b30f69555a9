"""The library of nudges keeps its rules: short, plain, for a peer, and never about answering, ranking or blame."""

import re

import pytest

from bot.domain.follow_up.action_library import ActionKind, component_of
from bot.domain.identifiers import NudgeId, UnitId
from bot.domain.indicators.score_kinds import ScoreKind
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.plain_text import plain_text
from bot.domain.nudges.library import NUDGES, NudgeSource, Pitfall, nudge_words, pitfall_words
from bot.domain.nudges.nudge_text import nudge_message
from bot.domain.nudges.nudges import Nudge
from bot.domain.nudges.seasons import Season
from bot.domain.programme.item_writing import SCHOOL_YEARS, reading_grade
from bot.domain.texts.languages import DEFAULT_LOCALE

WORDS_IN_15_SECONDS = 50
"""At 200 words a minute, in which a fluent adult reads plain text without hurry (Brysbaert 2019: 238)."""
COMPONENTS = {"1": 4, "2": 2, "3": 5, "4": 4, "5": 1, "6": 7}
"""How many components each of Reinertsen's elements has."""
NEVER = re.compile(
    r"\b(?:answer\w*|respon[ds]\w*|repl(?:y|ies)|survey\w*|pulse\w*|participat\w*|take part"
    r"|rank\w*|league|top|worst|best|beat|compet\w*|target\w*|scores?|compar\w*"
    r"|blame\w*|fault\w*|fail\w*|lazy|careless|should have|why did\w*|who did|remind\w*|chase\w*|reward\w*|prize\w*)\b",
    re.IGNORECASE,
)
CODES = sorted(NUDGES)


def test_there_are_at_least_40_on_all_23_components() -> None:
    assert len(NUDGES) >= 40
    assert len({nudge_words(code, DEFAULT_LOCALE) for code in NUDGES}) == len(NUDGES)
    expected = {f"{element}.{number}" for element, most in COMPONENTS.items() for number in range(1, most + 1)}
    assert {component_of(code) for code in NUDGES} == expected


def test_every_source_and_pitfall_and_kind_is_used() -> None:
    assert {item.source for item in NUDGES.values()} == set(NudgeSource)
    assert {item.avoid for item in NUDGES.values()} == set(Pitfall)
    assert {letter for item in NUDGES.values() for letter in item.suits} == {each.value for each in ActionKind}
    assert {item.helps for item in NUDGES.values()} == {
        ScoreKind.PERSONAL,
        ScoreKind.SUPERVISORY,
        ScoreKind.STRATEGIC,
    }


@pytest.mark.parametrize("season", Season)
def test_each_season_has_items_enough_for_half_a_year(season: Season) -> None:
    assert sum(not item.seasons or season in item.seasons for item in NUDGES.values()) >= 26 + 3


@pytest.mark.parametrize("code", CODES)
def test_an_item_is_read_in_15_seconds_with_all_that_stands_around_it(code: str) -> None:
    nudge = Nudge(id=NudgeId("n"), unit=UnitId("icu"), person=None, week=IsoWeek.parse("2026-W10"), codes=(code,))
    text = plain_text(nudge_message(nudge, DEFAULT_LOCALE).document)
    assert len(text.split()) <= WORDS_IN_15_SECONDS, text


@pytest.mark.parametrize("code", CODES)
def test_an_item_is_as_plain_as_a_question(code: str) -> None:
    for words in (nudge_words(code, DEFAULT_LOCALE), pitfall_words(code, DEFAULT_LOCALE)):
        assert reading_grade(words) <= SCHOOL_YEARS, words


@pytest.mark.parametrize("code", CODES)
def test_no_item_is_about_answering_ranking_blame_or_reward(code: str) -> None:
    for words in (nudge_words(code, DEFAULT_LOCALE), pitfall_words(code, DEFAULT_LOCALE)):
        assert not NEVER.findall(words), words


@pytest.mark.parametrize("bad", ["Ask who has not answered.", "Show the best team.", "Ask why did it fail."])
def test_the_rule_finds_what_it_forbids(bad: str) -> None:
    assert NEVER.search(bad)
