"""When schedules open: in order over all zones, however rarely, and not where all is quiet."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.recurrence import CronRecurrence
from bot.domain.organisation.unit_tree import UnitTree
from bot.domain.programme.halts import Halt
from bot.domain.programme.occurrences import days_around
from bot.domain.programme.programme import Cadence, OnCron, OnDays, Weekday
from bot.domain.programme.quiet_times import QuietTimes
from bot.flows.asking.occurrence_calendar import LOOKS_AHEAD, Calendar
from tests.flows.asking.planning import a_hospital, a_weekly
from tests.support.builders import ICU, T0

LONDON, NEW_YORK, APIA = "Europe/London", "America/New_York", "Pacific/Apia"
TUESDAYS = OnDays(days=(Weekday.TUE,), at=time(10))
ONCE_A_YEAR = OnDays(days=(Weekday.TUE,), at=time(10), every_weeks=52)


def calendar() -> Calendar:
    return Calendar(CronRecurrence())


def test_openings_come_by_moment_over_all_zones_and_not_before() -> None:
    after = datetime(2026, 3, 3, 10, tzinfo=UTC)
    found = calendar().openings(TUESDAYS, [LONDON, NEW_YORK], after=after, until=after + timedelta(weeks=1))
    assert [(each.at, each.zone) for each in found] == [
        (datetime(2026, 3, 3, 15, tzinfo=UTC), NEW_YORK),
        (datetime(2026, 3, 10, 10, tzinfo=UTC), LONDON),
    ]


@pytest.mark.drill
@given(
    cadence=st.sampled_from([TUESDAYS, OnCron(expression="0 10 * * mon,thu"), OnCron(expression="30 9 1 * *")]),
    days=st.integers(0, 500),
    hours=st.integers(-20_000, 20_000),
)
def test_steps_leave_none_out_and_give_none_twice(cadence: Cadence, days: int, hours: int) -> None:
    start, zones = T0 + timedelta(hours=hours), (LONDON, APIA)
    end = start + timedelta(days=days)
    found = [tuple(each) for each in calendar().openings(cadence, zones, after=start, until=end)]
    whole = calendar().occurrences(cadence, *days_around(start, end))
    in_one_go = sorted((each.instant(zone), zone, each) for each in whole for zone in zones)
    assert found == [each for each in in_one_go if start < each[0] <= end]


def test_what_opens_once_a_year_is_seen_all_year() -> None:
    programme = a_hospital("icu")
    quiet = QuietTimes(programme=programme, tree=UnitTree.of(programme.organisation))
    for week in range(60):
        found = calendar().next_asking(a_weekly(cadence=ONCE_A_YEAR), [ICU], quiet, after=T0 + timedelta(weeks=week))
        assert found is not None, week


@pytest.mark.parametrize(("days", "opens"), [(None, None), (10, datetime(2026, 3, 17, 10, tzinfo=UTC))])
def test_what_is_halted_is_passed_over(days: int | None, opens: datetime | None) -> None:
    programme = a_hospital("icu")
    until = None if days is None else T0 + timedelta(days=days)
    halt = Halt(unit=None, since=T0 - timedelta(hours=1), until=until, reason="Flood")
    quiet = QuietTimes(programme=programme, tree=UnitTree.of(programme.organisation), halts=[halt])
    found = calendar().next_asking(a_weekly(cadence=TUESDAYS), [ICU], quiet, after=T0)
    assert (found and found.at) == opens
    assert timedelta(weeks=52) < LOOKS_AHEAD


@pytest.mark.parametrize(("until", "opens"), [(None, None), (date(2026, 3, 12), datetime(2026, 3, 17, 10, tzinfo=UTC))])
def test_a_pause_of_the_schedule_is_passed_over(until: date | None, opens: datetime | None) -> None:
    programme = a_hospital("icu")
    quiet = QuietTimes(programme=programme, tree=UnitTree.of(programme.organisation))
    schedule = a_weekly(cadence=TUESDAYS, paused=True, paused_until=until)
    found = calendar().next_asking(schedule, [ICU], quiet, after=T0 - timedelta(days=1))
    assert (found and found.at) == opens
