"""Levels, coupling and special kinds come when the quarter ends; the organisation's own line in every week."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.answers.answer_body import (
    TEXT_GIVEN,
    AnswerBody,
    pack,
)
from bot.domain.answers.quarter_sums import PackedQuarter, ended_blocks
from bot.domain.answers.workings import TeamBlock, TeamQuarter, as_written, bound_to
from bot.domain.asking.pulses import Pulse, PulseState
from bot.domain.disclosure.figure_json import as_json
from bot.domain.disclosure.periods import BlockPeriod
from bot.domain.disclosure.release_kinds import ReleaseKind
from bot.domain.disclosure.scores.score_figures import ScoreCase, cells_of, score_figures
from bot.domain.identifiers import AnswerCode, PersonId, PulseId, ScheduleId, UnitId
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.unit_tree import ORGANISATION, UnitTree
from bot.domain.organisation.units import Organisation, Unit
from bot.domain.programme.programme import Privacy, Programme
from bot.domain.programme.questions import (
    CANT_SAY,
    Audience,
    Kind,
    Question,
    Scale,
)
from bot.flows.proof.verify_pages import VerifyPages
from bot.ports import SealedAnswer, Storage
from tests.support.builders import a_programme, a_question
from tests.support.memory import MemoryStorage
from tests.support.messages import details_of, words_of
from tests.support.weeks import (
    CLINIC,
    FIRST,
    MEDICINE,
    QUESTIONS,
    WARD,
    Says,
    Weeks,
    a_round_of,
    agrees,
    monday_after,
    the_programme,
)

THEATRES, RECOVERY = UnitId("theatres"), UnitId("recovery")
OF_THE_WARD = TeamQuarter(unit=WARD)
SIZES = {WARD: 20, CLINIC: 18, THEATRES: 18}
SAME_SIDE, TOGETHER, MEANS = (
    a_question(f"coup-{kind.value}", kind=kind, competency=None, facet=None, audience=Audience.BOTH)
    for kind in (Kind.COUPLING_ORGANISATIONAL, Kind.COUPLING_STRATEGIC, Kind.COUPLING_ENVIRONMENTAL)
)
FOLLOWS = a_question("foll-2", kind=Kind.FOLLOWERSHIP, competency=None, facet=None)


def a_hospital(sizes: Iterable[UnitId] = SIZES) -> Programme:
    names = {WARD: "Acute medical unit", CLINIC: "Diabetes clinic", THEATRES: "Theatres", RECOVERY: "Recovery"}
    units = (Unit(id=MEDICINE, name="Medicine"), *(Unit(id=unit, name=names[unit], parent=MEDICINE) for unit in sizes))
    return the_programme(
        organisation=Organisation(name="Riverside", timezone="Europe/London", locale="en-GB", units=units),
        questions={question.id: question for question in (*QUESTIONS, SAME_SIDE, TOGETHER, MEANS, FOLLOWS)},
    )


async def settled(storage: Storage, folder: Path) -> Weeks:
    weeks = Weeks(storage, folder)
    await weeks.furnish(SIZES, a_hospital())
    return weeks


async def ask_co_leads(
    weeks: Weeks, week: IsoWeek, unit: UnitId, said: Mapping[str, str], question: Question = SAME_SIDE
) -> None:
    """A round of this question, answered by these people of the team with these codes."""
    schedule = ScheduleId(f"leads-{question.id}")
    round_ = replace(a_round_of(unit, week), schedule=schedule, slot="11:00", questions=(question.ref,))
    async with weeks.storage.writing() as work:
        held = await weeks.open_epoch(work, week, programme=a_programme())
        assert held is not None
        await work.rounds.claim_many([round_])
        for name, code in said.items():
            person = PersonId(f"{unit}-{name}")
            await work.pulses.add(
                [
                    Pulse(
                        id=PulseId(f"{round_.id}/{name}"),
                        round=round_.id,
                        unit=unit,
                        person=person,
                        question=question.ref,
                        due_at=round_.opens_at,
                        closes_at=round_.closes_at,
                        week=week,
                        state=PulseState.ANSWERED,
                        sent_at=round_.opens_at,
                    )
                ]
            )
            body = AnswerBody(person=person, round=round_.id, question=question.ref, week=week, code=AnswerCode(code))
            identity = weeks.sealer.answer_id(held.key, person=person, round_id=round_.id, question=question.id)
            sealed = weeks.sealer.seal(held.key, body=pack(body), bound_to=identity)
            await work.answers.put_many([SealedAnswer(id=identity, epoch=held.epoch.id, unit=unit, body=sealed)])
        await work.rounds.close([round_.id])


@pytest.mark.drill
async def test_levels_come_with_the_end_of_a_quarter_and_are_repeated_until_the_next_block(
    storage: Storage, tmp_path: Path
) -> None:
    weeks = await settled(storage, tmp_path)
    await weeks.run(14)
    assert "Level:" not in details_of(await weeks.digest(WARD, FIRST + 11))
    level = "Level: High (all questions together; last quarter)"
    assert level in details_of(await weeks.digest(MEDICINE, FIRST + 12))
    for week in (FIRST + 12, FIRST + 13):
        assert level in details_of(await weeks.digest(CLINIC, week))
    async with storage.reading() as work:
        shown = await work.weeks.released_in([*SIZES, MEDICINE], FIRST + 12)
    assert [(row.scope, row.kind) for row in shown] == [
        (unit, ReleaseKind.LEVELS) for unit in sorted((*SIZES, MEDICINE))
    ]


@pytest.mark.drill
async def test_every_figure_of_scores_can_be_made_again_from_the_cells_in_the_ledger(tmp_path: Path) -> None:
    weeks = await settled(MemoryStorage(), tmp_path)
    await weeks.run(13)
    tree = UnitTree.of(a_hospital().organisation)
    async with weeks.storage.reading() as work:
        rows = [*await work.weeks.releases([*SIZES, MEDICINE], FIRST, FIRST + 13)]
        rows += await work.weeks.organisation_releases(FIRST, FIRST + 13)
    for number, last in enumerate((FIRST + 3, FIRST + 7, FIRST + 12)):
        cells = [cells_of(row) for row in rows if row.kind is ReleaseKind.SCORE_CELLS and row.week == last]
        told = {(row.scope): row.shown for row in rows if row.kind is ReleaseKind.SCORE and row.week == last}
        assert len(cells) == len(SIZES)
        case = ScoreCase(
            week=last,
            tree=tree,
            privacy=Privacy(),
            block=BlockPeriod(epoch=FIRST, number=number),
            ledger={(row.scope, row.kind, row.period): row for row in rows},
        )
        again = {scope: figure for (scope, _, _), figure in score_figures(case).figures.items() if figure is not None}
        assert {scope: as_json(figure) for scope, figure in again.items()} == told
        assert ORGANISATION in told


async def test_nothing_of_anybody_is_kept_unsealed_of_a_block(tmp_path: Path) -> None:
    weeks = await settled(MemoryStorage(), tmp_path)
    await weeks.run(5)
    async with weeks.storage.reading() as work:
        epoch = await work.epochs.covering(FIRST)
        assert epoch is not None
        workings = await work.answers.workings(epoch.id, [OF_THE_WARD])
    key = weeks.keys.load(epoch.id)
    assert key is not None
    assert b"ward-m1" not in bytes(workings[OF_THE_WARD])
    opened = weeks.sealer.unseal(key, sealed=bytes(workings[OF_THE_WARD]), bound_to=bound_to(epoch, OF_THE_WARD))
    [block] = ended_blocks(PackedQuarter(as_written(opened)), before=FIRST + 5)
    assert block.vouched
    assert [week.week for week in block.sums.weeks] == [FIRST + at for at in range(4)]


@pytest.mark.drill
async def test_the_gap_between_leads_and_members_is_told_when_the_quarter_ends(tmp_path: Path) -> None:
    weeks = Weeks(MemoryStorage(), tmp_path)
    sizes = {**SIZES, RECOVERY: 18}
    await weeks.furnish(sizes, a_hospital(sizes))
    await weeks.run(1)
    for unit in sizes:
        members = {f"m{number}": "1" for number in range(sizes[unit] - 2)}
        await ask_co_leads(weeks, FIRST + 1, unit, {"doctor": "4", "nurse": "4", **members})
    await weeks.run(12, first=FIRST + 1)
    text = details_of(await weeks.digest(MEDICINE))
    assert "Leads and teams: Agree: what co-leads work on matters to staff." in text
    assert "Co-leads see it more positively than their teams do" in text
    assert (await VerifyPages(storage=weeks.storage)()).faults == ()
    of_team = details_of(await weeks.digest(WARD))
    assert "Co-leads see it more positively than their teams do. (of all teams of Medicine together" in of_team
    async with weeks.storage.reading() as work:
        releases = await work.weeks.releases([*sizes, MEDICINE], FIRST, FIRST + 13)
    assert [row.scope for row in releases if row.kind is ReleaseKind.COUPLING] == [MEDICINE]


@pytest.mark.drill
async def test_a_limit_above_teams_is_told_to_them_and_without_their_names_above(tmp_path: Path) -> None:
    weeks = Weeks(MemoryStorage(), tmp_path)
    sizes = {**SIZES, RECOVERY: 18}
    await weeks.furnish(sizes, a_hospital(sizes))
    await weeks.run(1)
    for unit, follows in zip(sizes, "1144", strict=True):
        for at, (question, code) in enumerate(((SAME_SIDE, "4"), (TOGETHER, "4"), (MEANS, "1")), start=1):
            await ask_co_leads(weeks, FIRST + at, unit, {"doctor": code, "nurse": code}, question)
        members = {f"m{number}": follows for number in range(sizes[unit] - 2)}
        await ask_co_leads(weeks, FIRST + 4, unit, members, FOLLOWS)
    await weeks.run(12, first=FIRST + 1)
    assert (await VerifyPages(storage=weeks.storage)()).faults == ()
    flags = await flags_of(weeks, sizes)
    assert flags == dict.fromkeys((WARD, CLINIC), FlagKind.ROOM_FROM_ABOVE)
    ward, above = await weeks.digest(WARD), await weeks.digest(MEDICINE)
    assert "What limits this team seems to lie above it. Medicine is told so, without your team’s name." in words_of(
        ward
    )
    assert "What limits 2 teams seems to lie above them: they need more room." in words_of(above)
    assert "What gives room" in details_of(above)
    assert not any(
        name in f"{words_of(above)}{details_of(above)}" for name in ("Acute medical unit", "Diabetes clinic")
    )
    assert "seems to lie above" not in words_of(await weeks.digest(THEATRES))
    await weeks.run(6, first=FIRST + 13)
    later = await weeks.digest(MEDICINE)
    assert "no answer in 28 days" not in f"{words_of(later)}{details_of(later)}", "its leads owe nobody an answer"
    assert await flags_of(weeks, sizes) == flags


async def flags_of(weeks: Weeks, units: Iterable[UnitId]) -> Mapping[UnitId, FlagKind]:
    async with weeks.storage.reading() as work:
        return {flag.unit: flag.kind for flag in await work.loop.flags([*units], FIRST)}


@pytest.mark.drill
async def test_no_row_and_no_length_tells_whether_co_leads_answered(tmp_path_factory: pytest.TempPathFactory) -> None:
    said = {"doctor": "4", "nurse": "1"}
    found = []
    for answered in ((), (WARD,), tuple(SIZES)):
        storage = MemoryStorage()
        weeks = await settled(storage, tmp_path_factory.mktemp("world"))
        await weeks.run(1)
        for unit in answered:
            await ask_co_leads(weeks, FIRST + 1, unit, said)
        await weeks.run(4, first=FIRST + 1)
        found.append({working: len(sealed) for (_, working), sealed in storage.committed.workings.items()})
    assert found[0] == found[1] == found[2]
    assert found[0].keys() >= {TeamQuarter(unit=unit) for unit in SIZES}


async def test_nothing_is_told_of_the_co_leads_of_three_teams_who_are_too_few(tmp_path: Path) -> None:
    weeks = await settled(MemoryStorage(), tmp_path)
    await weeks.run(1)
    for unit in SIZES:
        await ask_co_leads(weeks, FIRST + 1, unit, {"doctor": "4", "nurse": "4"})
    await weeks.run(12, first=FIRST + 1)
    assert "Leads and teams:" not in details_of(await weeks.digest(MEDICINE))


@pytest.mark.drill
@pytest.mark.parametrize("falls", [True, False])
async def test_every_team_hears_when_the_whole_organisation_answers_less(tmp_path: Path, *, falls: bool) -> None:
    weeks = await settled(MemoryStorage(), tmp_path)
    silent: Says = lambda _week, number: "3" if number % 6 == 1 else ""  # noqa: E731 - one line reads better
    await weeks.run(13)
    await weeks.run(1, dict.fromkeys(SIZES, silent if falls else agrees), first=FIRST + 13)
    line = "Whole organisation: Answered less than usual this week (this is not about your team)"
    for unit in SIZES:
        assert (line in details_of(await weeks.digest(unit))) is falls
    top = details_of(await weeks.digest(MEDICINE))
    assert "Whole organisation: About" in top
    assert ("; lower than its usual range" in top) is falls
    async with weeks.storage.reading() as work:
        rows = await work.weeks.organisation_releases(FIRST + 13, FIRST + 13)
    assert [row.kind for row in rows] == [ReleaseKind.ORGANISATION]
    assert await weeks.close(now=monday_after(FIRST + 13) + timedelta(hours=1)) == []


IN_WORDS = a_question("words", scale=Scale.TEXT, kind=Kind.TWO_WAY, competency=None, facet=None)
ASKED_IN_WORDS = (FIRST + 6, FIRST + 10)


@pytest.mark.drill
async def test_how_many_wrote_words_changes_nothing_that_is_kept_or_told(tmp_path: Path) -> None:
    one, ten = await told_of_words(tmp_path / "one", writers=1), await told_of_words(tmp_path / "ten", writers=10)
    assert one == ten


async def told_of_words(folder: Path, *, writers: int) -> tuple[bytes, bytes, str]:
    """A ward's quarter with words asked for in two weeks: what is sealed of it after these, and its last digest."""

    def says(week: IsoWeek, number: int) -> str:
        if week in ASKED_IN_WORDS:
            return TEXT_GIVEN if number < writers else CANT_SAY
        return "3"

    weeks = Weeks(MemoryStorage(), folder)
    questions = {question.id: question for question in (*QUESTIONS, IN_WORDS)}
    await weeks.furnish({WARD: 14}, the_programme(questions=questions))
    weeks.asks = lambda unit, week: replace(
        a_round_of(unit, week),
        questions=(IN_WORDS.ref,) if week in ASKED_IN_WORDS else a_round_of(unit, week).questions,
    )
    names = (TeamBlock(unit=WARD), OF_THE_WARD)
    await weeks.run(11, {WARD: says})
    async with weeks.storage.reading() as work:
        epoch = await work.epochs.covering(FIRST)
        assert epoch is not None
        held = await work.answers.workings(epoch.id, names)
    key = weeks.open_epoch.key_of(epoch)
    block, quarter = (
        as_written(weeks.sealer.unseal(key, sealed=held[each], bound_to=bound_to(epoch, each))) for each in names
    )
    await weeks.run(2, {WARD: says}, first=FIRST + 11)
    return block, quarter, details_of(await weeks.digest(WARD))
