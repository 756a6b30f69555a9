"""Calendar files as rota systems, Outlook and Google write them, made by hand."""

import gc
import signal
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.adapters.calendars.read import read_calendar
from bot.domain.rota.own_calendar import CalendarFault, CalendarRefused
from bot.domain.rota.shifts import Rota

FILES = Path(__file__).parent / "files"
NOW = datetime(2026, 3, 24, tzinfo=UTC)


def read(raw: bytes | str, zone: str = "Europe/London") -> Rota:
    return read_calendar(
        raw if isinstance(raw, bytes) else raw.encode(), zone=zone, now=NOW, until=NOW + timedelta(weeks=8)
    )


def told(rota: Rota) -> list[str]:
    return [f"{each.kind} {each.starts:%m-%d %H:%M} {each.ends:%m-%d %H:%M}" for each in rota.shifts]


def events(*lines: str) -> str:
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *lines, "END:VCALENDAR", ""])


def event(starts: str, ends: str, title: str = "LD", *more: str) -> tuple[str, ...]:
    return ("BEGIN:VEVENT", f"UID:{title}{starts}", starts, ends, f"SUMMARY:{title}", *more, "END:VEVENT")


@pytest.mark.parametrize(
    ("name", "shifts"),
    [
        (
            "healthroster",
            [
                "day 03-27 07:30 03-27 20:00",
                "night 03-28 19:30 03-29 07:00",  # the clocks go forward in it
                "leave 03-29 23:00 04-03 23:00",
                "night 04-06 19:30 04-07 07:30",  # "Bank - Oak Ward": by its hours
                "day 04-08 06:30 04-08 14:30",  # without a zone: by the ward's clock
            ],
        ),
        (
            "outlook",
            [
                "day 03-24 07:30 03-24 20:00",
                "night 04-01 18:30 04-02 07:00",  # one day of the series was swapped, one taken out, one cancelled
                "on_call 04-11 07:00 04-11 19:00",  # a zone by its Windows name, which the file does not describe
                "day 04-21 06:30 04-21 19:00",
                "day 04-28 06:30 04-28 19:00",
            ],
        ),
        (
            "google",
            [
                "night 03-25 19:30 03-26 08:00",
                "day 03-27 09:00 03-27 17:00",  # a code as a whole day
                "off 03-29 00:00 03-29 23:00",
                "training 03-30 07:00 03-30 15:00",
            ],
        ),
    ],
)
def test_an_export_is_read_as_its_shifts(name: str, shifts: list[str]) -> None:
    assert told(read((FILES / f"{name}.ics").read_bytes())) == shifts


def test_what_is_known_reaches_to_the_last_day_on_which_something_stands() -> None:
    (known,) = read((FILES / "healthroster.ics").read_bytes()).known
    assert (known.starts, known.ends) == (NOW - timedelta(days=2), datetime(2026, 4, 8, 23, tzinfo=UTC))


@pytest.mark.parametrize(
    ("zone", "starts"),
    [("Custom/Nowhere", "07:30"), ("Romance Standard Time", "06:30"), ("/America/New_York", "11:30")],
)
def test_odd_zones_are_those_of_their_names_or_of_the_ward(zone: str, starts: str) -> None:
    rota = read(events(*event(f"DTSTART;TZID={zone}:20260325T073000", f"DTEND;TZID={zone}:20260325T193000")))
    assert f"{rota.shifts[0].starts:%H:%M}" == starts


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        ("", CalendarFault.NO_CALENDAR),
        ("<!doctype html><title>Sign in</title>", CalendarFault.NO_CALENDAR),
        (b"\xff\xfe\x00\x01" * 50, CalendarFault.NO_CALENDAR),
        (events(), CalendarFault.NO_SHIFTS),
        (events(*event("DTSTART:20200325T073000Z", "DTEND:20200325T193000Z")), CalendarFault.NO_SHIFTS),
        (events(*event("DTSTART:20260325T073000Z", "DTEND:20270325T193000Z")), CalendarFault.NO_SHIFTS),
    ],
)
def test_what_holds_no_shifts_is_refused_by_what_it_is(raw: bytes | str, fault: CalendarFault) -> None:
    with pytest.raises(CalendarRefused) as refused:
        read(raw)
    assert refused.value.fault is fault


SOUND = event("DTSTART:20260325T073000Z", "DTEND:20260325T193000Z")


@pytest.mark.drill
def test_rules_that_recur_all_day_long_or_without_number_are_not_unfolded() -> None:
    evil = [
        line
        for rule in ("FREQ=SECONDLY", "FREQ=DAILY;BYSECOND=0,1,2;BYMINUTE=1,2", "FREQ=HOURLY;COUNT=99999999")
        for line in event("DTSTART:20260101T000000Z", "DTEND:20260101T000001Z", rule, f"RRULE:{rule}")
    ]
    many = [
        line
        for number in range(100)
        for line in event("DTSTART:20260101T080000Z", "DTEND:20260101T100000Z", f"N{number}", "RRULE:FREQ=DAILY")
    ]
    assert told(read(events(*SOUND, *evil))) == ["day 03-25 07:30 03-25 19:30"]
    with pytest.raises(CalendarRefused):
        read(events(*many))


@pytest.mark.drill
@pytest.mark.parametrize(
    "rule",
    [
        *("FREQ=DAILY;INTERVAL=0", "FREQ=WEEKLY;INTERVAL=0", "FREQ=DAILY;INTERVAL=x", "FREQ=YEARLY;BYDAY=60MO"),
        *("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31", "FREQ=YEARLY;BYMONTHDAY=32", "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=31"),
        *("FREQ=DAILY;INTERVAL=7;BYDAY=MO", "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=9", "FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=31"),
    ],
)
def test_a_rule_that_never_comes_keeps_none_of_the_others_away(rule: str) -> None:
    other = event("DTSTART:20260327T073000Z", "DTEND:20260327T193000Z", "LD", f"RRULE:{rule}")
    first, *more = told(read(events(*other, *SOUND)))
    assert first == "day 03-25 07:30 03-25 19:30"
    assert more in ([], ["day 03-27 07:30 03-27 19:30"]), "only the day that the series begins with, if any"


@pytest.mark.parametrize(
    "rule",
    [
        *("FREQ=DAILY", "FREQ=DAILY;INTERVAL=4;COUNT=40", "FREQ=DAILY;BYDAY=MO,TU", "FREQ=WEEKLY;BYDAY=MO,WE;WKST=MO"),
        *("FREQ=WEEKLY;INTERVAL=2;UNTIL=20261231T000000Z", "FREQ=MONTHLY;BYMONTHDAY=31", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        *("FREQ=MONTHLY;BYDAY=2TU", "FREQ=MONTHLY;BYDAY=-1FR", "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=8"),
        *("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=3", "FREQ=YEARLY;BYWEEKNO=15", "FREQ=YEARLY;BYYEARDAY=100"),
        *(
            "FREQ=WEEKLY;BYMONTH=4",
            "FREQ=DAILY;BYHOUR=7",
            "FREQ=HOURLY;INTERVAL=48",
            "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=2",
        ),
    ],
)
def test_rules_as_rotas_have_them_are_unfolded(rule: str) -> None:
    rota = read(events(*event("DTSTART:20260102T073000Z", "DTEND:20260102T193000Z", "LD", f"RRULE:{rule}")))
    assert all(each.starts.year == 2026 for each in rota.shifts)


def test_the_last_working_day_of_a_month_is_found() -> None:
    rule = "RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"
    rota = read(events(*event("DTSTART:20230131T080000Z", "DTEND:20230131T160000Z", "LD", rule)))
    assert [f"{each.starts:%m-%d}" for each in rota.shifts] == ["03-31", "04-30"]


def test_a_series_of_leap_days_is_found_in_a_leap_year() -> None:
    raw = events(*event("DTSTART:20240229T080000Z", "DTEND:20240229T160000Z", "LD", "RRULE:FREQ=YEARLY"))
    now = datetime(2028, 2, 1, tzinfo=UTC)
    rota = read_calendar(raw.encode(), zone="Europe/London", now=now, until=now + timedelta(weeks=8))
    assert [f"{each.starts:%Y-%m-%d}" for each in rota.shifts] == ["2028-02-29"]


def test_a_day_that_was_swapped_in_a_series_is_read_with_it() -> None:
    """Beside another series, so that each is unfolded with its own exceptions."""
    weekly = ("BEGIN:VEVENT", "UID:a", "DTSTART:20260325T073000Z", "DTEND:20260325T193000Z", "SUMMARY:LD")
    swapped = ("BEGIN:VEVENT", "UID:a", "RECURRENCE-ID:20260401T073000Z", "DTSTART:20260402T193000Z")
    other = event("DTSTART:20260326T073000Z", "DTEND:20260326T193000Z", "LD", "RRULE:FREQ=WEEKLY;COUNT=1")
    raw = events(
        *(*weekly, "RRULE:FREQ=WEEKLY;COUNT=2", "END:VEVENT"),
        *other,
        *(*swapped, "DTEND:20260403T073000Z", "SUMMARY:N", "END:VEVENT"),
    )
    assert told(read(raw)) == [
        "day 03-25 07:30 03-25 19:30",
        "day 03-26 07:30 03-26 19:30",
        "night 04-02 19:30 04-03 07:30",
    ]


def test_a_series_without_an_id_takes_no_other_shift_with_it() -> None:
    """Ids are demanded of calendars, and not given by all."""
    hours = ("DTSTART:20260325T073000Z", "DTEND:20260325T193000Z", "SUMMARY:LD")
    single = ("BEGIN:VEVENT", *hours, "END:VEVENT")
    hourly = ("BEGIN:VEVENT", *hours, "RRULE:FREQ=HOURLY", "END:VEVENT")
    assert told(read(events(*single, *hourly))) == ["day 03-25 07:30 03-25 19:30"]


def test_a_limit_that_is_reached_while_the_collector_calls_somebody_is_not_lost() -> None:
    """What is raised in a callback of the collector goes nowhere, so nothing is collected while time is counted."""

    reached: list[str] = []

    def waits_for_the_limit(phase: str, _info: Mapping[str, int]) -> None:
        while signal.getitimer(signal.ITIMER_VIRTUAL)[0] and len(reached) < 2:
            reached.append(phase)
            while signal.getitimer(signal.ITIMER_VIRTUAL)[0]:
                pass

    before = gc.get_threshold()
    gc.callbacks.append(waits_for_the_limit)
    gc.set_threshold(1, 1, 1)
    try:
        test_a_series_without_an_id_takes_no_other_shift_with_it()
    finally:
        gc.set_threshold(*before)
        gc.callbacks.remove(waits_for_the_limit)
    assert reached == []
    assert gc.isenabled()
