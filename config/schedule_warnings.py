"""What of a schedule surprises: it waits, counts for another week, runs out of questions or can never ask anybody."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.domain.asking.eligibility import microsystems_of, questions_for
from bot.domain.identifiers import ScheduleId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.people import CO_LEADS, Role
from bot.domain.organisation.unit_roles import UnitRoles
from bot.domain.organisation.unit_tree import UnitTree
from bot.domain.programme.programme import OnDays, Programme, Schedule, Weekday
from bot.domain.programme.questions import Audience
from bot.domain.programme.quiet_hours import next_allowed
from bot.domain.programme.wall_clock import to_utc
from bot.domain.texts.sentences import Sentence
from bot.setting_fields import shown
from config.faults import Fault

_SOME_DAY: Final = IsoWeek(year=2026, week=10).monday()
_SOON: Final = 4
"""Weeks; whatever comes back more rarely may be the same question each time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Slot:
    """One weekday on which a schedule asks."""

    schedule: Schedule
    day: Weekday
    units: frozenset[UnitId]
    questions: int
    audiences: frozenset[Audience]
    is_weekly: bool

    def takes_room_of(self, other: "_Slot") -> bool:
        """Whether everybody whom the other asks was asked by this one before, in every week."""
        alike = self.audiences == {Audience.BOTH} or (len(self.audiences) == 1 and self.audiences == other.audiences)
        return self.is_weekly and alike and self.units >= other.units


def schedule_cautions(programme: Programme, holders: UnitRoles, file: str) -> Iterator[Fault]:
    organisation = programme.organisation
    asked = {unit.id for each in programme.schedules for unit in organisation.microsystems_below(each.units)}
    for unit in organisation.microsystems:
        if unit.id not in asked:
            yield Fault.saying(Sentence.of("caution-never_asked", unit=shown(unit.id)), file=file, key="schedule")
    tree = UnitTree.of(organisation)
    for schedule in programme.schedules:
        yield from _its_clock(schedule, programme, file)
        yield from _its_questions(schedule, programme, tree, holders, file)
    yield from _without_room(programme, tree, file)


def _its_clock(schedule: Schedule, programme: Programme, file: str) -> Iterator[Fault]:
    if schedule.paused and schedule.paused_until is None:
        said = Sentence.of("caution-paused", schedule=shown(schedule.id))
        yield Fault.saying(said, file=file, key="schedule.paused")
    if not isinstance(schedule.cadence, OnDays):
        return
    at = schedule.cadence.at
    for day in schedule.cadence.days:
        closes = datetime.combine(_SOME_DAY, at) + timedelta(days=day.number, hours=schedule.open_hours)
        if IsoWeek.of(closes.date()) != IsoWeek.of(_SOME_DAY):
            on = list(Weekday)[closes.weekday()]
            said = Sentence.of("caution-closes_later", schedule=shown(schedule.id), opens=day, closes=on)
            yield Fault.saying(said, file=file, key="schedule.open_hours")
    opens = to_utc(_SOME_DAY, at, "UTC")
    asks = next_allowed(opens, programme.quiet, "UTC")
    if asks == opens:
        return
    ends = f"{programme.quiet.ends:%H:%M}"
    is_late = asks < opens + timedelta(hours=schedule.open_hours)
    wait = Sentence.of("caution-quiet_waits" if is_late else "caution-quiet_never", ends=ends)
    said = Sentence.of("caution-in_quiet_hours", schedule=shown(schedule.id), time=f"{at:%H:%M}", wait=wait)
    yield Fault.saying(said, file=file, key="schedule.at")


def _its_questions(
    schedule: Schedule,
    programme: Programme,
    tree: UnitTree,
    holders: UnitRoles,
    file: str,
) -> Iterator[Fault]:
    bank, name = programme.bank_of(schedule), shown(schedule.id)
    is_rare = isinstance(schedule.cadence, OnDays) and schedule.cadence.every_weeks >= _SOON
    count = schedule.questions_per_round
    if len(bank) < count or (len(bank) == count and not is_rare):
        text = "caution-runs_out" if count > 1 else "caution-same_question"
        said = Sentence.of(text, schedule=name, bank=str(len(bank)), count=str(count))
        yield Fault.saying(said, file=file, key="schedule.questions")
    asked = {role for unit in microsystems_of(schedule, tree) for role in holders.roles(unit)}
    asked &= {Role.MEMBER} | CO_LEADS  # a team without any of them has its own warning
    if asked and not questions_for(asked, bank):
        yield Fault.saying(Sentence.of("caution-asks_nobody", schedule=name), file=file, key="schedule.questions")


def _without_room(programme: Programme, tree: UnitTree, file: str) -> Iterator[Fault]:
    """Days on which the budget of the week is used up for everybody before the schedule has its turn."""
    slots = sorted(_slots(programme, tree), key=lambda each: each[0])
    room = programme.budget.questions_per_week
    told: dict[ScheduleId, list[Weekday]] = defaultdict(list)
    for place, (_, slot) in enumerate(slots):
        used = sum(each.questions for _, each in slots[:place] if each.takes_room_of(slot))
        if used >= room:
            told[slot.schedule.id].append(slot.day)
    for schedule, days in told.items():
        said = Sentence.of(
            "caution-no_room", schedule=shown(schedule), days=tuple(day.value for day in days), room=str(room)
        )
        yield Fault.saying(said, file=file, key="schedule.days")


def _slots(programme: Programme, tree: UnitTree) -> Iterator[tuple[tuple[datetime, str], _Slot]]:
    for schedule in programme.schedules:
        cadence, bank = schedule.cadence, programme.bank_of(schedule)
        if not isinstance(cadence, OnDays) or schedule.paused:
            continue
        for day in cadence.days:
            opens = datetime.combine(_SOME_DAY, cadence.at) + timedelta(days=day.number)
            slot = _Slot(
                schedule=schedule,
                day=day,
                units=frozenset(microsystems_of(schedule, tree)),
                questions=min(schedule.questions_per_round, len(bank)),
                audiences=frozenset(each.audience for each in bank),
                is_weekly=cadence.every_weeks == 1,
            )
            yield (opens, schedule.id), slot
