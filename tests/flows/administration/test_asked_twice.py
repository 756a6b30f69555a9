"""A schedule moved within the week that runs asks twice, and that is said before it is done."""

from datetime import time, timedelta

import pytest

from bot.domain.programme.programme import OnDays, Weekday
from bot.flows.administration.asked_twice import AskedTwice
from tests.flows.asking.planning import NoCron, a_hospital, a_weekly
from tests.support.builders import T0
from tests.support.clocks import StillClock


@pytest.mark.parametrize(
    ("to", "days", "is_said"),
    [("Wed", 0, True), ("Tue", 0, False), ("Mon", 0, False), ("Wed", -1, False), ("Wed", 6, False), ("Wed", 2, False)],
)
def test_tuesday_moved_within_its_week(to: str, days: int, is_said: bool) -> None:
    clock = StillClock(T0 + timedelta(days=days, hours=1))
    moved = a_weekly(cadence=OnDays(days=(Weekday(to),), at=time(10)))
    said = list(AskedTwice(recurrence=NoCron(), clock=clock)(a_hospital(), a_hospital(schedules=[moved])))
    assert bool(said) is is_said
    assert not any("weekly-pulse" not in str(line) for line in said)
