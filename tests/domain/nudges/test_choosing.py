"""Which nudge comes when."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.follow_up.action_library import component_of
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.indicators.score_kinds import ScoreKind
from bot.domain.iso_weeks import IsoWeek
from bot.domain.nudges.choosing import choose_nudge
from bot.domain.nudges.library import NUDGES
from bot.domain.nudges.nudges import (
    MOST_OTHERS,
    NUDGE_DAY,
    Nudge,
    NudgeOutcome,
    nudge_due,
    nudge_id,
)
from bot.domain.nudges.seasons import LAUNCH_WEEKS, Season, season_of
from bot.domain.organisation.change_overs import ChangeKind, ChangeOver
from bot.domain.organisation.unit_tree import UnitTree
from bot.domain.programme.programme import Weekday
from tests.support.builders import ICU, a_programme

WEEK = IsoWeek.parse("2026-W10")
ADA = PersonId("ada")
LONDON = "Europe/London"
COMPETENCIES = st.none() | st.sampled_from([ScoreKind.PERSONAL, ScoreKind.SUPERVISORY, ScoreKind.STRATEGIC])


def had(*codes: str, week: IsoWeek = WEEK, outcome: NudgeOutcome | None = None) -> Nudge:
    return Nudge(id=nudge_id(ADA, week), unit=ICU, person=ADA, week=week, codes=codes, outcome=outcome)


def choose(
    kind: FlagKind | None = None,
    lowest: ScoreKind | None = None,
    season: Season = Season.STEADY,
    tried: tuple[Nudge, ...] = (),
) -> str:
    return choose_nudge(kind, lowest=lowest, season=season, unit=ICU, tried=tried)


@given(kind=st.none() | st.sampled_from(FlagKind), lowest=COMPETENCIES, season=st.sampled_from(Season))
def test_the_first_suits_the_flag_the_lowest_competency_and_the_season(
    kind: FlagKind | None, lowest: ScoreKind | None, season: Season
) -> None:
    item = NUDGES[choose(kind, lowest, season)]
    letters = {
        None: "AU",
        FlagKind.FEWER_VOICES: "V",
        FlagKind.LOWER_SCORE: "S",
        FlagKind.BOTH: "VS",
        FlagKind.ROOM_FROM_ABOVE: "U",
    }[kind]
    assert set(item.suits) & set(letters)
    assert not item.seasons or season in item.seasons
    if kind is not FlagKind.ROOM_FROM_ABOVE:  # what makes room from above serves the strategic competency alone
        assert lowest is None or item.helps is lowest


@given(kind=st.none() | st.sampled_from(FlagKind), lowest=COMPETENCIES, season=st.sampled_from(Season))
def test_nothing_comes_twice_before_all_has_been_tried(
    kind: FlagKind | None, lowest: ScoreKind | None, season: Season
) -> None:
    tried: list[Nudge] = []
    suiting = sum(not item.seasons or season in item.seasons for item in NUDGES.values())
    for number in range(suiting):
        code = choose(kind, lowest, season, tuple(tried))
        assert code not in {each.code for each in tried}
        tried.append(had(code, week=WEEK + number))
    assert choose(kind, lowest, season, tuple(tried)) == tried[0].code, "then the one of longest ago"


def test_what_somebody_did_not_want_comes_last_of_all() -> None:
    first = choose()
    tried = [had(first, outcome=NudgeOutcome.NOT_FOR_ME)]
    for number in range(1, len(NUDGES) + 5):
        code = choose(tried=tuple(tried))
        assert code != first
        tried.append(had(code, week=WEEK + number))


def test_one_of_another_component_comes_first_where_the_rest_is_alike() -> None:
    first = choose(FlagKind.FEWER_VOICES, ScoreKind.PERSONAL)
    second = choose(FlagKind.FEWER_VOICES, ScoreKind.PERSONAL, tried=(had(first),))
    assert component_of(first) != component_of(second)


def test_another_one_may_be_asked_for_a_few_times() -> None:
    nudge = had("1.1a")
    for _ in range(MOST_OTHERS):
        assert nudge.may_change
        nudge = replace(nudge, codes=(*nudge.codes, "x"))
    assert not nudge.may_change
    assert not replace(had("1.1a"), outcome=NudgeOutcome.DONE).may_change


def test_a_season_is_a_change_over_before_it_is_a_launch() -> None:
    tree = UnitTree.of(a_programme().organisation)
    change = ChangeOver(kind=ChangeKind.TRAINEES, units=(ICU,), reason="Trainees", when=WEEK)

    def season(week: IsoWeek, began: IsoWeek | None, *, unit: UnitId = ICU) -> Season:
        return season_of(unit, week, began=began, changes=[change], tree=tree)

    assert season(WEEK - 2, None) is Season.LAUNCH
    assert [season(WEEK + away, WEEK - 52) for away in (-2, -1, 0, 4, 5)] == [
        Season.STEADY,
        Season.CHANGE_OVER,
        Season.CHANGE_OVER,
        Season.CHANGE_OVER,
        Season.STEADY,
    ]
    assert season(WEEK + 10, WEEK + 10 - LAUNCH_WEEKS + 1) is Season.LAUNCH
    assert season(WEEK + 10, WEEK + 10 - LAUNCH_WEEKS) is Season.STEADY


@pytest.mark.drill
@given(person=st.text(min_size=1, max_size=5).map(PersonId), day=st.sampled_from(Weekday))
def test_it_is_due_once_a_fortnight_on_the_chosen_day_about_midday(person: PersonId, day: Weekday) -> None:
    start, due = datetime(2026, 3, 2, tzinfo=UTC), []
    for hours in range(24 * 7 * 8):
        now = start + timedelta(hours=hours)
        week = nudge_due(person, day=day, now=now, zone=LONDON)
        if week is not None:
            due.append((week, now))
        assert nudge_due(person, day=None, now=now, zone=LONDON) is None
    weeks = sorted({week for week, _ in due})
    assert [later - week for week, later in pairwise(weeks)] == [2, 2, 2]
    assert all(now.weekday() == day.number and 11 <= now.hour < 19 for _, now in due)


def test_the_day_of_whoever_chose_none_is_neither_that_of_digests_nor_of_reminders() -> None:
    assert NUDGE_DAY is Weekday.WED
