"""Rules of retention: how old a row may become, counted from now, and when a week is over wherever people are."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from bot.domain.health.jobs import RetentionJob
from bot.domain.iso_weeks import IsoWeek
from bot.domain.retention.rules import TimedRetention, over_everywhere, over_in_every_zone

WEDNESDAY = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
WEEK = IsoWeek.of(WEDNESDAY.date())


def kept_for(kept: timedelta) -> TimedRetention:
    return TimedRetention(table="inbox", kept=kept, since="the day on which it was filed", job=RetentionJob.TIDY)


def test_what_is_older_than_it_may_become_goes() -> None:
    rule = kept_for(timedelta(hours=48))
    assert rule.moment(WEDNESDAY) == datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    assert rule.day(WEDNESDAY) == date(2026, 3, 2)


@pytest.mark.parametrize(
    ("kept", "weeks"),
    [(timedelta(0), 0), (timedelta(days=6), 0), (timedelta(weeks=1), 1), (timedelta(weeks=8), 8)],
)
def test_weeks_go_whole(kept: timedelta, weeks: int) -> None:
    assert kept_for(kept).week(WEDNESDAY) == WEEK - weeks


@pytest.mark.parametrize("week", [WEEK, IsoWeek(year=2020, week=53)], ids=str)
def test_a_week_ends_in_each_zone_between_the_first_and_the_last(week: IsoWeek) -> None:
    monday = datetime.combine((week + 1).monday(), time(0))
    ends = {zone: monday.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) for zone in available_timezones()}
    assert {zone for zone, end in ends.items() if not over_everywhere(week) <= end <= over_in_every_zone(week)} == set()
    assert over_everywhere(week) in ends.values(), "no clock is further ahead"
    assert over_in_every_zone(week) in ends.values(), "no clock is further behind"
