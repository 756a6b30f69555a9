"""What those who run Rounds fill in, on whatever channel: one description of each form. None of them knows a rule; what
is allowed is said by the tables of the files when a change is looked at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, Final

from bot.domain.administration.rights import ConsolePage, HeldRoles, may_open, opens_everything, units_open
from bot.domain.forms.fields import (
    ChoiceField,
    DateField,
    FieldOption,
    FormField,
    NumberField,
    SeveralField,
    TextField,
    TimeField,
    YesNoField,
)
from bot.domain.forms.form import Form
from bot.domain.identifiers import UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.people import Person
from bot.domain.organisation.unit_tree import UnitTree
from bot.domain.programme.occurrences import ORIGIN
from bot.domain.programme.programme import USUAL_NUMBERS, OnDays, Programme, Schedule, Weekday
from bot.domain.programme.wall_clock import local_date
from bot.domain.texts import say
from bot.domain.texts.dates import clock_time, day, day_and_year, listed, weekday

WHOLE: Final = "*"
"""Stands for the whole organisation, beside the ids of units."""
CORE: Final = "core"
"""The tag of what most schedules ask."""
WEEKS_AHEAD: Final = 26
MONDAYS_OFFERED: Final = 12
_NUMBERS: Final = ("questions_per_round", "every_weeks", "open_hours", "remind_after_hours")
"""In the order of the form."""


@dataclass(frozen=True, kw_only=True)
class Administered:
    """What one person who runs Rounds has before them, with their roles of this moment."""

    person: Person
    held: HeldRoles
    programme: Programme
    locale: str

    @cached_property
    def tree(self) -> UnitTree:
        return UnitTree.of(self.programme.organisation)

    @cached_property
    def units(self) -> frozenset[UnitId]:
        return units_open(ConsolePage.PEOPLE, self.held, self.tree)

    @property
    def is_whole(self) -> bool:
        """Whether nothing of the organisation lies outside."""
        return opens_everything(ConsolePage.PEOPLE, self.held, self.tree)

    @property
    def zone(self) -> str:
        return self.person.timezone or self.programme.organisation.timezone

    def today(self, now: datetime) -> date:
        """Where they are."""
        return local_date(now, self.zone)

    @property
    def schedules(self) -> tuple[Schedule, ...]:
        """Those that ask their units alone."""
        return tuple(
            each
            for each in self.programme.schedules
            if may_open(ConsolePage.SCHEDULES, self.held, self.tree, of=each.units)
        )


def unit_options(administered: Administered) -> tuple[FieldOption, ...]:
    """The units that they administer, as a tree."""
    tree, found = administered.tree, list[FieldOption]()

    def walk(unit: UnitId, level: int) -> None:
        is_own = unit in administered.units
        if is_own:
            found.append(FieldOption(value=unit, label=tree.names[unit], level=min(level, 4)))
        for child in tree.children.get(unit, ()):
            walk(child, level + is_own)

    for root in tree.roots:
        walk(root, 0)
    return tuple(found)


def new_schedule_form(administered: Administered) -> Form:
    locale = administered.locale
    tags = {tag for each in administered.programme.questions.values() for tag in each.all_tags}
    asks = (CORE,) if CORE in tags else ()
    given = {**{name: (str(USUAL_NUMBERS[name]),) for name in _NUMBERS}, "questions": asks}
    fields = (TextField(**_words("id", {}, locale)), *_schedule_fields(administered, given))
    title, look = say("console-schedule_new", locale), say("console-look", locale)
    return Form(id="schedule", title=title, fields=fields, submit=look)


def schedule_form(administered: Administered, schedule: Schedule, given: Mapping[str, tuple[str, ...]]) -> Form:
    """All that can be changed of a schedule; `given` is what its table says."""
    locale = administered.locale
    title = say("console-schedule_change", locale, schedule=schedule.id)
    fields = tuple(_schedule_fields(administered, given))
    return Form(id="schedule", title=title, fields=fields, submit=say("console-look", locale))


def cadence_form(administered: Administered, schedule: Schedule, given: Mapping[str, tuple[str, ...]]) -> Form:
    """Another day and another time, and nothing else."""
    locale = administered.locale
    fields = [each for each in _schedule_fields(administered, given) if each.name in ("days", "at")]
    title = say("console-schedule_change", locale, schedule=schedule.id)
    return Form(id="cadence", title=title, fields=tuple(fields), submit=say("console-look", locale))


def pause_schedule_form(administered: Administered, schedule: Schedule, *, today: date) -> Form:
    """Mondays are offered where no calendar can be shown: most schedules ask again with a new week."""
    locale, monday = administered.locale, today - timedelta(days=today.weekday())
    given = () if schedule.paused_until is None else (schedule.paused_until.isoformat(),)
    until = DateField(
        name="paused_until",
        label=say("console-schedule_paused_until", locale),
        help=say("console-schedule_help-paused_until", locale),
        is_needed=False,
        given=given,
        offered=[monday + timedelta(weeks=number + 1) for number in range(MONDAYS_OFFERED)],
    )
    return Form(
        id="pause_schedule",
        title=say("console-schedule_pause", locale, schedule=schedule.id),
        help=say("console-schedule_pause_words", locale),
        fields=(until,),
        submit=say("console-look", locale),
    )


def quiet_week_form(administered: Administered, *, today: date) -> Form:
    locale, this_week = administered.locale, IsoWeek.of(today)
    weeks = [this_week + number for number in range(WEEKS_AHEAD)]
    return Form(
        id="quiet_week",
        title=say("administer-quiet_week", locale),
        help=say("administer-quiet_week_words", locale),
        submit=say("console-look", locale),
        fields=(
            ChoiceField(
                name="week",
                label=say("administer-quiet_week_which", locale),
                options=tuple(FieldOption(value=str(week), label=_week_words(week, locale)) for week in weeks),
            ),
            SeveralField(name="units", label=say("console-schedule-units", locale), options=unit_options(administered)),
            TextField(name="reason", label=say("console-pause_reason", locale), help=say("console-pause_told", locale)),
        ),
    )


def pause_form(administered: Administered, *, days: Sequence[date] = ()) -> Form:
    """`days`: on which it may go on, to choose from in a chat."""
    locale, units = administered.locale, unit_options(administered)
    if administered.is_whole:
        units = (FieldOption(value=WHOLE, label=say("console-pause_whole", locale)), *units)
    return Form(
        id="pause",
        title=say("console-pause", locale),
        help=say("console-pause_words", locale),
        submit=say("console-pause", locale),
        fields=(
            ChoiceField(name="unit", label=say("console-pause_unit", locale), options=units, given=(units[0].value,)),
            TextField(name="reason", label=say("console-pause_reason", locale), help=say("console-pause_told", locale)),
            DateField(name="until", label=say("console-pause_until", locale), is_needed=False, offered=days),
            YesNoField(
                name="tell", label=say("console-pause_tell", locale), help=say("console-pause_tell_words", locale)
            ),
        ),
    )


def person_form(administered: Administered, *, title: str, people: Sequence[Person]) -> Form:
    """To choose somebody; where nobody is given, to find them by name or id."""
    locale = administered.locale
    label = say("console-people_search", locale)
    field: FormField = TextField(name="person", label=label, help=say("administer-person_help", locale))
    if people:
        options = tuple(FieldOption(value=each.id, label=f"{each.name} ({each.id})") for each in people)
        field = ChoiceField(name="person", label=label, options=options)
    return Form(id="person", title=title, fields=(field,), submit=say("console-people_find", locale))


def as_posted(value: object) -> tuple[str, ...]:
    """What a key of the files says, as it would be posted."""
    return tuple(value) if isinstance(value, list) else (str(value),)


def _schedule_fields(administered: Administered, given: Mapping[str, tuple[str, ...]]) -> list[FormField]:
    locale = administered.locale
    own_days = tuple(FieldOption(value=each.value, label=day_name(each, locale)) for each in Weekday)
    has_days = "cron" not in given
    fields: list[FormField] = [
        SeveralField(**_words("units", given, locale), options=unit_options(administered)),
        SeveralField(**_words("questions", given, locale), options=_question_options(administered.programme, locale)),
        SeveralField(**_words("days", given, locale), options=own_days, is_needed=has_days),
        TimeField(**_words("at", given, locale), is_needed=has_days),
        *(NumberField(**_words(name, given, locale), is_needed=False) for name in _NUMBERS),
    ]
    if not has_days:
        fields.insert(2, TextField(**_words("cron", given, locale), is_needed=False))
    return fields


def _words(name: str, given: Mapping[str, tuple[str, ...]], locale: str) -> dict[str, Any]:
    return {
        "name": name,
        "label": say(f"console-schedule-{name}", locale),
        "help": say(f"console-schedule_help-{name}", locale),
        "given": given.get(name, ()),
    }


def cadence_words(schedule: Schedule, locale: str) -> str:
    """When it asks."""
    if not isinstance(schedule.cadence, OnDays):
        return say("console-schedule_on_cron", locale, expression=schedule.cadence.expression)
    days = listed([day_name(each, locale) for each in schedule.cadence.days], locale)
    time = clock_time(schedule.cadence.at, locale)
    return say("console-schedule_on", locale, days=days, time=time, weeks=schedule.cadence.every_weeks)


def paused_words(schedule: Schedule, locale: str, *, today: date) -> str:
    """That it is paused; empty where it asks."""
    if not schedule.is_paused_on(today):
        return ""
    if schedule.paused_until is None:
        return say("console-schedule_is_paused", locale)
    return say("console-schedule_is_paused_until", locale, date=day_and_year(schedule.paused_until, locale))


def named_pause(schedule: Schedule, locale: str, *, today: date) -> str:
    """Which schedule is paused."""
    words = paused_words(schedule, locale, today=today)
    return say("console-schedule_named", locale, schedule=schedule.id, what=words)


def day_name(which: Weekday, locale: str) -> str:
    return weekday(ORIGIN + timedelta(days=which.number), locale)


def _week_words(week: IsoWeek, locale: str) -> str:
    return say("console-calendar_week", locale, date=day(week.monday(), locale))


def _question_options(programme: Programme, locale: str) -> tuple[FieldOption, ...]:
    """Tags first, then each question; an id wins over a tag."""
    questions = programme.questions
    tags = sorted({tag for each in questions.values() for tag in each.all_tags if tag not in questions})
    found = [FieldOption(value=tag, label=say("console-schedule_tag", locale, tag=tag)) for tag in tags]
    found += [FieldOption(value=each.id, label=each.wording(locale), level=1) for each in questions.values()]
    return tuple(found)
