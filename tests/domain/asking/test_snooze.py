"""Not now: when a question comes again."""

from datetime import UTC, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.asking.snooze import LEAST_TIME_TO_ANSWER, snooze_times
from bot.domain.messaging.buttons import OnPulse
from bot.domain.programme.programme import QuietHours
from bot.domain.programme.quiet_hours import is_quiet

QUIET = QuietHours()
LONDON = "Europe/London"


def test_an_early_tap_comes_again_after_the_shift_and_at_the_same_hour_tomorrow() -> None:
    now = datetime(2026, 7, 6, 8, 30, tzinfo=UTC)
    times = snooze_times(now=now, closes_at=now + timedelta(days=9), quiet=QUIET, zone=LONDON)
    assert times == {
        OnPulse.AFTER_SHIFT: now + timedelta(hours=10),
        OnPulse.TOMORROW: now + timedelta(days=1),
        OnPulse.NEXT_WEEK: now + timedelta(days=7),
    }


def test_who_would_be_asked_in_the_night_is_asked_while_the_day_lasts() -> None:
    noon = datetime(2026, 7, 6, 11, tzinfo=UTC)
    times = snooze_times(now=noon, closes_at=noon + timedelta(days=9), quiet=QUIET, zone=LONDON)
    assert times[OnPulse.AFTER_SHIFT] == datetime(2026, 7, 6, 18, 30, tzinfo=UTC), "half an hour before quiet hours"
    evening = datetime(2026, 7, 6, 17, tzinfo=UTC)
    times = snooze_times(now=evening, closes_at=evening + timedelta(days=9), quiet=QUIET, zone=LONDON)
    assert times[OnPulse.AFTER_SHIFT] == datetime(2026, 7, 7, 8, tzinfo=UTC), "little is left of the day"


def test_the_same_hour_is_kept_when_clocks_change() -> None:
    before = datetime(2026, 3, 28, 12, tzinfo=UTC)
    times = snooze_times(now=before, closes_at=before + timedelta(days=3), quiet=QUIET, zone=LONDON)
    assert times[OnPulse.TOMORROW] == datetime(2026, 3, 29, 11, tzinfo=UTC)


@given(
    minutes=st.integers(0, 2 * 365 * 24 * 60),
    hours=st.integers(1, 400),
    zone=st.sampled_from(["Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"]),
    quiet=st.builds(QuietHours, starts=st.times(time(18), time(23)), ends=st.times(time(5), time(11))),
)
@settings(max_examples=80)
def test_nobody_is_asked_again_in_quiet_hours_or_too_late(
    minutes: int, hours: int, zone: str, quiet: QuietHours
) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    closes_at = now + timedelta(hours=hours)
    for at in snooze_times(now=now, closes_at=closes_at, quiet=quiet, zone=zone).values():
        if at is not None:
            assert now < at <= closes_at - LEAST_TIME_TO_ANSWER
            assert not is_quiet(at, quiet, zone)
