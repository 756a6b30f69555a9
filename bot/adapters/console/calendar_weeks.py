"""The weeks to come as the pages of schedules and of the calendar show them."""

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

from bot.adapters.console.doors import Visitor
from bot.domain.organisation.change_overs import ChangeOver
from bot.domain.programme.programme import QuietDay, QuietWeek
from bot.domain.texts import say
from bot.domain.texts.dates import clock_time, day, listed, weekday
from bot.flows.administration.schedule_calendar import CalendarWeek, own_part

Dated = QuietWeek | QuietDay | ChangeOver


def shown_weeks(weeks: Sequence[CalendarWeek], visitor: Visitor) -> Sequence[Mapping[str, Any]]:
    """Each week named by its Monday, with what concerns it as a whole first and then what has a time, by it."""
    return [_week(each, visitor) for each in weeks]


def _week(week: CalendarWeek, visitor: Visitor) -> Mapping[str, Any]:
    locale = visitor.locale
    whole = [_entry(say("calendar-quiet_week", locale), each, visitor) for each in week.quiet_weeks]
    for step in week.change_overs:
        kind = say(f"calendar-short-{step.kind}", locale)
        whole.append(_entry(say("calendar-change_over", locale, kind=kind), step, visitor))
    timed: list[tuple[tuple[date, time], Mapping[str, str]]] = []
    for quiet in week.quiet_days:
        what = say("calendar-quiet_day", locale, day=weekday(quiet.date, locale))
        timed.append(((quiet.date, time()), _entry(what, quiet, visitor)))
    for each in week.rounds:
        at = each.opens_at.astimezone(ZoneInfo(each.zone))
        note = say("console-calendar_quiet", locale) if each.is_quiet else ""
        note = say("calendar-halted", locale) if each.is_paused else note
        timed.append(((at.date(), at.time()), {"what": _at(at.date(), at.time(), locale, each.schedule), "note": note}))
    if week.digests is not None:
        at = week.digests.due_at.astimezone(ZoneInfo(week.digests.zone))
        note = say("calendar-halted", locale) if week.digests.is_halted else ""
        words = _at(at.date(), at.time(), locale, say("calendar-digests", locale))
        timed.append(((at.date(), at.time()), {"what": words, "note": note}))
    ordered = [entry for _, entry in sorted(timed, key=lambda each: each[0])]
    name = say("console-calendar_week", locale, date=day(week.week.monday(), locale))
    return {"name": name, "entries": [*whole, *ordered]}


def _at(on: date, at: time, locale: str, about: str) -> str:
    when = say("console-calendar_at", locale, day=weekday(on, locale), time=clock_time(at, locale))
    return say("calendar-entry", locale, what=when, about=about)


def _entry(what: str, value: Dated, visitor: Visitor) -> Mapping[str, str]:
    return {"what": say("calendar-entry", visitor.locale, what=what, about=about(value, visitor)), "note": ""}


def about(value: Dated, visitor: Visitor) -> str:
    """Why, and which of the visitor's units it touches."""
    own, locale = own_part(value.units, visitor.units, visitor.tree), visitor.locale
    if set(own) == set(own_part(list(visitor.tree.roots), visitor.units, visitor.tree)):
        return say("calendar-for_all", locale, reason=value.reason)
    units = listed([visitor.tree.names[unit] for unit in own], locale)
    return say("calendar-for", locale, reason=value.reason, units=units)
