"""Schedules: what there are, a new one, another day or time, and an end."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.adapters.console.calendar_weeks import shown_weeks
from bot.adapters.console.doors import GET, PATHS, POST, PageRoute, Visitor, missing, show
from bot.adapters.console.editing import EditPages, EditTask
from bot.domain.administration.programme_forms import (
    Administered,
    as_posted,
    cadence_words,
    new_schedule_form,
    pause_schedule_form,
    paused_words,
    schedule_form,
)
from bot.domain.administration.programme_forms import unit_options as options_of_units
from bot.domain.administration.rights import ConsolePage
from bot.domain.forms.fields import FieldOption, FieldValue, plain_values
from bot.domain.forms.form import Form
from bot.domain.programme.programme import Schedule
from bot.domain.texts import say
from bot.domain.texts.dates import listed
from bot.flows.administration.edits import (
    Edit,
    PauseSchedule,
    PutSchedule,
    StopSchedule,
    pause_schedule,
    resume_schedule,
)
from bot.flows.administration.schedule_calendar import ReadCalendar
from bot.flows.administration.send_trial import NoTrial, SendTrial, WhyNoTrial
from bot.ports import Clock
from bot.programme_rules import ProgrammeRules

HERE: Final = PATHS[ConsolePage.SCHEDULES]
NEW: Final = "/admin/new-schedule"
"""Outside the folder of schedules, any of which may be called `new`."""
_TEST: Final = "test"
_SENT: Final = "sent"


class SchedulePages:
    def __init__(
        self, *, pages: EditPages, rules: ProgrammeRules, calendar: ReadCalendar, send_trial: SendTrial, clock: Clock
    ) -> None:
        self._pages, self._rules, self._calendar, self._send_trial = pages, rules, calendar, send_trial
        self._clock = clock

    def routes(self) -> Sequence[PageRoute]:
        return [
            PageRoute(HERE, ConsolePage.SCHEDULES, self.list, GET),
            PageRoute(NEW, ConsolePage.SCHEDULES, self.new),
            PageRoute(f"{HERE}/{{schedule}}", ConsolePage.SCHEDULES, self.change),
            PageRoute(f"{HERE}/{{schedule}}/pause", ConsolePage.SCHEDULES, self.pause),
            PageRoute(f"{HERE}/{{schedule}}/resume", ConsolePage.SCHEDULES, self.resume),
            PageRoute(f"{HERE}/{{schedule}}/stop", ConsolePage.SCHEDULES, self.stop),
            PageRoute(f"{HERE}/{{schedule}}/test", ConsolePage.SCHEDULES, self.test, POST),
        ]

    async def list(self, request: Request, visitor: Visitor) -> Response:
        own = [each for each in visitor.who.programme.schedules if _is_own(each, visitor)]
        return show(
            visitor,
            "schedules.html",
            title=say("console-page-schedules", visitor.locale),
            here=HERE,
            saved="saved" in request.query_params,
            test=_of_test(request.query_params.get(_TEST, ""), visitor.locale),
            new=NEW,
            schedules=[_row(each, visitor, now=self._clock.now()) for each in own],
            weeks=shown_weeks(await self._calendar(visitor.who.programme, visitor.units), visitor),
            calendar=PATHS[ConsolePage.CALENDAR],
        )

    async def new(self, request: Request, visitor: Visitor) -> Response:
        form = new_schedule_form(administered(visitor))

        def make(values: Mapping[str, FieldValue]) -> PutSchedule:
            return PutSchedule(id=None, keys=plain_values(values))

        return await self._pages.show(request, visitor, self._task(form.title, form, make, NEW))

    async def change(self, request: Request, visitor: Visitor) -> Response:
        schedule = _asked_for(request, visitor)
        if schedule is None:
            return missing(visitor)
        entry = self._rules.entry(visitor.who.programme, "schedule", schedule.id)
        given = {key: as_posted(value) for key, value in entry.items()}
        form = schedule_form(administered(visitor), schedule, given)

        def make(values: Mapping[str, FieldValue]) -> PutSchedule:
            return PutSchedule(id=schedule.id, keys=plain_values(values))

        return await self._pages.show(request, visitor, self._task(form.title, form, make, _path(schedule)))

    async def pause(self, request: Request, visitor: Visitor) -> Response:
        schedule = _asked_for(request, visitor)
        if schedule is None:
            return missing(visitor)
        identity, today = schedule.id, administered(visitor).today(self._clock.now())
        form = pause_schedule_form(administered(visitor), schedule, today=today)

        def make(values: Mapping[str, FieldValue]) -> PauseSchedule:
            return pause_schedule(identity, values, today=today)

        return await self._pages.show(request, visitor, self._task(form.title, form, make, f"{_path(schedule)}/pause"))

    async def resume(self, request: Request, visitor: Visitor) -> Response:
        schedule = _asked_for(request, visitor)
        if schedule is None:
            return missing(visitor)
        title = say("console-schedule_resume", visitor.locale, schedule=schedule.id)
        edit = resume_schedule(schedule.id)
        return await self._pages.show(
            request, visitor, self._task(title, None, lambda _values: edit, f"{_path(schedule)}/resume")
        )

    async def stop(self, request: Request, visitor: Visitor) -> Response:
        schedule = _asked_for(request, visitor)
        if schedule is None and request.method == "POST":
            return RedirectResponse(HERE, status_code=303)  # a second press, or somebody else was quicker
        if schedule is None:
            return missing(visitor)
        title = say("console-schedule_stop", visitor.locale, schedule=schedule.id)
        edit = StopSchedule(id=schedule.id)
        return await self._pages.show(
            request, visitor, self._task(title, None, lambda _values: edit, f"{_path(schedule)}/stop")
        )

    async def test(self, request: Request, visitor: Visitor) -> Response:
        """To whoever pressed it, and to nobody else."""
        schedule = _asked_for(request, visitor)
        if schedule is None:
            return missing(visitor)
        outcome = _SENT
        try:
            await self._send_trial(visitor.who.person.id, schedule.id)
        except NoTrial as error:
            outcome = error.why.value
        return RedirectResponse(f"{HERE}?{_TEST}={outcome}", status_code=303)

    @staticmethod
    def _task(title: str, form: Form | None, make: Callable[[Mapping[str, FieldValue]], Edit], action: str) -> EditTask:
        return EditTask(title=title, form=form, make=make, action=action, back=HERE, here=HERE, done=_saved)


async def _saved(_values: Mapping[str, FieldValue]) -> Response:
    return RedirectResponse(f"{HERE}?saved=1", status_code=303)


def _of_test(outcome: str, locale: str) -> str:
    return say(f"console-test-{outcome}", locale) if outcome in {_SENT, *WhyNoTrial} else ""


def _is_own(schedule: Schedule, visitor: Visitor) -> bool:
    return visitor.may_open(ConsolePage.SCHEDULES, of=schedule.units)


def _asked_for(request: Request, visitor: Visitor) -> Schedule | None:
    """The schedule of the address; None where there is none, or where it asks units that are not this visitor's."""
    identity = request.path_params["schedule"]
    found = (each for each in visitor.who.programme.schedules if each.id == identity and _is_own(each, visitor))
    return next(found, None)


def _path(schedule: Schedule) -> str:
    return f"{HERE}/{quote(schedule.id, safe='')}"


def _row(schedule: Schedule, visitor: Visitor, *, now: datetime) -> Mapping[str, Any]:
    names = visitor.tree.names
    return {
        "id": schedule.id,
        "path": _path(schedule),
        "units": listed([names[unit] for unit in schedule.units], visitor.locale),
        "questions": listed(schedule.questions, visitor.locale),
        "when": cadence_words(schedule, visitor.locale),
        "paused": paused_words(schedule, visitor.locale, today=administered(visitor).today(now)),
    }


def administered(visitor: Visitor) -> Administered:
    who = visitor.who
    return Administered(person=who.person, held=who.held, programme=who.programme, locale=who.locale)


def unit_options(visitor: Visitor) -> tuple[FieldOption, ...]:
    """The units that they administer, as a tree."""
    return options_of_units(administered(visitor))
