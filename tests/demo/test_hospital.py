"""Who is in the demo's hospital."""

import pytest

from bot.demo.hospital import GUARDIAN, TEAMS, Team, roster
from bot.demo.run import FIRST_WEEK, demo_programme
from bot.domain.organisation.people import Role
from bot.domain.raising.choices import guardians_of


@pytest.mark.parametrize("team", TEAMS, ids=lambda team: team.unit)
def test_whoever_raises_something_can_choose_a_guardian_who_is_on_the_list(team: Team) -> None:
    held = roster(newcomers_start=FIRST_WEEK, seed=1)
    assert list(guardians_of(demo_programme(), team.unit)) == [GUARDIAN]
    assert GUARDIAN in held.people
    assert {each.role for each in held.memberships if each.person == GUARDIAN} == {Role.GUARDIAN}
