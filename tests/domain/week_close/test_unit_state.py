"""What a unit carries stays small, survives being kept, and gives back the state from before an interrupted week."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import resumable_state
from bot.domain.answers import block_sums
from bot.domain.answers.block_sums import BlockSums, ItemSums
from bot.domain.disclosure.figures import ScoreFigure, ShareFigure
from bot.domain.disclosure.periods import BlockPeriod
from bot.domain.disclosure.release_requests import WeekCount
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.indicators.engagement import ANSWER_SD, PERSON_SD, ItemDifficulty, ScoredAnswer
from bot.domain.indicators.usual_range import Lock
from bot.domain.iso_weeks import IsoWeek
from bot.domain.week_close import unit_state
from bot.domain.week_close.presence import Presence
from bot.domain.week_close.unit_state import ShownScore, UnitState

WEEK = IsoWeek.parse("2026-W10")
WARD = UnitId("ward")
ANA = PersonId("ana")


def kept_states(now: UnitState, before: UnitState | None) -> bytes:
    return resumable_state.pair(
        unit_state.written(now), resumable_state.NOTHING if before is None else unit_state.written(before)
    )


def state_before(kept: bytes, *, closing: IsoWeek) -> UnitState:
    return unit_state.read(resumable_state.before_closing(kept, closing=closing), closing=closing)


def kept_sums(now: BlockSums, before: BlockSums | None) -> bytes:
    written = [
        resumable_state.NOTHING
        if each is None
        else block_sums.assembled(each.week, people=each.kept, habits=each.habits)
        for each in (now, before)
    ]
    return resumable_state.pair(*written)


def sums_before(kept: bytes, *, closing: IsoWeek) -> BlockSums:
    return block_sums.read(resumable_state.before_closing(kept, closing=closing), closing=closing)


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


def a_full_state(week: IsoWeek) -> UnitState:
    share = ShareFigure.of(4, 10, in_tenths=True)
    return replace(
        UnitState(week=week).with_presence([presence(week)]),
        counted=(WeekCount(week=week, asked=9, answered=4, people=9),),
        locks=(Lock(since=None, mean=6.25, half=1.5), Lock(since=week - 3, mean=4.0, half=1.0)),
        shown=((week, share),),
        scores=(
            ShownScore(
                block=BlockPeriod(epoch=week - 3, number=0),
                first=week - 3,
                last=week,
                figure=ScoreFigure(halves=9, people_from=5),
                comparable=True,
            ),
        ),
        score_withheld=True,
        heard_before=frozenset({ANA}),
        scored_of=frozenset({WARD}),
        expected=((week, 4.5, 9),),
        habits=b"\x00\xff",
    )


def test_a_state_survives_being_kept_and_an_interrupted_week_starts_from_the_one_before() -> None:
    before, after = a_full_state(WEEK), a_full_state(WEEK + 1)
    kept = kept_states(after, before)
    assert state_before(kept, closing=WEEK + 2) == after
    assert state_before(kept, closing=WEEK + 1) == before
    assert state_before(kept_states(after, None), closing=WEEK + 1) == UnitState(week=WEEK)


def test_a_pair_from_before_the_two_were_told_apart_by_a_line_break_is_still_read() -> None:
    before, after = a_full_state(WEEK), a_full_state(WEEK + 1)
    older = kept_states(after, before).replace(b",\n", b",")
    assert state_before(older, closing=WEEK + 2) == after
    assert state_before(older, closing=WEEK + 1) == before
    with pytest.raises(ValueError, match="begins with its week"):
        state_before(b'[{"first":1},null]', closing=WEEK)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=13, max_size=13), min_size=1, max_size=7))
def test_counting_bits_gives_what_counting_week_by_week_gives(people: list[list[tuple[bool, bool]]]) -> None:
    state, listed = UnitState(week=WEEK), [PersonId(f"p{number}") for number in range(len(people))]
    for step in range(13):
        state = state.moved_to(WEEK + step).with_presence(
            Presence(
                unit=WARD, person=name, week=WEEK + step, asked=1, reached=int(reached), heard=int(reached and heard)
            )
            for name, weeks in zip(listed, people, strict=True)
            for reached, heard in [weeks[step]]
        )
    for length in (4, 12):
        lately = {name: weeks[-length:] for name, weeks in zip(listed, people, strict=True)}
        answered = [name for name, weeks in lately.items() for reached, heard in weeks if reached and heard]
        within_reach = [name for name, weeks in lately.items() for reached, _ in weeks if reached]
        assert state.person_weeks_within(length) == (len(answered), len(within_reach))
        assert state.heard_within(length) == set(answered)
        assert state.reached_within(length) == set(within_reach)


def answers(person: str, *values: float) -> list[ScoredAnswer]:
    return [
        ScoredAnswer(question="q:1", person=person, value=value, dimensions=frozenset({"personal"})) for value in values
    ]


EVEN = ItemDifficulty(overall=5.0, of_question={"q:1": 5.0})


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.floats(0, 10), min_size=1, max_size=4), min_size=5, max_size=12))
def test_sums_weigh_each_person_by_the_precision_of_their_mean(people: list[list[float]]) -> None:
    given_answers = [each for number, values in enumerate(people) for each in answers(f"p{number}", *values)]
    sums = BlockSums(week=WEEK).with_answers(given_answers, EVEN)
    kept = sums_before(kept_sums(sums, None), closing=WEEK + 1)
    request = kept.request(heard=frozenset(), heard_before=frozenset())
    weights = [1 / (PERSON_SD**2 + ANSWER_SD**2 / len(values)) for values in people]
    means = [sum(values) / len(values) for values in people]
    assert request.precision == pytest.approx(sum(weights))
    assert request.weighted == pytest.approx(sum(mean * weight for mean, weight in zip(means, weights, strict=True)))
    assert len(request.people) == len(people)


def test_a_dimension_needs_enough_people() -> None:
    sums = BlockSums(week=WEEK)
    for number in range(5):
        assert sums.dimensions(minimum=5) == {}
        sums = sums.with_answers(answers(f"p{number}", 6.1), EVEN)
    assert sums.dimensions(minimum=5) == {"personal": 6.0}


def test_sums_of_an_interrupted_week_start_from_the_week_before() -> None:
    before = BlockSums(week=WEEK, habits=b"h").with_answers(answers("ana", 4.0), EVEN)
    after = replace(before, week=WEEK + 1).with_answers(answers("ana", 8.0), EVEN)
    kept = kept_sums(after, before)
    assert sums_before(kept, closing=WEEK + 1) == before
    assert sums_before(kept, closing=WEEK + 2) == after
    items = ItemSums(week=WEEK).with_answers(WEEK + 1, answers("ana", 4.0))
    kept_items = block_sums.dump_items(items, ItemSums(week=WEEK))
    assert block_sums.load_items(kept_items, closing=WEEK + 1) == ItemSums(week=WEEK)
    assert block_sums.load_items(kept_items, closing=WEEK + 2) == items


def test_response_times_kept_by_an_earlier_version_are_passed_over() -> None:
    sums = BlockSums(week=WEEK, habits=b"h").with_answers(answers("ana", 4.0), EVEN)
    now = block_sums.assembled(sums.week, people=sums.kept, habits=sums.habits)
    earlier = now.replace(b',"habits":', b',"asides":{"ana":[1,200,1]},"asked_words":true,"habits":')
    assert earlier != now
    assert block_sums.read(earlier, closing=WEEK + 1) == sums


def test_only_questions_with_enough_answers_cross_an_epoch() -> None:
    items = ItemSums(week=WEEK, items={"few:1": (4, 20.0), "many:1": (5, 25.0)})
    assert items.crossing(minimum=5).items == {"many:1": (5, 25.0)}
