import itertools
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.iso_weeks import IsoWeek
from bot.domain.programme.occurrences import (
    ORIGIN,
    Occurrence,
    days_around,
    due_between,
    on_days,
    on_wall_times,
)
from bot.domain.programme.programme import (
    DigestTime,
    OnDays,
    QuietHours,
    Weekday,
)
from bot.domain.programme.quiet_hours import is_quiet, next_allowed
from bot.domain.programme.wall_clock import (
    digest_at,
    end_of_week,
    to_utc,
    week_bounds,
    week_of,
)

ZONES = (
    "Europe/London",
    "America/New_York",
    "Australia/Lord_Howe",  # half an hour
    "Asia/Kolkata",  # never
    "Africa/Casablanca",  # back for Ramadan, on other dates each year
    "America/Nuuk",  # at the weekend's edge
)
TWO_YEARS = (date(2025, 1, 1), date(2026, 12, 31))
SHIFTS_OF_THE_CLOCK = {
    "Europe/London": [date(2026, 3, 29), date(2026, 10, 25)],
    "America/New_York": [date(2026, 3, 8), date(2026, 11, 1)],
    "Australia/Lord_Howe": [date(2026, 4, 5), date(2026, 10, 4)],
    "Africa/Casablanca": [date(2026, 2, 15), date(2026, 3, 22)],
}

zones = st.sampled_from(ZONES)
walls = st.times(min_value=time(3), max_value=time(23, 59)).map(lambda at: at.replace(second=0, microsecond=0))
cadences = st.builds(
    lambda days, at, every: OnDays(days=tuple(days), at=at, every_weeks=every),
    st.lists(st.sampled_from(Weekday), min_size=1, max_size=7, unique=True),
    walls,
    st.integers(1, 6),
)
instants = st.datetimes(min_value=datetime(2024, 12, 1), max_value=datetime(2027, 1, 31), timezones=st.just(UTC))  # noqa: DTZ001


def test_a_wall_time_that_does_not_exist_moves_forward_by_the_gap() -> None:
    spring = to_utc(date(2026, 3, 29), time(1, 30), "Europe/London")
    assert spring == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert spring.astimezone(ZoneInfo("Europe/London")).time() == time(2, 30)
    half_an_hour = to_utc(date(2026, 10, 4), time(2, 10), "Australia/Lord_Howe")
    assert half_an_hour.astimezone(ZoneInfo("Australia/Lord_Howe")).time() == time(2, 40)


def test_of_a_doubled_wall_time_the_first_is_taken() -> None:
    assert to_utc(date(2026, 10, 25), time(1, 30), "Europe/London") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_fixed_wall_time_stays_at_ten_on_both_sides_of_a_clock_change() -> None:
    cadence = OnDays(days=(Weekday.TUE,), at=time(10))
    opening = [each.instant("Europe/London") for each in on_days(cadence, date(2026, 3, 24), date(2026, 3, 31))]
    assert opening == [datetime(2026, 3, 24, 10, tzinfo=UTC), datetime(2026, 3, 31, 9, tzinfo=UTC)]


def test_every_two_weeks_counts_from_the_first_monday_of_2024() -> None:
    cadence = OnDays(days=(Weekday.THU, Weekday.MON), at=time(10), every_weeks=2)
    found = on_days(cadence, ORIGIN, date(2024, 1, 31))
    assert [(each.local_date.isoformat(), each.number) for each in found] == [
        ("2024-01-01", 0),
        ("2024-01-04", 1),
        ("2024-01-15", 2),
        ("2024-01-18", 3),
        ("2024-01-29", 4),
    ]


@pytest.mark.drill
@given(cadence=cadences, split=st.integers(1, 729))
def test_occurrences_are_numbered_without_a_gap_however_they_are_asked_for(cadence: OnDays, split: int) -> None:
    first, last = date(2023, 6, 1), date(2025, 6, 1)
    middle = first + timedelta(days=split)
    whole = on_days(cadence, first, last)
    assert whole == (*on_days(cadence, first, middle), *on_days(cadence, middle + timedelta(days=1), last))
    assert [each.number for each in whole] == list(range(whole[0].number, whole[0].number + len(whole)))
    assert all((each.number >= 0) == (each.local_date >= ORIGIN) for each in whole)
    assert {each.local_date.weekday() for each in whole} <= {day.number for day in cadence.days}
    assert {(each.local_date - ORIGIN).days // 7 % cadence.every_weeks for each in whole} == {0}


def test_wall_times_of_a_cron_expression_become_numbered_occurrences() -> None:
    times = [(date(2026, 3, 3), time(10)), (date(2026, 3, 3), time(16, 30)), (date(2026, 3, 5), time(10))]
    found = on_wall_times(times, before=7)
    assert [(each.slot, each.number) for each in found] == [("10:00", 7), ("16:30", 8), ("10:00", 9)]


def spans(ticks: Sequence[datetime]) -> list[tuple[datetime, datetime]]:
    return list(itertools.pairwise(ticks))


@pytest.mark.drill
@settings(max_examples=60)
@given(cadence=cadences, zone=zones, gaps=st.lists(st.integers(1, 60 * 24 * 400), min_size=1, max_size=40))
@example(OnDays(days=tuple(Weekday), at=time(3)), "Australia/Lord_Howe", [37])
@example(OnDays(days=tuple(Weekday), at=time(3)), "Africa/Casablanca", [61, 7])
def test_no_occurrence_is_doubled_or_lost_over_two_years_whatever_the_ticks(
    cadence: OnDays, zone: str, gaps: list[int]
) -> None:
    ticks = [to_utc(TWO_YEARS[0], time(0), zone)]
    end = to_utc(TWO_YEARS[1] + timedelta(days=1), time(0), zone)
    while ticks[-1] < end:
        step = timedelta(minutes=gaps[len(ticks) % len(gaps)] + (600 if len(ticks) > 300 else 0))
        ticks.append(min(ticks[-1] + step, end) if len(ticks) < 1500 else end)
    found: list[Occurrence] = []
    for after, until in spans(ticks):
        found += due_between(on_days(cadence, *days_around(after, until)), zone, after=after, until=until)
    expected = [each for each in on_days(cadence, *TWO_YEARS) if each.instant(zone) != ticks[0]]
    assert found == expected
    assert len({(each.local_date, each.slot) for each in found}) == len(found)


@pytest.mark.drill
@pytest.mark.parametrize(("zone", "day"), [(zone, day) for zone, days in SHIFTS_OF_THE_CLOCK.items() for day in days])
def test_on_the_day_of_a_clock_change_each_slot_opens_once(zone: str, day: date) -> None:
    slots = [(day, time(hour, minute)) for hour in range(24) for minute in (0, 15, 30, 45)]
    ticks = [to_utc(day - timedelta(days=1), time(12), zone) + timedelta(minutes=7 * step) for step in range(420)]
    found: list[Occurrence] = []
    for after, until in spans(ticks):
        found += due_between(on_wall_times(slots, before=0), zone, after=after, until=until)
    assert sorted(each.number for each in found) == list(range(96))
    changed = to_utc(day + timedelta(days=1), time(0), zone) - to_utc(day, time(0), zone)
    assert changed != timedelta(days=1), "the example is no clock change"


@given(at=instants, zone=zones)
def test_an_instant_lies_inside_the_bounds_of_its_own_week(at: datetime, zone: str) -> None:
    week = week_of(at, zone)
    start, end = week_bounds(week, zone)
    assert start <= at < end
    assert end == end_of_week(week, zone) == week_bounds(week + 1, zone)[0]


def test_the_digest_of_a_week_is_due_in_the_week_after_it() -> None:
    due = digest_at(IsoWeek.parse("2026-W13"), DigestTime(), "Europe/London")
    assert due == datetime(2026, 3, 31, 11, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("local", "expected"),
    [
        ("2026-03-03 19:59", "2026-03-03 19:59"),
        ("2026-03-03 20:00", "2026-03-04 09:00"),
        ("2026-03-04 02:00", "2026-03-04 09:00"),
        ("2026-03-04 09:00", "2026-03-04 09:00"),
        ("2026-03-28 23:00", "2026-03-29 09:00"),
    ],
)
def test_quiet_hours_over_midnight_end_in_the_morning(local: str, expected: str) -> None:
    zone = ZoneInfo("Europe/London")
    at = datetime.fromisoformat(local).replace(tzinfo=zone)
    allowed = next_allowed(at, QuietHours(), "Europe/London")
    assert allowed.astimezone(zone).strftime("%Y-%m-%d %H:%M") == expected


def test_quiet_hours_inside_one_day_and_none_at_all() -> None:
    at = datetime(2026, 3, 3, 13, 30, tzinfo=UTC)
    assert next_allowed(at, QuietHours(starts=time(13), ends=time(14)), "UTC").time() == time(14)
    assert next_allowed(at, QuietHours(starts=time(13), ends=time(13)), "UTC") == at


@settings(max_examples=100)
@given(at=instants, starts=st.times(), ends=st.times(), zone=zones)
@example(datetime(2026, 10, 25, 1, 20, tzinfo=UTC), time(1), time(1, 45), "Europe/London")
@example(datetime(2026, 3, 29, 0, 30, tzinfo=UTC), time(3), time(1, 30), "Europe/London")
def test_quiet_hours_are_left_by_the_shortest_wait(at: datetime, starts: time, ends: time, zone: str) -> None:
    quiet = QuietHours(starts=starts, ends=ends)
    allowed = next_allowed(at, quiet, zone)
    assert allowed >= at
    assert not is_quiet(allowed, quiet, zone)
    assert (allowed == at) == (not is_quiet(at, quiet, zone))
    assert allowed - at <= timedelta(hours=26)
