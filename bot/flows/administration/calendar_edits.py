"""Quiet weeks and days from a day to a day, and change-overs, as tables of the programme."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from bot.domain.administration.calendar_forms import DAYS, LAST
from bot.domain.forms.fields import FieldValue, plain_value
from bot.domain.organisation.people import Roster
from bot.domain.programme.programme import Programme
from bot.domain.texts.sentences import Sentence
from bot.flows.administration.edits import CHANGE_OVER, AddEntries, week_of_day
from bot.programme_rules import EditFault, EditRefused, Plain, ProgrammeRules

QUIET_WEEK: Final = "quiet_week"
QUIET_DAY: Final = "quiet_day"
MOST_WEEKS: Final = 26
MOST_DAYS: Final = 31
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddQuietTime:
    """An entry for every week or day from the first to the last, all in one change."""

    table: str
    first: date
    last: date | None
    """None for the first one alone."""
    keys: Mapping[str, Plain | None]
    """What all of them have in common."""

    def __call__(self, programme: Programme, roster: Roster, rules: ProgrammeRules, /) -> tuple[Programme, Roster]:
        last = self.first if self.last is None else self.last
        if last < self.first:
            raise EditRefused([EditFault(key=LAST, what=Sentence.of("change-refused-before_first"))])
        dated = self._weeks(last) if self.table == QUIET_WEEK else self._days(last)
        return AddEntries(table=self.table, entries=tuple({**each, **self.keys} for each in dated))(
            programme, roster, rules
        )

    def _weeks(self, last: date) -> list[dict[str, str]]:
        first = week_of_day(self.first, "week")
        count = week_of_day(last, LAST) - first + 1
        _refuse_many(count, MOST_WEEKS, "weeks")
        return [{"week": str(first + number)} for number in range(count)]

    def _days(self, last: date) -> list[dict[str, str]]:
        count = (last - self.first).days + 1
        _refuse_many(count, MOST_DAYS, "days")
        return [{"date": (self.first + number * _DAY).isoformat()} for number in range(count)]


def quiet_time(table: str, values: Mapping[str, FieldValue]) -> AddQuietTime:
    """As it was filled in, with the first day under the name of the table's own key."""
    first, last = values["week" if table == QUIET_WEEK else "date"], values[LAST]
    if not isinstance(first, date):
        raise TypeError("the first day is needed")
    keys = {name: plain_value(values[name]) for name in ("units", "reason")}
    return AddQuietTime(table=table, first=first, last=last if isinstance(last, date) else None, keys=keys)


def bank_holidays(values: Mapping[str, FieldValue], names: Mapping[str, str]) -> AddEntries:
    """`names`: of the days to choose from, by ISO date."""
    days, units = values[DAYS], plain_value(values["units"])
    chosen = days if isinstance(days, tuple) else ()
    entries = tuple({"date": day, "units": units, "reason": names[day]} for day in chosen)
    return AddEntries(table=QUIET_DAY, entries=entries)


def change_over(values: Mapping[str, FieldValue]) -> AddEntries:
    """The week in which a day lies, or a month for what comes back every year."""
    day = values["week"]
    keys = {name: plain_value(value) for name, value in values.items()}
    entry = {**keys, "week": str(week_of_day(day, "week")) if isinstance(day, date) else None}
    return AddEntries(table=CHANGE_OVER, entries=(entry,))


def _refuse_many(count: int, most: int, what: Literal["weeks", "days"]) -> None:
    if count > most:
        fault = Sentence.of(f"change-refused-many_{what}", count=str(count), most=str(most))
        raise EditRefused([EditFault(key=LAST, what=fault)])
