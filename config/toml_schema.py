"""The tables of `programme.toml` and `questions.toml`: which keys there are and how each is written.

Types and spelling are checked here; bounds and rules belong to the domain values that are built from these.
A field's `description` is an example of how to write it, quoted when it is missing or of the wrong type.
"""

import re
from collections.abc import Callable
from datetime import date, time
from enum import StrEnum
from functools import cache
from ipaddress import ip_address
from typing import Annotated, Any, Final
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from bot.domain.iso_weeks import IsoWeek, day_meant, week_meant
from bot.domain.organisation.change_overs import ChangeKind, Month
from bot.domain.organisation.people import Profession
from bot.domain.organisation.posts import LeadershipRole, SeatKind
from bot.domain.programme.programme import Weekday
from bot.domain.programme.questions import (
    OWN_KINDS,
    OWN_SCALES,
    Audience,
    Competency,
    Facet,
    Kind,
    Polarity,
    Scale,
)
from bot.domain.texts.characters import is_blank, is_one_line, tidy
from bot.domain.texts.sentences import Sentence
from bot.setting_fields import shown, wrong
from config.faults import unknown
from config.zones import zone_meant

LONGEST_ID: Final = 40
"""An id travels inside a button's 64 bytes, a round's key and a command line."""
LONGEST_NAME: Final = 80
LONGEST_WORDING: Final = 300
LONGEST_HOST: Final = 253
LONGEST_LABEL: Final = 40
"""Longer ones are cut on the buttons of a phone."""

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)
_SHORT_TIME = re.compile(r"\d:[0-5]\d", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*", re.ASCII)
_LOCALE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?", re.ASCII)


@cache
def zones() -> frozenset[str]:
    return frozenset(available_timezones())


def checked_id(text: str) -> str:
    if not _ID.fullmatch(text) or len(text) > LONGEST_ID:
        raise wrong(Sentence.of("fault-id", id=shown(text), most=str(LONGEST_ID)))
    return text


def checked_zone(text: str) -> str:
    if text not in zones():
        meant = zone_meant(text, zones())
        mend = _meant(shown(meant) if meant else "", '"Europe/London"')
        raise wrong(Sentence.of("fault-zone", zone=shown(text), mend=mend))
    return text


def checked_locale(text: str) -> str:
    if not _LOCALE.fullmatch(text):
        raise wrong(Sentence.of("fault-locale", locale=shown(text)))
    return text


def checked_host(text: str) -> str:
    """A server's name or address, as it stands in links."""
    host = text.strip().lower().rstrip(".")
    if is_address(host):
        return host
    if len(host) > LONGEST_HOST or not _HOST.fullmatch(host):
        raise wrong(Sentence.of("fault-host", host=shown(text)))
    return host


def is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _meant(meant: str, example: str) -> Sentence:
    """The mend of what is nearly right, or of what is nothing at all."""
    if meant:
        return Sentence.of("fault-did_you_mean", meant=meant)
    return Sentence.of("fault-write_like", example=example)


def one_line_of(most: int) -> Callable[[str], str]:
    def check(written: str) -> str:
        text = tidy(written)
        if is_blank(text):
            raise wrong(Sentence.of("fault-empty"))
        if not is_one_line(text):
            raise wrong(Sentence.of("fault-two_lines"))
        if len(text) > most:
            raise wrong(Sentence.of("fault-too_long", length=str(len(text)), most=str(most)))
        return text

    return check


def _wall_time(value: object) -> object:
    if isinstance(value, time):
        raise wrong(Sentence.of("fault-time_unquoted"))
    if not isinstance(value, str):
        return value
    if _TIME.fullmatch(value):
        return time.fromisoformat(value)
    mend = f'"0{value}"' if _SHORT_TIME.fullmatch(value) else Sentence.of("fault-time_like")
    raise wrong(Sentence.of("fault-time", time=shown(value), mend=mend))


def _week(value: object) -> object:
    if isinstance(value, date):
        raise wrong(Sentence.of("fault-week_as_date", week=str(IsoWeek.of(value))))
    if not isinstance(value, str):
        return value
    try:
        return IsoWeek.parse(value)
    except ValueError:
        meant = week_meant(value)
        mend = _meant("" if meant is None else shown(meant), '"2026-W40"')
        raise wrong(Sentence.of("fault-week", week=shown(value), mend=mend)) from None


def checked_day(text: str) -> date:
    try:
        if not _DATE.fullmatch(text):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        week = week_meant(text)
        meant = day_meant(text) or (week and week.monday())
        mend = _meant("" if meant is None else str(meant), "2026-03-02")
        raise wrong(Sentence.of("fault-date", date=shown(text), mend=mend)) from None


def _day(value: object) -> object:
    if isinstance(value, date):  # a moment, too
        raise wrong(Sentence.of("fault-date_unquoted"))
    return checked_day(value) if isinstance(value, str) else value


def _one_of(choices: type[StrEnum], *, but: frozenset[StrEnum] = frozenset()) -> BeforeValidator:
    words = [choice.value for choice in choices if choice not in but]

    def choose(value: object) -> object:
        if isinstance(value, str) and value not in words:
            raise wrong(unknown(value, words))
        return choices(value) if isinstance(value, str) else value

    return BeforeValidator(choose)


def _each_once(values: list[Any]) -> list[Any]:
    if not values:
        raise wrong(Sentence.of("fault-empty_list"))
    twice = next((value for place, value in enumerate(values) if value in values[:place]), None)
    if twice is not None:
        raise wrong(Sentence.of("fault-twice", what=shown(twice)))
    return values


Id = Annotated[str, AfterValidator(checked_id)]
Name = Annotated[str, AfterValidator(one_line_of(LONGEST_NAME))]
Host = Annotated[str, AfterValidator(checked_host)]
Wording = Annotated[str, AfterValidator(one_line_of(LONGEST_WORDING))]
Label = Annotated[str, AfterValidator(one_line_of(LONGEST_LABEL))]
Zone = Annotated[str, AfterValidator(checked_zone)]
Locale = Annotated[str, AfterValidator(checked_locale)]
WallTime = Annotated[time, BeforeValidator(_wall_time)]
Week = Annotated[IsoWeek, BeforeValidator(_week)]
Day = Annotated[date, BeforeValidator(_day)]
Ids = Annotated[list[str], AfterValidator(_each_once)]
Days = Annotated[list[Annotated[Weekday, _one_of(Weekday)]], AfterValidator(_each_once)]


class Table(BaseModel):
    """Unknown keys are errors, and nothing is converted on the quiet."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, arbitrary_types_allowed=True)


class OrganisationTable(Table):
    name: Name = Field(description='name = "Riverside University Hospital"')
    timezone: Zone = Field(description='timezone = "Europe/London"')
    locale: Locale = Field(default="en-GB", description='locale = "en-GB"')
    revision: int | None = Field(default=None, ge=1, description="revision = 12")
    """Which revision of the database the files were exported from, or last applied as."""


class UnitTable(Table):
    id: Id = Field(description='id = "icu"')
    name: Name = Field(description='name = "Intensive care"')
    parent: str | None = Field(default=None, description='parent = "medicine"')
    timezone: Zone | None = Field(default=None, description='timezone = "Europe/London"')
    locale: Locale | None = Field(default=None, description='locale = "en-GB"')


class ScheduleTable(Table):
    """Either `days` with `at`, or `cron`; keys that are left out take the domain's defaults."""

    id: Id = Field(description='id = "weekly-pulse"')
    units: Ids = Field(description='units = ["medicine"]')
    questions: Ids = Field(description='questions = ["core"]')
    questions_per_round: int | None = Field(default=None, description="questions_per_round = 1")
    days: Days | None = Field(default=None, description='days = ["Tue"]')
    at: WallTime | None = Field(default=None, description='at = "10:00"')
    every_weeks: int | None = Field(default=None, description="every_weeks = 1")
    cron: str | None = Field(default=None, description='cron = "0 10 * * tue"')
    open_hours: int | None = Field(default=None, description="open_hours = 120")
    remind_after_hours: int | None = Field(default=None, description="remind_after_hours = 48")
    paused: bool | None = Field(default=None, description="paused = true")
    paused_until: Day | None = Field(default=None, description='paused_until = "2026-09-01"')


class BudgetTable(Table):
    questions_per_week: int | None = Field(default=None, description="questions_per_week = 2")


class QuietTable(Table):
    starts: WallTime | None = Field(default=None, alias="from", description='from = "20:00"')
    ends: WallTime | None = Field(default=None, alias="to", description='to = "09:00"')


class DigestTable(Table):
    day: Annotated[Weekday, _one_of(Weekday)] | None = Field(default=None, description='day = "Tue"')
    at: WallTime | None = Field(default=None, description='at = "12:30"')


class QuietWeekTable(Table):
    week: Week = Field(description='week = "2026-W40"')
    units: Ids = Field(description='units = ["medicine"]')
    reason: Name = Field(description='reason = "National staff survey opens"')


class QuietDayTable(Table):
    date: Day = Field(description='date = "2026-12-25"')
    units: Ids = Field(description='units = ["medicine"]')
    reason: Name = Field(description='reason = "Christmas Day"')


class ChangeOverTable(Table):
    """Either `week`, or `month` for one that comes back every year."""

    kind: Annotated[ChangeKind, _one_of(ChangeKind)] = Field(description='kind = "trainees"')
    units: Ids = Field(description='units = ["medicine"]')
    reason: Name = Field(description='reason = "Doctors in training change over"')
    week: Week | None = Field(default=None, description='week = "2026-W32"')
    month: Annotated[Month, _one_of(Month)] | None = Field(default=None, description='month = "August"')


class PostTable(Table):
    """Either `profession` with `since`, or `vacant`."""

    unit: str | None = Field(default=None, description='unit = "medicine"')
    profession: Annotated[Profession, _one_of(Profession)] | None = Field(
        default=None, description='profession = "doctor"'
    )
    since: Day | None = Field(default=None, description='since = "2024-09-01"')
    vacant: bool = Field(default=False, description="vacant = true")


class LeadershipRoleTable(PostTable):
    role: Annotated[LeadershipRole, _one_of(LeadershipRole)] = Field(description='role = "clinical_lead"')


class GovernanceSeatTable(PostTable):
    title: Name = Field(description='title = "Medical director"')
    kind: Annotated[SeatKind, _one_of(SeatKind)] = Field(default=SeatKind.OTHER, description='kind = "active_staff"')
    votes: bool = Field(default=True, description="votes = true")


class FlagsTable(Table):
    false_flags_per_team_year: float | None = Field(
        default=None, ge=0.1, le=5, allow_inf_nan=False, description="false_flags_per_team_year = 0.5"
    )


class ChartTable(Table):
    participation_target: int | None = Field(default=None, ge=1, le=9, description="participation_target = 6")


class ContactTable(Table):
    name: Name = Field(description='name = "Digital team"')
    address: Name = Field(description='address = "rounds@example.org"')


class RotaTable(Table):
    hosts: list[Host] = Field(default_factory=list, description='hosts = ["rota.example.org"]')


class HelpTable(Table):
    text: Name = Field(description='text = "Staff support line"')
    link: Name | None = Field(default=None, description='link = "https://staff.example.org/support"')


class GuardianTable(Table):
    person: Id = Field(description='person = "g01"')
    units: Ids = Field(description='units = ["medicine"]')


class PrivacyTable(Table):
    minimum_group: int | None = Field(default=None, description="minimum_group = 5")
    minimum_team: int | None = Field(default=None, description="minimum_team = 7")
    minimum_group_comments: int | None = Field(default=None, description="minimum_group_comments = 10")
    quarter_weeks: int | None = Field(default=None, description="quarter_weeks = 13")
    answers_live_blocks: int | None = Field(default=None, description="answers_live_blocks = 2")


class QuestionTable(Table):
    id: Id = Field(description='id = "pers-int-1"')
    version: int = Field(ge=1, le=9999, description="version = 1")
    scale: Annotated[Scale, _one_of(Scale, but=OWN_SCALES)] = Field(description='scale = "likert4"')
    polarity: Annotated[Polarity, _one_of(Polarity)] = Field(description='polarity = "+"')
    audience: Annotated[Audience, _one_of(Audience)] = Field(default=Audience.MEMBERS, description='audience = "both"')
    kind: Annotated[Kind, _one_of(Kind, but=OWN_KINDS)] = Field(default=Kind.CORE, description='kind = "core"')
    competency: Annotated[Competency, _one_of(Competency)] | None = Field(
        default=None, description='competency = "personal"'
    )
    facet: Annotated[Facet, _one_of(Facet)] | None = Field(default=None, description='facet = "emotional"')
    tags: list[Id] = Field(default_factory=list, description='tags = ["winter"]')
    none_label: dict[Locale, Label] | Label | None = Field(
        default=None, union_mode="left_to_right", description='none_label = "I raised nothing"'
    )
    text: dict[Locale, Wording] = Field(description='[question.text] with en-GB = "..."')
