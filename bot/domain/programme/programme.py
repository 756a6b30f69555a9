"""The programme: what `programme.toml` and `questions.toml` say, as values that cannot contradict themselves."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, time
from enum import StrEnum
from typing import Final

from bot.domain.identifiers import PersonId, QuestionId, ScheduleId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.change_overs import ChangeOver
from bot.domain.organisation.posts import GovernanceSeat, RoleHeld
from bot.domain.organisation.units import Organisation
from bot.domain.programme.quarters import weeks_of_life
from bot.domain.programme.questions import Question
from bot.domain.texts.refusals import Refused, not_between
from bot.domain.texts.sentences import Sentence

OPEN_HOURS = 120
"""Of a schedule that says nothing else."""
LONGEST_OPEN_HOURS = 24 * 28
MINIMUM_TEAM = 7
"""Colleagues behind any figure of a team: five who may answer, and room for one who tells and one who does not."""
LINKS: Final = ("https://", "http://", "mailto:", "tel:")
"""How a link begins that people are shown."""


class Weekday(StrEnum):
    MON = "Mon"
    TUE = "Tue"
    WED = "Wed"
    THU = "Thu"
    FRI = "Fri"
    SAT = "Sat"
    SUN = "Sun"

    @property
    def number(self) -> int:
        """Monday is 0, as in `date.weekday()`."""
        return list(Weekday).index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDays:
    days: tuple[Weekday, ...]
    at: time
    every_weeks: int = 1
    """Counted from Monday 2024-01-01."""

    def __post_init__(self) -> None:
        if not self.days or len(set(self.days)) != len(self.days):
            raise Refused(Sentence.of("fault-weekdays"))
        if not 1 <= self.every_weeks <= 52:
            raise not_between(1, 52)
        refuse_small_hours(self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class OnCron:
    """A five-field cron expression with weekdays by name; checked where it is read (config)."""

    expression: str


Cadence = OnDays | OnCron


def refuse_small_hours(at: time) -> None:
    """Clocks change between 00:00 and 03:00, so no slot may lie there."""
    if time(0, 0) <= at < time(3, 0):
        raise Refused(Sentence.of("fault-small_hours"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    id: ScheduleId
    units: tuple[UnitId, ...]
    questions: tuple[str, ...]
    """Question ids or tags; an id wins over a tag."""
    cadence: Cadence
    questions_per_round: int = 1
    open_hours: int = OPEN_HOURS
    remind_after_hours: int = 48
    """0 means never."""
    paused: bool = False
    """It opens no round. What is open may be answered, and is reminded of, until it closes."""
    paused_until: date | None = None
    """The first day on which it asks again; None while nobody has said."""

    def __post_init__(self) -> None:
        if not self.units or not self.questions:
            raise ValueError(f"schedule {self.id} needs units and questions")
        if not 1 <= self.questions_per_round <= 3:
            raise not_between(1, 3)
        if not 1 <= self.open_hours <= LONGEST_OPEN_HOURS:
            raise not_between(1, LONGEST_OPEN_HOURS)
        if self.remind_after_hours < 0 or self.remind_after_hours >= self.open_hours:
            raise Refused(Sentence.of("fault-reminder"))
        if self.paused_until is not None and not self.paused:
            raise Refused(Sentence.of("fault-paused_until"))

    def is_paused_on(self, day: date) -> bool:
        """Whether it opens no round on a day of the unit's calendar."""
        return self.paused and (self.paused_until is None or day < self.paused_until)


USUAL_NUMBERS: Final[Mapping[str, int]] = {
    each.name: each.default for each in (*fields(Schedule), *fields(OnDays)) if type(each.default) is int
}
"""What a schedule has where nobody says otherwise, by key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    questions_per_week: int = 2

    def __post_init__(self) -> None:
        if not 1 <= self.questions_per_week <= 7:
            raise not_between(1, 7)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """From the evening to the morning, in the person's own zone; `starts` may lie after `ends` (over midnight)."""

    starts: time = time(20, 0)
    ends: time = time(9, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestTime:
    day: Weekday = Weekday.TUE
    at: time = time(12, 30)

    def __post_init__(self) -> None:
        refuse_small_hours(self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietWeek:
    week: IsoWeek
    units: tuple[UnitId, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietDay:
    date: date
    units: tuple[UnitId, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Whom people write to when Rounds itself does not work."""

    name: str
    address: str
    """An e-mail address, a telephone number or a page, as people are to read it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffHelp:
    """Help for staff themselves: shown to whoever looks for it, and never because of what somebody wrote."""

    text: str
    link: str = ""
    """A web page, an e-mail address or a telephone number as a link; empty where the text says it all."""

    def __post_init__(self) -> None:
        if self.link and not self.link.startswith(LINKS):
            raise Refused(Sentence.of("fault-link"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Guardian:
    """Somebody outside the teams who gets what is raised: when its writer chooses so, or nobody else answers."""

    person: PersonId
    units: tuple[UnitId, ...]
    """For these and all below them."""

    def __post_init__(self) -> None:
        if not self.units:
            raise ValueError("a guardian needs units")


@dataclass(frozen=True, slots=True, kw_only=True)
class Privacy:
    """Floors that may be raised and never lowered: docs/trust.md promises them to staff."""

    minimum_group: int = 5
    minimum_team: int = MINIMUM_TEAM
    """Colleagues behind any figure of a team."""
    minimum_group_comments: int = 10
    quarter_weeks: int = 13
    answers_live_blocks: int = 2
    """How many later blocks end before a block's answers are destroyed."""

    def __post_init__(self) -> None:
        if self.minimum_group < 5:
            raise Refused(Sentence.of("fault-never_lowered", least="5"))
        if self.minimum_team < MINIMUM_TEAM:
            raise Refused(Sentence.of("fault-never_lowered", least=str(MINIMUM_TEAM)))
        if self.minimum_group_comments < 10:
            raise Refused(Sentence.of("fault-never_lowered", least="10"))
        if not 4 <= self.quarter_weeks <= 26:
            raise not_between(4, 26)
        if not 2 <= self.answers_live_blocks <= 3:
            raise Refused(Sentence.of("fault-either", one="2", other="3"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    organisation: Organisation
    questions: Mapping[QuestionId, Question]
    """The newest version of each question in use."""
    schedules: tuple[Schedule, ...]
    budget: Budget = Budget()
    quiet: QuietHours = QuietHours()
    digest: DigestTime = DigestTime()
    quiet_weeks: tuple[QuietWeek, ...] = ()
    false_flags_per_team_year: float = 0.5
    participation_target: int | None = None
    """Of ten people asked, how many the organisation hopes to hear: drawn on charts and judged nowhere else."""
    privacy: Privacy = Privacy()
    change_overs: tuple[ChangeOver, ...] = ()
    leadership_roles: tuple[RoleHeld, ...] = ()
    governance_seats: tuple[GovernanceSeat, ...] = ()
    contact: Contact | None = None
    quiet_days: tuple[QuietDay, ...] = ()
    rota_hosts: tuple[str, ...] = ()
    """Servers inside the hospital's network from which people's own calendars may be fetched."""
    help: StaffHelp | None = None
    guardians: tuple[Guardian, ...] = ()

    def schedule(self, schedule_id: ScheduleId) -> Schedule:
        for schedule in self.schedules:
            if schedule.id == schedule_id:
                return schedule
        raise KeyError(schedule_id)

    @property
    def weeks_of_life(self) -> int:
        """The most weeks for which an answer lives after it was given."""
        return weeks_of_life(
            quarter_weeks=self.privacy.quarter_weeks,
            live_blocks=self.privacy.answers_live_blocks,
            open_hours=max((schedule.open_hours for schedule in self.schedules), default=0),
        )

    def bank_of(self, schedule: Schedule) -> tuple[Question, ...]:
        """The questions a schedule may ask, in file order; an id wins over a tag."""
        chosen = {
            question.id
            for name in schedule.questions
            for question in self.questions.values()
            if question.id == name or (name not in self.questions and name in question.all_tags)
        }
        return tuple(question for question in self.questions.values() if question.id in chosen)
