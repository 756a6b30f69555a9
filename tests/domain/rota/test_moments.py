"""When a question may be put, over two years with their clock changes."""

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.programme.programme import QuietHours
from bot.domain.programme.quiet_hours import is_quiet, next_allowed
from bot.domain.programme.wall_clock import to_utc
from bot.domain.rota.moments import REST, SETTLING_IN, WINDING_DOWN, allowed, first_moment, is_off_duty
from bot.domain.rota.shifts import WORKED, PersonRota, Rota, Shift, ShiftKind, Span

LONDON = "Europe/London"
QUIET = QuietHours()
NIGHT, DAY, LEAVE, OFF, ON_CALL = (
    ShiftKind.NIGHT,
    ShiftKind.DAY,
    ShiftKind.LEAVE,
    ShiftKind.OFF,
    ShiftKind.ON_CALL,
)
MONDAY = datetime(2026, 3, 2, tzinfo=UTC)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """Of March 2026, on which London keeps UTC."""
    return MONDAY.replace(day=1) + timedelta(days=day - 1, hours=hour, minutes=minute)


def shift(kind: ShiftKind, starts: datetime, hours: float) -> Shift:
    return Shift(starts=starts, ends=starts + timedelta(hours=hours), kind=kind)


def march(*shifts: Shift, first: int = 1, last: int = 31) -> Rota:
    return Rota.of(shifts, [Span(starts=at(first, 0), ends=at(last, 24))])


def asked(rota: Rota | None, *, opens: datetime, hours: int = 120, wish: int | None = None) -> datetime | None:
    span = Span(starts=opens, ends=opens + timedelta(hours=hours))
    return first_moment(rota, span, quiet=QUIET, zone=LONDON, wished_hour=wish)


@pytest.mark.parametrize(
    ("rota", "moment"),
    [
        (None, at(3, 10)),
        (march(shift(DAY, at(3, 7, 30), 12.5)), at(3, 10)),
        (march(shift(DAY, at(4, 7, 30), 12.5)), at(4, 8, 30)),
        (march(shift(NIGHT, at(3, 20), 12)), at(3, 21)),  # those who work by night are asked by night
        (march(shift(NIGHT, at(2, 22), 12)), None),
        (march(shift(NIGHT, at(2, 22), 12), shift(DAY, at(3, 18), 12)), at(3, 21)),  # no sooner than 11 hours after
        (march(shift(LEAVE, at(3, 0), 48), shift(DAY, at(4, 8), 12), shift(DAY, at(6, 8), 12)), at(6, 9)),
        (march(shift(OFF, at(3, 0), 24), shift(ON_CALL, at(4, 0), 24), shift(DAY, at(4, 8), 12)), None),
        (march(shift(DAY, at(3, 8), 2)), None),  # nothing is left between the first hour and the last
        (march(), None),
        (march(shift(DAY, at(1, 8), 12), last=4), at(5, 9)),  # from the fifth on nothing is known
        (march(shift(NIGHT, at(4, 20), 12), last=4, first=3), at(4, 21)),
    ],
)
def test_a_question_is_put_on_the_first_shift_and_else_outside_quiet_hours(
    rota: Rota | None, moment: datetime | None
) -> None:
    assert asked(rota, opens=at(3, 10)) == moment


def test_the_wished_hour_counts_where_it_lies_in_the_same_shift() -> None:
    long_day = march(shift(DAY, at(3, 7, 30), 12.5))
    assert asked(long_day, opens=at(3, 10), wish=15) == at(3, 15)
    assert asked(long_day, opens=at(3, 10), wish=9) == at(3, 10), "it is over"
    assert asked(long_day, opens=at(3, 10), wish=20) == at(3, 10), "it is too late for this shift"
    assert asked(march(shift(NIGHT, at(3, 20), 12)), opens=at(3, 10), wish=3) == at(4, 3)


def test_the_rest_after_a_night_holds_also_where_nothing_is_known_any_more() -> None:
    rota = march(shift(NIGHT, at(3, 20), 12), first=3, last=3)
    assert asked(rota, opens=at(4, 8), hours=24) == at(4, 19)


def test_the_first_and_the_last_hour_are_on_duty_and_sleep_is_not() -> None:
    rota = march(shift(NIGHT, at(3, 20), 12), shift(LEAVE, at(6, 0), 24))
    assert [is_off_duty(rota, moment) for moment in (at(3, 20, 5), at(4, 7, 55))] == [False, False]
    assert all(is_off_duty(rota, moment) for moment in (at(3, 19), at(4, 8), at(4, 18, 59), at(6, 12)))
    assert not is_off_duty(Rota(), at(3, 12))


def test_a_persons_own_calendar_counts_where_it_says_something() -> None:
    imported = march(shift(DAY, at(3, 8), 12), shift(DAY, at(5, 8), 12))
    own = Rota.of([shift(DAY, at(4, 8), 12)], [Span(starts=at(3, 0), ends=at(5, 0))])
    both = PersonRota(imported=imported, own=own).both
    assert both is not None
    assert [each.starts for each in both.shifts] == [at(4, 8), at(5, 8)]
    assert both.known == imported.known


def test_what_is_given_anew_takes_the_place_of_its_time_alone() -> None:
    first = march(shift(NIGHT, at(14, 20), 12), shift(DAY, at(15, 8), 12), first=1, last=15)
    newer = march(shift(LEAVE, at(16, 0), 24), first=15, last=31)
    kept = first.under(newer)
    assert [(each.kind, each.starts) for each in kept.shifts] == [(NIGHT, at(14, 20)), (LEAVE, at(16, 0))]
    assert kept.known == (Span(starts=at(1, 0), ends=at(31, 24)),)


MINUTES = st.integers(0, 2 * 365 * 24 * 60)
SHIFTS = st.builds(
    lambda kind, since, minutes: Shift(
        starts=MONDAY + timedelta(minutes=since),
        ends=MONDAY + timedelta(minutes=since + minutes),
        kind=kind,
    ),
    st.sampled_from(ShiftKind),
    MINUTES.map(lambda minute: minute - minute % 15),
    st.integers(1, 4 * 14).map(lambda quarter: quarter * 15),
)


def near(centre: int) -> st.SearchStrategy[Shift]:
    """Shifts within some days of a minute, so that they touch a round."""
    return st.builds(
        lambda each, days, quarters: Shift(
            starts=(since := MONDAY + timedelta(minutes=centre, days=days, hours=quarters / 4)),
            ends=since + (each.ends - each.starts),
            kind=each.kind,
        ),
        SHIFTS,
        st.integers(-3, 9),
        st.integers(0, 95),
    )


@st.composite
def situations(draw: st.DrawFn) -> tuple[Rota, Span, str]:
    minute = draw(MINUTES)
    shifts = draw(st.lists(near(minute), max_size=12))
    opens = MONDAY + timedelta(minutes=minute)
    known = Span(
        starts=opens - timedelta(days=draw(st.integers(0, 4)), hours=1),
        ends=opens + timedelta(days=draw(st.integers(0, 12)), hours=1),
    )
    zone = draw(st.sampled_from([LONDON, "Australia/Lord_Howe", "America/St_Johns", "UTC"]))
    span = Span(starts=opens, ends=opens + timedelta(hours=draw(st.integers(1, 24 * 7))))
    return Rota.of(shifts, [known, *(each.span for each in shifts)]), span, zone


@pytest.mark.drill
@settings(max_examples=150)
@given(situations(), st.none() | st.integers(0, 23))
def test_no_question_is_ever_put_outside_what_is_allowed(situation: tuple[Rota, Span, str], wish: int | None) -> None:
    rota, span, zone = situation
    moment = first_moment(rota, span, quiet=QUIET, zone=zone, wished_hour=wish)
    if moment is None:
        return
    assert span.starts <= moment < span.ends
    for each in rota.shifts:
        if each.kind not in WORKED:
            assert not each.starts <= moment < each.ends, "leave, on call and off are left in peace"
        if each.kind is NIGHT:
            assert not each.ends <= moment < each.ends + REST, "and so is sleep after a night"
    if any(each.starts <= moment < each.ends for each in rota.known):
        assert any(
            each.starts + SETTLING_IN <= moment < each.ends - WINDING_DOWN
            for each in rota.shifts
            if each.kind in WORKED
        ), "inside a worked shift"
    else:
        assert not is_quiet(moment, QUIET, zone)
    assert not is_off_duty(rota, moment)
    if wish is not None and first_moment(rota, span, quiet=QUIET, zone=zone) != moment:
        assert moment == to_utc(moment.astimezone(ZoneInfo(zone)).date(), time(wish), zone)


@pytest.mark.drill
@settings(max_examples=150)
@given(situations())
def test_where_nothing_is_asked_there_was_no_moment(situation: tuple[Rota, Span, str]) -> None:
    """Looked for by the quarter of an hour, by the rules as they are told."""
    rota, span, zone = situation
    found = first_moment(rota, span, quiet=QUIET, zone=zone)
    moment = span.starts
    while moment < span.ends and (found is None or moment < found):
        known = any(each.starts <= moment < each.ends for each in rota.known)
        worked = any(
            each.starts + SETTLING_IN <= moment < each.ends - WINDING_DOWN
            for each in rota.shifts
            if each.kind in WORKED
        )
        blocked = any(
            (each.kind not in WORKED and each.starts <= moment < each.ends)
            or (each.kind is NIGHT and each.ends <= moment < each.ends + REST)
            for each in rota.shifts
        )
        assert blocked or not (worked if known else not is_quiet(moment, QUIET, zone))
        moment += timedelta(minutes=15)


@given(MINUTES, st.integers(1, 200))
def test_without_a_rota_the_quiet_hours_are_the_rule(minute: int, hours: int) -> None:
    opens = MONDAY + timedelta(minutes=minute)
    moment = next_allowed(opens, QUIET, LONDON)
    expected = moment if moment < opens + timedelta(hours=hours) else None
    for rota in (None, Rota()):
        assert asked(rota, opens=opens, hours=hours) == expected


@pytest.mark.drill
@given(situations(), st.sampled_from([QUIET, QuietHours(starts=QUIET.starts, ends=QUIET.starts)]))
def test_what_is_allowed_stands_in_order_and_apart(situation: tuple[Rota, Span, str], quiet: QuietHours) -> None:
    rota, span, zone = situation
    found = allowed(rota, span, quiet=quiet, zone=zone)
    assert list(found) == sorted(found)
    assert all(one.ends <= two.starts for one, two in pairwise(found))


@pytest.mark.parametrize(
    ("kind", "starts", "ends"),
    [(DAY, at(3, 8), at(3, 8)), (DAY, at(3, 8), at(5, 8)), (LEAVE, at(3, 8), at(3, 7))],
)
def test_a_shift_that_cannot_be_one_is_refused(kind: ShiftKind, starts: datetime, ends: datetime) -> None:
    with pytest.raises(ValueError, match="shift"):
        Shift(starts=starts, ends=ends, kind=kind)
