"""Bands come with every block, coupling when the quarter ends, and the organisation's own line in every week."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.identifiers import PersonId, PulseId, ScheduleId, UnitId
from bot.domain.organisation import Organisation, Unit
from bot.domain.programme import Programme
from bot.domain.pulses import Pulse, PulseState
from bot.domain.quarter_sums import load
from bot.domain.questions import CANT_SAY, AnswerCode, Audience, Kind, Scale
from bot.domain.records import ReleaseKind
from bot.domain.sealing import TEXT_GIVEN, AnswerBody, pack
from bot.domain.unit_tree import ORGANISATION
from bot.domain.weeks import IsoWeek
from bot.flows.gather_week import quarter_name, working_name
from bot.ports import SealedAnswer, Storage
from tests.support.builders import a_question
from tests.support.memory import MemoryStorage
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

THEATRES = UnitId("theatres")
SIZES = {WARD: 20, CLINIC: 18, THEATRES: 18}
SAME_SIDE = a_question("coup-2", kind=Kind.COUPLING_ORGANISATIONAL, competency=None, facet=None, audience=Audience.BOTH)


def a_hospital() -> Programme:
    names = {WARD: "Acute medical unit", CLINIC: "Diabetes clinic", THEATRES: "Theatres"}
    units = (Unit(id=MEDICINE, name="Medicine"), *(Unit(id=unit, name=names[unit], parent=MEDICINE) for unit in SIZES))
    return the_programme(
        organisation=Organisation(name="Riverside", timezone="Europe/London", locale="en-GB", units=units),
        questions={question.id: question for question in (*QUESTIONS, SAME_SIDE)},
    )


async def settled(storage: Storage, folder: Path) -> Weeks:
    weeks = Weeks(storage, folder)
    await weeks.furnish(SIZES, a_hospital())
    return weeks


async def ask_co_leads(weeks: Weeks, week: IsoWeek, unit: UnitId, said: Mapping[str, str]) -> None:
    """A round of the coupling question, answered by these people of the team with these codes."""
    round_ = replace(a_round_of(unit, week), schedule=ScheduleId("leads"), slot="11:00", questions=(SAME_SIDE.ref,))
    async with weeks.storage.writing() as work:
        held = await weeks.open_epoch(work, week, weeks=13)
        assert held is not None
        await work.rounds.claim(round_)
        for name, code in said.items():
            person = PersonId(f"{unit}-{name}")
            await work.pulses.add(
                [
                    Pulse(
                        id=PulseId(f"{round_.id}/{name}"),
                        round=round_.id,
                        unit=unit,
                        person=person,
                        question=SAME_SIDE.ref,
                        due_at=round_.opens_at,
                        closes_at=round_.closes_at,
                        week=week,
                        state=PulseState.ANSWERED,
                        sent_at=round_.opens_at,
                    )
                ]
            )
            body = AnswerBody(person=person, round=round_.id, question=SAME_SIDE.ref, week=week, code=AnswerCode(code))
            identity = weeks.sealer.answer_id(held.key, person=person, round_id=round_.id, question=SAME_SIDE.id)
            sealed = weeks.sealer.seal(held.key, body=pack(body), bound_to=identity)
            await work.answers.put(SealedAnswer(id=identity, epoch=held.epoch.id, unit=unit, body=sealed))
        await work.rounds.close([round_.id])


async def test_bands_come_with_a_block_and_are_repeated_until_the_next(storage: Storage, tmp_path: Path) -> None:
    weeks = await settled(storage, tmp_path)
    await weeks.run(5)
    assert "STANDING" not in (await weeks.digest(WARD, FIRST + 2)).text
    above = (await weeks.digest(MEDICINE, FIRST + 3)).text
    assert (
        "STANDING Moderate or high, all questions together (four weeks to 1 February)." in above
    )  # only one competency was asked
    assert "STANDING" in (await weeks.digest(MEDICINE, FIRST + 4)).text
    assert "STANDING" not in (await weeks.digest(WARD, FIRST + 4)).text  # the team is new
    async with storage.reading() as work:
        shown = await work.weeks.told([WARD, CLINIC, MEDICINE], FIRST + 3)
        epoch = await work.epochs.newest()
        assert epoch is not None
        workings = await work.answers.workings(epoch.id, [quarter_name(WARD)])
    assert [(row.unit, row.kind) for row in shown] == [
        (unit, ReleaseKind.BANDS) for unit in sorted((WARD, CLINIC, MEDICINE))
    ]
    key = weeks.keys.load(epoch.id)
    assert key is not None
    assert b"ward-m1" not in workings[quarter_name(WARD)]
    opened = weeks.sealer.unseal(
        key, sealed=workings[quarter_name(WARD)], bound_to=working_name(epoch, quarter_name(WARD))
    )
    assert set(load(opened).blocks) == {0}


async def test_the_gap_between_leads_and_members_is_told_when_the_quarter_ends(tmp_path: Path) -> None:
    weeks = await settled(MemoryStorage(), tmp_path)
    await weeks.run(1)
    for unit in SIZES:
        members = {f"m{number}": "2" for number in range(6)}
        await ask_co_leads(weeks, FIRST + 1, unit, {"doctor": "4", "nurse": "4", **members})
    await weeks.run(12, first=FIRST + 1)
    text = (await weeks.digest(MEDICINE)).text
    assert "LEADS AND TEAMS Co-leads see it rosier than their teams do." in text
    assert "LEADS AND TEAMS" not in (await weeks.digest(WARD)).text
    async with weeks.storage.reading() as work:
        releases = await work.weeks.releases([*SIZES, MEDICINE], FIRST, FIRST + 13)
    assert [row.unit for row in releases if row.kind is ReleaseKind.COUPLING] == [MEDICINE]
    assert not any("doctor" in person for row in releases for person in row.people)


@pytest.mark.parametrize("falls", [True, False])
async def test_every_team_hears_when_the_whole_organisation_answers_less(tmp_path: Path, *, falls: bool) -> None:
    weeks = await settled(MemoryStorage(), tmp_path)
    silent: Says = lambda _week, number: "3" if number % 6 == 1 else ""  # noqa: E731 - one line reads better
    await weeks.run(13)
    await weeks.run(1, dict.fromkeys(SIZES, silent if falls else agrees), first=FIRST + 13)
    line = "The whole organisation answered less than usual this week; this is not about your team."
    for unit in SIZES:
        assert (line in (await weeks.digest(unit)).text) is falls
    top = (await weeks.digest(MEDICINE)).text
    assert "WHOLE ORGANISATION About" in top
    assert ("Lower than its usual range" in top) is falls
    async with weeks.storage.reading() as work:
        rows = await work.weeks.releases([ORGANISATION], FIRST + 13, FIRST + 13)
    assert [row.kind for row in rows] == [ReleaseKind.ORGANISATION]
    assert await weeks.close(now=monday_after(FIRST + 13) + timedelta(hours=1)) == []


IN_WORDS = a_question("words", scale=Scale.TEXT, kind=Kind.TWO_WAY, competency=None, facet=None)
PLAYED_IN_WORDS = (FIRST + 6, FIRST + 10)


async def a_quarter_with_words(
    folder: Path, said: Says, hours: Callable[[IsoWeek, int], int | None], *, retired: bool = False
) -> Weeks:
    """A quarter of one ward that is asked for words in two of its weeks."""
    weeks = Weeks(MemoryStorage(), folder)
    await weeks.furnish(
        {WARD: 14}, the_programme(questions={question.id: question for question in (*QUESTIONS, IN_WORDS)})
    )
    if retired:
        async with weeks.storage.writing() as work:
            await work.programmes.save(the_programme(), at=monday_after(FIRST))
    weeks.hours = hours
    weeks.asks = lambda unit, week: replace(
        a_round_of(unit, week),
        questions=(IN_WORDS.ref,) if week in PLAYED_IN_WORDS else a_round_of(unit, week).questions,
    )
    await weeks.run(13, {WARD: said})
    return weeks


def in_words_by(writers: int) -> Says:
    def says(week: IsoWeek, number: int) -> str:
        if week in PLAYED_IN_WORDS:
            return TEXT_GIVEN if number < writers else CANT_SAY
        return "3"

    return says


async def test_few_words_and_later_answers_are_noted_when_the_quarter_ends(tmp_path: Path) -> None:
    later = lambda week, _number: 2 if week < FIRST + 8 else 11  # noqa: E731 - one line reads better
    weeks = await a_quarter_with_words(tmp_path, in_words_by(1), later)
    line = "ALSO Few people added words of their own; answers came later than earlier in the quarter."
    assert line in (await weeks.digest(WARD)).text
    assert "ALSO" not in (await weeks.digest(WARD, FIRST + 11)).text
    assert "ALSO" not in (await weeks.digest(MEDICINE)).text
    async with weeks.storage.reading() as work:
        releases = await work.weeks.releases([WARD, MEDICINE], FIRST, FIRST + 13)
        plain = (await work.weeks.states([WARD]))[WARD]
    told = {row.kind: row.shown for row in releases if row.kind in (ReleaseKind.COMMENTS, ReleaseKind.LATENCY)}
    assert told == {ReleaseKind.COMMENTS: {"words": "few"}, ReleaseKind.LATENCY: {"promptness": "later"}}
    assert b"asides" not in plain, "they are kept under seal alone"


async def test_a_question_counts_as_asked_in_words_after_it_left_the_programme(tmp_path: Path) -> None:
    weeks = await a_quarter_with_words(tmp_path, in_words_by(1), lambda _week, _number: 2, retired=True)
    assert "ALSO Few people added words of their own." in (await weeks.digest(WARD)).text


async def test_what_is_ordinary_or_said_by_few_is_not_noted(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    usual = await a_quarter_with_words(tmp_path / "a", in_words_by(5), lambda _week, _number: 4)
    assert "ALSO" not in (await usual.digest(WARD)).text
    nine: Says = lambda week, number: in_words_by(9)(week, number) if number < 9 else ""  # noqa: E731
    small = await a_quarter_with_words(tmp_path / "b", nine, lambda week, _number: 2 if week < FIRST + 8 else 11)
    assert "ALSO" not in (await small.digest(WARD)).text
    async with small.storage.reading() as work:
        releases = await work.weeks.releases([WARD], FIRST, FIRST + 13)
    withheld = {row.kind: row.withheld for row in releases}
    assert (withheld[ReleaseKind.COMMENTS], withheld[ReleaseKind.LATENCY]) == ("too_few", "too_few")
