"""A chart is made of releases only, keeps its holes, and its words say what its picture shows."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.digests.chart import (
    ChartFigures,
    all_ranges,
    alt_text,
    chart_of,
    figures_of,
    newest_step,
    step_words,
    usual_range,
)
from bot.domain.disclosure.figures import ScoreFigure
from bot.domain.disclosure.periods import BlockPeriod
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.indicators.score_words import Vocabulary, word_of
from bot.domain.indicators.usual_range import LockedLimits
from bot.domain.iso_weeks import IsoWeek
from bot.domain.week_close.unit_state import ShownScore, UnitState

WEEK = IsoWeek.parse("2026-W10")


def a_state(*tenths: int | None, scores: int = 0) -> UnitState:
    count = len(tenths)
    return UnitState(
        week=WEEK,
        tenths=tuple((WEEK - (count - 1 - at), value) for at, value in enumerate(tenths) if value is not None),
        scores=tuple(
            ShownScore(
                block=BlockPeriod(epoch=WEEK, number=at),
                first=WEEK - 4 * (scores - at),
                last=WEEK - 4 * (scores - at) + 3,
                figure=ScoreFigure(word=word_of(Fraction(13, 2), Vocabulary.FIVE)),
            )
            for at in range(scores)
        ),
    )


def a_chart(
    *tenths: int | None,
    scores: int = 0,
    flags: tuple[tuple[IsoWeek, FlagKind | None], ...] = (),
    steps: tuple[IsoWeek, ...] = (),
    locks: tuple[LockedLimits, ...] = (),
    target: int | None = None,
) -> ChartFigures:
    state = replace(a_state(*tenths, scores=scores), locks=locks)
    chart = chart_of(state, unit="Ward", locale="en-GB", flags=flags, steps=steps, target=target)
    assert chart is not None
    return chart


def test_a_chart_keeps_its_holes() -> None:
    chart = a_chart(5, None, 6, 6, 7, scores=2, flags=((WEEK, FlagKind.BOTH),))
    assert [week for week, _ in chart.points] == [WEEK - 4, WEEK - 2, WEEK - 1, WEEK]
    assert len(chart.scores) == 2
    assert chart.flags == ((WEEK, FlagKind.BOTH),)


def test_of_older_steps_a_chart_shows_only_the_one_that_holds() -> None:
    steps = (WEEK - 90, WEEK - 70, WEEK - 6)
    locks = (LockedLimits(since=None, mean=6.25, half=1.5), LockedLimits(since=WEEK - 70, mean=5.0, half=1.0))
    chart = a_chart(*[6] * 40, steps=steps, locks=locks)
    assert chart.steps == steps[1:]
    assert chart.locks == locks
    assert newest_step(chart) == steps[2]
    old, new = all_ranges(chart)
    assert new is None
    assert old is not None
    assert (old.mean, old.low, old.locked) == (5.0, 4.0, True)
    assert step_words(chart) == "New usual range from 19 January."


def test_a_locked_range_moves_no_more() -> None:
    found = usual_range(a_chart(*[3] * 20, locks=(LockedLimits(since=None, mean=6.0, half=1.0),)))
    assert found is not None
    assert (found.mean, found.low, found.high, found.locked) == (6.0, 5.0, 7.0, True)


def test_under_four_figures_there_is_no_chart() -> None:
    assert chart_of(a_state(5, 6, None, 7), unit="Ward", locale="en-GB") is None


def test_the_range_comes_from_figures_that_share_no_week() -> None:
    # Every fourth week moves by 2 between neighbours; taken weekly, ranges would be 2 and 0.
    steady = [4, 4, 4, 4, 6, 6, 6, 6] * 3
    found = usual_range(a_chart(*steady))
    assert found is not None
    assert found.mean == pytest.approx(5)
    assert found.low == pytest.approx(0)
    assert found.high == pytest.approx(10)


def test_the_range_is_never_narrower_than_rounding_allows_and_shows_what_lies_outside() -> None:
    found = usual_range(a_chart(*[6] * 23, 3))
    assert found is not None
    assert found.mean - found.low >= 1
    assert found.outside == (23,)


def test_before_three_separate_figures_there_is_no_range() -> None:
    assert usual_range(a_chart(*[6] * 8)) is None
    assert usual_range(a_chart(*[6] * 9)) is not None


def test_the_words_name_level_range_flag_and_score() -> None:
    chart = a_chart(*[6] * 23, 3, scores=2, flags=((WEEK - 1, FlagKind.BOTH),))
    assert alt_text(chart, usual_range(chart)) == (
        "Chart from 28 September to 8 March: about 3 in 10 are heard now. Usual are 5 to 6 in 10. "
        "A conversation was suggested for the week to 1 March. Said last: Agree."
    )


@pytest.mark.drill
@settings(max_examples=60)
@given(
    tenths=st.lists(st.integers(1, 9), min_size=4, max_size=56),
    scores=st.integers(0, 13),
    flags=st.lists(st.integers(0, 50), max_size=6, unique=True),
    name=st.text(min_size=1, max_size=300),
    steps=st.lists(st.integers(0, 80), max_size=4, unique=True),
)
def test_the_words_never_grow_longer_than_a_caption(
    tenths: list[int], scores: int, flags: list[int], name: str, steps: list[int]
) -> None:
    chart = a_chart(
        *tenths,
        scores=scores,
        flags=tuple((WEEK - back, FlagKind.BOTH) for back in sorted(flags)),
        steps=tuple(WEEK - back for back in sorted(steps, reverse=True)),
    )
    chart = replace(chart, unit=name)
    assert 0 < len(alt_text(chart, usual_range(chart))) <= 400


def test_the_table_has_what_the_picture_shows() -> None:
    chart = a_chart(5, None, 6, 6, 7, scores=1, flags=((WEEK, FlagKind.BOTH),), steps=(WEEK - 1,))
    assert figures_of(chart) == (
        ("Week to", "Heard, of ten colleagues", "Said", "Also"),
        ("8 March", "7", "", "a conversation was suggested"),
        ("1 March", "6", "Agree", "a new usual range began"),
        ("22 February", "6", "Agree", ""),
        ("8 February", "5", "Agree", ""),
    )
