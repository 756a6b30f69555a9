"""Dated steps fall into the weeks they name, on the teams they name, each exactly once."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.identifiers import UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.change_overs import (
    ChangeKind,
    ChangeOver,
    Month,
    Restarts,
    first_wednesday,
    restarts_in,
    steps_on_charts,
)
from bot.domain.organisation.unit_tree import UnitTree

TOP, ICU, WARD, CLINIC = UnitId("medicine"), UnitId("icu"), UnitId("ward"), UnitId("clinic")
TREE = UnitTree(parents={TOP: None, ICU: TOP, WARD: TOP, CLINIC: None})
W40 = IsoWeek.parse("2026-W40")


def a_change(kind: ChangeKind, *units: UnitId, when: IsoWeek | Month = W40, reason: str = "A reason") -> ChangeOver:
    return ChangeOver(kind=kind, units=units or (TOP,), reason=reason, when=when)


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [
        (2026, Month.AUGUST, date(2026, 8, 5)),
        (2026, Month.DECEMBER, date(2026, 12, 2)),
        (2027, Month.FEBRUARY, date(2027, 2, 3)),
        (2026, Month.APRIL, date(2026, 4, 1)),
        (2025, Month.JANUARY, date(2025, 1, 1)),
    ],
)
def test_a_month_means_the_week_of_its_first_wednesday(year: int, month: Month, day: date) -> None:
    assert day.weekday() == 2
    assert first_wednesday(year, month) == IsoWeek.of(day)


def restarts(*changes: ChangeOver, after: IsoWeek = W40 - 1, week: IsoWeek = W40) -> Restarts:
    return restarts_in(week, dict.fromkeys(TREE.microsystems, after), changes, TREE)


def test_a_merger_or_rota_restarts_every_microsystem_below_the_unit_and_nothing_else_does() -> None:
    for kind in (ChangeKind.MERGER, ChangeKind.ROTA):
        found = restarts(a_change(kind))
        assert found.baselines == {ICU, WARD}
        assert set(found.announced) == {ICU, WARD}
    for kind in (ChangeKind.REBASE, ChangeKind.TRAINEES):
        found = restarts(a_change(kind))
        assert not found.baselines
        assert set(found.announced) == {ICU, WARD}
    assert restarts() == Restarts()


def test_a_team_that_is_not_watched_yet_restarts_nothing() -> None:
    found = restarts_in(W40, {WARD: W40 - 1}, [a_change(ChangeKind.ROTA)], TREE)
    assert found.baselines == {WARD}
    assert list(found.announced) == [WARD]


def test_a_team_that_was_not_counted_for_a_while_takes_the_step_later_and_the_others_not_again() -> None:
    found = restarts_in(W40 + 2, {ICU: W40 - 1, WARD: W40 + 1}, [a_change(ChangeKind.ROTA)], TREE)
    assert found.baselines == {ICU}


@settings(deadline=None)
@given(st.lists(st.integers(1, 9), min_size=1, max_size=20), st.sampled_from(Month))
def test_every_step_is_taken_exactly_once_however_many_weeks_are_skipped(gaps: list[int], month: Month) -> None:
    change = a_change(ChangeKind.ROTA, ICU, when=month)
    first = last = IsoWeek.parse("2026-W01")
    taken = 0
    for gap in gaps:
        taken += bool(restarts(change, after=last, week=last + gap).baselines)
        last += gap
    weeks = list(change.weeks(first, last))
    assert taken == len(weeks)
    assert len(weeks) == sum(first < first_wednesday(year, month) <= last for year in range(2020, 2040))


def test_a_unit_above_begins_a_new_range_only_when_all_its_teams_do() -> None:
    changes = [
        a_change(ChangeKind.REBASE, reason="New chat"),
        a_change(ChangeKind.MERGER, ICU, WARD, reason="One floor"),
        a_change(ChangeKind.ROTA, ICU, when=W40 + 2, reason="Long days"),
        a_change(ChangeKind.TRAINEES, when=W40 + 1),
    ]
    everywhere = (W40,)
    found = steps_on_charts(W40 + 3, changes, TREE)
    assert found == {TOP: everywhere, WARD: everywhere, ICU: (*everywhere, W40 + 2)}
    assert steps_on_charts(W40 + 1, changes, TREE)[ICU] == everywhere
    assert steps_on_charts(W40 - 1, changes, TREE) == {}
    assert restarts(changes[0], week=W40 + 60, after=W40 + 59).steps[TOP] == (W40,)


def test_what_happens_once_has_a_week_and_a_retired_unit_no_teams() -> None:
    with pytest.raises(ValueError, match="give its week"):
        a_change(ChangeKind.MERGER, when=Month.MAY)
    with pytest.raises(ValueError, match="a reason"):
        a_change(ChangeKind.ROTA, reason=" ")
    assert restarts(a_change(ChangeKind.ROTA, UnitId("gone"))) == Restarts()
