"""What helped elsewhere is told in counts of two arms, each of ten teams, from what was shown; never as a verdict."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain.follow_up.actions import Action, ActionState
from bot.domain.follow_up.flags import Flag, flag_id
from bot.domain.follow_up.helped_elsewhere import HelpedElsewhere, TeamShown, came_back, helped_elsewhere
from bot.domain.identifiers import ActionId, PersonId, UnitId
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.iso_weeks import IsoWeek

WEEK = IsoWeek.parse("2026-W20")
BEFORE = [(WEEK - back, 7) for back in range(12, 0, -1)]
BACK = TeamShown(tenths=[*BEFORE, (WEEK + 8, 7)])
STILL_LOW = TeamShown(tenths=[*BEFORE, (WEEK + 8, 5)])


def a_flag(unit: str = "ward", *, kind: FlagKind = FlagKind.FEWER_VOICES, week: IsoWeek = WEEK) -> Flag:
    return Flag(id=flag_id(UnitId(unit), week), unit=UnitId(unit), week=week, kind=kind)


def an_action(unit: str = "ward", step: str = "6.4b", *, weeks: int = 1, **changes: Any) -> Action:
    at = datetime.combine((WEEK + weeks).monday(), datetime.min.time(), UTC) + timedelta(hours=12)
    made = Action(
        id=ActionId(unit), unit=UnitId(unit), raised_by=PersonId("ann"), raised_at=at, words="x", step=step,
        state=ActionState.OPEN, owned_at=at,
    )  # fmt: skip
    return replace(made, **changes)


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (BACK, True),
        (STILL_LOW, False),
        (TeamShown(tenths=[*BEFORE, (WEEK + 5, 5), (WEEK + 8, 7)]), True),
        (TeamShown(tenths=[*BEFORE, (WEEK + 5, 7), (WEEK + 8, 5)]), False),
        (TeamShown(tenths=[*BEFORE, (WEEK + 3, 7)]), None),
        (TeamShown(tenths=[*BEFORE, (WEEK + 9, 7)]), None),
        (TeamShown(tenths=[*BEFORE[-3:], (WEEK + 8, 7)]), None),
        (TeamShown(), None),
    ],
)
def test_voices_are_back_when_the_share_after_two_months_is_as_usual(shown: TeamShown, expected: bool | None) -> None:
    assert came_back(a_flag(), shown) is expected


def test_scores_are_back_when_the_next_word_is_not_clearly_lower_than_those_before() -> None:
    words = [(WEEK - 9, 8), (WEEK - 5, 8), (WEEK - 1, 8)]
    flag = a_flag(kind=FlagKind.LOWER_SCORE)
    assert came_back(flag, TeamShown(scores=[*words, (WEEK + 4, 8)])) is True
    assert came_back(flag, TeamShown(scores=[*words, (WEEK + 4, 5)])) is False
    assert came_back(flag, TeamShown(scores=[*words, (WEEK + 3, 8)])) is None
    assert came_back(flag, TeamShown(scores=[(WEEK + 4, 8)])) is None
    both = a_flag(kind=FlagKind.BOTH)
    assert came_back(both, replace(BACK, scores=[*words, (WEEK + 4, 8)])) is True
    assert came_back(both, replace(BACK, scores=[*words, (WEEK + 4, 5)])) is False
    assert came_back(both, BACK) is None
    assert came_back(a_flag(kind=FlagKind.ROOM_FROM_ABOVE), BACK) is None


def counted(
    tried: int, untried: int, *, back: int = 7, alone: int = 8, **changes: Any
) -> list[tuple[FlagKind, str, int, int, int, int]]:
    doing = [f"tried{number:02}" for number in range(tried)]
    idle = [f"idle{number:02}" for number in range(untried)]
    well = {*doing[:back], *idle[:alone]}
    shown = {UnitId(unit): BACK if unit in well else STILL_LOW for unit in (*doing, *idle)}
    actions = {UnitId(unit): [an_action(unit, **changes)] for unit in doing}
    told = helped_elsewhere(map(a_flag, (*doing, *idle)), actions, shown)
    return [(x.kind, x.component, x.tried, x.came_back, x.untried, x.back_alone) for x in told]


def test_counts_stand_side_by_side_from_ten_teams_each_and_not_before() -> None:
    assert counted(12, 15) == [(FlagKind.FEWER_VOICES, "6.4", 12, 7, 15, 8)]
    assert counted(10, 10) == [(FlagKind.FEWER_VOICES, "6.4", 10, 7, 10, 8)]
    assert not counted(9, 15)
    assert not counted(12, 9)


@pytest.mark.drill
@pytest.mark.parametrize(
    "changes",
    [
        {"step": ""},
        {"owned_at": None, "state": ActionState.PROPOSED},
        {"cannot": True, "state": ActionState.CLOSED},
    ],
)
def test_what_nobody_took_on_and_what_is_of_their_own_is_in_neither_count(changes: dict[str, Any]) -> None:
    assert not counted(12, 15, **changes)
    assert not counted(12, 0, **changes), "nor did they try nothing"


@pytest.mark.parametrize("changes", [{"weeks": 0}, {"weeks": 5}, {"state": ActionState.DRAFT}])
def test_what_was_not_begun_because_of_the_flag_is_nothing_that_was_tried(changes: dict[str, Any]) -> None:
    teams = [f"team{number:02}" for number in range(10)]
    others = [f"other{number:02}" for number in range(10)]
    actions = {UnitId(unit): [an_action(unit)] for unit in teams}
    actions |= {UnitId(unit): [an_action(unit, **changes)] for unit in others}
    shown = dict.fromkeys(map(UnitId, (*teams, *others)), BACK)
    (told,) = helped_elsewhere(map(a_flag, (*teams, *others)), actions, shown)
    assert (told.tried, told.untried) == (10, 10)


def test_a_team_counts_once_in_each_count_with_its_newest_flag() -> None:
    teams = [UnitId(f"team{number:02}") for number in range(10)]
    earlier = WEEK - 21
    before = [(earlier - back, 7) for back in range(12, 0, -1)]
    shown = dict.fromkeys(teams, TeamShown(tenths=[*before, (earlier + 8, 5), *BEFORE, (WEEK + 8, 7)]))
    flags = [a_flag(unit, week=week) for unit in teams for week in (earlier, WEEK)]
    (told,) = helped_elsewhere(flags, {unit: [an_action(unit)] for unit in teams}, shown)
    assert told == HelpedElsewhere(
        kind=FlagKind.FEWER_VOICES, component="6.4", tried=10, came_back=10, untried=10, back_alone=0
    )
    again = [*flags, *(a_flag(unit, week=earlier - 9) for unit in teams)]
    assert helped_elsewhere(again, {unit: [an_action(unit)] for unit in teams}, shown) == [told]


def test_kinds_are_not_mixed() -> None:
    flags = [a_flag(f"tried{number}") for number in range(10)]
    flags += [a_flag(f"idle{number}", kind=FlagKind.LOWER_SCORE) for number in range(10)]
    shown = {each.unit: replace(BACK, scores=[(WEEK - 1, 8), (WEEK + 4, 8)]) for each in flags}
    assert not helped_elsewhere(flags, {each.unit: [an_action(each.unit)] for each in flags[:10]}, shown)
