"""Single changes of the programme and of people: looked at first, then saved as they were looked at."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from bot.domain.administration.log import Actor, Author, RevisionSource
from bot.domain.administration.revisions import ProgrammeState
from bot.domain.errors import ProgrammeMissing
from bot.domain.forms.fields import FieldValue, plain_value
from bot.domain.forms.form import FilledForm
from bot.domain.identifiers import PersonId, QuestionId, ScheduleId, UnitId, short_id
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.change_overs import ChangeKind
from bot.domain.organisation.leaving import Leaving
from bot.domain.organisation.people import Role, Roster
from bot.domain.programme.diff import (
    ProgrammeChange,
    programme_changes,
    quietly_changed,
    repeated_entries,
    roster_changes,
)
from bot.domain.programme.programme import Programme
from bot.domain.programme.team_changes import merge_units, with_moved, without_unit
from bot.domain.texts.languages import DEFAULT_LOCALE
from bot.domain.texts.sentences import Sentence, Wording, worded
from bot.flows.administration.asked_twice import AskedTwice
from bot.flows.administration.revise_programme import (
    NOBODY_JOINED,
    LastAdministrator,
    NobodyLeft,
    ReviseProgramme,
    RevisionRefused,
    late_steps,
    late_words,
)
from bot.flows.administration.state import newest_state
from bot.ports import Clock, Recurrence, Storage
from bot.programme_rules import EditFault, EditRefused, Keys, Plain, ProgrammeRules

_QUESTION, UNIT, CHANGE_OVER, GUARDIAN = "question", "unit", "change_over", "guardian"
NOBODY_ELSE = EditFault(key="", what=Sentence.of("change-refused-nobody_left"))
"""What whoever would empty the list is told."""


class Edit(Protocol):
    def __call__(self, programme: Programme, roster: Roster, rules: ProgrammeRules, /) -> tuple[Programme, Roster]:
        """Programme and people as they will be. Raises EditRefused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PutSchedule:
    """A schedule with these keys changed."""

    id: ScheduleId | None
    """None for a new one, whose id is among the keys."""
    keys: Mapping[str, Plain | None]

    def __call__(self, programme: Programme, roster: Roster, rules: ProgrammeRules, /) -> tuple[Programme, Roster]:
        return rules.with_entry(programme, "schedule", self.id, self.keys), roster


@dataclass(frozen=True, slots=True, kw_only=True)
class PutSettings:
    """A table that stands alone with these keys changed."""

    table: str
    keys: Mapping[str, Plain | None]

    def __call__(self, programme: Programme, roster: Roster, rules: ProgrammeRules, /) -> tuple[Programme, Roster]:
        return rules.with_settings(programme, self.table, self.keys), roster


@dataclass(frozen=True, slots=True, kw_only=True)
class AddEntries:
    """More tables in a list whose tables have no id, such as quiet weeks."""

    table: str
    entries: tuple[Mapping[str, Plain | None], ...]

    def __call__(self, programme: Programme, roster: Roster, rules: ProgrammeRules, /) -> tuple[Programme, Roster]:
        return rules.with_more(programme, self.table, *self.entries), roster


@dataclass(frozen=True, slots=True, kw_only=True)
class PutTable:
    """A table that there is once, as these keys say; gone where they say nothing."""

    table: str
    keys: Keys

    def __call__(self, programme: Programme, roster: Roster, rules: ProgrammeRules, /) -> tuple[Programme, Roster]:
        return rules.with_table(programme, self.table, self.keys), roster


@dataclass(frozen=True, slots=True, kw_only=True)
class AddGuardian:
    """Somebody on the list who gets what is raised in these units."""

    person: PersonId
    units: tuple[UnitId, ...]

    def __call__(self, programme: Programme, roster: Roster, rules: ProgrammeRules, /) -> tuple[Programme, Roster]:
        if self.person not in roster.people:
            raise EditRefused([EditFault(key="person", what=Sentence.of("change-refused-not_listed", id=self.person))])
        entry: Keys = {"person": self.person, "units": [*self.units]}
        return rules.with_more(programme, GUARDIAN, entry), roster


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOutEntry:
    """One table less in such a list; nothing where somebody else was quicker."""

    table: str
    entry: Mapping[str, Plain]

    def __call__(self, programme: Programme, roster: Roster, rules: ProgrammeRules, /) -> tuple[Programme, Roster]:
        return rules.without_one(programme, self.table, self.entry), roster


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseSchedule:
    id: ScheduleId
    until: date | None
    """The first day on which it asks again; None: until somebody lets it."""
    today: date

    def __call__(self, programme: Programme, roster: Roster, rules: ProgrammeRules, /) -> tuple[Programme, Roster]:
        if self.until is not None and self.until <= self.today:
            what = Sentence.of("change-refused-not_future", day=str(self.until))
            raise EditRefused([EditFault(key="paused_until", what=what)])
        keys: Keys = {"paused": True, "paused_until": plain_value(self.until)}
        return rules.with_entry(programme, "schedule", self.id, keys), roster


def pause_schedule(schedule: ScheduleId, values: Mapping[str, FieldValue], *, today: date) -> PauseSchedule:
    """As it was filled in."""
    until = values["paused_until"]
    return PauseSchedule(id=schedule, until=until if isinstance(until, date) else None, today=today)


def resume_schedule(schedule: ScheduleId) -> PutSchedule:
    return PutSchedule(id=schedule, keys={"paused": None, "paused_until": None})


@dataclass(frozen=True, slots=True, kw_only=True)
class StopSchedule:
    id: ScheduleId

    def __call__(self, programme: Programme, roster: Roster, rules: ProgrammeRules, /) -> tuple[Programme, Roster]:
        return rules.without_entry(programme, "schedule", self.id), roster


@dataclass(frozen=True, slots=True, kw_only=True)
class PutQuestion:
    """A question with these keys changed; if it would read or count otherwise it gets its next version by itself."""

    id: QuestionId | None
    """None for a new one, whose id is among the keys."""
    keys: Mapping[str, Plain | None]

    def __call__(self, programme: Programme, roster: Roster, rules: ProgrammeRules, /) -> tuple[Programme, Roster]:
        if self.id is None:
            return rules.with_entry(programme, _QUESTION, None, {"version": 1, **self.keys}), roster
        before = programme.questions.get(self.id)
        if before is None:
            raise EditRefused([EditFault(key="", what=Sentence.of("change-refused-question_gone", id=self.id))])
        changed = rules.with_entry(programme, _QUESTION, self.id, self.keys)
        after = changed.questions[self.id]
        if after.version == before.version and quietly_changed(before, after):
            keys = {**self.keys, "version": before.version + 1}
            changed = rules.with_entry(programme, _QUESTION, self.id, keys)
        return changed, roster


@dataclass(frozen=True, slots=True, kw_only=True)
class RetireQuestion:
    """It is asked no more; what was answered to it stays."""

    id: QuestionId

    def __call__(self, programme: Programme, roster: Roster, rules: ProgrammeRules, /) -> tuple[Programme, Roster]:
        return rules.without_entry(programme, _QUESTION, self.id), roster


@dataclass(frozen=True, slots=True, kw_only=True)
class PutUnit:
    """A unit with these keys changed."""

    id: UnitId | None
    """None for a new one, whose id is among the keys."""
    keys: Mapping[str, Plain | None]

    def __call__(self, programme: Programme, roster: Roster, rules: ProgrammeRules, /) -> tuple[Programme, Roster]:
        return rules.with_entry(programme, UNIT, self.id, self.keys), roster


@dataclass(frozen=True, slots=True, kw_only=True)
class RetireUnit:
    """It is asked no more, and the roles that people hold in it end."""

    id: UnitId

    def __call__(self, programme: Programme, roster: Roster, rules: ProgrammeRules, /) -> tuple[Programme, Roster]:
        return rules.without_entry(programme, UNIT, self.id), without_unit(roster, self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeUnits:
    """A team goes on as part of another one, with its people, from a week on."""

    id: UnitId
    into: UnitId
    week: IsoWeek
    reason: str

    def __call__(self, programme: Programme, roster: Roster, rules: ProgrammeRules, /) -> tuple[Programme, Roster]:
        if self.id == self.into:
            raise EditRefused([EditFault(key="into", what=Sentence.of("change-refused-itself"))])
        if self.id not in programme.organisation:
            return programme, roster  # somebody else was quicker
        merged = merge_units(programme, self.id, self.into)
        step = change_over_keys(ChangeKind.MERGER, [self.into], self.week, self.reason)
        return rules.with_more(merged, CHANGE_OVER, step), with_moved(roster, self.id, self.into)


def change_over_keys(kind: ChangeKind, units: Sequence[UnitId], week: IsoWeek, reason: str) -> Keys:
    """As the file has it."""
    return {"kind": kind.value, "units": [*units], "week": str(week), "reason": reason}


@dataclass(frozen=True, slots=True, kw_only=True)
class AddPerson:
    """Somebody who is not on the list yet, in one role."""

    particulars: Mapping[str, str]
    unit: UnitId
    role: Role

    def __call__(self, programme: Programme, roster: Roster, rules: ProgrammeRules, /) -> tuple[Programme, Roster]:
        identity = self.particulars["person_id"]
        if identity in roster.people:
            raise EditRefused([EditFault(key="person_id", what=Sentence.of("change-refused-listed", id=identity))])
        return programme, rules.with_person(programme, roster, self.particulars, [(self.unit, self.role)])


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRoles:
    """Somebody's roles without some and with others; who has none left has left the list."""

    person: PersonId
    without: frozenset[tuple[UnitId, Role]] = frozenset()
    plus: frozenset[tuple[UnitId, Role]] = frozenset()

    def __call__(self, programme: Programme, roster: Roster, rules: ProgrammeRules, /) -> tuple[Programme, Roster]:
        if self.person not in roster.people:
            return programme, roster  # somebody else has taken them off the list meanwhile
        held = {(each.unit, each.role) for each in roster.memberships if each.person == self.person}
        wanted = (held - self.without) | self.plus
        return programme, rules.with_person(programme, roster, rules.particulars(roster, self.person), wanted)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeParticulars:
    """What all rows of somebody have in common, with these cells changed."""

    person: PersonId
    cells: Mapping[str, str]

    def __call__(self, programme: Programme, roster: Roster, rules: ProgrammeRules, /) -> tuple[Programme, Roster]:
        if self.person not in roster.people:
            return programme, roster  # somebody has taken them off the list meanwhile
        held = {(each.unit, each.role) for each in roster.memberships if each.person == self.person}
        changed = {**rules.particulars(roster, self.person), **self.cells}
        return programme, rules.with_person(programme, roster, changed, held)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedEdit:
    """What a change would do, as `rounds apply` says it."""

    changes: tuple[ProgrammeChange | str, ...]
    cautions: tuple[Wording, ...]
    """What the change would be warned of by `rounds check`, and is not yet."""
    leaving: Leaving = field(default_factory=Leaving)
    """Whom it takes off the list."""

    @property
    def fingerprint(self) -> str:
        """Two plans that say the same have the same one."""
        return short_id(*self.changes, "", *(worded(each, DEFAULT_LOCALE) for each in self.cautions))

    def changes_in(self, locale: str) -> tuple[str, ...]:
        """In the language of whoever reads it; what was a text already is in it."""
        return tuple(each if isinstance(each, str) else each.text(locale) for each in self.changes)

    def cautions_in(self, locale: str) -> tuple[str, ...]:
        return tuple(worded(each, locale) for each in self.cautions)


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedEdit:
    revision: int


class EditProgramme:
    """Nobody saves what they have not seen: a change is saved only if it does just what was shown."""

    def __init__(
        self,
        *,
        storage: Storage,
        rules: ProgrammeRules,
        revise: ReviseProgramme,
        recurrence: Recurrence,
        clock: Clock,
    ) -> None:
        self._storage, self._rules, self._revise = storage, rules, revise
        self._twice = AskedTwice(recurrence=recurrence, clock=clock)

    async def look(self, edit: Edit) -> PlannedEdit:
        """Raises EditRefused and ProgrammeMissing."""
        async with self._storage.reading() as work:
            state, closed = await newest_state(work), await work.weeks.newest_closed()
        plan, _, _ = await asyncio.to_thread(self._planned, edit, state, closed)
        return plan

    async def save(
        self, edit: Edit, *, seen: str, by: PersonId, source: RevisionSource, undoes: int | None = None
    ) -> SavedEdit | PlannedEdit:
        """`seen`: the fingerprint of the plan that was shown; another plan is given back, and nothing is written.
        `undoes`: the revision that it turns back.

        Raises EditRefused and ProgrammeMissing.
        """
        async with self._storage.writing() as work:
            await work.revisions.claim()
            state, closed = await newest_state(work), await work.weeks.newest_closed()
            plan, programme, roster = await asyncio.to_thread(self._planned, edit, state, closed)
            if plan.fingerprint != seen:
                return plan
            author = Author(who=Actor.person(by), source=source)
            known_to_leave = len(plan.leaving.people)  # the plan names every one of them
            try:
                revised = await self._revise.within(
                    work, state, programme, roster, author=author, leave=known_to_leave, undoes=undoes
                )
            except RevisionRefused as refused:
                raise EditRefused([EditFault(key="", what=refused.said)]) from refused
        return SavedEdit(revision=revised.number)

    def _planned(
        self, edit: Edit, state: ProgrammeState, closed: IsoWeek | None
    ) -> tuple[PlannedEdit, Programme, Roster]:
        """`closed`: the newest week that is."""
        if state.programme is None:
            raise ProgrammeMissing
        programme, roster = edit(state.programme, state.roster, self._rules)
        try:
            self._revise.refuse_nobody(state.roster, roster)
        except NobodyLeft as refused:
            raise EditRefused([NOBODY_ELSE]) from refused
        except LastAdministrator as refused:
            raise EditRefused([EditFault(key="", what=refused.said)]) from refused
        changes = programme_changes(state.programme, programme) + roster_changes(state.roster, roster)
        cautions = [*self._rules.new_cautions((state.programme, state.roster), (programme, roster))]
        cautions += self._twice(state.programme, programme)
        cautions += map(late_words, late_steps(state.programme, programme, closed))
        repeated = repeated_entries(state.programme, programme)  # so that a second press of [Save] is seen as one
        cautions += [Sentence.of("change-twice", what=each.what, entry=each.after) for each in repeated]
        if self._revise.nobody_joined(state.roster, roster):
            cautions.append(NOBODY_JOINED)
        ended = self._revise.leaving(state.roster, roster)
        plan = PlannedEdit(changes=changes, cautions=tuple(cautions), leaving=ended)
        return plan, programme, roster


def week_of_day(day: date, key: str) -> IsoWeek:
    """The week in which a day lies that was filled in under this key. Raises EditRefused."""
    try:
        return IsoWeek.of(day)
    except ValueError as error:
        raise EditRefused([EditFault(key=key, what=Sentence.of("change-refused-too_far"))]) from error


def with_faults(filled: FilledForm, refused: EditRefused, locale: str) -> FilledForm:
    """A form with what the rules say: each fault at the field of its key; what belongs to none stands on top alone."""
    names = {each.name for each in filled.form.fields}
    faults: dict[str, str] = {}
    for fault in refused.faults:
        name = fault.key if fault.key in names else ""
        what = worded(fault.what, locale)
        words = what if fault.key in ("", name) else f"{fault.key}: {what}"
        faults[name] = f"{faults[name]}; {words}" if name in faults else words
    return replace(filled, faults=faults)
