"""The week effect leaves a team out of its own, is not swayed by teams that stand apart, knows a unit's weeks."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.detector.live_week import step_one_week
from bot.domain.detector.state_codec import OrganisationMemory, unpack
from bot.domain.detector.week_effect import (
    SCORES,
    VOICES,
    Evidence,
    Indicator,
    UnitVariance,
    WeekEffect,
    standardised,
    week_effect,
)
from bot.domain.indicators.person_weeks import PersonWeekColumns
from tests.domain.detector.detector_cases import (
    SHIPPED,
    START,
    hospital,
    steady,
)

shifts = st.lists(st.floats(-3, 3), min_size=2, max_size=12)


def evidence(of_teams: list[float], *, information: float = 5.0) -> Evidence:
    """Teams of one size, each shifted by so much."""
    shift = np.array(of_teams)
    size = np.full(len(shift), information)
    return Evidence(residual=shift * size, information=size, variance=size, present=np.ones(len(shift), dtype=np.bool_))


def effect(
    of_teams: list[float],
    *,
    standing: list[float] | None = None,
    indicator: Indicator = VOICES,
    swing: UnitVariance | None = None,
) -> WeekEffect:
    return week_effect(
        evidence(of_teams),
        unit=np.zeros(len(of_teams), dtype=np.int64),
        indicator=indicator,
        swing=UnitVariance.empty(1, indicator) if swing is None else swing,
        standing=np.array(standing if standing is not None else [0.0] * len(of_teams)),
    )


@given(of_teams=shifts, own=st.floats(-3, 3), data=st.data())
def test_a_teams_own_week_never_changes_what_it_is_read_against(
    of_teams: list[float], own: float, data: st.DataObject
) -> None:
    team = data.draw(st.integers(0, len(of_teams) - 1))
    standing = data.draw(st.lists(st.floats(-5, 5), min_size=len(of_teams), max_size=len(of_teams)))
    other = [own if at == team else shift for at, shift in enumerate(of_teams)]
    here, there = effect(of_teams, standing=standing), effect(other, standing=standing)
    assert here.without_self[team] == pytest.approx(there.without_self[team], abs=1e-9)


@given(drifting=st.integers(1, 4), fall=st.floats(0.3, 3))
def test_teams_that_stand_apart_hide_less_of_each_others_fall(drifting: int, fall: float) -> None:
    of_teams = [-fall] * drifting + [0.0] * 12
    apart = [4.0] * drifting + [0.0] * 12
    swayed, unswayed = effect(of_teams), effect(of_teams, standing=apart)
    steady_team = len(of_teams) - 1
    assert swayed.without_self[steady_team] < unswayed.without_self[steady_team] < 0
    if drifting > 1:
        z_swayed, z = standardised(evidence(of_teams), swayed), standardised(evidence(of_teams), unswayed)
        assert z[0] < z_swayed[0]


@given(of_teams=shifts, standing=st.floats(-9, 9))
def test_where_all_teams_stand_alike_all_count_alike(of_teams: list[float], standing: float) -> None:
    here, there = effect(of_teams), effect(of_teams, standing=[standing] * len(of_teams))
    assert here.without_self == pytest.approx(there.without_self, abs=1e-9)


@given(of_teams=shifts, data=st.data())
def test_what_is_learned_and_shown_is_the_mean_of_all_teams_wherever_they_stand(
    of_teams: list[float], data: st.DataObject
) -> None:
    standing = data.draw(st.lists(st.floats(-5, 5), min_size=len(of_teams), max_size=len(of_teams)))
    assert effect(of_teams, standing=standing).of_unit == pytest.approx(effect(of_teams).of_unit)


def test_a_unit_whose_weeks_swing_is_followed_and_one_whose_weeks_keep_still_is_not() -> None:
    swinging = still = UnitVariance.empty(1, VOICES)
    for week in range(40):
        swinging = swinging.after(effect([(-1.0) ** week] * 10))
        still = still.after(effect([0.0] * 10))
    assert swinging.firmness(VOICES)[0] < VOICES.prior < still.firmness(VOICES)[0]
    followed = effect([-1.0] * 10, swing=swinging).without_self[0]
    held = effect([-1.0] * 10, swing=still).without_self[0]
    assert followed < held < 0


@pytest.mark.drill
@given(weeks=st.lists(shifts, max_size=30), indicator=st.sampled_from([VOICES, SCORES]))
def test_the_pull_to_the_usual_keeps_its_bounds(weeks: list[list[float]], indicator: Indicator) -> None:
    swing = UnitVariance.empty(1, indicator)
    for of_teams in weeks:
        swing = swing.after(effect(of_teams, indicator=indicator, swing=swing))
    assert indicator.loosest <= swing.firmness(indicator)[0] <= indicator.firmest


def test_a_memory_from_before_swings_were_kept_goes_on_with_the_usual_one() -> None:
    rows = hospital(steady(3), weeks=3)
    memory = OrganisationMemory()
    for step in range(3):
        columns = PersonWeekColumns.of([row for row in rows if row.week == START + step])
        memory, _ = step_one_week(
            memory, columns, week=START + step, teams=["steady-00", "steady-01", "steady-02"], thresholds=SHIPPED
        )

    def without_swing(kept: bytes) -> bytes:
        held = json.loads(kept)
        assert held.pop("swing") != [0.0, 0.0]
        return json.dumps(held).encode()

    old = unpack(replace(memory, shared=without_swing(memory.shared)), teams=["steady-00"], present={})
    around = old.state.surroundings
    assert around.voices_variance.firmness(VOICES)[0] == pytest.approx(VOICES.prior)
    assert old.state.watches[0].scores_variance.squares[0] > 0
    kept = unpack(memory, teams=["steady-00"], present={}).state.surroundings
    assert kept.voices_variance.weight[0] > around.voices_variance.weight[0] - 1
    assert kept.voices_variance.squares[0] != around.voices_variance.squares[0]
