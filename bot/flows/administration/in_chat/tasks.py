"""What administrators do from their chat: for each task its form, a look at what it would do, and the doing.

Everything is done by the flows that the console has, too. A task is made anew at every step, from the roles and the
programme of that moment.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import assert_never

from bot.domain.administration.log import Actor, Author, RevisionSource
from bot.domain.administration.programme_forms import (
    WHOLE,
    Administered,
    as_posted,
    cadence_form,
    new_schedule_form,
    pause_form,
    pause_schedule_form,
    person_form,
    quiet_week_form,
)
from bot.domain.administration.rights import may_invite
from bot.domain.forms.fields import FieldValue, plain_values
from bot.domain.forms.form import Form
from bot.domain.forms.steps import LONGEST_LIST
from bot.domain.identifiers import ScheduleId, UnitId, about_unit, short_id
from bot.domain.messaging.buttons import AdministrationPress, OnAdministration
from bot.domain.messaging.documents import Section
from bot.domain.organisation.people import Channel, Person
from bot.domain.programme.halts import Halt
from bot.domain.programme.programme import OnCron, Schedule
from bot.domain.programme.wall_clock import local_date
from bot.domain.texts import say
from bot.domain.texts.dates import listed
from bot.flows.administration.calendar_edits import QUIET_WEEK
from bot.flows.administration.edits import (
    AddEntries,
    Edit,
    EditProgramme,
    PlannedEdit,
    PutSchedule,
    SavedEdit,
    StopSchedule,
    pause_schedule,
    resume_schedule,
)
from bot.flows.administration.find_people import find_by_words
from bot.flows.administration.in_chat.open_work import OpenWork
from bot.flows.administration.in_chat.words import halt_words, invitation_words, why_words
from bot.flows.administration.invite import InvitePerson, JoinLinkOf
from bot.flows.administration.revise_programme import ReviseProgramme
from bot.flows.asking.explain_unasked import ExplainUnasked
from bot.flows.operations.pause_everything import (
    NotPossible,
    PauseEverything,
    ResumeEverything,
    halt_from_now,
    halts_now,
)
from bot.ports import Clock, Entropy, Recurrence, Storage, UnitOfWork
from bot.programme_rules import EditFault, EditRefused, ProgrammeRules
from bot.repositories.directory import FoundPerson, JoinState, PeopleSearch

Values = Mapping[str, FieldValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingToSave:
    """All that there is to say, and nothing to save."""

    said: tuple[Section | str, ...]


Looked = PlannedEdit | NothingToSave


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatTask:
    press: AdministrationPress
    title: str
    form: Form | None
    """None where there is nothing to fill in, only to say yes."""
    look: Callable[[UnitOfWork, Values], Awaitable[Looked]]
    """Raises `EditRefused`."""
    save: Callable[[UnitOfWork, Values, str], Awaitable[Looked]]
    """The last argument is the fingerprint of the plan that was shown: another plan is given back, and nothing done.
    Raises `EditRefused`."""


class ChatTasks:
    def __init__(
        self,
        *,
        rules: ProgrammeRules,
        revise: Callable[[Storage], ReviseProgramme],
        recurrence: Recurrence,
        clock: Clock,
        entropy: Entropy,
        link: JoinLinkOf,
        channels: Mapping[Channel, str],
        channels_off: Collection[Channel] = (),
    ) -> None:
        """`link` waits for nobody: it is empty where it would have to. `channels`: their names, by id."""
        self._rules, self._revise, self._recurrence = rules, revise, recurrence
        self._channels_off = channels_off
        self._clock, self._entropy, self._link, self._channels = clock, entropy, link, channels

    async def of(self, work: UnitOfWork, administered: Administered, press: AdministrationPress) -> ChatTask | None:
        """None where there is nothing to do for this administrator, or no such thing any more."""
        what = press.what
        match what:
            case OnAdministration.NEW_SCHEDULE:
                form = new_schedule_form(administered)
                return self._edit(
                    administered,
                    press,
                    form.title,
                    form,
                    lambda values: PutSchedule(id=None, keys=plain_values(values)),
                )
            case (
                OnAdministration.CHANGE_SCHEDULE
                | OnAdministration.PAUSE_SCHEDULE
                | OnAdministration.RESUME_SCHEDULE
                | OnAdministration.STOP_SCHEDULE
            ):
                schedule = schedule_of(administered, press.about)
                return None if schedule is None else self._of_schedule(administered, press, schedule)
            case OnAdministration.QUIET_WEEK:
                form = quiet_week_form(administered, today=local_date(self._clock.now(), administered.zone))
                return self._edit(administered, press, form.title, form, _quiet_week)
            case OnAdministration.PAUSE:
                return self._pause(administered, press)
            case OnAdministration.GO_ON:
                return self._go_on(administered, press)
            case OnAdministration.INVITE:
                return await self._invite(work, administered, press)
            case OnAdministration.WHY:
                return await self._why(work, administered, press)
            case (
                OnAdministration.MENU
                | OnAdministration.STATUS
                | OnAdministration.JOINED
                | OnAdministration.ROUNDS
                | OnAdministration.SCHEDULES
                | OnAdministration.SCHEDULE
                | OnAdministration.TEST
                | OnAdministration.PAUSES
                | OnAdministration.CONSOLE
                | OnAdministration.POSTS
            ):
                return None
            case _:
                assert_never(what)

    # --- the programme --------------------------------------------------------------------------------------------

    def _of_schedule(
        self, administered: Administered, press: AdministrationPress, schedule: Schedule
    ) -> ChatTask | None:
        if press.what is OnAdministration.STOP_SCHEDULE:
            title = say("console-schedule_stop", administered.locale, schedule=schedule.id)
            return self._edit(administered, press, title, None, lambda _values: StopSchedule(id=schedule.id))
        if press.what is OnAdministration.RESUME_SCHEDULE:
            title = say("console-schedule_resume", administered.locale, schedule=schedule.id)
            return self._edit(administered, press, title, None, lambda _values: resume_schedule(schedule.id))
        if press.what is OnAdministration.PAUSE_SCHEDULE:
            today = administered.today(self._clock.now())
            pausing = pause_schedule_form(administered, schedule, today=today)
            return self._edit(
                administered,
                press,
                pausing.title,
                pausing,
                lambda values: pause_schedule(schedule.id, values, today=today),
            )
        if isinstance(schedule.cadence, OnCron):
            return None  # an expression is edited where all of it can be seen
        entry = self._rules.entry(administered.programme, "schedule", schedule.id)
        form = cadence_form(administered, schedule, {key: as_posted(value) for key, value in entry.items()})
        return self._edit(
            administered, press, form.title, form, lambda values: PutSchedule(id=schedule.id, keys=plain_values(values))
        )

    def _edit(
        self,
        administered: Administered,
        press: AdministrationPress,
        title: str,
        form: Form | None,
        make: Callable[[Values], Edit],
    ) -> ChatTask:
        def editing(work: UnitOfWork) -> EditProgramme:
            storage = OpenWork(work)
            return EditProgramme(
                storage=storage,
                rules=self._rules,
                revise=self._revise(storage),
                recurrence=self._recurrence,
                clock=self._clock,
            )

        async def look(work: UnitOfWork, values: Values) -> Looked:
            return await editing(work).look(make(values))

        async def save(work: UnitOfWork, values: Values, seen: str) -> Looked:
            by = administered.person.id
            saved = await editing(work).save(make(values), seen=seen, by=by, source=RevisionSource.CHAT)
            if isinstance(saved, SavedEdit):
                return NothingToSave(said=(say("administer-saved", administered.locale, revision=saved.revision),))
            return saved

        return ChatTask(press=press, title=title, form=form, look=look, save=save)

    # --- pauses ---------------------------------------------------------------------------------------------------

    def _pause(self, administered: Administered, press: AdministrationPress) -> ChatTask:
        locale, today = administered.locale, local_date(self._clock.now(), administered.zone)
        form = pause_form(administered, days=[today + timedelta(days=each) for each in range(1, LONGEST_LIST + 1)])

        async def look(work: UnitOfWork, values: Values) -> PlannedEdit:
            unit, until, reason = _pause_of(values)
            try:
                now = self._clock.now()
                halt = halt_from_now(administered.programme, unit, until=until, reason=reason, now=now)
            except NotPossible as error:
                raise EditRefused([EditFault(key=error.at, what=error.said)]) from error
            earlier = [each for each in await halts_now(work, now=now) if each.unit == halt.unit]
            told = (say("administer-pause_told", locale),) if values["tell"] else ()
            changes = (halt_words(halt, administered), *told)
            replaced = tuple(
                say("administer-pause_replaced", locale, what=halt_words(each, administered)) for each in earlier
            )
            return PlannedEdit(changes=changes, cautions=replaced)

        async def save(work: UnitOfWork, values: Values, seen: str) -> Looked:
            plan, (unit, until, reason) = await look(work, values), _pause_of(values)
            if plan.fingerprint != seen:
                return plan
            pause = PauseEverything(storage=OpenWork(work), clock=self._clock, entropy=self._entropy)
            tell = bool(values["tell"])
            await pause(unit, until=until, reason=reason, author=_author(administered), tell=tell)
            return NothingToSave(said=(say("administer-pause_begun", locale),))

        return ChatTask(press=press, title=form.title, form=form, look=look, save=save)

    def _go_on(self, administered: Administered, press: AdministrationPress) -> ChatTask | None:
        locale, unit = administered.locale, unit_of(administered, press.about)
        if unit is None:
            return None
        where = None if unit == WHOLE else UnitId(unit)

        async def standing(work: UnitOfWork) -> Halt | None:
            halts = await halts_now(work, now=self._clock.now())
            return next((halt for halt in halts if halt.unit == where), None)

        async def look(work: UnitOfWork, _values: Values) -> Looked:
            halt = await standing(work)
            if halt is None:
                return NothingToSave(said=(say("administer-not_paused", locale),))
            changes = (say("administer-would_go_on", locale, what=halt_words(halt, administered)),)
            return PlannedEdit(changes=changes, cautions=())

        async def save(work: UnitOfWork, values: Values, seen: str) -> Looked:
            plan = await look(work, values)
            if isinstance(plan, NothingToSave) or plan.fingerprint != seen:
                return plan
            resume = ResumeEverything(storage=OpenWork(work), clock=self._clock, entropy=self._entropy)
            await resume(where, author=_author(administered))
            return NothingToSave(said=(say("administer-goes_on", locale),))

        return ChatTask(press=press, title=say("console-resume", locale), form=None, look=look, save=save)

    # --- people ---------------------------------------------------------------------------------------------------

    async def _invite(self, work: UnitOfWork, administered: Administered, press: AdministrationPress) -> ChatTask:
        locale = administered.locale
        people = await self._people(work, administered, (JoinState.NOT_INVITED, JoinState.INVITED), is_wholly=True)
        form = person_form(administered, title=say("administer-invite", locale), people=people)

        async def look(work: UnitOfWork, values: Values) -> PlannedEdit:
            found = await self._found(work, administered, values, is_wholly=True)
            if found.joining in (JoinState.JOINED, JoinState.REFUSED):
                raise EditRefused([EditFault(key="person", what=say("administer-has_joined", locale))])
            if found.person.channel in self._channels_off:
                channel = self._channels.get(found.person.channel, found.person.channel)
                raise EditRefused([EditFault(key="person", what=say("console-invite_off", locale, channel=channel))])
            who = say("administer-would_invite", locale, name=found.person.name, person=found.person.id)
            ends = (say("console-invite_note", locale),) if found.joining is JoinState.INVITED else ()
            return PlannedEdit(changes=(who,), cautions=ends)

        async def save(work: UnitOfWork, values: Values, seen: str) -> Looked:
            plan = await look(work, values)
            if plan.fingerprint != seen:
                return plan
            found = await self._found(work, administered, values, is_wholly=True)
            invite = InvitePerson(
                storage=OpenWork(work),
                clock=self._clock,
                entropy=self._entropy,
                link=self._link,
                channels_off=self._channels_off,
            )
            invitation = await invite(found.person.id, ends_address=False, author=_author(administered))
            if invitation is None:
                return NothingToSave(said=(say("administer-has_joined", locale),))
            channel = self._channels.get(found.person.channel, found.person.channel)
            return NothingToSave(said=invitation_words(found.person, invitation, channel, locale))

        return ChatTask(press=press, title=form.title, form=form, look=look, save=save)

    async def _why(self, work: UnitOfWork, administered: Administered, press: AdministrationPress) -> ChatTask:
        locale, now = administered.locale, self._clock.now()
        people = await self._people(work, administered, (None,), is_wholly=False)
        form = person_form(administered, title=say("administer-why", locale), people=people)

        async def look(work: UnitOfWork, values: Values) -> Looked:
            found = await self._found(work, administered, values, is_wholly=False)
            explain = ExplainUnasked(storage=OpenWork(work), recurrence=self._recurrence, clock=self._clock)
            why = await explain(found.person.id)
            return NothingToSave(said=why_words(why, found.person, administered, now=now))

        async def save(work: UnitOfWork, values: Values, _seen: str) -> Looked:
            return await look(work, values)

        return ChatTask(press=press, title=form.title, form=form, look=look, save=save)

    async def _people(
        self,
        work: UnitOfWork,
        administered: Administered,
        states: Sequence[JoinState | None],
        *,
        is_wholly: bool,
    ) -> Sequence[Person]:
        """Those who can be chosen from a list; nobody where it would be too long."""
        found: list[FoundPerson] = []
        for joining in states:
            search = PeopleSearch(units=administered.units, joining=joining, at_most=LONGEST_LIST + 1)
            found += await work.directory.find(search, at=self._clock.now())
        if len(found) > LONGEST_LIST:
            return ()
        return [
            each.person
            for each in found
            if not is_wholly or may_invite(each.memberships, administered.held, administered.tree)
        ]

    async def _found(
        self, work: UnitOfWork, administered: Administered, values: Values, *, is_wholly: bool
    ) -> FoundPerson:
        """The one person of their units that is meant; with `is_wholly` one of whom they administer all. Raises
        `EditRefused`."""
        words, locale = str(values["person"]), administered.locale
        found = await find_by_words(work, words, administered.units, at=self._clock.now())
        if is_wholly:
            found = [each for each in found if may_invite(each.memberships, administered.held, administered.tree)]
        if len(found) == 1:
            return found[0]
        if not found:
            raise EditRefused([EditFault(key="person", what=say("console-people_nobody", locale))])
        names = listed([f"{each.person.id} ({each.person.name})" for each in found], locale)
        raise EditRefused([EditFault(key="person", what=say("administer-several_people", locale, people=names))])


def schedule_of(administered: Administered, about: str) -> Schedule | None:
    """The schedule of a button, if it asks units of theirs alone."""
    return next((each for each in administered.schedules if about_schedule(each.id) == about), None)


def about_schedule(schedule: ScheduleId) -> str:
    return short_id("schedule", schedule)


def unit_of(administered: Administered, about: str) -> str | None:
    """The unit of a button, or WHOLE; None if it is not theirs."""
    own = [*administered.units, *([WHOLE] if administered.is_whole else [])]
    return next((each for each in own if about_unit(each) == about), None)


def _pause_of(values: Values) -> tuple[str | None, date | None, str]:
    unit, until = str(values["unit"]), values["until"]
    return None if unit == WHOLE else unit, until if isinstance(until, date) else None, str(values["reason"])


def _author(administered: Administered) -> Author:
    return Author(who=Actor.person(administered.person.id), source=RevisionSource.CHAT)


def _quiet_week(values: Values) -> AddEntries:
    return AddEntries(table=QUIET_WEEK, entries=(plain_values(values),))
