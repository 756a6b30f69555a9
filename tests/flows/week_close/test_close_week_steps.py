"""Dated steps, merged teams and moved people: what begins again with a week, and what goes along."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.answers.block_sums import NOTHING
from bot.domain.detector.state_codec import OrganisationMemory as DetectorMemory
from bot.domain.detector.state_codec import unpack
from bot.domain.identifiers import PersonId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.change_overs import ChangeKind, ChangeOver
from bot.domain.organisation.people import Listed, Role
from bot.domain.week_close.close import asked_elsewhere
from bot.domain.week_close.inputs import TeamInput
from bot.domain.week_close.presence import Presence
from bot.domain.week_close.unit_state import UnitState
from bot.flows.proof.verify_pages import VerifyPages
from bot.ports import Storage
from tests.support.memory import MemoryStorage
from tests.support.messages import details_of
from tests.support.weeks import CLINIC, FIRST, MEDICINE, WARD, Alarming, Weeks, monday_after, the_programme

SIZES = {WARD: 14, CLINIC: 6}


@pytest.fixture
async def many_weeks(tmp_path: Path) -> Weeks:
    """In memory, for what takes long."""
    played = Weeks(MemoryStorage(), tmp_path)
    await played.furnish(SIZES)
    return played


@pytest.mark.drill
async def test_a_dated_step_restarts_its_teams_once_in_its_week_and_is_told(storage: Storage, tmp_path: Path) -> None:
    changes = (
        ChangeOver(kind=ChangeKind.TRAINEES, units=(MEDICINE,), reason="Doctors change over", when=FIRST + 1),
        ChangeOver(kind=ChangeKind.ROTA, units=(WARD,), reason="Long days", when=FIRST + 2),
        ChangeOver(kind=ChangeKind.MERGER, units=(CLINIC,), reason="The clinics join", when=FIRST + 4),
    )
    detector = Alarming()
    weeks = Weeks(storage, tmp_path, detector=detector)
    await weeks.furnish(SIZES, replace(the_programme(), change_overs=changes))
    await weeks.run(4)
    await weeks.close(now=monday_after(FIRST + 4))  # nobody was asked: the merger is taken with the week after
    await weeks.run(2, first=FIRST + 5)
    restarted = [{team.team for team in seen if team.restart} for seen in detector.seen]
    assert restarted == [set(), set(), {WARD}, set(), {CLINIC}, {CLINIC}, set()]
    told = {
        (unit, step)
        for unit in (WARD, CLINIC, MEDICINE)
        for step in (0, 1, 2, 3, 5, 6)
        if "Changed:" in details_of(await weeks.digest(unit, FIRST + step))
    }
    assert told == {(WARD, 1), (CLINIC, 1), (MEDICINE, 1), (WARD, 2), (MEDICINE, 2), (CLINIC, 5), (MEDICINE, 5)}
    assert "Changed: Long days (we learn again what is usual" in details_of(await weeks.digest(WARD, FIRST + 2))
    assert "Changed: Long days (1 of 2 teams)" in details_of(await weeks.digest(MEDICINE, FIRST + 2))


def test_only_who_was_asked_elsewhere_before_is_no_newcomer() -> None:
    """Who joined Rounds before coming to the team, as far as anybody was asked by then; nobody who is known here."""
    week = FIRST + 20

    def member(name: str, joined: IsoWeek | None) -> Listed:
        since = None if joined is None else monday_after(joined - 1)
        return Listed(
            person=PersonId(name),
            roles=frozenset({Role.MEMBER}),
            joined=True,
            since=monday_after(FIRST),
            elsewhere_since=since,
        )

    team = [
        member("mover", FIRST + 3),
        member("early", FIRST - 9),
        member("new", None),
        member("known", FIRST + 3),
        member("unasked", FIRST + 3),
    ]
    asked = [each.person for each in team if each.person != "unasked"]
    given = TeamInput(
        asked=True,
        within=frozenset(),
        presence=[Presence(unit=WARD, person=each, week=week, asked=1, reached=1, heard=0) for each in asked],
        answers=(),
        team=team,
        state=UnitState(week=week - 1, first=FIRST, reached={PersonId("known"): 1}),
        sums=NOTHING,
    )
    assert asked_elsewhere(given, launched=FIRST) == {"mover": FIRST + 3, "early": FIRST}


async def test_a_chart_takes_its_step_also_when_it_is_written_down_late(many_weeks: Weeks) -> None:
    weeks = many_weeks
    await weeks.run(8)
    rebase = ChangeOver(kind=ChangeKind.REBASE, units=(MEDICINE,), reason="New chat", when=FIRST + 5)
    async with weeks.storage.writing() as work:
        await work.programmes.save(replace(the_programme(), change_overs=(rebase,)), at=monday_after(FIRST + 7))
    await weeks.run(1, first=FIRST + 8)
    for unit in (WARD, MEDICINE):
        before = (await weeks.digest(unit, FIRST + 7)).chart
        assert before is not None
        assert before.steps == ()
        digest = await weeks.digest(unit, FIRST + 8)
        assert digest.chart is not None
        assert digest.chart.steps == (FIRST + 5,)
        assert "Changed:" not in details_of(digest)  # that week is over
    assert "(usual for you" not in details_of(await weeks.digest(WARD, FIRST + 8))
    assert (await VerifyPages(storage=weeks.storage)()).faults == ()


@pytest.mark.drill
async def test_the_usual_range_is_locked_after_twelve_separate_figures(many_weeks: Weeks) -> None:
    weeks = many_weeks
    await weeks.run(44)
    assert (await weeks.state(WARD, after=FIRST + 43)).locks == ()
    await weeks.run(3, first=FIRST + 44)
    (lock,) = (await weeks.state(WARD, after=FIRST + 46)).locks
    assert lock.since is None
    chart = (await weeks.digest(WARD, FIRST + 46)).chart
    assert chart is not None
    assert chart.locks == (lock,)
    assert (await VerifyPages(storage=weeks.storage)()).faults == ()
    assert (await weeks.state(CLINIC, after=FIRST + 46)).locks == ()  # shown in words: it has no chart


@pytest.mark.parametrize("stays_in_the_file", [True, False])
async def test_people_of_a_merged_team_are_heard_in_the_new_one_and_are_no_newcomers(
    tmp_path: Path, stays_in_the_file: bool
) -> None:
    """The merger restarts the ward; of those who came the detector knows for how long they have been asked."""
    weeks = Weeks(MemoryStorage(), tmp_path)
    await weeks.furnish(SIZES)
    await weeks.run(10)
    plain = the_programme()
    units = tuple(unit for unit in plain.organisation.units if stays_in_the_file or unit.id != CLINIC)
    merger = ChangeOver(kind=ChangeKind.MERGER, units=(WARD,), reason="The clinic joins", when=FIRST + 10)
    after = replace(plain, organisation=replace(plain.organisation, units=units), change_overs=(merger,))
    await weeks.merge(CLINIC, WARD, after, at=monday_after(FIRST + 9, hour=9))
    await weeks.run(2, first=FIRST + 10)

    state = await weeks.state(WARD, after=FIRST + 11)
    moved = {PersonId(f"{CLINIC}-m{number}") for number in range(SIZES[CLINIC])}
    assert moved <= state.reached.keys()
    bench = unpack(DetectorMemory(teams={WARD: state.habits}), teams=[WARD], present={})
    joined = dict(zip(bench.members[0], bench.state.voices.joined.tolist(), strict=True))
    assert set(joined.values()) == {FIRST.index}
    assert moved <= joined.keys()
    assert "Changed: The clinic joins (" in details_of(await weeks.digest(WARD, FIRST + 10))
    assert details_of(await weeks.digest(MEDICINE, FIRST + 11))  # the unit above goes on
    assert (await VerifyPages(storage=weeks.storage)()).faults == ()


@pytest.mark.drill
async def test_the_habits_of_a_team_that_has_left_the_programme_are_handed_on(storage: Storage, tmp_path: Path) -> None:
    detector = Alarming()
    weeks = Weeks(storage, tmp_path, detector=detector)
    await weeks.furnish(SIZES)
    await weeks.run(2)
    plain = the_programme()
    units = tuple(unit for unit in plain.organisation.units if unit.id != CLINIC)
    without = replace(plain, organisation=replace(plain.organisation, units=units))
    await weeks.merge(CLINIC, WARD, without, at=monday_after(FIRST + 1, hour=9))
    await weeks.run(13, first=FIRST + 2)
    came = {PersonId(f"{CLINIC}-m{number}"): FIRST for number in range(SIZES[CLINIC])}
    seen = [next(team for team in teams if team.team == WARD) for teams in detector.seen]
    assert [each.since for each in seen] == [{}, {}, came, *[{}] * 12]
    assert [each.left_behind for each in seen] == [(), (), [b"v"], *[()] * 12]
