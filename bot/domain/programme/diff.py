"""What would change when new files are applied: pure comparisons, printed as plain lines."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import time
from typing import Any, Final, TypeVar

from bot.domain.identifiers import PersonId, QuestionId, UnitId
from bot.domain.organisation.change_overs import ChangeOver
from bot.domain.organisation.differing import NOTHING, HeldInUnits, differing, roles_of_some
from bot.domain.organisation.people import Person, Roster
from bot.domain.organisation.posts import GovernanceSeat, RoleHeld
from bot.domain.organisation.units import Organisation, Unit
from bot.domain.programme.entry_words import (
    change_over_words,
    governance_seat_words,
    guardian_words,
    leadership_role_words,
    named,
    quiet_day_words,
    quiet_week_words,
)
from bot.domain.programme.programme import (
    Guardian,
    OnCron,
    OnDays,
    Programme,
    QuietDay,
    QuietWeek,
    Schedule,
)
from bot.domain.programme.questions import Question
from bot.domain.texts.languages import DEFAULT_LOCALE
from bot.domain.texts.sentences import Sentence, Wording, worded

Entry = TypeVar("Entry", bound=Hashable)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeChange:
    """One line of `rounds apply`: what, and how it was and will be (empty where there is no such side)."""

    what: Wording
    before: Wording = ""
    after: Wording = ""
    units: frozenset[UnitId] = frozenset()
    """The units that it is about."""
    person: PersonId | None = None

    def text(self, locale: str) -> str:
        sides = [worded(side, locale) for side in (self.before, self.after) if side]
        return f"{worded(self.what, locale)}: {' -> '.join(sides)}"

    def __str__(self) -> str:
        """As `rounds apply` prints it and the log keeps it."""
        return self.text(DEFAULT_LOCALE)


def programme_changes(before: Programme | None, after: Programme) -> tuple[ProgrammeChange, ...]:
    """Organisation, units, questions, schedules and rules, in this order. `before` is None at the first apply."""
    old = before.organisation if before else None
    return (
        *_organisation(old, after.organisation),
        *_units(old, after.organisation),
        *_questions(before.questions if before else {}, after.questions),
        *_schedules(before.schedules if before else (), after.schedules),
        *(_rules(before, after) if before else ()),
    )


def roster_changes(before: Roster, after: Roster) -> tuple[ProgrammeChange, ...]:
    """People who join, leave or change. Addresses are never printed, and an empty one changes nothing."""
    return () if before is after else tuple(_people(before, after))


# --- organisation and units ---------------------------------------------------------------------------------------


def _organisation(before: Organisation | None, after: Organisation) -> Iterator[ProgrammeChange]:
    if before is None:
        yield ProgrammeChange(what=Sentence.of("change-organisation"), after=after.name)
        return
    yield from _differences("change-organisation_key", before, after, leave_out=("units",))


def _units(before: Organisation | None, after: Organisation) -> Iterator[ProgrammeChange]:
    old: Mapping[UnitId, Unit] = {unit.id: unit for unit in before.units} if before else {}
    new: Mapping[UnitId, Unit] = {unit.id: unit for unit in after.units}
    for unit_id, unit in new.items():
        yield from _about(_unit(old.get(unit_id), unit), [unit_id])
    for unit_id, unit in old.items():
        if unit_id not in new:
            yield from _about(
                [ProgrammeChange(what=Sentence.of("change-unit_retired"), before=f"{unit_id} ({unit.name})")], [unit_id]
            )


def _unit(before: Unit | None, after: Unit) -> Iterator[ProgrammeChange]:
    if before is None:
        named = (
            Sentence.of("change-unit_below", id=after.id, name=after.name, parent=after.parent) if after.parent else ""
        )
        yield ProgrammeChange(what=Sentence.of("change-unit_added"), after=named or f"{after.id} ({after.name})")
        return
    if before.name != after.name:
        yield ProgrammeChange(
            what=Sentence.of("change-unit_renamed", id=after.id), before=before.name, after=after.name
        )
    yield from _differences("change-unit_key", before, after, id=after.id, leave_out=("id", "name"))


# --- questions and schedules --------------------------------------------------------------------------------------


def _questions(
    before: Mapping[QuestionId, Question], after: Mapping[QuestionId, Question]
) -> Iterator[ProgrammeChange]:
    for question_id, question in after.items():
        earlier = before.get(question_id)
        if earlier is None:
            yield ProgrammeChange(what=Sentence.of("change-question_added"), after=_versioned(question))
            continue
        if earlier.version != question.version:
            yield ProgrammeChange(
                what=Sentence.of("change-question", id=question_id),
                before=Sentence.of("change-version", version=str(earlier.version)),
                after=Sentence.of("change-version_anew", version=str(question.version)),
            )
        for key in ("audience", "tags", "text", "none_label"):
            if earlier.version == question.version and getattr(earlier, key) != getattr(question, key):
                sides = _shown(getattr(earlier, key)), _shown(getattr(question, key))
                yield ProgrammeChange(
                    what=Sentence.of("change-question_key", id=question_id, key=key), before=sides[0], after=sides[1]
                )
    for question_id in before:
        if question_id not in after:
            yield ProgrammeChange(what=Sentence.of("change-question_retired"), before=_versioned(before[question_id]))


def _schedules(before: Sequence[Schedule], after: Sequence[Schedule]) -> Iterator[ProgrammeChange]:
    old = {schedule.id: schedule for schedule in before}
    new = {schedule.id: schedule for schedule in after}
    for schedule_id, schedule in new.items():
        earlier = old.get(schedule_id)
        if earlier is None:
            asks = Sentence.of(
                "change-schedule_asks",
                id=schedule_id,
                questions=tuple(schedule.questions),
                units=tuple(schedule.units),
                cadence=_shown(schedule.cadence),
            )
            added = ProgrammeChange(what=Sentence.of("change-schedule_added"), after=asks)
            yield from _about([added], schedule.units)
        else:
            changes = _differences("change-schedule_key", earlier, schedule, id=schedule_id, leave_out=("id",))
            yield from _about(changes, {*earlier.units, *schedule.units})
    for schedule_id, schedule in old.items():
        if schedule_id not in new:
            yield from _about(
                [ProgrammeChange(what=Sentence.of("change-schedule_ended"), before=schedule_id)], schedule.units
            )


def _rules(before: Programme, after: Programme) -> Iterator[ProgrammeChange]:
    for part in ("budget", "quiet", "digest", "privacy"):
        yield from _differences("change-part_key", getattr(before, part), getattr(after, part), part=part)
    if before.false_flags_per_team_year != after.false_flags_per_team_year:
        sides = f"{before.false_flags_per_team_year:g}", f"{after.false_flags_per_team_year:g}"
        yield ProgrammeChange(what=_key("flags", "false_flags_per_team_year"), before=sides[0], after=sides[1])
    if (was := before.participation_target) != (will := after.participation_target):
        yield ProgrammeChange(what=_key("chart", "participation_target"), before=_shown(was), after=_shown(will))
    if (had := before.rota_hosts) != (has := after.rota_hosts):
        yield ProgrammeChange(what=_key("rota", "hosts"), before=_shown(had), after=_shown(has))
    for what, key, nothing in (("change-contact", "contact", "change-nobody"), ("change-help", "help", "change-none")):
        said = [named(getattr(side, key), nothing) for side in (before, after)]
        if said[0] != said[1]:
            yield ProgrammeChange(what=Sentence.of(what), before=said[0], after=said[1])
    for what, name, words, units in _LISTS:
        yield from _entries(what, getattr(before, name), getattr(after, name), words, units)


def repeated_entries(before: Programme, after: Programme) -> tuple[ProgrammeChange, ...]:
    """Entries without an id that stand there already and would be there once more, each as what adds it."""
    return tuple(
        ProgrammeChange(what=Sentence.of(f"change-added-{what}"), after=words(each))
        for what, name, words, _ in _LISTS
        for each in Counter(getattr(after, name)) - Counter(getattr(before, name))
        if each in getattr(before, name)
    )


def _entries(
    what: str,
    before: Iterable[Entry],
    after: Iterable[Entry],
    words: Callable[[Entry], Wording],
    units: Callable[[Entry], Iterable[UnitId]],
) -> Iterator[ProgrammeChange]:
    """Entries without an id of their own: what is new, what is gone, each as often as it is written."""
    old, new = Counter(before), Counter(after)
    for each in (new - old).elements():
        yield from _about([ProgrammeChange(what=Sentence.of(f"change-added-{what}"), after=words(each))], units(each))
    for each in (old - new).elements():
        yield from _about(
            [ProgrammeChange(what=Sentence.of(f"change-taken_out-{what}"), before=words(each))], units(each)
        )


# --- people -------------------------------------------------------------------------------------------------------


def _people(before: Roster, after: Roster) -> Iterator[ProgrammeChange]:
    changed = differing(before, after)
    old, new = roles_of_some(before.memberships, changed), roles_of_some(after.memberships, changed)
    for person_id in changed:
        sides = old.get(person_id, NOTHING), new.get(person_id, NOTHING)
        units = {unit for unit, _ in sides[0] | sides[1]}
        for change in _about(_person(person_id, before, after, sides), units):
            yield replace(change, person=person_id)


def _person(
    person_id: PersonId, before: Roster, after: Roster, roles: tuple[HeldInUnits, HeldInUnits]
) -> Iterator[ProgrammeChange]:
    earlier, person = before.people.get(person_id), after.people.get(person_id)
    if person is None:
        yield ProgrammeChange(what=Sentence.of("change-person_leaves"), before=_with_roles(person_id, roles[0]))
        return
    if earlier is None:
        yield ProgrammeChange(what=Sentence.of("change-person_joins"), after=_with_roles(person_id, roles[1]))
        return
    yield from _particulars(earlier, person)
    if given := roles[1] - roles[0]:
        yield ProgrammeChange(what=Sentence.of("change-person_becomes", id=person_id), after=_role_list(given))
    if taken := roles[0] - roles[1]:
        yield ProgrammeChange(what=Sentence.of("change-person_is_no_longer", id=person_id), before=_role_list(taken))
    address = after.addresses.get(person_id)
    if address is not None and address != before.addresses.get(person_id):
        yield ProgrammeChange(
            what=Sentence.of("change-person_address", id=person_id),
            after=Sentence.of("change-address_given", channel=address.channel),
        )


def _particulars(before: Person, after: Person) -> Iterator[ProgrammeChange]:
    if before.name != after.name:
        yield ProgrammeChange(
            what=Sentence.of("change-person_renamed", id=after.id), before=before.name, after=after.name
        )
    yield from _differences("change-person_key", before, after, id=after.id, leave_out=("id", "name"))


def _role_list(roles: HeldInUnits) -> Wording:
    return tuple(Sentence.of("change-role", role=role.value, unit=unit) for unit, role in sorted(roles))


def _with_roles(person: PersonId, roles: HeldInUnits) -> Wording:
    return Sentence.of("change-with_roles", id=person, roles=_role_list(roles))


# --- showing ------------------------------------------------------------------------------------------------------


def _about(changes: Iterable[ProgrammeChange], units: Iterable[UnitId]) -> Iterator[ProgrammeChange]:
    named = frozenset(units)
    return (replace(change, units=named) for change in changes)


def _its_units(entry: QuietWeek | QuietDay | ChangeOver | Guardian) -> Iterable[UnitId]:
    return entry.units


def _its_unit(post: RoleHeld | GovernanceSeat) -> Iterable[UnitId]:
    return [post.unit] if post.unit else []


def _key(part: str, key: str) -> Sentence:
    return Sentence.of("change-part_key", part=part, key=key)


def _versioned(question: Question) -> Sentence:
    return Sentence.of("change-question_version", id=question.id, version=str(question.version))


def _differences(
    what: str, before: Any, after: Any, /, *, leave_out: Sequence[str] = (), **values: str
) -> Iterator[ProgrammeChange]:
    """One change for each field of two values of one kind that differs; `what` names the text for it."""
    for each in fields(after):
        sides = getattr(before, each.name), getattr(after, each.name)
        if each.name not in leave_out and sides[0] != sides[1]:
            yield ProgrammeChange(
                what=Sentence.of(what, key=each.name, **values), before=_shown(sides[0]), after=_shown(sides[1])
            )


def _shown(value: object) -> Wording:
    match value:
        case None | () | "":
            return Sentence.of("change-none")
        case OnCron(expression=expression):
            return Sentence.of("change-cron", expression=expression)
        case OnDays(days=days, at=at, every_weeks=weeks):
            when: Mapping[str, Wording] = {"days": tuple(day.value for day in days), "time": f"{at:%H:%M}"}
            return (
                Sentence.of("change-on_days", **when)
                if weeks == 1
                else Sentence.of("change-on_days_of_weeks", weeks=str(weeks), **when)
            )
        case Mapping():
            return tuple(f'{key} "{text}"' for key, text in value.items())
        case frozenset():
            return tuple(sorted(str(each) for each in value)) or Sentence.of("change-none")
        case tuple():
            return tuple(str(each) for each in value)
        case bool():
            return Sentence.of("change-yes" if value else "change-no")
        case time():
            return f"{value:%H:%M}"
        case _:  # any value of a field
            return str(value)


_LISTS: Final[Sequence[tuple[str, str, Callable[[Any], Wording], Callable[[Any], Iterable[UnitId]]]]] = (
    ("quiet_week", "quiet_weeks", quiet_week_words, _its_units),
    ("quiet_day", "quiet_days", quiet_day_words, _its_units),
    ("change_over", "change_overs", change_over_words, _its_units),
    ("leadership_role", "leadership_roles", leadership_role_words, _its_unit),
    ("governance_seat", "governance_seats", governance_seat_words, _its_unit),
    ("guardian", "guardians", guardian_words, _its_units),
)
"""Parts of a programme whose entries have no id: the text for them, where they are, their words and their units."""


def quietly_changed(before: Question, after: Question) -> tuple[str, ...]:
    """The keys that may not differ between two questions with one id and version, and do.

    A wording in a further language may be added and one may be taken out; audience and tags may change.
    """
    found = [
        key
        for key in ("scale", "polarity", "kind", "competency", "facet")
        if getattr(before, key) != getattr(after, key)
    ]
    if _reworded(before.text, after.text):
        found.append("text")
    if (before.none_label is None) != (after.none_label is None) or _reworded(
        before.none_label or {}, after.none_label or {}
    ):
        found.append("none_label")
    return tuple(found)


def _reworded(before: Mapping[str, str], after: Mapping[str, str]) -> bool:
    shared = before.keys() & after.keys()
    return any(before[locale] != after[locale] for locale in shared) or (bool(before) and bool(after) and not shared)
