"""What the detector remembers of the people of a team that was closed: for as long as a week may need it."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.domain.identifiers import UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.units import Unit
from bot.domain.programme.programme import Programme
from bot.domain.retention.tables import STATES_OF_RETIRED
from bot.domain.week_close.unit_state import GONE_WEEKS, WEEKS_KEPT, UnitState
from bot.flows.epochs.inbox_keys import InboxKeys
from bot.flows.operations.tidy import Tidy
from bot.ports import Storage
from tests.support.weeks import CLINIC, FIRST, WARD, Weeks, monday_after, the_programme

SIZES = {WARD: 9, CLINIC: 9}
RETIRED_IN = FIRST + 2
GOES = datetime.combine((RETIRED_IN + 1).monday(), time(), tzinfo=UTC) + STATES_OF_RETIRED.kept
"""The end of that week, and twelve more."""
LAST_KEPT = RETIRED_IN + 12


def with_a_team_under_clinic() -> Programme:
    plain = the_programme()
    clinic = next(unit for unit in plain.organisation.units if unit.id == CLINIC)
    below = replace(clinic, id=UnitId("clinic-a"), name="Clinic A", parent=CLINIC)
    return replace(plain, organisation=replace(plain.organisation, units=(*plain.organisation.units, below)))


def without_clinic() -> Programme:
    plain = the_programme()
    units = tuple(unit for unit in plain.organisation.units if unit.id != CLINIC)
    return replace(plain, organisation=replace(plain.organisation, units=units))


async def save(storage: Storage, programme: Programme, *, at: datetime) -> None:
    async with storage.writing() as work:
        await work.programmes.save(programme, at=at)


async def tidy(weeks: Weeks, *, now: datetime) -> None:
    async def nothing_to_unlink() -> None:
        """Another test's."""

    inbox_keys = InboxKeys(keys=weeks.keys, sealer=weeks.sealer)
    await Tidy(storage=weeks.storage, inbox_keys=inbox_keys, unlink_answers=nothing_to_unlink)(now=now)


async def are_closed(storage: Storage, *, through: IsoWeek) -> None:
    """Weeks in which nobody was asked."""
    async with storage.writing() as work:
        while (newest := await work.weeks.newest_closed()) is None or newest < through:
            week = FIRST if newest is None else newest + 1
            assert await work.weeks.claim(week, at=monday_after(week))
            await work.weeks.finish(week)


async def state_of_clinic(storage: Storage) -> UnitState | None:
    async with storage.reading() as work:
        return (await work.weeks.unit_states([CLINIC], before=FIRST + 100)).get(CLINIC)


async def _of_a_closed_team(storage: Storage, folder: Path) -> Weeks:
    weeks = Weeks(storage, folder)
    await weeks.furnish(SIZES)
    await weeks.run(2)
    await save(storage, without_clinic(), at=monday_after(RETIRED_IN - 1, hour=9))
    return weeks


def test_it_is_kept_for_longer_than_any_closing_reads_it() -> None:
    assert STATES_OF_RETIRED.kept > timedelta(weeks=GONE_WEEKS + 1), "a week is closed after it has ended"


async def test_of_a_closed_team_nothing_is_remembered_after_twelve_weeks(storage: Storage, tmp_path: Path) -> None:
    weeks = await _of_a_closed_team(storage, tmp_path)
    await are_closed(storage, through=LAST_KEPT)
    await tidy(weeks, now=GOES - timedelta(minutes=1))
    kept = await state_of_clinic(storage)
    assert kept is not None
    assert kept.reached
    assert kept.habits
    await tidy(weeks, now=GOES)
    assert await state_of_clinic(storage) is None
    ward = await weeks.state(WARD, after=RETIRED_IN)
    assert ward.reached, "a team that goes on is left alone"


async def test_it_is_kept_while_a_week_is_not_closed_that_may_need_it(storage: Storage, tmp_path: Path) -> None:
    """As after an outage of months: tidying comes before the weeks in which the team still lived are closed."""
    weeks = await _of_a_closed_team(storage, tmp_path)
    for through in (RETIRED_IN - 1, RETIRED_IN, LAST_KEPT - 1):
        await are_closed(storage, through=through)
        await tidy(weeks, now=GOES + timedelta(days=200))
        assert await state_of_clinic(storage) is not None
    await are_closed(storage, through=LAST_KEPT)
    await tidy(weeks, now=GOES + timedelta(days=200))
    assert await state_of_clinic(storage) is None


async def test_before_any_week_is_closed_nothing_goes(storage: Storage, tmp_path: Path) -> None:
    weeks = Weeks(storage, tmp_path)
    await weeks.furnish(SIZES)
    async with storage.writing() as work:
        await work.weeks.put_unit_states({CLINIC: UnitState(week=FIRST)})
    await save(storage, without_clinic(), at=monday_after(RETIRED_IN - 1, hour=9))
    await tidy(weeks, now=GOES)
    assert await state_of_clinic(storage) is not None


@pytest.mark.parametrize("is_late", [False, True])
async def test_a_team_that_is_taken_back_goes_on_or_begins_anew(
    storage: Storage, tmp_path: Path, *, is_late: bool
) -> None:
    weeks = await _of_a_closed_team(storage, tmp_path)
    await are_closed(storage, through=LAST_KEPT)
    if is_late:
        await tidy(weeks, now=GOES)
    await save(storage, the_programme(), at=GOES)
    await tidy(weeks, now=GOES + timedelta(days=400))
    assert (await state_of_clinic(storage) is None) is is_late
    assert await weeks.run(1, first=LAST_KEPT + 1) == [LAST_KEPT + 1]
    state = await weeks.state(CLINIC, after=LAST_KEPT + 1)
    assert state.first == (LAST_KEPT + 1 if is_late else FIRST)
    assert len(state.reached) == SIZES[CLINIC]


async def test_a_team_that_became_a_unit_above_remembers_nobody_after_twelve_weeks(
    storage: Storage, tmp_path: Path
) -> None:
    weeks = Weeks(storage, tmp_path)
    await weeks.furnish(SIZES)
    await weeks.run(2)
    plain = the_programme()
    below = Unit(id=UnitId("feet"), name="Foot clinic", parent=CLINIC)
    organisation = replace(plain.organisation, units=(*plain.organisation.units, below))
    await save(storage, replace(plain, organisation=organisation), at=monday_after(RETIRED_IN - 1, hour=9))
    weeks.sizes = {WARD: SIZES[WARD]}
    last_reached = RETIRED_IN - 1
    await weeks.run(WEEKS_KEPT - 1, first=RETIRED_IN)
    still = await weeks.state(CLINIC, after=last_reached + WEEKS_KEPT - 1)
    assert still.habits, "it may become a team again, and go on"
    await weeks.run(1, first=last_reached + WEEKS_KEPT)
    after = await weeks.state(CLINIC, after=last_reached + WEEKS_KEPT)
    assert not after.habits
    assert after.first == FIRST
