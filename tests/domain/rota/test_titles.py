from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.rota.shifts import ShiftKind, Span
from bot.domain.rota.titles import is_cancelled_title, kind_by_hours, kind_of_title, nominal_span


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Night", ShiftKind.NIGHT),
        ("N", ShiftKind.NIGHT),
        ("Long day", ShiftKind.DAY),
        ("LD", ShiftKind.DAY),
        ("LD 07:30-20:00", ShiftKind.DAY),
        ("E - Willow Ward", ShiftKind.DAY),
        ("L", ShiftKind.LATE),
        ("A/L", ShiftKind.LEAVE),
        ("Annual leave (7.5h)", ShiftKind.LEAVE),
        ("Study leave", ShiftKind.LEAVE),
        ("Study", ShiftKind.TRAINING),
        ("On call", ShiftKind.ON_CALL),
        ("On-call: Medicine", ShiftKind.ON_CALL),
        ("Off", ShiftKind.OFF),
        ("Night off", ShiftKind.OFF),
        ("Day off", ShiftKind.OFF),
        ("Long night - ED", ShiftKind.NIGHT),
        ("Twilight", ShiftKind.LATE),
        ("Rest day", ShiftKind.OFF),
        ("Willow Ward", None),
        ("Bank", None),
        ("Noah's birthday", None),
        ("", None),
    ],
)
def test_plain_words_and_codes_mean_a_kind(title: str, kind: ShiftKind | None) -> None:
    assert kind_of_title(title) is kind


def test_outlook_keeps_what_was_cancelled() -> None:
    assert is_cancelled_title("Canceled: Long day")
    assert is_cancelled_title("Cancelled - Night")
    assert not is_cancelled_title("Cancel clinic")


@pytest.mark.parametrize(
    ("hour", "length", "kind"),
    [
        (20, 12, ShiftKind.NIGHT),
        (8, 12, ShiftKind.DAY),
        (16, 10, ShiftKind.DAY),
        (17, 8, ShiftKind.DAY),
        (19, 8.25, ShiftKind.NIGHT),
        (0, 8, ShiftKind.NIGHT),
    ],
)
def test_other_titles_are_a_day_or_a_night_by_their_hours(hour: int, length: float, kind: ShiftKind) -> None:
    starts = datetime(2026, 3, 3, hour, tzinfo=UTC)
    assert kind_by_hours(Span(starts=starts, ends=starts + timedelta(hours=length)), "Europe/London") is kind


def test_a_night_that_is_given_as_a_whole_day_ends_on_the_next() -> None:
    day = Span(starts=datetime(2026, 3, 3, tzinfo=UTC), ends=datetime(2026, 3, 4, tzinfo=UTC))
    night = nominal_span(ShiftKind.NIGHT, day, "Europe/London")
    assert (night.starts.hour, night.ends.hour, night.ends.day) == (20, 8, 4)
    assert nominal_span(ShiftKind.LEAVE, day, "Europe/London") == day
