"""A pause and nights: through the last day that is told, and not a question longer."""

from datetime import UTC, datetime, time, timedelta
from typing import get_args

import pytest

from bot.domain.asking.consent_changes import ConsentWish, apply_change, confirmation
from bot.domain.asking.eligibility import DueQuestions, Unasked, held_back
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import OnSelf, SelfPress
from bot.domain.organisation.people import Address, Consent, Role, TeamMember
from bot.domain.programme.wall_clock import to_utc
from tests.support.builders import ICU, a_person
from tests.support.channels import TELEGRAM
from tests.support.messages import words_of

ZONES = ("Europe/London", "Pacific/Auckland", "America/New_York")
CASES = [
    (OnSelf.PAUSE_1_WEEK, 7, "Tuesday 31 March"),
    (OnSelf.PAUSE_2_WEEKS, 14, "Tuesday 7 April"),
    (OnSelf.PAUSE_4_WEEKS, 28, "Tuesday 21 April"),
    (OnSelf.ON_NIGHTS, 5, "Sunday 29 March"),
]
"""Pressed on Tuesday 24 March, before clocks change in London; in New York they have changed."""


def due(at: datetime, consent: Consent, zone: str) -> DueQuestions:
    member = TeamMember(
        person=a_person("ana"),
        unit=ICU,
        roles=frozenset({Role.MEMBER}),
        address=Address(channel=TELEGRAM, value="ana"),
        consent=consent,
        since=at - timedelta(days=200),
    )
    return DueQuestions(member=member, questions=(), due_at=at, zone=zone, week=IsoWeek.of(at.date()))


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("pressed", [time(0, 0), time(10, 5), time(23, 59)])
@pytest.mark.parametrize(("wish", "days", "told"), CASES)
def test_it_reaches_to_the_end_of_the_day_that_is_told(
    wish: ConsentWish, days: int, told: str, pressed: time, zone: str
) -> None:
    tuesday = datetime(2026, 3, 24, tzinfo=UTC).date()
    now = to_utc(tuesday, pressed, zone)
    before = Consent(joined_at=now - timedelta(days=100))
    after = apply_change(before, wish, now=now, zone=zone)
    said = words_of(confirmation(before, after, wish, now=now, zone=zone, locale="en-GB"))
    assert f"until the end of {told}." in said
    last = tuesday + timedelta(days=days)
    because = Unasked.AWAY if wish is OnSelf.ON_NIGHTS else Unasked.PAUSED
    assert held_back(due(now, after, zone), None) is because
    assert held_back(due(to_utc(last, time(23, 59), zone), after, zone), None) is because
    assert held_back(due(to_utc(last + timedelta(days=1), time(0, 0), zone), after, zone), None) is None


NOW = datetime(2026, 3, 24, 10, tzinfo=UTC)
OTHER_WISHES = [each for each in get_args(ConsentWish) if each not in (OnSelf.RESUME, OnSelf.STOP_NOW)]


@pytest.mark.parametrize("wish", OTHER_WISHES)
def test_whoever_has_stopped_is_told_so_and_can_only_start_again(wish: ConsentWish) -> None:
    stopped = Consent(joined_at=NOW - timedelta(days=100), stopped_at=NOW - timedelta(days=3))
    assert apply_change(stopped, wish, now=NOW, zone="Europe/London") == stopped
    message = confirmation(stopped, stopped, wish, now=NOW, zone="Europe/London", locale="en-GB")
    assert words_of(message) == "You have stopped, so you get no questions. You can start again at any time."
    assert [button.intent for row in message.buttons for button in row] == [SelfPress(what=OnSelf.RESUME)]


def test_with_a_stop_nothing_stays_of_questions_that_went_unanswered() -> None:
    before = Consent(joined_at=NOW, unanswered=3)
    assert apply_change(before, OnSelf.STOP_NOW, now=NOW, zone="Europe/London").unanswered == 0


@pytest.mark.parametrize("wish", [OnSelf.WEEKLY_AGAIN, OnSelf.EVERY_4_WEEKS])
def test_whoever_has_paused_and_says_how_often_hears_that_the_pause_goes_on(wish: ConsentWish) -> None:
    paused = Consent(joined_at=NOW - timedelta(days=100), paused_until=NOW + timedelta(days=3, hours=14))
    after = apply_change(paused, wish, now=NOW, zone="Europe/London")
    message = confirmation(paused, after, wish, now=NOW, zone="Europe/London", locale="en-GB")
    assert "Until the end of Friday 27 March you still get none, as you wished." in words_of(message)
    assert SelfPress(what=OnSelf.RESUME) in [button.intent for row in message.buttons for button in row]


@pytest.mark.parametrize(("weeks", "is_offered"), [(1, False), (4, True)])
def test_the_way_back_to_every_week_is_offered_to_whoever_has_left_it(weeks: int, is_offered: bool) -> None:
    asked = Consent(joined_at=NOW - timedelta(days=100), weeks_between=weeks)
    menu = confirmation(asked, asked, OnSelf.LESS_OFTEN, now=NOW, zone="Europe/London", locale="en-GB")
    offered = [button.intent for row in menu.buttons for button in row]
    assert (SelfPress(what=OnSelf.WEEKLY_AGAIN) in offered) is is_offered
