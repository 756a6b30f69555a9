"""The chart of a digest comes back as it was frozen, also from an earlier version."""

import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.digests.chart import FEWEST_POINTS, ChartFigures
from bot.domain.disclosure.figures import ScoreFigure
from bot.domain.disclosure.periods import BlockPeriod
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.indicators.score_words import Vocabulary, word_of, words_of
from bot.domain.indicators.usual_range import LockedLimits
from bot.domain.iso_weeks import IsoWeek
from bot.domain.week_close.unit_state import ShownScore
from storage.codecs.charts import decode_chart, encode_chart
from tests.support.presses import WEEKS

WORDS = st.text(st.characters(codec="utf-8"), max_size=20)
NUMBERS = st.floats(0, 10)
CHARTS = st.builds(
    ChartFigures,
    unit=WORDS,
    locale=st.just("en-GB"),
    points=st.lists(st.tuples(WEEKS, st.integers(0, 10)), min_size=FEWEST_POINTS, max_size=8).map(tuple),
    scores=st.lists(
        st.builds(
            ShownScore,
            block=st.builds(BlockPeriod, epoch=WEEKS, number=st.integers(1, 3)),
            first=WEEKS,
            last=WEEKS,
            figure=st.builds(
                ScoreFigure, word=st.sampled_from([*words_of(Vocabulary.THREE), *words_of(Vocabulary.FIVE)])
            ),
        ),
        max_size=2,
    ).map(tuple),
    flags=st.lists(st.tuples(WEEKS, st.none() | st.sampled_from(FlagKind)), max_size=2).map(tuple),
    steps=st.lists(WEEKS, max_size=2).map(tuple),
    locks=st.lists(st.builds(LockedLimits, since=st.none() | WEEKS, mean=NUMBERS, half=NUMBERS), max_size=2).map(tuple),
    target=st.none() | st.integers(1, 10),
)
WEEK = IsoWeek(year=2026, week=10)
OLDEST = {
    "unit": "Ward",
    "locale": "en-GB",
    "points": [["2026-W07", 6], ["2026-W08", 6], ["2026-W09", 7], ["2026-W10", 6]],
    "scores": [["2026-W01/1", "2026-W01", "2026-W04", 13, 10]],
    "flags": ["2026-W09"],
}
"""As it was kept before there were steps."""
NEWER = {**OLDEST, "steps": [["2026-W08", "Rota"]], "locks": [[None, 6, 1.5]], "target": None}
"""As it was kept before charts said their version, and no more the reasons of steps."""


@pytest.mark.drill
@given(CHARTS)
def test_a_chart_comes_back_as_it_was_frozen(chart: ChartFigures) -> None:
    assert decode_chart(encode_chart(chart)) == chart


def test_where_nothing_was_drawn_there_is_no_chart() -> None:
    assert encode_chart(None) == "{}"
    assert decode_chart("{}") is None


def test_charts_of_earlier_versions_are_read_as_they_are() -> None:
    oldest = decode_chart(json.dumps(OLDEST))
    assert oldest == ChartFigures(
        unit="Ward",
        locale="en-GB",
        points=((WEEK - 3, 6), (WEEK - 2, 6), (WEEK - 1, 7), (WEEK, 6)),
        scores=(
            ShownScore(
                block=BlockPeriod(epoch=WEEK - 9, number=1),
                first=WEEK - 9,
                last=WEEK - 6,
                figure=ScoreFigure(word=word_of(Fraction(13, 2), Vocabulary.FIVE)),
            ),
        ),
        flags=((WEEK - 1, None),),
    )
    newer = decode_chart(json.dumps(NEWER))
    assert newer is not None
    assert newer.steps == (WEEK - 2,)
    assert newer.locks == (LockedLimits(since=None, mean=6.0, half=1.5),)
    assert json.loads(encode_chart(newer)) == {
        "v": 1,
        **NEWER,
        "steps": ["2026-W08"],
        "scores": [["2026-W01/1", "2026-W01", "2026-W04", "agree/5"]],
    }


@pytest.mark.parametrize(
    "damaged",
    [
        {**NEWER, "v": 2},
        {**NEWER, "locks": [[None, "6", 1]]},
        {**NEWER, "points": [["2026-W07", 6.5]]},
        {**NEWER, "points": [["2026-W07"]]},
        {**NEWER, "flags": "2026-W09"},
        {**NEWER, "steps": [["2026-W08", "Rota", "more"]]},
    ],
)
def test_what_no_version_wrote_is_refused(damaged: object) -> None:
    with pytest.raises(ValueError, match="validation error"):
        decode_chart(json.dumps(damaged))
