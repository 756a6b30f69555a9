"""The budget of attention: never more than the allowance, in whatever order things are offered."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.attention.budget import IN_ALL, Counted, WeekAllowance, admit
from bot.domain.attention.spread import AttentionGroup, spread
from bot.domain.identifiers import PersonId
from bot.domain.organisation.people import Role

ROLES = st.frozensets(st.sampled_from(Role), min_size=1)
BUDGETS = st.integers(min_value=1, max_value=7)


def week_of_offers(offers: list[Counted], allowance: WeekAllowance) -> Counter[Counted]:
    used: Counter[Counted] = Counter()
    for kind in offers:
        if admit(kind, used, allowance):
            used[kind] += 1
    return used


@given(offers=st.lists(st.sampled_from(Counted), max_size=40), roles=ROLES, questions=BUDGETS)
def test_attention_never_exceeds_the_cap_whatever_is_offered_in_whatever_order(
    offers: list[Counted], roles: frozenset[Role], questions: int
) -> None:
    allowance = WeekAllowance.of(roles, questions_per_week=questions)
    used = week_of_offers(offers, allowance)
    assert used.total() <= allowance.in_all
    assert used[Counted.REMINDER] <= 1
    assert used[Counted.NUDGE] <= 1
    # What is asked by rounds is planned without looking at the rest, so all of it must still fit.
    assert used.total() - used[Counted.QUESTION] + allowance.questions <= allowance.in_all


@given(offers=st.lists(st.sampled_from(Counted), max_size=40), roles=ROLES, questions=BUDGETS)
def test_questions_and_their_reminder_fit_whatever_came_before(
    offers: list[Counted], roles: frozenset[Role], questions: int
) -> None:
    allowance = WeekAllowance.of(roles, questions_per_week=questions)
    used = week_of_offers([*offers, *[Counted.QUESTION] * 7, Counted.REMINDER], allowance)
    assert used[Counted.QUESTION] == allowance.questions
    assert used[Counted.REMINDER] == min(1, allowance.questions)


@pytest.mark.parametrize(
    ("roles", "questions", "expected"),
    [
        ({Role.MEMBER}, 2, (2, 3)),
        ({Role.MEMBER, Role.CHAMPION}, 2, (2, IN_ALL)),
        ({Role.NURSING_LEAD}, 2, (2, IN_ALL)),
        ({Role.CHAMPION}, 2, (0, IN_ALL)),
        ({Role.SPONSOR}, 2, (0, IN_ALL)),
        ({Role.MEMBER, Role.CHAMPION}, 5, (5, 6)),
        ({Role.ADMINISTRATOR}, 2, (0, 0)),
    ],
)
def test_what_each_role_may_get(roles: set[Role], questions: int, expected: tuple[int, int]) -> None:
    allowance = WeekAllowance.of(roles, questions_per_week=questions)
    assert (allowance.questions, allowance.in_all) == expected


def test_a_member_is_never_nudged_and_a_champion_once_beside_two_questions() -> None:
    member = WeekAllowance.of({Role.MEMBER}, questions_per_week=2)
    champion = WeekAllowance.of({Role.MEMBER, Role.CHAMPION}, questions_per_week=2)
    assert not admit(Counted.NUDGE, {}, member)
    assert admit(Counted.NUDGE, {}, champion)
    assert not admit(Counted.NUDGE, {Counted.ASK: 1}, champion)
    assert not admit(Counted.ASK, {Counted.NUDGE: 1}, champion)
    assert admit(Counted.REMINDER, {Counted.NUDGE: 1, Counted.QUESTION: 2}, champion)


def test_administrators_are_told_counts_that_point_at_nobody() -> None:
    roles = {PersonId(f"p{n}"): {Role.MEMBER} for n in range(13)}
    roles |= {PersonId(f"c{n}"): {Role.MEMBER, Role.CHAMPION} for n in range(4)}
    got = {PersonId(f"p{n}"): 1 for n in range(9)} | {PersonId("p12"): 7, PersonId("c0"): 2}
    told = spread(got, roles)
    assert told == {AttentionGroup.MEMBERS: (0, 5, 0, 0, 0)}
    assert all(number % 5 == 0 for numbers in told.values() for number in numbers)
