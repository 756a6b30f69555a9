"""What administrators see in their chats, and what they are told there without asking."""

from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import replace
from typing import Any

from bot.adapters.channels.registry import CHANNELS
from bot.adapters.channels.slack.forms import form_modal, plan_modal, words_view
from bot.adapters.clock import SystemEntropy
from bot.adapters.recurrence import CronRecurrence
from bot.domain.administration.alerts import NAMED_AT_MOST, Alert, AlertKind, alert_message
from bot.domain.administration.programme_forms import WHOLE, Administered
from bot.domain.batches import batches
from bot.domain.forms.fields import YesNoField
from bot.domain.forms.form import FilledForm, Form
from bot.domain.forms.steps import FormSteps
from bot.domain.identifiers import PersonId, PromptId, ScheduleId, about_unit
from bot.domain.messaging.buttons import AdministrationPress, OnAdministration
from bot.domain.messaging.messages import Message, MessageKind, Said, message_of
from bot.domain.organisation.people import Role
from bot.domain.texts import say
from bot.flows.administration.edits import PlannedEdit
from bot.flows.administration.in_chat.fill_in_form import ShownPlan
from bot.flows.administration.in_chat.menu import ChatMenu
from bot.flows.administration.in_chat.steps import plan_message, step_message
from bot.flows.administration.in_chat.tasks import ChatTask, ChatTasks, NothingToSave, about_schedule
from bot.flows.administration.in_chat.words import invitation_words, why_words
from bot.flows.administration.invite import Invitation
from bot.flows.administration.revise_programme import ReviseProgramme
from bot.flows.asking.explain_unasked import UnaskedRule, Why
from bot.flows.operations.check_readiness import Readiness
from bot.ports import Storage
from bot.programme_rules import EditRefused
from config.edits import FileRules
from tests.support.builders import T0, no_faults
from tests.support.channels import WEB
from tests.support.clocks import StillClock
from tests.support.screens.console import TEAM, TOP, console_programme, console_roster
from tests.support.screens.troubles import troubled_parts

STEP = PromptId("x")
PRESS = AdministrationPress(what=OnAdministration.PAUSE)
ALONE = ("others", "over", "too_long", "on_cron", "not_written", "form_cancelled", "has_joined", "pause_told")


async def administering_messages(locale: str, name: str, storage: Storage) -> AsyncIterator[Message]:
    programme, roster = console_programme(locale, name), console_roster(name)
    async with storage.writing() as work:
        await work.programmes.save(programme, at=T0)
        await work.rosters.save(roster, at=T0)
    somebody = roster.people[PersonId("а")]
    held = {TOP: frozenset({Role.ADMINISTRATOR})}
    administered = Administered(person=somebody, held=held, programme=programme, locale=locale)
    tasks, found = _tasks(name), [Readiness(parts={}), Readiness(parts=troubled_parts(name), last_backup=T0)]

    async def check() -> Readiness:
        return found[0]

    menu = ChatMenu(check=check, recurrence=CronRecurrence(), clock=StillClock(T0))

    def told(said: Said) -> Message:
        return message_of(MessageKind.ANSWER, locale, said)

    for each in ALONE:
        yield told(say(f"administer-{each}", locale))
    yield told((say("administer-about", locale, form=name), say("administer-saved", locale, revision=2)))
    yield menu.menu(administered)
    yield menu.schedules(administered)
    async with storage.writing() as work:
        for schedule in (*administered.schedules, replace(administered.schedules[0], id=ScheduleId(name))):
            yield await menu.schedule(work, administered, schedule)
        yield await menu.pauses(work, administered)
        for where in (WHOLE, TEAM, TEAM):
            for until in ("", "2026-04-01"):
                pause = await tasks.of(work, administered, PRESS)
                async for words in _done(pause, work, {"unit": where, "reason": name, "until": until}, locale):
                    yield told(words)
        yield await menu.pauses(work, administered)
        for _ in found:
            yield await menu.status(work, administered)
            found.reverse()
        yield await menu.rounds(work, administered)
        yield await menu.joined(work, administered)
        for _ in range(2):
            press = AdministrationPress(what=OnAdministration.GO_ON, about=about_unit(TEAM))
            async for words in _done(await tasks.of(work, administered, press), work, {}, locale):
                yield told(words)
        for person in ("щ1", "щ1", "а", "щ", "э"):
            for what in (OnAdministration.INVITE, OnAdministration.WHY):
                task = await tasks.of(work, administered, AdministrationPress(what=what))
                async for words in _done(task, work, {"person": person}, locale):
                    yield told(words)
        for what in OnAdministration:
            about = about_schedule(programme.schedules[0].id)
            task = await tasks.of(work, administered, AdministrationPress(what=what, about=about))
            if task is not None and task.form is not None:
                for message in _steps(task.form, administered, name):
                    yield message
    yes_or_no = Form(id="f", title=name, submit=name, fields=(YesNoField(name="f", label=name),))
    for message in _steps(yes_or_no, administered, name):
        yield message
    for plan in (PlannedEdit(changes=(name,), cautions=(name,)), PlannedEdit(changes=(), cautions=())):
        yield plan_message(name, plan, STEP, locale, may_go_back=True, moved=True)
    for rule in UnaskedRule:
        why = Why(rule=rule, schedule=programme.schedules[0].id, unit=TEAM, opens_at=T0, day=T0.date())
        yield told(why_words(why, somebody, administered, now=T0))
    yield told(invitation_words(somebody, Invitation(code=name, link=name, expires_at=T0), name, locale))
    parts = list(troubled_parts(name))
    for kind in AlertKind:
        if kind is AlertKind.NOT_WELL:
            for some in batches(parts, NAMED_AT_MOST):
                yield alert_message(Alert(kind=kind, parts=tuple(some), count=len(some)), locale)
        else:
            yield alert_message(Alert(kind=kind, about=(name,) * 10, count=10), locale)


def administering_modals(locale: str, name: str) -> Iterator[Mapping[str, Any]]:
    form = Form(id="f", title=name, submit=name, help=name, fields=(YesNoField(name="f", label=name),))
    filled = FilledForm(form=form, posted={}, faults={"": name, "f": name})
    yield form_modal(filled, locale, press=PRESS)
    message = message_of(MessageKind.ANSWER, locale, name)
    for posted in ({}, {str(number): tuple(str(number * each) for each in range(99)) for number in range(99)}):
        yield plan_modal(ShownPlan(title=name, message=message, seen="x", posted=posted), press=PRESS)
    yield words_view(say("administer-form_title", locale), name, locale)


def _tasks(name: str) -> ChatTasks:
    def revise(storage: Storage) -> ReviseProgramme:
        return ReviseProgramme(storage=storage, clock=StillClock(T0), entropy=SystemEntropy(), links=[], fits=no_faults)

    async def link(_channel: object, _code: str) -> str:
        return ""

    return ChatTasks(
        rules=FileRules(recurrence=CronRecurrence(), channels=CHANNELS),
        revise=revise,
        recurrence=CronRecurrence(),
        clock=StillClock(T0),
        entropy=SystemEntropy(),
        link=link,
        channels={WEB: name},
    )


async def _done(task: ChatTask | None, work: Any, posted: Mapping[str, str], locale: str) -> AsyncIterator[Said]:
    """What a task says when it is looked at, and when it is saved."""
    assert task is not None
    values: Mapping[str, Any] = {}
    if task.form is not None:
        filled = task.form.read({key: (value,) for key, value in posted.items() if value}, locale)
        values = {**{each.name: posted.get(each.name) for each in task.form.fields}, **filled.values}
    try:
        plan = await task.look(work, values)
        if isinstance(plan, NothingToSave):
            yield plan.said
            return
        yield (*plan.changes_in(locale), *plan.cautions_in(locale))
        done = await task.save(work, values, plan.fingerprint)
        assert isinstance(done, NothingToSave)
        if task.press.what is not OnAdministration.INVITE:  # a code is made of Latin letters
            yield done.said
    except EditRefused as refused:
        yield refused.said(locale)


def _steps(form: Form, administered: Administered, name: str) -> Iterator[Message]:
    steps = FormSteps.begun(form)
    for place in range(len(form.fields)):
        at = steps.at(place)
        for each in (at, at.writing(), at.turned(1, administered.locale)):
            for fault in ("", name):
                yield step_message(each, STEP, administered, fault=fault)
