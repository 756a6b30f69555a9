"""Coupling speaks of units only, never of the two or three co-leads of one team."""

from collections.abc import Callable

import pytest

from bot.domain.indicators.coupling import (
    CouplingAnswer,
    environmental_coupling,
    organisational_coupling,
    strategic_coupling,
)
from bot.domain.indicators.values import Estimate, Scarcity, TooFew


def leads(team: str, *values: float) -> list[CouplingAnswer]:
    return [CouplingAnswer(team=team, person=f"{team}{n}", value=v, by_co_lead=True) for n, v in enumerate(values)]


def members(team: str, *values: float) -> list[CouplingAnswer]:
    return [CouplingAnswer(team=team, person=f"{team}m{n}", value=v, by_co_lead=False) for n, v in enumerate(values)]


ALL = (strategic_coupling, organisational_coupling, environmental_coupling)


@pytest.mark.parametrize("coupling", ALL)
def test_four_co_leads_or_one_team_are_too_few(
    coupling: Callable[[list[CouplingAnswer]], Estimate | TooFew],
) -> None:
    crowd = members("icu", *[5.0] * 9) + members("ed", *[5.0] * 9)
    four = coupling([*leads("icu", 8, 8), *leads("ed", 6, 6), *crowd])
    assert four == TooFew(because=Scarcity.CO_LEADS, found=4, needed=5)
    one_team = coupling([*leads("icu", 8, 8, 8, 8, 8), *crowd])
    assert one_team == TooFew(because=Scarcity.UNITS, found=1, needed=2)


def test_the_gap_is_positive_where_leads_see_it_rosier() -> None:
    answers = [*leads("icu", 9, 9, 9), *leads("ed", 8, 8), *members("icu", 5, 5, 5), *members("ed", 6, 6)]
    gap = organisational_coupling(answers)
    assert isinstance(gap, Estimate)
    assert gap.value == pytest.approx(3)
    assert gap.low < 3 < gap.high


def test_the_gap_needs_members_heard_in_the_teams_it_compares() -> None:
    answers = [*leads("icu", 9, 9, 9), *leads("ed", 8, 8), *members("icu", 5, 5, 5), *members("ed", 6)]
    assert organisational_coupling(answers) == TooFew(because=Scarcity.HEARD, found=4, needed=5)
    elsewhere = [*leads("icu", 9, 9, 9), *leads("ed", 8, 8), *members("icu", *[5.0] * 8)]
    assert organisational_coupling(elsewhere) == TooFew(because=Scarcity.CO_LEADS, found=3, needed=5)


def test_agreement_is_ten_when_co_leads_say_the_same_even_if_teams_differ() -> None:
    same = strategic_coupling([*leads("icu", 9, 9, 9), *leads("ed", 2, 2)])
    apart = strategic_coupling([*leads("icu", 10, 0), *leads("ed", 10, 0), *leads("hdu", 5)])
    assert isinstance(same, Estimate)
    assert isinstance(apart, Estimate)
    assert (same.value, apart.value) == (10, 0)


def test_fit_with_outside_demands_is_the_mean_of_people() -> None:
    fit = environmental_coupling([*leads("icu", 2, 4), *leads("ed", 6, 8, 10)])
    assert isinstance(fit, Estimate)
    assert (fit.value, fit.people) == (6, 5)
