"""Quiet weeks, quiet days and halts as one."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.domain.identifiers import UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.unit_tree import UnitTree
from bot.domain.programme.halts import Halt
from bot.domain.programme.programme import QuietDay, QuietWeek
from bot.domain.programme.quiet_times import QuietTimes
from tests.flows.asking.planning import a_hospital
from tests.support.builders import T0, after

ICU, AMU, MEDICINE = UnitId("icu"), UnitId("amu"), UnitId("medicine")


def times(*halts: Halt, **changes: object) -> QuietTimes:
    programme = replace(a_hospital("amu", "icu", zones={"amu": "Pacific/Auckland"}), **changes)  # type: ignore[arg-type]
    return QuietTimes(programme=programme, tree=UnitTree.of(programme.organisation), halts=halts)


def a_halt(unit: UnitId | None, *, until: datetime | None = None) -> Halt:
    return Halt(unit=unit, since=T0, until=until, reason="Flood")


def test_a_halt_covers_a_unit_and_all_below_it_from_its_beginning_up_to_its_end() -> None:
    found = times(a_halt(MEDICINE, until=after(hours=1)))
    assert [found.is_halted(unit, T0) for unit in (ICU, MEDICINE, None)] == [True, True, False]
    assert [found.is_halted(ICU, at) for at in (after(seconds=-1), after(hours=1))] == [False, False]
    assert all(times(a_halt(None)).is_halted(unit, after(days=99)) for unit in (ICU, MEDICINE, None))
    assert not times(a_halt(ICU)).is_halted(MEDICINE, T0)


def test_a_quiet_day_is_one_of_the_units_own_calendar() -> None:
    found = times(quiet_days=(QuietDay(date=date(2026, 3, 4), units=(MEDICINE,), reason="Holiday"),))
    midnight_in_london = datetime(2026, 3, 4, tzinfo=UTC)
    assert [found.is_quiet(ICU, midnight_in_london), found.is_quiet(AMU, midnight_in_london)] == [True, True]
    noon_before = datetime(2026, 3, 3, 12, tzinfo=UTC)
    assert [found.is_quiet(ICU, noon_before), found.is_quiet(AMU, noon_before)] == [False, True]


def test_the_week_says_why_nothing_was_asked() -> None:
    week = IsoWeek.of(T0.date())
    quiet_week = QuietWeek(week=week, units=(ICU,), reason="Survey")
    quiet_day = QuietDay(date=T0.date(), units=(AMU,), reason="Holiday")
    found = times(a_halt(None), quiet_weeks=(quiet_week,), quiet_days=(quiet_day,))
    assert [found.reason_in(unit, week) for unit in (ICU, AMU)] == ["Survey", "Holiday"]
    assert [found.reason_in(ICU, each) for each in (week - 1, week + 1)] == ["", "Flood"]


@pytest.mark.parametrize("reason", ["", " ", "two\nlines", "x" * 81])
def test_a_reason_is_one_short_line(reason: str) -> None:
    with pytest.raises(ValueError, match="one line"):
        Halt(unit=None, since=T0, until=None, reason=reason)
    with pytest.raises(ValueError, match="after it began"):
        a_halt(None, until=after(hours=-1))
