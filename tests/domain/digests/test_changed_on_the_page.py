"""Did it change anything? The team reads the answer on its next page once it is told, and not week after week."""

import pytest

from bot.domain.digests.page import ReleasedNotes
from bot.domain.digests.team_page_text import write_team_page
from bot.domain.disclosure.gate import recall
from bot.domain.disclosure.periods import EpochPeriod
from bot.domain.disclosure.quarter_figures import KindsFigure
from bot.domain.disclosure.release_kinds import ReleaseKind
from bot.domain.indicators.score_kinds import ScoreKind
from bot.domain.indicators.score_words import Vocabulary, words_of
from bot.domain.iso_weeks import IsoWeek
from tests.support.pages import WARD, WEEK, a_page


@pytest.mark.parametrize(
    ("told", "kind", "stands_there"),
    [
        (WEEK, ScoreKind.CHANGE, True),
        (WEEK - 1, ScoreKind.CHANGE, False),
        (WEEK, ScoreKind.INFLUENCE, False),
    ],
)
def test_the_answer_stands_on_the_page_of_the_week_in_which_it_is_told(
    told: IsoWeek, kind: ScoreKind, stands_there: bool
) -> None:
    figure = KindsFigure(words={kind: words_of(Vocabulary.FIVE)[0]})
    kinds = recall(WARD, ReleaseKind.KINDS, EpochPeriod(first=WEEK - 12), told, figure)
    shown = repr(write_team_page(a_page(notes=ReleasedNotes(kinds=kinds))))
    assert ("Did it change anything?" in shown) is stands_there
