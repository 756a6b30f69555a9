"""Every line by which a change is shown before it is saved, and why it is refused."""

import re
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date, time
from enum import StrEnum
from itertools import permutations

from bot.domain.identifiers import PersonId, QuestionId, ScheduleId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.change_overs import ChangeKind, ChangeOver, Month
from bot.domain.organisation.people import Address, Membership, Person, Profession, Role, Roster
from bot.domain.organisation.posts import GovernanceSeat, LeadershipRole, RoleHeld, SeatKind
from bot.domain.organisation.units import Organisation, Unit
from bot.domain.programme.diff import ProgrammeChange, programme_changes, repeated_entries, roster_changes
from bot.domain.programme.item_writing import ItemWritingRule
from bot.domain.programme.programme import (
    Budget,
    Contact,
    Guardian,
    OnCron,
    OnDays,
    Programme,
    QuietDay,
    QuietWeek,
    Schedule,
    StaffHelp,
    Weekday,
)
from bot.domain.programme.questions import Question
from bot.domain.texts.sentences import Sentence
from bot.flows.administration.edits import PlannedEdit
from bot.flows.administration.revise_programme import NOBODY_JOINED
from tests.support.builders import a_person, a_question
from tests.support.channels import WEB

UNIT, OTHER = UnitId("я"), UnitId("ж")
WEEK = IsoWeek.parse("2026-W40")
_WORDS_OF_FILES: tuple[type[StrEnum], ...] = (ChangeKind, LeadershipRole, Month, Profession, Role, SeatKind, Weekday)
_KEYS_OF_FILES = (Budget, Organisation, Person, Question, Schedule, Unit)


def change_lines(locale: str, name: str) -> Iterator[str]:
    """In this language, without the words that stand in files: they are the same in every one."""
    plan = PlannedEdit(changes=tuple(_changes(locale, name)), cautions=tuple(_cautions(locale, name)))
    spoken = {each.value for words in _WORDS_OF_FILES for each in words}
    spoken |= {each.name for part in _KEYS_OF_FILES for each in fields(part)}
    spoken |= {"budget", "flags", "false_flags_per_team_year", "chart", "participation_target", WEB}
    of_files = re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, spoken)))})\b")
    for line in (*plan.changes_in(locale), *plan.cautions_in(locale)):
        yield of_files.sub("", line)


def _changes(locale: str, name: str) -> Iterator[ProgrammeChange]:
    plain, full = _plain(locale, name), _full(locale, name)
    yield from programme_changes(None, plain)
    for before, after in permutations((plain, full)):
        yield from programme_changes(before, after)
    nobody, one, changed = (
        Roster(people={}, memberships=frozenset()),
        _people(name, Role.MEMBER),
        _people("э", Role.CHAMPION),
    )
    given = replace(changed, addresses={PersonId("у"): Address(channel=WEB, value="x")})
    for earlier, later in ((nobody, one), (one, given), (one, nobody)):
        yield from roster_changes(earlier, later)


def _cautions(locale: str, name: str) -> Iterator[Sentence]:
    full = _full(locale, name)
    for each in repeated_entries(full, replace(full, quiet_weeks=full.quiet_weeks * 2)):
        yield Sentence.of("change-twice", what=each.what, entry=each.after)
    yield NOBODY_JOINED
    yield Sentence.of("caution-nobody")
    yield Sentence.of("caution-alike", later=name, earlier=name)
    yield Sentence.of("caution-fixed_zone", zone=name)
    yield Sentence.of("caution-closes_later", schedule=name, opens=name, closes=name)
    for text in ("paused", "runs_out", "same_question", "asks_nobody"):
        yield Sentence.of(f"caution-{text}", schedule=name, bank="2", count="3")
    yield Sentence.of("caution-no_room", schedule=name, days=(name,), room="2")
    for text in ("quiet_waits", "quiet_never"):
        wait = Sentence.of(f"caution-{text}", ends="06:00")
        yield Sentence.of("caution-in_quiet_hours", schedule=name, time="05:00", wait=wait)
    for text in ("no_leads", "no_leads_unread"):
        yield Sentence.of(f"caution-{text}", unit=name, roles=(Sentence.of("caution-no_role", role=name),))
    for text in ("never_asked", "no_members"):
        yield Sentence.of(f"caution-{text}", unit=name)
    yield Sentence.of("caution-too_few", unit=name, left="1", least="7")
    yield Sentence.of("caution-pooled", unit=name, left="1", others=(name, name))
    for rule in ItemWritingRule:
        more = {"longest": "110"} if rule is ItemWritingRule.SHORT else {}
        yield Sentence.of(f"caution-wording-{rule}", question=name, words=name, **more)
    yield Sentence.of("change-asked_twice", id=name)
    for text in ("question_gone", "unit_gone", "listed", "there"):
        yield Sentence.of(f"change-refused-{text}", id=name)
    for text in ("post_gone", "itself", "nobody_left", "last_administrator", "too_far", "before_first"):
        yield Sentence.of(f"change-refused-{text}")
    yield Sentence.of("change-refused-two_teams", people=(name, name))
    for text in ("many_weeks", "many_days"):
        yield Sentence.of(f"change-refused-{text}", count="9", most="5")
    yield Sentence.of("change-late", kind=name, week="9")
    yield Sentence.of("change-undo-none", number="9", newest="5")
    yield Sentence.of("change-undo-changed", number="9", what=(name, name))
    for text in ("not_recorded", "first"):
        yield Sentence.of(f"change-undo-{text}", number="9")


def _people(name: str, role: Role) -> Roster:
    person = a_person("у", channel=WEB, name=name)
    person = replace(person, locale=None if role is Role.MEMBER else "я")
    held = Membership(person=person.id, unit=UNIT, role=role)
    return Roster(people={person.id: person}, memberships=frozenset({held}))


def _plain(locale: str, name: str) -> Programme:
    units = (Unit(id=UNIT, name=name), Unit(id=OTHER, name=name, parent=UNIT))
    question = a_question("щ", text={locale: name}, tags=frozenset({"ц"}))
    schedule = Schedule(
        id=ScheduleId("д"), units=(UNIT,), questions=("щ",), cadence=OnDays(days=(Weekday.MON,), at=time(10))
    )
    return Programme(
        organisation=Organisation(name=name, timezone="UTC", locale=locale, units=units),
        questions={question.id: question, QuestionId("ш"): replace(question, id=QuestionId("ш"))},
        schedules=(schedule, replace(schedule, id=ScheduleId("к"))),
    )


def _full(locale: str, name: str) -> Programme:
    plain = _plain(locale, name)
    one, two = plain.questions.values()
    schedule = replace(plain.schedules[0], paused=True)
    cron = replace(schedule, cadence=OnCron(expression="0 10 * * *"))
    return replace(
        plain,
        organisation=replace(
            plain.organisation,
            name="э",
            units=(Unit(id=UNIT, name="э", locale="я"), Unit(id=UnitId("ю"), name=name, parent=UNIT)),
        ),
        questions={
            one.id: replace(one, version=2),
            two.id: replace(two, tags=frozenset()),
            QuestionId("ч"): replace(two, id=QuestionId("ч")),
        },
        schedules=(
            cron,
            replace(schedule, id=ScheduleId("л"), cadence=OnDays(days=(Weekday.MON,), at=time(10), every_weeks=2)),
        ),
        budget=Budget(questions_per_week=3),
        false_flags_per_team_year=1.0,
        participation_target=6,
        contact=Contact(name=name, address=name),
        help=StaffHelp(text=name),
        guardians=(Guardian(person=PersonId("щ"), units=(UNIT,)),),
        quiet_weeks=(QuietWeek(week=WEEK, units=(UNIT,), reason=name),),
        quiet_days=(QuietDay(date=date(2026, 12, 25), units=(UNIT,), reason=name),),
        change_overs=(
            ChangeOver(kind=ChangeKind.ROTA, units=(UNIT,), reason=name, when=WEEK),
            ChangeOver(kind=ChangeKind.TRAINEES, units=(UNIT,), reason=name, when=Month.AUGUST),
        ),
        leadership_roles=(
            RoleHeld(role=LeadershipRole.CLINICAL_LEAD, unit=UNIT),
            RoleHeld(role=LeadershipRole.CLINICAL_LEAD, profession=Profession.DOCTOR, since=date(2026, 1, 1)),
        ),
        governance_seats=(GovernanceSeat(title=name, votes=False),),
    )
