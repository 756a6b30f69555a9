"""Which question to a lead is due on which day."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.follow_up.actions import Action, ActionState
from bot.domain.follow_up.flags import FlagReply, FlagResponse
from bot.domain.identifiers import ActionId, FlagId, PersonId
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.iso_weeks import IsoWeek
from bot.domain.nudges.lead_asks import QUARTER_WEEKS, LeadAsk, action_asks, asked_on, asks_sponsors, flag_asks
from tests.support.builders import ICU, T0

TOLD = date(2026, 3, 3)
RAISED = date(2026, 3, 2)
ACTION = Action(
    id=ActionId("a"), unit=ICU, raised_by=PersonId("ada"), raised_at=T0, words="Mend it", state=ActionState.OPEN
)
DAYS = [TOLD + timedelta(days=number) for number in range(60)]


def said(*responses: FlagResponse) -> list[FlagReply]:
    return [FlagReply(flag=FlagId("f"), person=PersonId("ada"), response=each, at=T0) for each in responses]


def asks_of(*responses: FlagResponse, kind: FlagKind = FlagKind.BOTH) -> dict[LeadAsk, int]:
    """After how many days which question comes."""
    replies = said(*responses)
    return {ask: (day - TOLD).days for day in DAYS for ask in flag_asks(kind, replies, told_on=TOLD, days=[day])}


@pytest.mark.parametrize(
    ("responses", "expected"),
    [
        ((), {LeadAsk.FLAG: 8, LeadAsk.TALK: 15, LeadAsk.WAITING: 29}),
        ((FlagResponse.REPLYING,), {LeadAsk.TALK: 15}),
        ((FlagResponse.HELP_FROM_ABOVE,), {LeadAsk.TALK: 15}),
        ((FlagResponse.KNOWN_REASON,), {}),
        ((FlagResponse.NOT_RECOGNISED,), {}),
        ((FlagResponse.NOT_RECOGNISED, FlagResponse.REPLYING), {LeadAsk.TALK: 15}),
    ],
)
def test_what_is_asked_of_a_flag(responses: tuple[FlagResponse, ...], expected: dict[LeadAsk, int]) -> None:
    assert asks_of(*responses) == expected


def test_sponsors_are_not_asked_about_leads_whose_limit_lies_above_them() -> None:
    assert asks_of(kind=FlagKind.ROOM_FROM_ABOVE) == {LeadAsk.FLAG: 8, LeadAsk.TALK: 15}


def test_what_is_asked_of_an_action() -> None:
    due = replace(ACTION, due=date(2026, 3, 10))
    assert action_asks(due, raised_on=RAISED, days=[date(2026, 3, 10)]) == {LeadAsk.DATE}
    assert not action_asks(due, raised_on=RAISED, days=[date(2026, 3, 11)])
    assert not action_asks(replace(due, state=ActionState.CLOSED), raised_on=RAISED, days=[date(2026, 3, 10)])
    month_later = [RAISED + timedelta(days=30)]
    assert action_asks(ACTION, raised_on=RAISED, days=month_later) == {LeadAsk.TELL}
    assert action_asks(replace(ACTION, state=ActionState.CLOSED), raised_on=RAISED, days=month_later) == {LeadAsk.TELL}
    assert not action_asks(replace(ACTION, first_told_at=T0), raised_on=RAISED, days=month_later)
    assert not action_asks(replace(ACTION, state=ActionState.DRAFT), raised_on=RAISED, days=month_later)


@given(weeks=st.integers(0, 60), zone=st.sampled_from(["Europe/London", "America/New_York", "Asia/Tokyo"]))
def test_every_day_is_asked_about_on_one_working_day(weeks: int, zone: str) -> None:
    start = datetime(2026, 1, 5, tzinfo=UTC) + timedelta(weeks=weeks)
    asked: dict[date, set[date]] = {}
    for hours in range(24 * 14):
        now = start + timedelta(hours=hours)
        for day in asked_on(now, zone):
            asked.setdefault(day, set()).add(
                day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
            )
    covered = sorted(asked)
    assert covered == [covered[0] + timedelta(days=number) for number in range(len(covered))], "no day is left out"
    assert all(len(on) == 1 and min(on).weekday() < 5 for on in asked.values())


def test_sponsors_are_asked_once_a_quarter() -> None:
    first = IsoWeek.parse("2026-W02")
    weeks = [first + number for number in range(4 * QUARTER_WEEKS)]
    asked = [week for week in weeks if any(asks_sponsors(week, [day]) for day in _days(week))]
    assert len(asked) == 4
    assert all(sum(asks_sponsors(week, [day]) for day in _days(week)) == 1 for week in asked)


def _days(week: IsoWeek) -> list[date]:
    return [week.monday() + timedelta(days=number) for number in range(7)]
