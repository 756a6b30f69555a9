"""A letter arrives 2 to 20 hours after it was written, when people are awake, by chance alone."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.programme.programme import QuietHours
from bot.domain.programme.quiet_hours import is_quiet, next_allowed
from bot.domain.raising.arrival import LATEST, SOONEST, arrival

ZONES = st.sampled_from(["Europe/London", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "UTC"])
CHANGES = st.sampled_from(
    [datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC), datetime(2026, 4, 5, tzinfo=UTC)]
)
MOMENTS = st.one_of(
    st.builds(lambda minutes: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes), st.integers(0, 1_500_000)),
    st.builds(lambda day, minutes: day + timedelta(minutes=minutes), CHANGES, st.integers(-2000, 2000)),
)
CHANCES = st.floats(0, 1, exclude_max=True)
HOURS = st.builds(
    lambda starts, length: QuietHours(starts=time(starts), ends=time((starts + length) % 24)),
    st.integers(0, 23),
    st.integers(0, 16),
)


@given(MOMENTS, CHANCES, HOURS, ZONES)
def test_it_comes_within_its_hours_and_never_in_quiet_ones(
    at: datetime, chance: float, quiet: QuietHours, zone: str
) -> None:
    found = arrival(at, chance=chance, quiet=quiet, zone=zone)
    assert SOONEST <= found - at <= LATEST
    assert not is_quiet(found, quiet, zone)


@pytest.mark.drill
@given(MOMENTS, HOURS, ZONES, CHANCES, CHANCES)
def test_more_chance_is_never_sooner(at: datetime, quiet: QuietHours, zone: str, one: float, other: float) -> None:
    first, last = sorted((one, other))
    found = [arrival(at, chance=each, quiet=quiet, zone=zone) for each in (first, last)]
    assert found == sorted(found)


@pytest.mark.drill
def test_every_waking_minute_is_as_likely_as_any_other() -> None:
    at, quiet = datetime(2026, 3, 2, 10, tzinfo=UTC), QuietHours()
    found = [arrival(at, chance=each / 481, quiet=quiet, zone="UTC") for each in range(481)]
    assert found[0] == at + timedelta(hours=2)
    assert found[-1] == datetime(2026, 3, 2, 19, 59, tzinfo=UTC)
    night = datetime(2026, 3, 2, 22, tzinfo=UTC)
    assert arrival(night, chance=0, quiet=quiet, zone="UTC") == datetime(2026, 3, 3, 9, tzinfo=UTC)


def test_where_all_of_it_is_quiet_it_waits_for_the_end() -> None:
    at, quiet = datetime(2026, 3, 2, 20, tzinfo=UTC), QuietHours(starts=time(20), ends=time(19))
    found = arrival(at, chance=0.5, quiet=quiet, zone="UTC")
    assert found == next_allowed(at + SOONEST, quiet, "UTC")


@pytest.mark.parametrize("chance", [-0.1, 1, 1.5])
def test_chance_is_from_nothing_up_to_one(chance: float) -> None:
    with pytest.raises(ValueError, match="chance"):
        arrival(datetime(2026, 3, 2, tzinfo=UTC), chance=chance, quiet=QuietHours(), zone="UTC")
