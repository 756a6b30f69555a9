"""What a unit carries stays small, survives being kept, and gives back the state from before an interrupted week."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import block_sums, unit_state
from bot.domain.block_sums import BlockSums, ItemSums
from bot.domain.claims import WeekCount
from bot.domain.figures import ScoreFigure, ShareFigure
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.indicators.engagement import ItemDifficulty, ScoredAnswer, score
from bot.domain.indicators.engagement import Prior as ScorePrior
from bot.domain.indicators.participation import (
    breadth,
    breadth_of,
    could_not_be_asked,
    not_asked_of,
    participation,
    participation_of,
)
from bot.domain.indicators.values import Estimate
from bot.domain.indicators.windows import Window
from bot.domain.records import Presence
from bot.domain.unit_state import ShownScore, UnitState
from bot.domain.usual_range import Lock
from bot.domain.weeks import IsoWeek

WEEK = IsoWeek.parse("2026-W10")
WARD = UnitId("ward")
ANA = PersonId("ana")


def presence(week: IsoWeek, *, reached: int = 1, heard: int = 1) -> Presence:
    return Presence(unit=WARD, person=ANA, week=week, asked=1, reached=reached, heard=heard)


def test_weeks_pass_out_of_the_window_after_twelve() -> None:
    state = UnitState(week=WEEK).with_presence([presence(WEEK)])
    assert state.moved_to(WEEK + 11).reached_within(12) == {ANA}
    assert state.moved_to(WEEK + 12).reached_within(12) == frozenset()
    assert state.moved_to(WEEK + 3).heard_within(4) == {ANA}
    assert state.moved_to(WEEK + 4).heard_within(4) == frozenset()
    with pytest.raises(ValueError, match="cannot go back"):
        state.moved_to(WEEK - 1)


def test_rows_are_the_reachable_weeks_that_are_kept() -> None:
    state = UnitState(week=WEEK).with_presence([presence(WEEK)]).moved_to(WEEK + 2)
    state = state.with_presence([presence(WEEK + 2, heard=0)])
    assert {(row.week, row.answered) for row in state.rows(WARD)} == {(WEEK, True), (WEEK + 2, False)}


def a_full_state(week: IsoWeek) -> UnitState:
    share = ShareFigure.of(4, 10, in_tenths=True)
    return replace(
        UnitState(week=week).with_presence([presence(week)]),
        counted=(WeekCount(week=week, asked=9, answered=4, people=9),),
        locks=(Lock(since=None, mean=6.25, half=1.5), Lock(since=week - 3, mean=4.0, half=1.0)),
        shown=((week, share),),
        scores=(
            ShownScore(
                block="b", first=week - 3, last=week, figure=ScoreFigure(halves=9, people_from=5), comparable=True
            ),
        ),
        score_withheld=True,
        heard_before=frozenset({ANA}),
        scored_of=frozenset({WARD}),
        not_asked=share,
        expected=((week, 4.5, 9),),
        habits=b"\x00\xff",
    )


def test_a_state_survives_being_kept_and_an_interrupted_week_starts_from_the_one_before() -> None:
    before, after = a_full_state(WEEK), a_full_state(WEEK + 1)
    kept = unit_state.dump(after, before)
    assert unit_state.load(kept, closing=WEEK + 2) == after
    assert unit_state.load(kept, closing=WEEK + 1) == before
    assert unit_state.load(unit_state.dump(after, None), closing=WEEK + 1) == UnitState(week=WEEK)


def test_a_pair_from_before_the_two_were_told_apart_by_a_line_break_is_still_read() -> None:
    before, after = a_full_state(WEEK), a_full_state(WEEK + 1)
    older = unit_state.dump(after, before).replace(b",\n", b",")
    assert unit_state.load(older, closing=WEEK + 2) == after
    assert unit_state.load(older, closing=WEEK + 1) == before
    with pytest.raises(ValueError, match="begins with its week"):
        unit_state.load(b'[{"first":1},null]', closing=WEEK)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=13, max_size=13), min_size=1, max_size=7))
def test_counting_bits_gives_what_the_indicators_count_from_rows(people: list[list[tuple[bool, bool]]]) -> None:
    state, listed = UnitState(week=WEEK), [PersonId(f"p{number}") for number in range(len(people))]
    for step in range(13):
        state = state.moved_to(WEEK + step).with_presence(
            Presence(
                unit=WARD, person=name, week=WEEK + step, asked=1, reached=int(reached), heard=int(reached and heard)
            )
            for name, weeks in zip(listed, people, strict=True)
            for reached, heard in [weeks[step]]
        )
    rows = state.rows(WARD)
    for length in (4, 12):
        window = Window(last=state.week, length=length)
        answered, reachable = state.person_weeks_within(length)
        reached = state.reached_within(length)
        assert participation_of(answered, reachable, people=len(reached)) == participation(rows, window=window)
        assert breadth_of(state.heard_within(length), listed=listed) == breadth(rows, listed=listed, window=window)
        assert not_asked_of(reached, listed=listed) == could_not_be_asked(rows, listed=listed, window=window)


def answers(person: str, *values: float) -> list[ScoredAnswer]:
    return [
        ScoredAnswer(question="q:1", person=person, value=value, dimensions=frozenset({"personal"})) for value in values
    ]


EVEN = ItemDifficulty(overall=5.0, of_question={"q:1": 5.0})


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.floats(0, 10), min_size=1, max_size=4), min_size=5, max_size=12))
def test_sums_give_the_same_score_as_the_answers_would(people: list[list[float]]) -> None:
    given_answers = [each for number, values in enumerate(people) for each in answers(f"p{number}", *values)]
    sums = BlockSums(week=WEEK).with_answers(given_answers, EVEN)
    kept = block_sums.load(block_sums.dump(sums, None), closing=WEEK + 1)
    claim = kept.claim(heard=frozenset(), heard_before=frozenset())
    prior = ScorePrior(mean=6.0)
    direct = score(given_answers, prior=prior, difficulty=EVEN)
    assert isinstance(direct, Estimate)
    prior_precision = 1 / prior.team_sd**2
    mean = (prior.mean * prior_precision + claim.weighted) / (prior_precision + claim.precision)
    assert mean == pytest.approx(direct.value)
    assert len(claim.people) == len(people)


def test_a_dimension_needs_enough_people() -> None:
    sums = BlockSums(week=WEEK)
    for number in range(5):
        assert sums.dimensions(minimum=5) == {}
        sums = sums.with_answers(answers(f"p{number}", 6.1), EVEN)
    assert sums.dimensions(minimum=5) == {"personal": 6.0}


def test_sums_of_an_interrupted_week_start_from_the_week_before() -> None:
    before = BlockSums(week=WEEK, habits=b"h").with_answers(answers("ana", 4.0), EVEN)
    after = replace(before, week=WEEK + 1).with_answers(answers("ana", 8.0), EVEN)
    kept = block_sums.dump(after, before)
    assert block_sums.load(kept, closing=WEEK + 1) == before
    assert block_sums.load(kept, closing=WEEK + 2) == after
    items = ItemSums(week=WEEK).with_answers(WEEK + 1, answers("ana", 4.0))
    kept_items = block_sums.dump_items(items, ItemSums(week=WEEK))
    assert block_sums.load_items(kept_items, closing=WEEK + 1) == ItemSums(week=WEEK)
    assert block_sums.load_items(kept_items, closing=WEEK + 2) == items


def test_response_times_kept_by_an_earlier_version_are_passed_over() -> None:
    sums = BlockSums(week=WEEK, habits=b"h").with_answers(answers("ana", 4.0), EVEN)
    now = block_sums.written(sums)
    earlier = now.replace(b',"habits":', b',"asides":{"ana":[1,200,1]},"asked_words":true,"habits":')
    assert earlier != now
    assert block_sums.read(earlier, closing=WEEK + 1) == sums


def test_only_questions_with_enough_answers_cross_an_epoch() -> None:
    items = ItemSums(week=WEEK, items={"few:1": (4, 20.0), "many:1": (5, 25.0)})
    assert items.crossing(minimum=5).items == {"many:1": (5, 25.0)}
