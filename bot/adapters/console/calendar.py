"""The calendar: what the weeks to come bring; quiet weeks, quiet days and change-overs to add and to take away."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.adapters.console.calendar_weeks import Dated, about, shown_weeks
from bot.adapters.console.doors import GET, PATHS, PageRoute, Visitor, missing, show
from bot.adapters.console.editing import EditPages, EditTask
from bot.adapters.console.schedules import administered
from bot.domain.administration.calendar_forms import (
    bank_holidays_form,
    change_over_form,
    month_words,
    quiet_days_form,
    quiet_weeks_form,
)
from bot.domain.administration.rights import ConsolePage
from bot.domain.forms.fields import FieldValue
from bot.domain.forms.form import Form
from bot.domain.identifiers import UnitId, short_id
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.change_overs import ChangeOver, Month
from bot.domain.programme.programme import QuietDay, QuietWeek
from bot.domain.programme.wall_clock import local_date
from bot.domain.texts import say
from bot.domain.texts.dates import day_and_year, weekday
from bot.flows.administration.calendar_edits import QUIET_DAY, QUIET_WEEK, bank_holidays, change_over, quiet_time
from bot.flows.administration.edits import CHANGE_OVER, Edit, TakeOutEntry
from bot.flows.administration.schedule_calendar import ReadCalendar, own_part
from bot.ports import Clock
from bot.programme_rules import Plain, ProgrammeRules

HERE: Final = PATHS[ConsolePage.CALENDAR]
_TABLES: Final = (QUIET_WEEK, QUIET_DAY, CHANGE_OVER)
Make = Callable[[Mapping[str, FieldValue]], Edit]
BankHolidays = Callable[[date], Sequence[tuple[date, str]]]
"""Those of a year from a day on, with their names, by date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """One that stands in the programme and touches units of the visitor."""

    table: str
    value: Dated
    keys: Mapping[str, Plain]

    @property
    def path(self) -> str:
        return f"{HERE}/{self.table}/{short_id(*sorted(self.keys.items()))}"


class CalendarPages:
    """What is for units of others, too, is seen as far as it touches own ones, and only they can take it away who
    administer all of them."""

    def __init__(
        self,
        *,
        pages: EditPages,
        rules: ProgrammeRules,
        calendar: ReadCalendar,
        clock: Clock,
        holidays: Mapping[str, BankHolidays],
    ) -> None:
        """`holidays`: by nation."""
        self._pages, self._rules, self._calendar, self._clock = pages, rules, calendar, clock
        self._holidays = holidays

    def routes(self) -> Sequence[PageRoute]:
        return [
            PageRoute(HERE, ConsolePage.CALENDAR, self.show, GET),
            PageRoute(f"{HERE}/bank-holidays/{{nation}}", ConsolePage.CALENDAR, self.add_holidays),
            PageRoute(f"{HERE}/{{table}}", ConsolePage.CALENDAR, self.add),
            PageRoute(f"{HERE}/{{table}}/{{entry}}", ConsolePage.CALENDAR, self.take_out),
        ]

    async def show(self, request: Request, visitor: Visitor) -> Response:
        lists = [(table, [_row(each, visitor) for each in self._standing(table, visitor)]) for table in _TABLES]
        return show(
            visitor,
            "calendar.html",
            title=say("console-page-calendar", visitor.locale),
            here=HERE,
            saved="saved" in request.query_params,
            none_left="none" in request.query_params,
            weeks=shown_weeks(await self._calendar(visitor.who.programme, visitor.units), visitor),
            lists=lists,
            nations=list(self._holidays),
        )

    async def add(self, request: Request, visitor: Visitor) -> Response:
        table, shown = request.path_params["table"], administered(visitor)
        tasks: Mapping[str, tuple[Callable[..., Form], Make]] = {
            QUIET_WEEK: (quiet_weeks_form, lambda values: quiet_time(QUIET_WEEK, values)),
            QUIET_DAY: (quiet_days_form, lambda values: quiet_time(QUIET_DAY, values)),
            CHANGE_OVER: (change_over_form, change_over),
        }
        if table not in tasks:
            return missing(visitor)
        form_of, make = tasks[table]
        form = form_of(shown)
        task = replace(
            _task(form.title, form, make, f"{HERE}/{table}"), told=lambda values: self._told(table, values, visitor)
        )
        return await self._pages.show(request, visitor, task)

    def _told(self, table: str, values: Mapping[str, FieldValue], visitor: Visitor) -> Sequence[str]:
        """That quiet times begin in the past: they are not listed then, so they could not be taken away here."""
        first, today = values["date" if table == QUIET_DAY else "week"], self._today(visitor)
        if table == CHANGE_OVER or not isinstance(first, date):
            return ()
        is_past = IsoWeek.of(first) < IsoWeek.of(today) if table == QUIET_WEEK else first < today
        return [say("calendar-begins_in_past", visitor.locale)] if is_past else ()

    async def add_holidays(self, request: Request, visitor: Visitor) -> Response:
        nation = request.path_params["nation"]
        if nation not in self._holidays:
            return missing(visitor)
        found = await asyncio.to_thread(self._holidays[nation], self._today(visitor))  # the library takes a while
        found = [(on, name) for on, name in found if not _is_quiet_already(on, visitor)]
        if not found:
            return RedirectResponse(f"{HERE}?none=1", status_code=303)
        names = {on.isoformat(): name for on, name in found}
        form = bank_holidays_form(administered(visitor), nation, found)

        def make(values: Mapping[str, FieldValue]) -> Edit:
            return bank_holidays(values, names)

        return await self._pages.show(request, visitor, _task(form.title, form, make, f"{HERE}/bank-holidays/{nation}"))

    async def take_out(self, request: Request, visitor: Visitor) -> Response:
        table = request.path_params["table"]
        standing = self._standing(table, visitor) if table in _TABLES else []
        found = next((each for each in standing if each.path == request.url.path and _is_own(each, visitor)), None)
        if found is None:  # a second press, or somebody else was quicker
            was_there = request.method == "POST" and table in _TABLES
            return RedirectResponse(HERE, status_code=303) if was_there else missing(visitor)
        title = say(f"calendar-take_out-{table}", visitor.locale, when=_when(found.value, visitor.locale))
        edit = TakeOutEntry(table=table, entry=found.keys)
        return await self._pages.show(request, visitor, _task(title, None, lambda _values: edit, found.path))

    def _standing(self, table: str, visitor: Visitor) -> Sequence[_Entry]:
        """What is to come, by date, and every change-over: charts keep their steps."""
        programme, today = visitor.who.programme, self._today(visitor)
        lists: Mapping[str, Sequence[Dated]] = {
            QUIET_WEEK: programme.quiet_weeks,
            QUIET_DAY: programme.quiet_days,
            CHANGE_OVER: programme.change_overs,
        }
        keyed = zip(lists[table], self._rules.entries(programme, table), strict=True)
        found = [
            _Entry(table=table, value=value, keys=keys)
            for value, keys in keyed
            if not _is_over(value, today) and own_part(value.units, visitor.units, visitor.tree)
        ]
        return sorted(found, key=lambda each: _order(each.value))

    def _today(self, visitor: Visitor) -> date:
        return local_date(self._clock.now(), administered(visitor).zone)


def _row(entry: _Entry, visitor: Visitor) -> Mapping[str, Any]:
    locale, value = visitor.locale, entry.value
    kind = say(f"calendar-kind-{value.kind}", locale) if isinstance(value, ChangeOver) else ""
    when = _when(value, locale)
    return {
        "when": when,
        "kind": kind,
        "about": about(value, visitor),
        "path": entry.path if _is_own(entry, visitor) else "",
        "take_out": say(f"calendar-take_out-{entry.table}", locale, when=when),
    }


def _when(value: Dated, locale: str) -> str:
    if isinstance(value, QuietDay):
        return say("calendar-when-day", locale, day=weekday(value.date, locale), date=day_and_year(value.date, locale))
    when = value.week if isinstance(value, QuietWeek) else value.when
    if isinstance(when, Month):
        return say("calendar-when-every", locale, month=month_words(when, locale))
    return say("console-calendar_week", locale, date=day_and_year(when.monday(), locale))


def _is_own(entry: _Entry, visitor: Visitor) -> bool:
    return visitor.may_open(ConsolePage.CALENDAR, of=entry.value.units)


def _is_over(value: Dated, today: date) -> bool:
    match value:
        case QuietWeek():
            return value.week < IsoWeek.of(today)
        case QuietDay():
            return value.date < today
        case ChangeOver():
            return False


def _order(value: Dated) -> tuple[date, tuple[UnitId, ...]]:
    """What comes back every year stands first."""
    match value:
        case QuietWeek():
            return value.week.monday(), value.units
        case QuietDay():
            return value.date, value.units
        case ChangeOver():
            return value.when.monday() if isinstance(value.when, IsoWeek) else date.min, value.units


def _is_quiet_already(on: date, visitor: Visitor) -> bool:
    """Whether each of the visitor's units has a quiet day then."""
    named = [unit for each in visitor.who.programme.quiet_days if each.date == on for unit in each.units]
    everything = own_part(list(visitor.tree.roots), visitor.units, visitor.tree)
    return set(own_part(named, visitor.units, visitor.tree)) == set(everything)


def _task(title: str, form: Form | None, make: Make, action: str) -> EditTask:
    return EditTask(title=title, form=form, make=make, action=action, back=HERE, here=HERE, done=_saved)


async def _saved(_values: Mapping[str, FieldValue]) -> Response:
    return RedirectResponse(f"{HERE}?saved=1", status_code=303)
