"""The detector is causal and incremental, flags what it should, and keeps to its gates."""

import json
from dataclasses import replace
from itertools import pairwise
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.detector import score_habits
from bot.domain.detector.backtest import BacktestRow
from bot.domain.detector.live_week import step_one_week
from bot.domain.detector.score_habits import ANSWER_VARIANCE, USUAL_SCORE, Anchors, ScoreHabits
from bot.domain.detector.state_codec import OrganisationMemory, unpack
from bot.domain.detector.week_rows import WeekRows
from bot.domain.detector.weekly_step import KEPT_AT_RESTART, Rules
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.indicators.person_weeks import PersonWeek, PersonWeekColumns
from tests.domain.detector.detector_cases import (
    RULES,
    SHIPPED,
    START,
    Team,
    backtest,
    hospital,
    live,
    next_block,
    read,
    steady,
)

WEEKS = 32
QUIET = Team(name="quiet", falls_at=18, quieter=0.35)
SOUR = Team(name="sour", falls_at=18, lower=1.0)
FALLING = Team(name="falling", falls_at=18, quieter=0.5, lower=0.9)


def flags_of(rows: list[PersonWeek], team: str) -> list[BacktestRow]:
    return [row for row in backtest(rows).rows() if row.team == team and row.flag]


@pytest.mark.parametrize(
    ("team", "kinds"),
    [
        (QUIET, {FlagKind.FEWER_VOICES}),
        (SOUR, {FlagKind.LOWER_SCORE}),
        (FALLING, {FlagKind.BOTH}),
    ],
)
def test_a_drift_is_found_and_called_by_its_name(team: Team, kinds: set[FlagKind]) -> None:
    flags = flags_of(hospital([*steady(10), team], weeks=WEEKS), team.name)
    assert flags
    assert START + 18 <= flags[0].week <= START + 26
    assert {flags[0].kind} == kinds


def test_after_a_flag_there_are_eight_quiet_weeks_and_the_statistic_goes_on() -> None:
    rows = hospital([*steady(10), FALLING], weeks=44)
    flags = [row.week for row in flags_of(rows, "falling")]
    assert len(flags) >= 2
    assert all(after - before >= 9 for before, after in pairwise(flags))
    of_team = [row for row in backtest(rows).rows() if row.team == "falling"]
    next_week = next(row for row in of_team if row.week == flags[0] + 1)
    assert next_week.statistic is not None
    assert next_week.statistic > 1


def test_flags_can_be_checked_from_what_is_printed() -> None:
    rows = list(backtest(hospital([*steady(8), FALLING], weeks=WEEKS)).rows())
    last: dict[str, int] = {}
    for row in rows:
        if row.statistic is None or row.threshold is None:
            assert not row.flag
            assert row.week - START < 12
            continue
        rested = row.week.index - last.get(row.team, -100) > 8
        assert row.flag == (row.statistic >= row.threshold and rested)
        if row.flag:
            last[row.team] = row.week.index


def test_the_first_twelve_weeks_of_a_team_are_baseline_also_for_one_that_starts_late() -> None:
    late = Team(name="late", starts=9)
    rows = [row for row in backtest(hospital([*steady(6), late], weeks=WEEKS)).rows() if row.team == "late"]
    assert rows[0].week == START + 9
    assert [row.statistic is None for row in rows] == [True] * 12 + [False] * (len(rows) - 12)


def test_the_future_changes_nothing_that_was_said() -> None:
    rows = hospital([*steady(6), FALLING], weeks=WEEKS)
    until = START + 22
    other = [row for row in rows if row.week <= until]
    other += [replace(row, answered=False, score=None) for row in rows if row.week > until and row.team != "falling"]
    before = [row for row in backtest(rows).rows() if row.week <= until]
    after = [row for row in backtest(other).rows() if row.week <= until]
    assert before == after


@pytest.mark.drill
@given(chance=st.randoms(use_true_random=False))
@settings(max_examples=5)
def test_the_order_of_rows_and_the_names_of_people_change_nothing(chance: Random) -> None:
    rows = hospital([*steady(4, people=8), replace(FALLING, people=8)], weeks=24)
    names = [f"p{number}" for number in range(8)]
    renamed = dict(zip(names, chance.sample(names, k=8), strict=True))
    shuffled = [replace(row, member=renamed[row.member]) for row in rows]
    chance.shuffle(shuffled)
    for here, there in zip(read(rows), read(shuffled), strict=True):
        assert np.allclose(here.statistic, there.statistic, atol=2e-4)
        assert np.allclose(here.voices, there.voices)


def test_closing_week_by_week_gives_what_a_full_recomputation_gives() -> None:
    rows = hospital([*steady(5), QUIET, SOUR, Team(name="tiny", people=4)], weeks=WEEKS)
    teams = sorted({row.team for row in rows})
    for whole, weekly in zip(read(rows), live(rows, weeks=WEEKS), strict=True):
        for at, team in enumerate(teams):
            assert weekly[team].statistic == pytest.approx(float(whole.statistic[at]), abs=1e-9)
            assert weekly[team].expected == pytest.approx(float(whole.expected[at]), abs=1e-9)
            is_reached = whole.watched[at] and whole.statistic[at] >= whole.threshold[at]
            assert (weekly[team].flag is not None) == bool(is_reached), "no week rests: the gate decides what is told"


@pytest.mark.drill
@given(quiet=st.integers(1, 12), seed=st.integers(0, 1000))
@settings(max_examples=8)
def test_silence_never_lowers_the_score(quiet: int, seed: int) -> None:
    rows = hospital(steady(3, people=10), weeks=20, seed=seed)
    silent = [
        PersonWeek(team="steady-00", member=f"silent{n}", week=START + w, reachable=True, answered=False)
        for n in range(quiet)
        for w in range(20)
    ]
    for here, there in zip(read(rows), read([*rows, *silent]), strict=True):
        assert np.allclose(here.scores, there.scores)


@pytest.mark.drill
@given(seed=st.integers(0, 1000))
@settings(max_examples=5)
def test_a_team_that_always_answers_never_has_fewer_voices(seed: int) -> None:
    rows = hospital([*steady(5), Team(name="full", answers=1.0)], weeks=40, seed=seed)
    assert FlagKind.FEWER_VOICES not in {row.kind for row in flags_of(rows, "full")}


def test_a_fall_of_the_whole_hospital_is_no_teams_flag() -> None:
    teams = [replace(team, falls_at=20, quieter=0.5) for team in steady(14)]
    rows = hospital(teams, weeks=30)
    readings = read(rows)
    # Alone, nearly every one of these 14 falls would be flagged; together, chance is left: about one in ten weeks.
    assert sum(int(week.flag.sum()) for week in readings[20:]) <= 2


def test_a_team_of_four_is_never_flagged_and_few_voices_never_speak_of_scores() -> None:
    tiny = Team(name="tiny", people=4, falls_at=14, quieter=0.0)
    rows = hospital([*steady(6), tiny], weeks=30)
    assert flags_of(rows, "tiny") == []
    hushed = Team(name="hushed", people=9, answers=0.95, falls_at=16, quieter=0.2, lower=2.0)
    for flag in flags_of(hospital([*steady(6), hushed], weeks=34), "hushed"):
        heard = {
            row.member
            for row in hospital([*steady(6), hushed], weeks=34)
            if row.team == "hushed" and row.answered and 0 <= flag.week - row.week < 4
        }
        if len(heard) < 5:
            assert flag.kind is FlagKind.FEWER_VOICES


@pytest.mark.drill
def test_a_dated_restart_empties_the_statistic_and_learns_again_for_four_weeks() -> None:
    rows = hospital([*steady(6), replace(FALLING, falls_at=22)], weeks=WEEKS)
    restarted = live(rows, weeks=WEEKS, restarts={22: ["falling"]})
    assert [restarted[week]["falling"].statistic == 0 for week in range(21, 27)] == [False, *[True] * 4, False]
    plain = live(rows, weeks=WEEKS)
    assert max(week["falling"].statistic for week in restarted[22:]) < max(
        week["falling"].statistic for week in plain[22:]
    )


def week_of(rows: list[PersonWeek], step: int) -> PersonWeekColumns:
    return PersonWeekColumns.of([row for row in rows if row.week == START + step])


def test_nothing_made_of_scores_lies_in_the_open_half() -> None:
    rows = hospital(steady(3), weeks=6)
    bare = [replace(row, score=None) for row in rows]
    kept: list[OrganisationMemory] = []
    for source in (rows, bare):
        memory = OrganisationMemory()
        for step in range(6):
            memory, _ = step_one_week(
                memory,
                week_of(source, step),
                week=START + step,
                teams=["steady-00", "steady-01", "steady-02"],
                thresholds=SHIPPED,
            )
        kept.append(memory)
    assert kept[0].teams == kept[1].teams
    assert kept[0].shared == kept[1].shared
    assert kept[0].sealed != kept[1].sealed


BLOCK = ["steady-00", "steady-01", "tiny"]


def closed(rows: list[PersonWeek], memory: OrganisationMemory, step: int, **others: object) -> OrganisationMemory:
    kept, _ = step_one_week(
        memory,
        week_of(rows, step),
        week=START + step,
        teams=BLOCK,
        thresholds=SHIPPED,
        **others,  # type: ignore[arg-type]
    )
    return kept


def test_a_perished_block_leaves_the_rounded_mean_of_ten_people_and_none_of_fewer() -> None:
    rows = hospital([*steady(2), Team(name="tiny", people=9, answers=1.0)], weeks=13)
    memory = OrganisationMemory()
    for step in range(4):
        memory = closed(rows, memory, step)
    memory = next_block(memory, START + 3)
    memory = closed(rows, memory, 4, perishing=[str(START + 3)])
    kept = {team: json.loads(sealed) for team, sealed in memory.sealed.items()}
    assert "anchor" not in kept["tiny"]
    anchor = kept["steady-00"]["anchor"]
    assert anchor["mean"] == round(anchor["mean"], 1)
    said: dict[str, list[float]] = {}
    for row in rows:
        if row.team == "steady-00" and row.score is not None and row.week < START + 4:
            said.setdefault(row.member, []).append(row.score)
    assert sorted(said) == anchor["people"]
    means = [sum(scores) / len(scores) for scores in said.values()]
    assert anchor["mean"] == pytest.approx(sum(means) / len(means), abs=0.2), "less the weeks' own effects"


def test_a_blocks_part_is_its_own() -> None:
    rows = hospital([*steady(2), Team(name="tiny", people=4)], weeks=13)
    memory = closed(rows, OrganisationMemory(), 0)
    after = closed(rows, next_block(memory, START), 1)
    assert after.earlier[0].sealed == memory.sealed, "of people nothing is written after a block has ended"
    weights = {weight for _, weight in json.loads(after.sealed["steady-00"])["members"].values()}
    assert weights == {1 / ANSWER_VARIANCE}, "one week of this block"


def test_how_far_a_team_stands_outlives_a_block_rounded_and_from_ten_people_alone() -> None:
    lower = Team(name="steady-00", falls_at=2, lower=1.5)
    rows = hospital([lower, *steady(2)[1:], Team(name="tiny", people=9, answers=1.0)], weeks=6)
    memory = OrganisationMemory()
    for step in range(4):
        memory = closed(rows, memory, step)
    memory = next_block(memory, START + 3)
    living, perished = closed(rows, memory, 4), closed(rows, memory, 4, perishing=[str(START + 3)])
    assert perished.earlier == []
    whole, since, left = (
        json.loads(shared)["teams"]
        for shared in (living.earlier[0].shared, living.sealed_shared, perished.sealed_shared)
    )
    assert whole["tiny"] != since["tiny"]
    assert left["tiny"] == since["tiny"], "nine people: nothing but what the running block itself has seen"
    assert since["steady-00"] != left["steady-00"] != whole["steady-00"]
    assert left["steady-00"][1] == pytest.approx(round(3 * whole["steady-00"][1], 1) / 3)


@pytest.mark.parametrize(("people", "crosses"), [(4, False), (14, True)])
def test_the_organisations_mean_goes_on_to_the_next_block_rounded_from_ten_people(people: int, crosses: bool) -> None:
    rows = [
        replace(row, score=1.23) if row.answered else row
        for row in hospital([Team(name="tiny", people=people, answers=1.0)], weeks=5)
    ]
    memory = OrganisationMemory()
    for step in range(4):
        memory = closed(rows, memory, step)
    begun = unpack(next_block(memory, START + 3), teams=BLOCK, present={}).state.watches
    mean, earlier = (float(watch.score_sum[0] / watch.score_weight[0]) for watch in begun)
    assert earlier < USUAL_SCORE
    assert mean == pytest.approx(round(earlier, 1) if crosses else USUAL_SCORE)


def test_what_is_known_of_a_leaver_is_dropped_with_the_next_write() -> None:
    rows = hospital(steady(3), weeks=2)
    listed = {"steady-00": ["p0", "p1"], "steady-01": [f"p{number}" for number in range(14)], "tiny": []}
    memory = closed([row for row in rows if row.team != "steady-02"], OrganisationMemory(), 0, listed=listed)
    assert set(json.loads(memory.sealed["steady-00"])["members"]) <= {"p0", "p1"}
    assert set(json.loads(memory.teams["steady-00"])["members"]) > {"p0", "p1"}, "participation is kept"


def test_a_restart_also_fades_what_was_learned_in_blocks_that_have_ended() -> None:
    rows = hospital([*steady(2), Team(name="tiny", people=4)], weeks=4)
    memory = closed(rows, next_block(closed(rows, OrganisationMemory(), 0), START), 1, restarts=["steady-00"])
    assert json.loads(memory.sealed["steady-00"])["faded"] == {str(START): KEPT_AT_RESTART}
    assert "faded" not in json.loads(memory.sealed["steady-01"])
    again = closed(rows, memory, 2, restarts=["steady-00"])
    assert json.loads(again.sealed["steady-00"])["faded"] == {str(START): KEPT_AT_RESTART**2}


def test_the_anchor_says_what_its_people_come_to_and_not_what_the_team_does() -> None:
    team = np.zeros(20, dtype=np.int64)
    habits = ScoreHabits.empty(team, teams=1)
    people = np.arange(20) < 12
    anchors = Anchors(mean=np.array([2.0]), weight=np.array([100.0]), made=np.array([0]), people=people)
    rows = WeekRows(
        week=0,
        team=team,
        member=np.arange(20),
        reachable=np.ones(20, dtype=np.bool_),
        answered=np.ones(20, dtype=np.bool_),
        score=np.where(people, 2.0, 3.0),
        unit_of_team=np.zeros(1, dtype=np.int64),
        units=1,
    )
    before = score_habits.forecast(habits, rows, unit_mean=np.array([3.0]))
    after = score_habits.forecast(replace(habits, anchors=anchors), rows, unit_mean=np.array([3.0]))
    assert after.mean[0] < before.mean[0] == pytest.approx(3.0)
    assert abs(after.evidence.residual[0]) < abs(before.evidence.residual[0]), "their twos are no surprise any more"
    nobody = replace(habits, anchors=replace(anchors, weight=np.array([0.0])))
    assert score_habits.forecast(nobody, rows, unit_mean=np.array([3.0])).mean[0] == before.mean[0]


def test_members_long_gone_are_forgotten_so_that_the_memory_never_grows_old() -> None:
    first = week_of(hospital([Team(name="icu", people=6)], weeks=1), 0)
    memory, _ = step_one_week(OrganisationMemory(), first, week=START, teams=["icu"], thresholds=SHIPPED)
    empty = PersonWeekColumns.of([])
    memory, _ = step_one_week(memory, empty, week=START + 53, teams=["icu"], thresholds=SHIPPED)
    assert b'"members":{}' in memory.teams["icu"]


def test_rows_of_another_week_or_team_are_refused() -> None:
    rows = week_of(hospital([Team(name="icu")], weeks=1), 0)
    with pytest.raises(ValueError, match="cannot close"):
        step_one_week(OrganisationMemory(), rows, week=START + 1, teams=["icu"], thresholds=SHIPPED)
    with pytest.raises(ValueError, match="cannot close"):
        step_one_week(OrganisationMemory(), rows, week=START, teams=["ed"], thresholds=SHIPPED)


def test_the_minimum_is_never_lowered() -> None:
    with pytest.raises(ValueError, match="never lowered"):
        Rules(minimum=4)
    assert RULES.minimum == 5


@pytest.mark.drill
def test_a_restart_shortens_no_young_teams_learning_and_begins_none_that_has_not_begun() -> None:
    rows = hospital([*steady(6), Team(name="young", starts=20)], weeks=36)
    plain = live(rows, weeks=36)
    restarted = live(rows, weeks=36, restarts={10: ["young"], 22: ["young"]})
    learning = [week["young"].statistic == 0 for week in plain]
    assert True in learning
    assert False in learning
    assert [week["young"].statistic == 0 for week in restarted] == learning


def test_the_running_block_counts_half_beside_earlier_ones_so_that_a_drift_is_not_the_habit_at_once() -> None:
    team = np.zeros(1, dtype=np.int64)
    rows = WeekRows(
        week=9,
        team=team,
        member=team,
        reachable=np.ones(1, dtype=np.bool_),
        answered=np.ones(1, dtype=np.bool_),
        score=np.array([2.0]),
        unit_of_team=team,
        units=1,
    )
    before, running = np.array([[0.0], [10 * 3.0]]), np.array([[10 * 2.0], [0.0]])
    weight = np.array([[10.0], [10.0]])
    habits = replace(ScoreHabits.empty(team, teams=1, blocks=2), weighted_sum=before + running, weight=weight)
    surprise = score_habits.forecast(habits, rows, unit_mean=np.array([2.5])).evidence
    assert surprise.residual[0] / surprise.information[0] == pytest.approx(2 - (2 * 5 + 3 * 10) / 15, abs=0.05)
    alone = replace(habits, weighted_sum=running, weight=weight * [[1.0], [0.0]])
    whole = replace(ScoreHabits.empty(team, teams=1), weighted_sum=running[:1], weight=weight[:1])
    one, other = (score_habits.forecast(each, rows, unit_mean=np.array([2.5])).evidence for each in (alone, whole))
    assert one.variance[0] == other.variance[0], "somebody new has nothing else"
