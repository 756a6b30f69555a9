"""A week closes once, in order and to the same end after a crash; only what passed the gate is shown."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.answers import block_sums
from bot.domain.answers.workings import OrganisationHabits, QuestionSums, TeamBlock, as_written, bound_to
from bot.domain.asking.pulses import RoundState
from bot.domain.detector.score_habits import ANSWER_VARIANCE
from bot.domain.digests.verdict import Verdict
from bot.domain.disclosure.release_kinds import ReleaseKind
from bot.domain.errors import KeyUnavailable
from bot.domain.follow_up.flags import FlagReply, FlagResponse, HelpReply, HelpResponse
from bot.domain.identifiers import FlagId, PersonId
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.people import Role
from bot.domain.programme.programme import QuietWeek
from bot.domain.texts.dates import day
from bot.ports import Storage, UnitOfWork
from storage.codecs.unit_states import encode_unit_state
from tests.support.epochs import newest_epoch
from tests.support.memory import MemoryStorage
from tests.support.messages import details_of, words_of
from tests.support.weeks import CLINIC, FIRST, MEDICINE, WARD, Alarming, Weeks, agrees, monday_after, the_programme

THE_WARD = TeamBlock(unit=WARD)
TEAMS = (THE_WARD, TeamBlock(unit=CLINIC))
OF_ORGANISATION = (OrganisationHabits(), QuestionSums())
SIZES = {WARD: 14, CLINIC: 6}


@pytest.fixture
async def weeks(storage: Storage, tmp_path: Path) -> Weeks:
    """On both storages."""
    played = Weeks(storage, tmp_path)
    await played.furnish(SIZES)
    return played


@pytest.fixture
async def many_weeks(tmp_path: Path) -> Weeks:
    """In memory, for what takes long."""
    played = Weeks(MemoryStorage(), tmp_path)
    await played.furnish(SIZES)
    return played


async def test_a_week_closes_only_when_it_has_ended_and_no_round_is_open(weeks: Weeks) -> None:
    await weeks.play(FIRST)
    sunday = monday_after(FIRST).replace(day=11, hour=23)
    assert await weeks.close(now=sunday) == []
    assert await weeks.close(now=monday_after(FIRST)) == [FIRST]
    assert await weeks.close(now=monday_after(FIRST)) == []


async def test_an_open_round_holds_its_week_back(weeks: Weeks) -> None:
    await weeks.play(FIRST)
    async with weeks.storage.writing() as work:
        round_ = (await work.rounds.closing_in(FIRST, [WARD]))[0]
        late = replace(round_, slot="11:00", state=RoundState.OPEN)
        await work.rounds.claim_many([late])
    assert await weeks.close(now=monday_after(FIRST)) == []
    async with weeks.storage.writing() as work:
        await work.rounds.close([late.id])
    assert await weeks.close(now=monday_after(FIRST)) == [FIRST]


async def test_a_hospital_over_several_zones_waits_for_the_last_one(storage: Storage, tmp_path: Path) -> None:
    programme = the_programme()
    units = tuple(
        replace(unit, timezone="America/New_York") if unit.id == CLINIC else unit
        for unit in programme.organisation.units
    )
    weeks = Weeks(storage, tmp_path)
    await weeks.furnish(SIZES, replace(programme, organisation=replace(programme.organisation, units=units)))
    await weeks.play(FIRST)
    assert await weeks.close(now=monday_after(FIRST, hour=4)) == []
    assert await weeks.close(now=monday_after(FIRST, hour=5)) == [FIRST]


async def test_participation_is_kept_by_person_and_answers_only_under_seal(weeks: Weeks) -> None:
    await weeks.run(1)
    async with weeks.storage.reading() as work:
        states = await work.weeks.unit_states([WARD, CLINIC, MEDICINE], before=FIRST + 1)
        organisation = await work.weeks.organisation_state(before=FIRST + 1)
        epoch = await newest_epoch(work)
        assert epoch is not None
        workings = await work.answers.workings(epoch.id, [*TEAMS, *OF_ORGANISATION])
    assert len(states[WARD].reached) == 14
    assert len(states[WARD].heard) == 9
    assert set(states) == {WARD, CLINIC, MEDICINE}
    assert organisation is not None
    assert set(workings) == {*TEAMS, *OF_ORGANISATION}
    key = weeks.keys.load(epoch.id)
    assert key is not None
    assert b"ward-m1" not in bytes(workings[THE_WARD])
    assert b"ward-m1" in as_written(
        weeks.sealer.unseal(key, sealed=workings[THE_WARD], bound_to=bound_to(epoch, THE_WARD))
    )


@pytest.mark.drill
async def test_the_open_state_never_depends_on_what_was_answered(storage: Storage, tmp_path: Path) -> None:
    """Whoever reads the database without the key sees participation and releases, the same whatever was said."""
    weeks = Weeks(storage, tmp_path)
    await weeks.furnish(SIZES)
    await weeks.run(3, {WARD: lambda week, number: str(1 + (week.index + number) % 4), CLINIC: agrees})
    async with storage.reading() as work:
        varied = [await _frozen(work, FIRST + step) for step in (1, 2)]
    assert varied == await _steady_twin(tmp_path)


async def _steady_twin(folder: Path) -> object:
    (folder / "twin").mkdir()
    weeks = Weeks(MemoryStorage(), folder / "twin")
    await weeks.furnish(SIZES)
    await weeks.run(3, {WARD: lambda _week, _number: "3", CLINIC: agrees})
    async with weeks.storage.reading() as work:
        return [await _frozen(work, FIRST + step) for step in (1, 2)]


async def _frozen(work: UnitOfWork, week: IsoWeek) -> object:
    """The cells of all weeks through this one, and the states at its end."""
    atoms = await work.cells.atoms(week)
    assert atoms is not None
    cells = [await work.cells.of_week(FIRST + step, atoms) for step in range(week - FIRST + 1)]
    assert all(cells)
    units = await work.weeks.unit_states([WARD, CLINIC, MEDICINE], before=week + 1)
    return cells, units, await work.weeks.organisation_state(before=week + 1)


@pytest.mark.drill
async def test_scores_come_once_a_block_and_are_repeated_until_the_next(weeks: Weeks) -> None:
    await weeks.run(6)
    text = [details_of(await weeks.digest(WARD, FIRST + step)) for step in range(6)]
    assert all("Said: First figures on 3 February" in each for each in text[:3])
    assert all("Said: Agree (four weeks to 1 February)" in each for each in text[3:])
    async with weeks.storage.reading() as work:
        releases = await work.weeks.releases([WARD], FIRST, FIRST + 6)
    assert [row.week for row in releases if row.kind is ReleaseKind.SCORE] == [FIRST + 3]


async def test_a_small_team_is_told_that_there_is_too_little_to_say(many_weeks: Weeks) -> None:
    weeks = many_weeks
    await weeks.run(10, {WARD: agrees, CLINIC: lambda _week, number: "-" if number > 3 else "3"})
    small = words_of(await weeks.digest(CLINIC))
    assert small.splitlines()[0].endswith(": nothing needs you")
    assert "too few to show" in small.splitlines()[1]
    roll_up = details_of(await weeks.digest(MEDICINE))
    assert "Shown: 1 of 2 teams (large enough" in roll_up


async def test_a_team_is_learning_for_its_first_eight_weeks(many_weeks: Weeks) -> None:
    weeks = many_weeks
    await weeks.run(9)
    assert "Week 1 of 8" in words_of(await weeks.digest(WARD, FIRST))
    assert "Week 8 of 8" in words_of(await weeks.digest(WARD, FIRST + 7))
    ninth = words_of(await weeks.digest(WARD, FIRST + 8)).splitlines()
    assert ninth[0].endswith(": nothing needs you")
    assert "about 6 in 10 heard (usual for you)" in ninth[1]


async def test_an_alarm_becomes_a_flag_after_learning_and_not_again_for_eight_weeks(tmp_path: Path) -> None:
    storage = MemoryStorage()
    detector = Alarming(*(FIRST + step for step in range(30)))
    weeks = Weeks(storage, tmp_path, detector=detector)
    await weeks.furnish(SIZES)
    await weeks.run(18)
    async with storage.reading() as work:
        flags = await work.loop.flags([WARD], FIRST)
    assert [flag.week - FIRST for flag in flags] == [8, 17]
    flagged = await weeks.digest(WARD, FIRST + 8)
    assert flagged.verdict is Verdict.CONVERSATION
    assert words_of(flagged).splitlines()[3].startswith("Fewer voices and lower score since about ")
    assert "Asked: “" in words_of(flagged) or "Lowest: " in words_of(flagged)
    after = await weeks.digest(WARD, FIRST + 9)
    assert "We suggested a conversation on 8 March: fewer voices and lower score. No lead has replied yet." in (
        words_of(after)
    )
    assert "Earlier: 8 March: fewer voices and lower score (no lead has replied yet)" in details_of(after)
    assert flagged.step
    assert after.step not in ("", flagged.step)


async def test_a_week_without_rounds_raises_no_flag(tmp_path: Path) -> None:
    storage = MemoryStorage()
    weeks = Weeks(storage, tmp_path, detector=Alarming(FIRST + 9))
    await weeks.furnish(SIZES)
    await weeks.run(9)
    assert await weeks.close(now=monday_after(FIRST + 9)) == [FIRST + 9]
    async with storage.reading() as work:
        assert await work.loop.flags([WARD], FIRST) == []
    assert "no question was asked" in words_of(await weeks.digest(WARD, FIRST + 9)).splitlines()[1]


@pytest.mark.drill
async def test_a_known_reason_silences_for_eight_weeks_from_the_reply(tmp_path: Path) -> None:
    storage = MemoryStorage()
    weeks = Weeks(storage, tmp_path, detector=Alarming(*(FIRST + step for step in range(40))))
    await weeks.furnish(SIZES)
    await weeks.run(10)
    async with storage.writing() as work:
        flag = (await work.loop.flags([WARD], FIRST))[0]
        await work.loop.put_reply(
            FlagReply(
                flag=FlagId(flag.id),
                person=PersonId("ward-nurse"),
                response=FlagResponse.KNOWN_REASON,
                at=monday_after(FIRST + 13),
            )
        )
    await weeks.run(16, first=FIRST + 10)
    async with storage.reading() as work:
        flags = await work.loop.flags([WARD], FIRST)
    # Flagged in week 8; the reply came in week 14, so weeks 14 to 21 stay silent.
    assert [flag.week - FIRST for flag in flags] == [8, 22]


async def test_a_sponsor_hears_of_a_flag_in_numbers_and_of_the_team_after_28_days(tmp_path: Path) -> None:
    weeks = Weeks(MemoryStorage(), tmp_path, detector=Alarming(FIRST + 8))
    await weeks.furnish(SIZES)
    await weeks.run(14)
    for step in range(8, 12):
        assert "Acute" not in words_of(await weeks.digest(MEDICINE, FIRST + step))
    late = words_of(await weeks.digest(MEDICINE, FIRST + 12))
    assert late.splitlines()[0].endswith(": worth a conversation")
    assert "A team has waited 28 days for an answer." in late
    date = day((FIRST + 8).sunday(), "en-GB")
    assert f"We suggested a conversation on {date}" in words_of(await weeks.digest(WARD, FIRST + 9))
    assert f"Waiting: Acute medical unit (flagged on {date}" in late, "a flag has one date on all pages"
    still = words_of(await weeks.digest(MEDICINE, FIRST + 13))
    assert f"A team still waits for an answer, flagged on {date}." in still


@pytest.mark.drill
async def test_a_team_that_waits_with_two_flags_is_counted_once_with_the_older(tmp_path: Path) -> None:
    storage = MemoryStorage()
    weeks = Weeks(storage, tmp_path, detector=Alarming(FIRST + 8, FIRST + 18))
    await weeks.furnish(SIZES)
    await weeks.run(25)
    async with storage.reading() as work:
        assert len(await work.loop.flags([WARD], FIRST)) == 2
    before, late = [words_of(await weeks.digest(MEDICINE, FIRST + step)) for step in (12, 24)]
    assert "A team still waits for an answer, flagged on " in late
    waiting = [line for line in late.splitlines() if line.startswith("Waiting: ")]
    assert waiting == [line for line in before.splitlines() if line.startswith("Waiting: ")]


async def test_a_team_that_asks_for_help_is_named_above_until_it_is_answered(tmp_path: Path) -> None:
    storage = MemoryStorage()
    weeks = Weeks(storage, tmp_path, detector=Alarming(FIRST + 8))
    await weeks.furnish(SIZES)
    await weeks.run(9)
    nurse, boss, asked = PersonId("ward-nurse"), PersonId("boss"), FlagResponse.HELP_FROM_ABOVE
    async with storage.writing() as work:
        (flag,) = await work.loop.flags([WARD], FIRST)
        at = monday_after(FIRST + 9)
        await work.loop.put_reply(FlagReply(flag=flag.id, person=nurse, response=asked, at=at))
    await weeks.run(1, first=FIRST + 9)
    assert "speak to the medical lead and nursing lead" in words_of(await weeks.digest(MEDICINE, FIRST + 9))
    async with storage.writing() as work:
        will, role = HelpResponse.WILL_SPEAK, Role.SPONSOR
        await work.loop.put_help_reply(HelpReply(flag=flag.id, person=boss, role=role, response=will, at=at))
    await weeks.run(1, first=FIRST + 10)
    assert "Acute" not in words_of(await weeks.digest(MEDICINE, FIRST + 10))


@pytest.mark.drill
async def test_the_shipped_detector_finds_a_ward_that_falls_silent_and_leaves_a_steady_one_alone(
    tmp_path: Path,
) -> None:
    storage = MemoryStorage()
    weeks = Weeks(storage, tmp_path)
    await weeks.furnish({WARD: 14, CLINIC: 14})

    def fading(week: IsoWeek, number: int) -> str:
        here = (week.index * 7 + number * 5) % 10 < 8
        return "3" if here and (week < FIRST + 14 or number % 4 == 0) else ""

    def steady(week: IsoWeek, number: int) -> str:
        return "3" if (week.index * 7 + number * 5) % 10 < 8 else ""

    await weeks.run(22, {WARD: fading, CLINIC: steady})
    async with storage.reading() as work:
        flags = await work.loop.flags([WARD, CLINIC], FIRST)
    assert {flag.unit for flag in flags} == {WARD}
    assert FlagKind.FEWER_VOICES in {flag.kind for flag in flags}
    assert FIRST + 14 <= flags[0].week <= FIRST + 20


async def test_stopping_counts_as_silence_for_twelve_weeks_and_nights_never(tmp_path: Path) -> None:
    storage = MemoryStorage()
    detector = Alarming()
    weeks = Weeks(storage, tmp_path, detector=detector)
    await weeks.furnish({WARD: 8})

    def only_some(week: IsoWeek, number: int) -> str:
        return "-" if number < 2 and week > FIRST else "3"

    await weeks.run(1, {WARD: only_some})
    async with storage.writing() as work:
        stopped, nights = PersonId("ward-m0"), PersonId("ward-m1")
        consent = await work.rosters.consent(stopped)
        await work.rosters.set_consent(stopped, replace(consent, stopped_at=monday_after(FIRST)))
        away = await work.rosters.consent(nights)
        await work.rosters.set_consent(nights, replace(away, away_until=monday_after(FIRST + 40)))
    await weeks.run(14, {WARD: only_some}, first=FIRST + 1)
    rows = [{row.member: row for row in teams[0].rows} for teams in detector.seen]
    reachable = [[week[f"ward-m{number}"].reachable for week in rows] for number in (0, 1)]
    assert reachable[0] == [True] + [True] * 11 + [False] * 3
    assert reachable[1] == [True] + [False] * 14
    assert not any(week["ward-m0"].answered for week in rows[1:])


@pytest.mark.drill
async def test_weeks_missed_during_an_outage_are_closed_in_order(weeks: Weeks) -> None:
    for step in range(4):
        await weeks.play(FIRST + step)
    assert await weeks.close(now=monday_after(FIRST + 3)) == [FIRST + step for step in range(4)]
    assert (await weeks.digest(WARD)).week == FIRST + 3


async def test_a_week_without_rounds_gives_no_point_and_says_why(storage: Storage, tmp_path: Path) -> None:
    quiet = QuietWeek(week=FIRST + 2, units=(MEDICINE,), reason="NHS Staff Survey opens")
    weeks = Weeks(storage, tmp_path)
    await weeks.furnish(SIZES, replace(the_programme(), quiet_weeks=(quiet,)))
    await weeks.run(2)
    before = await weeks.state(WARD, after=FIRST + 1)
    assert await weeks.close(now=monday_after(FIRST + 2)) == [FIRST + 2]
    digest = await weeks.digest(WARD, FIRST + 2)
    assert "no question was asked (NHS Staff Survey opens)" not in words_of(
        digest.document
    )  # still learning: its own page
    assert (await weeks.state(WARD, after=FIRST + 2)).tenths == before.tenths


async def test_a_block_that_ends_in_a_quiet_week_is_still_released(many_weeks: Weeks) -> None:
    weeks = many_weeks
    await weeks.run(3)
    assert await weeks.close(now=monday_after(FIRST + 3)) == [FIRST + 3]
    assert "Said: Agree (four weeks to 1 February" in details_of(await weeks.digest(WARD, FIRST + 3))


async def test_a_lost_key_closes_nothing_and_says_so(many_weeks: Weeks) -> None:
    weeks = many_weeks
    await weeks.run(1)
    await weeks.play(FIRST + 1)
    async with weeks.storage.reading() as work:
        epoch = await newest_epoch(work)
    assert epoch is not None
    weeks.keys.destroy(epoch.id)
    with pytest.raises(KeyUnavailable):
        await weeks.close(now=monday_after(FIRST + 1))
    async with weeks.storage.reading() as work:
        assert await work.weeks.newest_closed() == FIRST


async def test_a_week_is_closed_under_the_key_of_its_own_block(many_weeks: Weeks) -> None:
    weeks = many_weeks
    await weeks.run(5)
    async with weeks.storage.reading() as work:
        ended, running = await work.epochs.not_closed()
        before = await work.answers.workings(ended.id, [THE_WARD])
    assert (ended.first, running.first) == (FIRST, FIRST + 4)
    await weeks.run(1, first=FIRST + 5)
    async with weeks.storage.reading() as work:
        assert await work.answers.workings(ended.id, [THE_WARD]) == before, "immutable once its last week is closed"
        workings = await work.answers.workings(running.id, [THE_WARD])
    key = weeks.open_epoch.key_of(running)
    opened = as_written(weeks.sealer.unseal(key, sealed=workings[THE_WARD], bound_to=bound_to(running, THE_WARD)))
    sums = block_sums.unpack(block_sums.before_closing(opened, closing=FIRST + 6), closing=FIRST + 6)
    habits = json.loads(sums.habits)
    learned = {weight for _, weight in habits["members"].values()}
    assert learned == {2 / ANSWER_VARIANCE}, "of two weeks, and not of six"


@pytest.mark.drill
async def test_a_week_costs_the_same_however_many_lie_behind(many_weeks: Weeks) -> None:
    weeks = many_weeks
    sizes = []
    for step in range(0, 40, 10):
        await weeks.run(10, first=FIRST + step)
        sizes.append(len(encode_unit_state(await weeks.state(WARD, after=FIRST + step + 9))))
    assert sizes[3] < sizes[1] * 1.5
