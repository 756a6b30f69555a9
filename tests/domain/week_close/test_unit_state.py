"""What a unit carries stays small, and its weeks pass out of the window."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.detector.participation_habits import FORGOTTEN_AFTER_WEEKS
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.texts import say
from bot.domain.week_close.presence import Presence
from bot.domain.week_close.unit_state import GONE_KEPT_WEEKS, WEEKS_KEPT, UnitState

WEEK = IsoWeek.parse("2026-W10")
WARD = UnitId("ward")
ANA = PersonId("ana")


def presence(week: IsoWeek, *, reached: int = 1, heard: int = 1) -> Presence:
    return Presence(unit=WARD, person=ANA, week=week, asked=1, reached=reached, heard=heard)


def test_weeks_pass_out_of_the_window_after_twelve() -> None:
    state = UnitState(week=WEEK).with_presence([presence(WEEK)], planned=True)
    assert state.moved_to(WEEK + 11).reached_within(12) == {ANA}
    assert state.moved_to(WEEK + 12).reached_within(12) == frozenset()
    assert state.moved_to(WEEK + 3).heard_within(4) == {ANA}
    assert state.moved_to(WEEK + 4).heard_within(4) == frozenset()
    with pytest.raises(ValueError, match="cannot go back"):
        state.moved_to(WEEK - 1)


CLOSINGS = 3
"""Weeks until a week is closed and the second of the two kept states has gone with it."""
SHORTEST_MONTHS = 485
"""Days of 16 months in a row, where they have fewest."""


@pytest.mark.parametrize("told", ["me-note-sums", "me-forget_memory", "commands-privacy_gone"])
@pytest.mark.parametrize(("locale", "bound"), [("en-GB", "16 months"), ("cy", "16 mis")])
def test_what_is_remembered_of_somebody_goes_within_the_months_that_texts_name(
    told: str, locale: str, bound: str
) -> None:
    longest = FORGOTTEN_AFTER_WEEKS + max(GONE_KEPT_WEEKS, WEEKS_KEPT) + CLOSINGS
    assert longest * 7 <= SHORTEST_MONTHS
    assert bound in (say(told, locale, weeks=14) if told == "commands-privacy_gone" else say(told, locale))


@pytest.mark.drill
@settings(max_examples=40)
@given(st.lists(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=13, max_size=13), min_size=1, max_size=7))
def test_counting_bits_gives_what_counting_week_by_week_gives(people: list[list[tuple[bool, bool]]]) -> None:
    state, listed = UnitState(week=WEEK), [PersonId(f"p{number}") for number in range(len(people))]
    for step in range(13):
        state = state.moved_to(WEEK + step).with_presence(
            [
                Presence(
                    unit=WARD,
                    person=name,
                    week=WEEK + step,
                    asked=1,
                    reached=int(reached),
                    heard=int(reached and heard),
                )
                for name, weeks in zip(listed, people, strict=True)
                for reached, heard in [weeks[step]]
            ],
            planned=True,
        )
    for length in (4, 12):
        lately = {name: weeks[-length:] for name, weeks in zip(listed, people, strict=True)}
        answered = [name for name, weeks in lately.items() for reached, heard in weeks if reached and heard]
        within_reach = [name for name, weeks in lately.items() for reached, _ in weeks if reached]
        kept = [
            sum(f"{bits:012b}"[-length:].count("1") for bits in each.values()) for each in (state.heard, state.reached)
        ]
        assert kept == [len(answered), len(within_reach)]
        assert state.heard_within(length) == set(answered)
        assert state.reached_within(length) == set(within_reach)


def test_a_team_has_begun_once_anybody_is_within_its_plan() -> None:
    assert UnitState(week=WEEK).with_presence([], planned=False).first is None
    assert UnitState(week=WEEK).with_presence([], planned=True).first == WEEK


@pytest.mark.parametrize(
    ("sizes", "has_grown"),
    [([9], False), ([9, 12], True), ([9, 11], False), ([9, 9, 9, 9, 12], True), ([9, 12, 12, 12, 12, 12], False),
     ([0, 12], False), ([12, 9], False)],
)  # fmt: skip
def test_a_list_has_grown_if_it_is_longer_by_a_third_than_four_weeks_ago(sizes: list[int], *, has_grown: bool) -> None:
    state = UnitState(week=WEEK)
    for step, size in enumerate(sizes):
        state = state.moved_to(WEEK + step).with_list_of(size)
    assert state.list_has_grown is has_grown


@pytest.mark.parametrize(
    ("sizes", "has_grown"),
    [({0: 9, 5: 30}, True), ({0: 9, 30: 12}, True), ({0: 9, 5: 30, 10: 30}, False), ({0: 9, 3: 12, 8: 12}, False),
     ({0: 9, 3: 9, 6: 12}, True), ({0: 9, 1: 9, 12: 12, 13: 12}, True), ({0: 9, 12: 12, 16: 12}, False)],
)  # fmt: skip
def test_nor_does_it_grow_unseen_in_weeks_in_which_nothing_was_asked(sizes: dict[int, int], *, has_grown: bool) -> None:
    """A pause of more than four weeks, or a schedule that comes more seldom."""
    state = UnitState(week=WEEK)
    for step, size in sizes.items():
        state = state.moved_to(WEEK + step).with_list_of(size)
    assert state.list_has_grown is has_grown
