"""Whatever is edited, in whatever order: files say it, and the newest revision can be turned back."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.channels.registry import CHANNELS
from bot.adapters.clock import SystemEntropy
from bot.adapters.recurrence import CronRecurrence
from bot.domain.administration.log import Actor, Author, RevisionSource
from bot.domain.administration.merge import merge
from bot.domain.administration.revisions import ProgrammeState, rows_of
from bot.domain.identifiers import PersonId, QuestionId, ScheduleId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.change_overs import ChangeKind, Month
from bot.domain.organisation.people import Membership, Person, Role, Roster
from bot.domain.organisation.units import Unit
from bot.domain.programme.programme import Budget, Contact, OnDays, Programme, QuietWeek, Weekday
from bot.domain.texts.sentences import Wording
from bot.flows.administration.apply_files import ApplyFiles
from bot.flows.administration.calendar_edits import QUIET_DAY, QUIET_WEEK
from bot.flows.administration.changing_teams.posts import Register, holder_keys
from bot.flows.administration.edits import (
    AddEntries,
    EditProgramme,
    PauseSchedule,
    SavedEdit,
    resume_schedule,
)
from bot.flows.administration.edits import Edit as ProgrammeEdit
from bot.flows.administration.revise_programme import ReviseProgramme, RevisionRefused
from bot.flows.administration.state import newest_state
from bot.flows.administration.undo_revision import UndoRevision
from bot.programme_rules import EditRefused
from config.edits import FileRules
from config.folder import read_folder
from config.writers import programme_toml, questions_toml, roster_csv
from config.written import faults_as_files, faults_of_change
from tests.support.builders import ICU, QUESTION, a_programme, a_roster
from tests.support.channels import TELEGRAM
from tests.support.clocks import StillClock
from tests.support.edits import FORMS, quiet, step
from tests.support.memory import MemoryStorage

State = tuple[Programme, Roster]
Edit = Callable[[State], State]
RECURRENCE = CronRecurrence()
SOURCES = st.sampled_from([RevisionSource.CONSOLE, RevisionSource.CHAT, RevisionSource.SHELL])
NAMES = st.sampled_from(["Acute", "Day ward", "Zoë's ward", "=1+1", "Nights"])
IDS = st.sampled_from(["amu", "day", "north"])
PEOPLE = st.sampled_from(["ada", "ben", "cat", "dan"])


def with_unit(identity: str, name: str) -> Edit:
    """A unit is added below the first, or renamed."""

    def edit(state: State) -> State:
        programme, roster = state
        organisation, unit_id = programme.organisation, UnitId(identity)
        units = {unit.id: unit for unit in organisation.units}
        units[unit_id] = replace(units.get(unit_id, Unit(id=unit_id, name=name, parent=UnitId("medicine"))), name=name)
        return replace(programme, organisation=replace(organisation, units=tuple(units.values()))), roster

    return edit


def without_unit(identity: str) -> Edit:
    def edit(state: State) -> State:
        programme, roster = state
        units = tuple(unit for unit in programme.organisation.units if unit.id != identity)
        held = frozenset(each for each in roster.memberships if each.unit != identity)
        left = {person: each for person, each in roster.people.items() if any(m.person == person for m in held)}
        return (
            replace(programme, organisation=replace(programme.organisation, units=units)),
            Roster(people=left, memberships=held),
        )

    return edit


def with_person(identity: str, name: str, unit: str, role: Role) -> Edit:
    """Somebody joins, is renamed, or has one role more; in a unit that may not be there."""

    def edit(state: State) -> State:
        programme, roster = state
        person = PersonId(identity)
        held = Membership(person=person, unit=UnitId(unit), role=role)
        people = {**roster.people, person: Person(id=person, name=name, channel=TELEGRAM)}
        return programme, replace(roster, people=people, memberships=roster.memberships | {held})

    return edit


def without_person(identity: str) -> Edit:
    def edit(state: State) -> State:
        programme, roster = state
        return programme, Roster(
            people={person: each for person, each in roster.people.items() if person != identity},
            memberships=frozenset(each for each in roster.memberships if each.person != identity),
        )

    return edit


def reworded(words: str) -> Edit:
    def edit(state: State) -> State:
        programme, roster = state
        question = programme.questions[QuestionId(QUESTION)]
        changed = replace(question, text={"en-GB": words}, version=question.version + 1)
        return replace(programme, questions={**programme.questions, question.id: changed}), roster

    return edit


def at(hour: int) -> Edit:
    def edit(state: State) -> State:
        programme, roster = state
        cadence = OnDays(days=(Weekday.WED,), at=time(hour))
        return replace(
            programme, schedules=tuple(replace(each, cadence=cadence) for each in programme.schedules)
        ), roster

    return edit


def paused(until: date | None) -> Edit:
    def edit(state: State) -> State:
        programme, roster = state
        schedules = tuple(replace(each, paused=True, paused_until=until) for each in programme.schedules)
        return replace(programme, schedules=schedules), roster

    return edit


def with_settings(**changes: object) -> Edit:
    return lambda state: (replace(state[0], **changes), state[1])  # type: ignore[arg-type]


EDITS: st.SearchStrategy[Edit] = st.one_of(
    st.builds(with_unit, IDS, NAMES),
    st.builds(without_unit, IDS),
    st.builds(with_person, PEOPLE, NAMES, st.sampled_from(["icu", "amu"]), st.sampled_from(Role)),
    st.builds(without_person, PEOPLE),
    st.builds(reworded, NAMES),
    st.builds(at, st.integers(8, 18)),
    st.builds(paused, st.none() | st.dates(date(2026, 1, 1), date(2027, 1, 1))),
    st.builds(lambda number: with_settings(budget=Budget(questions_per_week=number)), st.integers(1, 3)),
    st.builds(lambda hosts: with_settings(rota_hosts=hosts), st.sampled_from([(), ("a.example", "10.0.0.7")])),
    st.builds(lambda name: with_settings(contact=Contact(name=name, address="4711")), NAMES),
    st.builds(
        lambda weeks: with_settings(
            quiet_weeks=tuple(QuietWeek(week=IsoWeek.parse(week), units=(ICU,), reason="Survey") for week in weeks)
        ),
        st.lists(st.sampled_from(["2026-W40", "2026-W41"]), max_size=2),
    ),
)


def read_back(programme: Programme, roster: Roster, revision: int) -> tuple[Programme, Roster, int | None]:
    """Written as files, which `check` accepts."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "programme.toml").write_text(programme_toml(programme, revision=revision))
        (folder / "questions.toml").write_text(questions_toml(programme.questions.values()))
        (folder / "roster.csv").write_text(roster_csv(roster, channels=CHANNELS))
        read = read_folder(folder, recurrence=RECURRENCE, channels=CHANNELS)
    return read.programme, read.roster, read.revision


def as_files(before: ProgrammeState, programme: Programme, roster: Roster) -> Sequence[Wording]:
    """The rules of the files; what these take has to come back from them, or the edit would be refused in silence. What
    they say to a change is what they say to the whole."""
    faults = faults_of_change(before, programme, roster, recurrence=RECURRENCE, channels=CHANNELS)
    assert faults == faults_as_files(programme, roster, recurrence=RECURRENCE, channels=CHANNELS)
    assert not any("would not stay as it is" in str(each) for each in faults), faults
    return faults


async def live(edits: Sequence[tuple[Edit, RevisionSource]]) -> None:
    storage = MemoryStorage()
    revise = ReviseProgramme(
        storage=storage,
        clock=StillClock(),
        entropy=SystemEntropy(),
        links=[],
        fits=as_files,
    )
    somebody = Actor.user("root")
    # Somebody administers Rounds whatever is edited: it is never left without, so nothing else could be turned back.
    listed = a_roster(["ada", "zoe"])
    zoe = Membership(person=PersonId("zoe"), unit=ICU, role=Role.ADMINISTRATOR)
    roster = replace(listed, memberships=listed.memberships | {zoe})
    await revise(a_programme(), roster, author=Author(who=somebody, source=RevisionSource.FILES))
    for edit, source in edits:
        async with storage.reading() as work:
            before = await newest_state(work)
        assert before.programme is not None
        programme, roster = edit((before.programme, before.roster))
        author = Author(who=somebody, source=source)
        try:
            revised = await revise(programme, roster, author=author, based_on=before.number)
        except RevisionRefused:
            continue  # and nothing was written
        async with storage.reading() as work:
            now = await newest_state(work)
        assert now.programme is not None
        read_programme, read_roster, number = read_back(now.programme, now.roster, now.number)
        files = ApplyFiles(storage=storage, revise=revise)
        applied = await files(read_programme, read_roster, revision=number, author=author)
        assert applied.revised.changes == (), "what was exported is what is there"
        if not revised.changes:
            continue
        undone = await UndoRevision(storage=storage, revise=revise)(now.number, author=author)
        async with storage.reading() as work:
            back = await newest_state(work)
        assert undone.number == now.number + 1 == back.number
        assert rows_of(back.roster) == rows_of(before.roster)
        assert back.programme is not None
        assert without_versions(back.programme) == without_versions(before.programme)
        assert list(back.programme.questions) == list(before.programme.questions)
        await UndoRevision(storage=storage, revise=revise)(back.number, author=author)
        async with storage.reading() as work:
            again = await newest_state(work)
        assert again.programme is not None
        assert (without_versions(again.programme), rows_of(again.roster)) == (
            without_versions(now.programme),
            rows_of(now.roster),
        )


def without_versions(programme: Programme) -> Programme:
    """Versions only rise, whatever is turned back."""
    questions = {identity: replace(each, version=1) for identity, each in programme.questions.items()}
    return replace(programme, questions=questions)


@pytest.mark.drill
@settings(max_examples=12)
@given(st.lists(st.tuples(EDITS, SOURCES), min_size=1, max_size=6))
def test_any_edits_can_be_exported_applied_and_turned_back(edits: Sequence[tuple[Edit, RevisionSource]]) -> None:
    asyncio.run(live(edits))


async def filled_in(edits: Sequence[tuple[ProgrammeEdit, RevisionSource]]) -> int:
    """Console and chat look and save; every other time somebody applies files in between. How many did something."""
    changed = 0
    storage, rules = MemoryStorage(), FileRules(recurrence=RECURRENCE, channels=CHANNELS)
    revise = ReviseProgramme(
        storage=storage,
        clock=StillClock(),
        entropy=SystemEntropy(),
        links=[],
        fits=as_files,
    )
    author = Author(who=Actor.user("root"), source=RevisionSource.FILES)
    await revise(a_programme(), a_roster(["ada"]), author=author)
    change = EditProgramme(storage=storage, rules=rules, revise=revise, recurrence=RECURRENCE, clock=StillClock())
    for number, (edit, source) in enumerate(edits):
        try:
            plan = await change.look(edit)
            saved = await change.save(edit, seen=plan.fingerprint, by=PersonId("ada"), source=source)
        except EditRefused:
            continue
        assert isinstance(saved, SavedEdit)
        async with storage.reading() as work:
            now = await newest_state(work)
            recorded = await work.revisions.recorded()
        assert now.programme is not None
        changed += bool(plan.changes)
        if plan.changes:
            assert recorded[-1].author.source is source
        programme, roster, base = read_back(now.programme, now.roster, now.number)
        files = ApplyFiles(storage=storage, revise=revise)
        applied = await files(programme, roster, revision=base, author=author)
        assert applied.revised.changes == (), "what was exported is what is there"
        if number % 2:
            budget = replace(programme, budget=Budget(questions_per_week=number % 7 + 1))
            await files(budget, roster, revision=base, author=author)
    return changed


HELD = holder_keys("doctor", "2024-09-01")
ONE_OF_EACH: Sequence[tuple[ProgrammeEdit, RevisionSource]] = [
    (quiet(QUIET_WEEK, date(2026, 9, 28), None, ["icu"], "Survey"), RevisionSource.CONSOLE),
    (quiet(QUIET_DAY, date(2026, 12, 25), None, ["icu"], "Christmas Day"), RevisionSource.CHAT),
    (step(ChangeKind.ROTA, date(2026, 8, 5), None, ["icu"], "Move"), RevisionSource.CONSOLE),
    (step(ChangeKind.TRAINEES, None, Month.AUGUST, ["icu"], "Move"), RevisionSource.CONSOLE),
    (PauseSchedule(id=ScheduleId("weekly-pulse"), until=date(2026, 9, 1), today=date(2026, 3, 3)), RevisionSource.CHAT),
    (PauseSchedule(id=ScheduleId("weekly-pulse"), until=None, today=date(2026, 3, 3)), RevisionSource.CONSOLE),
    (resume_schedule(ScheduleId("weekly-pulse")), RevisionSource.CHAT),
    (AddEntries(table=Register.ROLES, entries=({"role": "clinical_lead", **HELD},)), RevisionSource.CONSOLE),
    (AddEntries(table=Register.SEATS, entries=({"title": "Safety", **HELD},)), RevisionSource.CONSOLE),
]
"""Of each list of the files an entry, which no draw may leave out."""


def test_an_entry_of_every_list_comes_back_from_the_files() -> None:
    assert asyncio.run(filled_in(ONE_OF_EACH)) == len(ONE_OF_EACH)


@settings(max_examples=12)
@given(
    st.lists(st.tuples(FORMS, st.sampled_from([RevisionSource.CONSOLE, RevisionSource.CHAT])), min_size=1, max_size=8)
)
def test_what_forms_and_files_change_in_any_order_is_what_files_say(
    edits: Sequence[tuple[ProgrammeEdit, RevisionSource]],
) -> None:
    asyncio.run(filled_in(edits))


STATES = st.lists(EDITS, max_size=5).map(
    lambda edits: _edited(edits, (a_programme(), Roster(people={}, memberships=frozenset())))
)


def _edited(edits: Sequence[Edit], state: State) -> State:
    for edit in edits:
        state = edit(state)
    return state


def numbered(state: State) -> ProgrammeState:
    return ProgrammeState(programme=state[0], roster=state[1], number=1)


@given(STATES, STATES)
def test_a_merge_with_a_side_that_changed_nothing_is_the_other_side(one: State, other: State) -> None:
    for base, mine, theirs in ((one, other, one), (one, one, other), (one, other, other)):
        found = merge(base=numbered(base), mine=numbered(mine), theirs=numbered(theirs))
        assert found.conflicts == ()
        assert found.programme == other[0]
        assert rows_of(found.roster) == rows_of(other[1])


@given(STATES, STATES, STATES)
def test_what_one_side_changed_is_in_the_merge_and_what_both_did_is_named(
    base: State, mine: State, theirs: State
) -> None:
    found = merge(base=numbered(base), mine=numbered(mine), theirs=numbered(theirs))
    rows = [rows_of(state[1]) for state in (base, mine, theirs)]
    merged = rows_of(found.roster)
    for person in {*rows[0], *rows[1], *rows[2]}:
        before, here, there = (each.get(person) for each in rows)
        if f"person {person}" in found.conflicts:
            assert here not in (before, there)
            assert there != before
        elif here == before:
            assert merged.get(person) == there
        elif there == before:
            assert merged.get(person) == here
