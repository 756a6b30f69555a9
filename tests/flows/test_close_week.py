"""A week closes once, in order and to the same end after a crash; only what passed the gate is shown."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.change_overs import ChangeKind, ChangeOver
from bot.domain.detection import Alarm, Memory, TeamResult, TeamWeek, Watched
from bot.domain.errors import KeyUnavailable, StorageUnavailable
from bot.domain.identifiers import FlagId, PersonId
from bot.domain.indicators.memory import Memory as DetectorMemory
from bot.domain.indicators.memory import unpack
from bot.domain.indicators.structure import GovernanceSeat, LeadershipRole, RoleHeld, SeatKind
from bot.domain.loop import FlagKind, FlagReply, Verdict
from bot.domain.people import Listed, Membership, Profession, Role
from bot.domain.programme import QuietWeek
from bot.domain.pulses import RoundState
from bot.domain.records import Presence, ReleaseKind
from bot.domain.unit_state import UnitState
from bot.domain.week_close import TeamInput, asked_elsewhere
from bot.domain.weeks import IsoWeek
from bot.flows.gather_week import AROUND, CHUNK, DECIDED, ITEMS, working_name
from bot.ports import Storage, UnitOfWork
from tests.support.memory import MemoryStorage
from tests.support.weeks import CLINIC, FIRST, MEDICINE, WARD, Weeks, agrees, monday_after, the_programme

SIZES = {WARD: 14, CLINIC: 6}


class Alarming:
    """A detector that raises an alarm for the ward in the weeks named."""

    def __init__(self, *weeks: IsoWeek, kind: FlagKind = FlagKind.BOTH) -> None:
        self.weeks, self.kind, self.seen = weeks, kind, list[Sequence[TeamWeek]]()

    def __call__(
        self,
        week: IsoWeek,
        teams: Sequence[TeamWeek],
        *,
        around: Memory,
        false_flags_per_team_year: float,
        minimum_group: int,
    ) -> Watched:
        assert (false_flags_per_team_year, minimum_group) == (0.5, 5)
        self.seen.append(teams)
        alarm = Alarm(kind=self.kind, since=week - 3, statistic=2.5, threshold=1.9)
        results = [
            TeamResult(
                memory=Memory(voices=b"v", scores=b""),
                expected=8.0,
                alarm=alarm if team.team == WARD and week in self.weeks else None,
            )
            for team in teams
        ]
        return Watched(teams=results, around=around)


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
        await work.rounds.claim(late)
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
        presence = await work.weeks.presence([WARD], FIRST, FIRST)
        states = await work.weeks.states([WARD, CLINIC, MEDICINE, AROUND])
        epoch = await work.epochs.newest()
        assert epoch is not None
        workings = await work.answers.workings(epoch.id, [WARD, CLINIC, AROUND, ITEMS])
    assert len(presence) == 14
    assert sum(row.heard for row in presence) == 9
    assert set(states) == {WARD, CLINIC, MEDICINE, AROUND}
    assert set(workings) == {WARD, CLINIC, AROUND, ITEMS}
    key = weeks.keys.load(epoch.id)
    assert key is not None
    assert b"ward-m1" not in workings[WARD]
    assert b"ward-m1" in weeks.sealer.unseal(key, sealed=workings[WARD], bound_to=working_name(epoch, WARD))


async def test_the_open_state_never_depends_on_what_was_answered(storage: Storage, tmp_path: Path) -> None:
    """Whoever reads the database without the key sees participation and releases, the same whatever was said."""
    weeks = Weeks(storage, tmp_path)
    await weeks.furnish(SIZES)
    await weeks.run(3, {WARD: lambda week, number: str(1 + (week.index + number) % 4), CLINIC: agrees})
    async with storage.reading() as work:
        varied = await work.weeks.states([WARD, CLINIC, AROUND])
        snapshots = [await work.weeks.snapshots(unit, FIRST, FIRST + 2) for unit in (WARD, CLINIC)]
    steady = await _steady_twin(tmp_path)
    assert varied == steady[0]
    assert snapshots == steady[1]


async def _steady_twin(folder: Path) -> tuple[object, object]:
    (folder / "twin").mkdir()
    weeks = Weeks(MemoryStorage(), folder / "twin")
    await weeks.furnish(SIZES)
    await weeks.run(3, {WARD: lambda _week, _number: "3", CLINIC: agrees})
    async with weeks.storage.reading() as work:
        states = await work.weeks.states([WARD, CLINIC, AROUND])
        return states, [await work.weeks.snapshots(unit, FIRST, FIRST + 2) for unit in (WARD, CLINIC)]


async def test_scores_come_once_a_block_and_are_repeated_until_the_next(weeks: Weeks) -> None:
    await weeks.run(6)
    text = [(await weeks.digest(WARD, FIRST + step)).text for step in range(6)]
    assert all("SAID First figures 3 February" in each for each in text[:3])
    assert all("SAID Mostly agree (four weeks to 1 February, 5 to 9 people)." in each for each in text[3:])
    async with weeks.storage.reading() as work:
        releases = await work.weeks.releases([WARD], FIRST, FIRST + 6)
    assert [row.week for row in releases if row.kind is ReleaseKind.SCORE] == [FIRST + 3]


async def test_a_small_team_is_told_that_there_is_too_little_to_say(many_weeks: Weeks) -> None:
    weeks = many_weeks
    await weeks.run(10, {WARD: agrees, CLINIC: lambda _week, number: "-" if number > 3 else "3"})
    small = (await weeks.digest(CLINIC)).text
    assert "too few" in small.splitlines()[1]
    assert "Nothing needs you" in small.splitlines()[1]
    assert "of those we could ask" not in small
    roll_up = (await weeks.digest(MEDICINE)).text
    assert "SHOWN 1 of 2 teams are large enough" in roll_up


async def test_a_team_is_learning_for_its_first_eight_weeks(many_weeks: Weeks) -> None:
    weeks = many_weeks
    await weeks.run(9)
    assert "week 1 of 8" in (await weeks.digest(WARD, FIRST)).text
    assert "week 8 of 8" in (await weeks.digest(WARD, FIRST + 7)).text
    ninth = (await weeks.digest(WARD, FIRST + 8)).text.splitlines()
    assert ninth[1] == "Nothing needs you this week."
    assert ninth[3] == "HEARD About 6 in 10 of those we could ask, over four weeks. Usual for you."


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
    assert flagged.needs_conversation
    assert flagged.text.splitlines()[1] == "Worth a conversation this week: fewer voices and lower score."
    assert "From the same people’s habits we would expect about 6 in 10." in flagged.text
    after = (await weeks.digest(WARD, FIRST + 9)).text
    assert "beyond the conversation we suggested on 8 March." in after
    assert "EARLIER 8 March: fewer voices and lower score. No lead has replied yet." in after


async def test_a_week_without_rounds_raises_no_flag(tmp_path: Path) -> None:
    storage = MemoryStorage()
    weeks = Weeks(storage, tmp_path, detector=Alarming(FIRST + 9))
    await weeks.furnish(SIZES)
    await weeks.run(9)
    assert await weeks.close(now=monday_after(FIRST + 9)) == [FIRST + 9]
    async with storage.reading() as work:
        assert await work.loop.flags([WARD], FIRST) == []
    assert "no question was asked" in (await weeks.digest(WARD, FIRST + 9)).text.splitlines()[1]


async def test_a_known_reason_silences_for_eight_weeks_from_the_reply(tmp_path: Path) -> None:
    storage = MemoryStorage()
    weeks = Weeks(storage, tmp_path, detector=Alarming(*(FIRST + step for step in range(40))))
    await weeks.furnish(SIZES)
    await weeks.run(10)
    async with storage.writing() as work:
        flag = (await work.loop.flags([WARD], FIRST))[0]
        await work.loop.add_reply(
            FlagReply(
                flag=FlagId(flag.id),
                person=PersonId("ward-nurse"),
                verdict=Verdict.KNOWN_REASON,
                at=monday_after(FIRST + 13),
            )
        )
    await weeks.run(16, first=FIRST + 10)
    async with storage.reading() as work:
        flags = await work.loop.flags([WARD], FIRST)
    # Flagged in week 8; the reply came in week 14, so weeks 14 to 21 stay silent.
    assert [flag.week - FIRST for flag in flags] == [8, 22]


async def test_a_sponsor_hears_of_a_flag_in_numbers_and_of_the_team_after_28_days(tmp_path: Path) -> None:
    storage = MemoryStorage()
    weeks = Weeks(storage, tmp_path, detector=Alarming(FIRST + 8))
    await weeks.furnish(SIZES)
    await weeks.run(14)
    for step in range(8, 12):
        assert "Acute" not in (await weeks.digest(MEDICINE, FIRST + step)).text
    late = (await weeks.digest(MEDICINE, FIRST + 12)).text
    assert "Worth a conversation this week: a team has waited 28 days for an answer." in late
    assert "WAITING Acute medical unit" in late


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


@pytest.mark.parametrize(("chunk", "writes"), [(CHUNK, 4), (1, 12)], ids=["all at once", "one unit at a time"])
async def test_a_crash_at_any_write_ends_in_the_same_state(tmp_path: Path, chunk: int, writes: int) -> None:
    straight, whole = await _with_crash(Weeks(MemoryStorage(), tmp_path / "straight"), 99)
    assert whole
    for fail_after in range(writes + 8):
        shaken, whole = await _with_crash(Weeks(MemoryStorage(), tmp_path / str(fail_after)), fail_after, chunk=chunk)
        assert shaken == straight
        if whole:
            assert fail_after > writes
            return
    raise AssertionError("closing took more writes than were tried")


async def test_what_was_decided_in_part_is_not_decided_anew_for_other_readers(tmp_path: Path) -> None:
    """Between the crash and the next try most of the ward come to read digests, and would no longer be enough."""
    straight = Weeks(MemoryStorage(), tmp_path / "straight")
    await straight.furnish(SIZES)
    await straight.run(4)
    for fail_after in range(1, 5):
        weeks = Weeks(MemoryStorage(), tmp_path / str(fail_after))
        await weeks.furnish(SIZES)
        await weeks.run(3)
        await weeks.play(FIRST + 3)
        with pytest.raises(StorageUnavailable):
            await weeks.closing(Failing(weeks.storage, fail_after), chunk=1)(now=monday_after(FIRST + 3))
        async with weeks.storage.writing() as work:
            roster = await work.rosters.current()
            champions = {Membership(person=PersonId(f"ward-m{n}"), unit=WARD, role=Role.CHAMPION) for n in range(10)}
            await work.rosters.save(
                replace(roster, memberships=roster.memberships | champions), at=monday_after(FIRST + 3)
            )
        assert await weeks.closing(weeks.storage, chunk=1)(now=monday_after(FIRST + 3)) == [FIRST + 3]
        async with weeks.storage.reading() as work, straight.storage.reading() as other:
            units = [WARD, CLINIC, MEDICINE]
            releases = await work.weeks.releases(units, FIRST + 3, FIRST + 3)
            assert releases == await other.weeks.releases(units, FIRST + 3, FIRST + 3)
            assert {each.unit for each in releases if not each.withheld} >= {WARD, MEDICINE}
            assert (await work.weeks.states([DECIDED]))[DECIDED] == b""


async def _with_crash(weeks: Weeks, fail_after: int, *, chunk: int = CHUNK) -> tuple[object, bool]:
    """The same weeks, the last of them interrupted at one of its writes; True when it was not even reached."""
    await weeks.furnish(SIZES)
    await weeks.run(3)
    await weeks.play(FIRST + 3)
    whole = True
    try:
        await weeks.closing(Failing(weeks.storage, fail_after), chunk=chunk)(now=monday_after(FIRST + 3))
    except StorageUnavailable:
        whole = False
        left = [] if await _is_closed(weeks) else [FIRST + 3]
        assert await weeks.close(now=monday_after(FIRST + 3)) == left
    return await _everything(weeks, FIRST + 3), whole


async def _is_closed(weeks: Weeks) -> bool:
    async with weeks.storage.reading() as work:
        return await work.weeks.newest_closed() == FIRST + 3


class Failing:
    """A storage whose n-th write fails after it was committed."""

    def __init__(self, inner: Storage, writes: int) -> None:
        self.inner, self.left = inner, writes

    def reading(self) -> AbstractAsyncContextManager[UnitOfWork]:
        return self.inner.reading()

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[UnitOfWork]:
        async with self.inner.writing() as work:
            yield work
        self.left -= 1
        if self.left < 0:
            raise StorageUnavailable("as the test wanted")


async def _everything(weeks: Weeks, week: IsoWeek) -> object:
    units = [WARD, CLINIC, MEDICINE]
    async with weeks.storage.reading() as work:
        epoch = await work.epochs.newest()
        assert epoch is not None
        key = weeks.keys.load(epoch.id)
        assert key is not None
        workings = await work.answers.workings(epoch.id, [*units, AROUND, ITEMS])
        return (
            await work.weeks.presence(units, FIRST, week),
            dict(await work.weeks.states([*units, AROUND])),
            {
                unit: weeks.sealer.unseal(key, sealed=sealed, bound_to=working_name(epoch, unit))
                for unit, sealed in workings.items()
            },
            await work.weeks.releases(units, FIRST, week),
            [(await weeks.digest(unit, week)).text for unit in units],
            await work.weeks.newest_closed(),
        )


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
    assert "no question was asked (NHS Staff Survey opens)" not in digest.text  # still learning: its own page
    assert (await weeks.state(WARD, after=FIRST + 2)).shown == before.shown


async def test_a_block_that_ends_in_a_quiet_week_is_still_released(many_weeks: Weeks) -> None:
    weeks = many_weeks
    await weeks.run(3)
    assert await weeks.close(now=monday_after(FIRST + 3)) == [FIRST + 3]
    assert "SAID Mostly agree (four weeks to 1 February" in (await weeks.digest(WARD, FIRST + 3)).text


async def test_a_lost_key_closes_nothing_and_says_so(many_weeks: Weeks) -> None:
    weeks = many_weeks
    await weeks.run(1)
    await weeks.play(FIRST + 1)
    async with weeks.storage.reading() as work:
        epoch = await work.epochs.newest()
    assert epoch is not None
    weeks.keys.destroy(epoch.id)
    with pytest.raises(KeyUnavailable):
        await weeks.close(now=monday_after(FIRST + 1))
    async with weeks.storage.reading() as work:
        assert await work.weeks.newest_closed() == FIRST


async def test_only_aggregates_cross_the_end_of_an_epoch(many_weeks: Weeks) -> None:
    weeks = many_weeks
    await weeks.run(13)
    async with weeks.storage.reading() as work:
        epoch = await work.epochs.covering(FIRST + 13)
        assert epoch is not None
        assert epoch.first == FIRST + 13
        workings = await work.answers.workings(epoch.id, [WARD])
    key = weeks.keys.load(epoch.id)
    assert key is not None
    opened = weeks.sealer.unseal(key, sealed=workings[WARD], bound_to=working_name(epoch, WARD))
    assert b"ward-m" not in opened
    await weeks.run(2, first=FIRST + 13)
    assert "SAID Mostly agree" in (await weeks.digest(WARD)).text


async def test_a_week_costs_the_same_however_many_lie_behind(many_weeks: Weeks) -> None:
    weeks = many_weeks
    sizes = []
    for step in range(0, 40, 10):
        await weeks.run(10, first=FIRST + step)
        async with weeks.storage.reading() as work:
            sizes.append(len((await work.weeks.states([WARD]))[WARD]))
    assert sizes[3] < sizes[1] * 1.5


async def test_structure_is_said_in_the_first_digest_of_a_quarter_only(storage: Storage, tmp_path: Path) -> None:
    lead = RoleHeld(role=LeadershipRole.CLINICAL_LEAD, unit=WARD, profession=Profession.DOCTOR, since=FIRST.monday())
    seat = GovernanceSeat(title="Chief executive", kind=SeatKind.CHIEF_EXECUTIVE)
    weeks = Weeks(storage, tmp_path)
    await weeks.furnish(SIZES, replace(the_programme(), leadership_roles=(lead,), governance_seats=(seat,)))
    await weeks.run(2)
    first = await weeks.digest(WARD, FIRST)
    assert "CO-LEADS Not named yet: operational lead." in first.text
    assert "POSTS Clinical lead (doctor) since January 2026." in first.text
    above = await weeks.digest(MEDICINE, FIRST)
    assert "operational lead: 2 of 2." in above.text
    assert "BOARD None of 1 seats held." in above.text
    for unit in (WARD, MEDICINE):
        later = (await weeks.digest(unit, FIRST + 1)).text
        assert not any(word in later for word in ("CO-LEADS", "POSTS", "BOARD"))


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
        if "CHANGED" in (await weeks.digest(unit, FIRST + step)).text
    }
    assert told == {(WARD, 1), (CLINIC, 1), (MEDICINE, 1), (WARD, 2), (MEDICINE, 2), (CLINIC, 5), (MEDICINE, 5)}
    assert "CHANGED Long days. We learn afresh what is usual for you" in (await weeks.digest(WARD, FIRST + 2)).text
    assert "CHANGED Long days (1 of 2 teams)." in (await weeks.digest(MEDICINE, FIRST + 2)).text


def test_only_who_was_asked_elsewhere_before_is_no_newcomer() -> None:
    """Who joined Rounds before coming to the team, as far as anybody was asked by then; nobody who is known here."""
    week = FIRST + 20

    def member(name: str, joined: IsoWeek | None) -> Listed:
        since = None if joined is None else monday_after(joined - 1)
        return Listed(person=PersonId(name), roles=frozenset({Role.MEMBER}), joined=True, elsewhere_since=since)

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
        presence=[Presence(unit=WARD, person=each, week=week, asked=1, reached=1, heard=0) for each in asked],
        answers=(),
        team=team,
        state=UnitState(week=week - 1, first=FIRST, reached={PersonId("known"): 1}),
        sums=b"",
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
        assert (await weeks.digest(unit, FIRST + 7)).chart["steps"] == []
        digest = await weeks.digest(unit, FIRST + 8)
        assert digest.chart["steps"] == [[str(FIRST + 5), "New chat"]]
        assert "CHANGED" not in digest.text  # that week is over
    assert "Usual for you." not in (await weeks.digest(WARD, FIRST + 8)).text


async def test_the_usual_range_is_locked_after_twelve_separate_figures(many_weeks: Weeks) -> None:
    weeks = many_weeks
    await weeks.run(44)
    assert (await weeks.state(WARD, after=FIRST + 43)).locks == ()
    await weeks.run(3, first=FIRST + 44)
    (lock,) = (await weeks.state(WARD, after=FIRST + 46)).locks
    assert lock.since is None
    assert (await weeks.digest(WARD, FIRST + 46)).chart["locks"] == [[None, lock.mean, lock.half]]
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
    assert "CHANGED The clinic joins." in (await weeks.digest(WARD, FIRST + 10)).text
    assert (await weeks.digest(MEDICINE, FIRST + 11)).text  # the unit above goes on


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
