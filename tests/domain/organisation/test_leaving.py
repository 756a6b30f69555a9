"""What one change of the list would end, and when that is asked about again."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.identifiers import PersonId, UnitId
from bot.domain.organisation.leaving import alike_in, leaving
from bot.domain.organisation.people import Roster
from tests.flows.asking.planning import members

TODAY = date(2026, 3, 3)


def a_list(**teams: int) -> Roster:
    return members({unit: [f"{unit}{number}" for number in range(size)] for unit, size in teams.items()})


@pytest.mark.parametrize(
    ("before", "after", "asks"),
    [
        ({"icu": 40}, {}, True),
        ({"icu": 40}, {"icu": 29}, True),
        ({"icu": 40}, {"icu": 30}, False),
        ({"icu": 12}, {"icu": 8}, True),
        ({"icu": 13}, {"icu": 9}, False),
        ({"icu": 3}, {}, False),
        ({"icu": 20, "amu": 20}, {"icu": 15, "amu": 15}, False),
        ({"icu": 20}, {"icu": 25}, False),
    ],
)
def test_more_than_ten_or_four_who_are_a_third_of_a_team(
    before: dict[str, int], after: dict[str, int], asks: bool
) -> None:
    found = leaving(a_list(**before), a_list(**after), today=TODAY)
    assert found.asks_again is asks
    assert len(found.people) == max(0, sum(before.values()) - sum(after.values()))


def test_who_moves_leaves_nothing() -> None:
    before, after = members({"icu": ["ada", "ben", "cem", "dee"]}), members({"amu": ["ada", "ben", "cem", "dee"]})
    assert not leaving(before, after, today=TODAY).asks_again


def test_dates_that_end_everybody_end_them() -> None:
    before = a_list(icu=6)
    ended = {identity: replace(person, ends=date(2026, 3, 2)) for identity, person in before.people.items()}
    found = leaving(before, replace(before, people=ended), today=TODAY)
    assert found.large_teams == {UnitId("icu"): (6, 6)}
    assert not leaving(replace(before, people=ended), members({}), today=TODAY).people, "they had ended before"


def test_lost_zeros_and_capitals_are_named_and_asked_about() -> None:
    before = members({"icu": ["00417", "Ada", "b1"]})
    found = leaving(before, members({"icu": ["417", "ada", "b1", "c1"]}), today=TODAY)
    assert found.alike == {PersonId("417"): PersonId("00417"), PersonId("ada"): PersonId("Ada")}
    assert found.asks_again
    beside = leaving(before, members({"icu": ["00417", "417", "Ada", "b1"]}), today=TODAY)
    assert (len(beside.alike), beside.asks_again) == (1, False)
    assert alike_in(members({"icu": ["0", "00", "x", "X"]})) == {
        PersonId("00"): PersonId("0"),
        PersonId("x"): PersonId("X"),
    }
