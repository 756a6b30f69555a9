"""Administration from a chat: a menu, forms step by step, and a look at every change before it is saved.

Who may, and what of, is asked again at every press and every word. A channel that can show a whole form shows it by
`FillInForm`; what comes here is pressed or written in the chat itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from bot.domain.administration.programme_forms import WHOLE, Administered
from bot.domain.errors import ProgrammeMissing
from bot.domain.follow_up.prompts import Prompt
from bot.domain.forms.fields import FieldFault
from bot.domain.forms.steps import FormSteps, fits_steps
from bot.domain.identifiers import MessageRef, PersonId, PromptId, UnitId
from bot.domain.messaging.buttons import AdministrationPress, FormPress, OnAdministration, OnForm
from bot.domain.messaging.deliveries import Delivery
from bot.domain.messaging.delivery_keys import closed_prompt_key
from bot.domain.messaging.documents import Lead, SmallPrint
from bot.domain.messaging.inbound import (
    Blocked,
    Command,
    Commanded,
    Deleted,
    Edited,
    Inbound,
    Opened,
    Pressed,
    Returned,
    Started,
    Typed,
    Wordless,
)
from bot.domain.messaging.messages import Message, MessageKind, Said, message_of
from bot.domain.messaging.notices import reply_to
from bot.domain.organisation.people import Channel, Person, Role
from bot.domain.texts import say
from bot.flows.administration.edits import with_faults
from bot.flows.administration.in_chat.form_draft import FormDraft
from bot.flows.administration.in_chat.menu import ChatMenu, menu_button
from bot.flows.administration.in_chat.open_work import OpenWork
from bot.flows.administration.in_chat.steps import (
    KeepDrafts,
    plan_message,
    step_message,
)
from bot.flows.administration.in_chat.tasks import ChatTask, ChatTasks, NothingToSave, schedule_of, unit_of
from bot.flows.administration.send_trial import NoTrial, SendTrial
from bot.flows.answering.offer_console import ConsoleLink
from bot.ports import Clock, Recurrence, UnitOfWork
from bot.programme_rules import EditRefused


@dataclass(frozen=True, slots=True, kw_only=True)
class _Request:
    """One press or word of an administrator."""

    work: UnitOfWork
    update: Inbound
    administered: Administered
    now: datetime

    @property
    def person(self) -> Person:
        return self.administered.person

    @property
    def locale(self) -> str:
        return self.administered.locale


async def administered_by(work: UnitOfWork, person: PersonId) -> Administered | None:
    """What somebody administers now; None if it is nothing."""
    programme = await work.programmes.current()
    if programme is None:
        raise ProgrammeMissing
    members = await work.rosters.memberships_of(person)
    held = {each.unit: each.roles for each in members if each.unit in programme.organisation}
    if not any(Role.ADMINISTRATOR in roles for roles in held.values()):
        return None
    who = members[0].person
    return Administered(
        person=who, held=held, programme=programme, locale=programme.organisation.locale_for(who, list(held))
    )


class AdministerInChat:
    """Satisfies `LeadWords` for what is written into forms."""

    def __init__(
        self,
        *,
        tasks: ChatTasks,
        menu: ChatMenu,
        drafts: KeepDrafts,
        console: ConsoleLink,
        recurrence: Recurrence,
        clock: Clock,
        pages: Channel,
    ) -> None:
        """`pages`: the channel whose chats stand beside the console, so that its link says it all."""
        self._tasks, self._menu, self._drafts, self._console = tasks, menu, drafts, console
        self._recurrence, self._clock, self._pages = recurrence, clock, pages

    async def __call__(self, work: UnitOfWork, person: Person, update: Inbound, *, now: datetime) -> Sequence[Delivery]:
        """The command, or a press of a menu or a form. Raises `KeyUnavailable` and `ProgrammeMissing`."""
        administered = await administered_by(work, person.id)
        if administered is None:
            return [await self._others(work, person, update, now=now)]
        call = _Request(work=work, update=update, administered=administered, now=now)
        match update.event:
            case Commanded(command=Command.ADMIN) if update.sender.channel == self._pages:
                return [_answer(call, await self._link(call, "commands-console"))]
            case Commanded(command=Command.ADMIN):
                return [_answer(call, self._menu.menu(administered))]
            case Pressed(intent=AdministrationPress() as press):
                return await self._pressed(call, press)
            case Pressed(intent=FormPress() as press):
                return await self._form_pressed(call, press)
            case Pressed() | Commanded() | Typed() | Edited() | Deleted() | Wordless():
                return ()
            case Started() | Blocked() | Returned() | Opened():
                return ()
            case _:
                assert_never(update.event)

    # --- what is written into forms -------------------------------------------------------------------------------

    async def written(
        self, work: UnitOfWork, person: Person, update: Inbound, prompt: Prompt, text: str, *, now: datetime
    ) -> Sequence[Delivery]:
        administered = await administered_by(work, person.id)
        if administered is None:
            await self._drafts.forget(work, person, now=now)
            return [await self._others(work, person, update, now=now)]
        call = _Request(work=work, update=update, administered=administered, now=now)
        opened = await self._opened(call, prompt.id)
        if opened is None:
            return [_over(call)]
        _, task, steps = opened
        if steps is None or not steps.may_be_written():
            return [_answer(call, _say(call, say("administer-not_written", call.locale)))]
        try:
            return await self._show(call, task, steps.written(text, call.locale))
        except FieldFault as fault:
            return await self._show(call, task, steps, fault=str(fault))

    async def about(self, work: UnitOfWork, person: Person, update: Inbound, prompt: Prompt, *, now: datetime) -> str:
        administered = await administered_by(work, person.id)
        if administered is None:
            return ""
        opened = await self._opened(_Request(work=work, update=update, administered=administered, now=now), prompt.id)
        return "" if opened is None else say("administer-about", administered.locale, form=opened[1].title)

    async def cancel(self, work: UnitOfWork, person: Person, *, now: datetime) -> bool:
        return await self._drafts.forget(work, person, now=now)

    # --- the menu -------------------------------------------------------------------------------------------------

    async def _pressed(self, call: _Request, press: AdministrationPress) -> Sequence[Delivery]:
        menu, work, administered = self._menu, call.work, call.administered
        match press.what:
            case OnAdministration.MENU:
                return [_answer(call, menu.menu(administered))]
            case OnAdministration.STATUS:
                return [_answer(call, await menu.status(work, administered))]
            case OnAdministration.JOINED:
                return [_answer(call, await menu.joined(work, administered))]
            case OnAdministration.ROUNDS:
                return [_answer(call, await menu.rounds(work, administered))]
            case OnAdministration.SCHEDULES:
                return [_answer(call, menu.schedules(administered))]
            case OnAdministration.SCHEDULE:
                schedule = schedule_of(administered, press.about)
                return [
                    _over(call)
                    if schedule is None
                    else _answer(call, await menu.schedule(work, administered, schedule))
                ]
            case OnAdministration.PAUSES:
                return [_answer(call, await menu.pauses(work, administered))]
            case OnAdministration.TEST:
                return [await self._test(call, press.about)]
            case OnAdministration.CONSOLE:
                return [_answer(call, await self._link(call, "commands-console"))]
            case OnAdministration.POSTS:
                unit = unit_of(administered, press.about)
                if unit is None or unit == WHOLE:
                    return [_over(call)]
                return [_answer(call, await self._link(call, "commands-console", posts_of=UnitId(unit)))]
            case (
                OnAdministration.NEW_SCHEDULE
                | OnAdministration.CHANGE_SCHEDULE
                | OnAdministration.PAUSE_SCHEDULE
                | OnAdministration.RESUME_SCHEDULE
                | OnAdministration.STOP_SCHEDULE
                | OnAdministration.QUIET_WEEK
                | OnAdministration.PAUSE
                | OnAdministration.GO_ON
                | OnAdministration.INVITE
                | OnAdministration.WHY
            ):
                return await self._begin(call, press)
            case _:
                assert_never(press.what)

    async def _test(self, call: _Request, about: str) -> Delivery:
        schedule = schedule_of(call.administered, about) if about else None
        if about and schedule is None:
            return _over(call)
        send = SendTrial(storage=OpenWork(call.work), clock=self._clock, recurrence=self._recurrence)
        outcome = "sent"
        try:
            await send(call.person.id, None if schedule is None else schedule.id)
        except NoTrial as error:
            outcome = error.why.value
        return _answer(call, _say(call, say(f"console-test-{outcome}", call.locale)))

    async def _link(self, call: _Request, why: str, *, posts_of: UnitId | None = None) -> Message:
        link = await self._console(call.work, call.person.id, posts_of=posts_of)
        note = SmallPrint(words=say("commands-console_note", call.locale))
        return message_of(MessageKind.ANSWER, call.locale, (say(why, call.locale), link, note))

    # --- forms ----------------------------------------------------------------------------------------------------

    async def _begin(self, call: _Request, press: AdministrationPress) -> Sequence[Delivery]:
        task = await self._tasks.of(call.work, call.administered, press)
        if task is None:
            known = press.what is OnAdministration.CHANGE_SCHEDULE and schedule_of(call.administered, press.about)
            return [_answer(call, await self._link(call, "administer-on_cron")) if known else _over(call)]
        if task.form is None:
            return await self._look(call, task, None)
        if not fits_steps(task.form):
            return [_answer(call, await self._link(call, "administer-too_long"))]
        return await self._show(call, task, FormSteps.begun(task.form))

    async def _form_pressed(self, call: _Request, press: FormPress) -> Sequence[Delivery]:
        if press.what is OnForm.CANCEL:
            await self._drafts.forget(call.work, call.person, now=call.now)
            return [_answer(call, _say(call, say("administer-form_cancelled", call.locale)))]
        opened = await self._opened(call, press.form)
        if opened is None:
            return await self._late(call, press)
        draft, task, steps = opened
        if press.what is OnForm.SAVE and draft.seen:
            return await self._look(call, task, steps, seen=draft.seen)
        if steps is None:
            return await self._look(call, task, None)
        try:
            moved = _moved(steps, press, call.locale)
        except FieldFault as fault:
            return await self._show(call, task, steps, fault=str(fault))
        is_same = (moved.place, moved.is_writing) == (steps.place, steps.is_writing)
        return await self._show(call, task, moved, same=press.form if is_same else None)

    async def _late(self, call: _Request, press: FormPress) -> Sequence[Delivery]:
        """A button of an earlier step, pressed twice or from an old screen: the step that is open is shown again."""
        kept = await self._drafts.open_of(call.work, call.person, now=call.now)
        opened = await self._opened(call, kept[0].id) if kept else None
        if opened is not None:
            _, task, steps = opened
            return await self._look(call, task, None) if steps is None else await self._show(call, task, steps)
        if press.what is OnForm.SAVE:  # what was saved a moment ago stays in sight
            over = _say(call, say("administer-over", call.locale))
            return [reply_to(call.update, call.person.id, over, now=call.now)]
        return [_over(call)]

    async def _opened(self, call: _Request, prompt: PromptId) -> tuple[FormDraft, ChatTask, FormSteps | None] | None:
        """The form of a step that is still the newest, as this administrator may fill it in now; None for any other."""
        kept = await self._drafts.open_of(call.work, call.person, now=call.now)
        found = next((each for each in kept if each.id == prompt), None)
        draft = None if found is None else await self._drafts.opened(call.work, found)
        task = None if draft is None else await self._tasks.of(call.work, call.administered, draft.press)
        if draft is None or task is None:
            return None
        return draft, task, None if task.form is None else draft.onto(FormSteps.begun(task.form))

    async def _show(
        self,
        call: _Request,
        task: ChatTask,
        steps: FormSteps,
        *,
        fault: str = "",
        same: PromptId | None = None,
    ) -> Sequence[Delivery]:
        if steps.field is None:
            return await self._look(call, task, steps)
        draft, awaited = FormDraft.of(task.press, steps), steps.takes_words(call.locale)
        prompt = await self._drafts.keep(
            call.work, call.person, call.update, draft, awaited=awaited, now=call.now, same=same
        )
        message = step_message(steps, prompt, call.administered, fault=fault)
        if not awaited:
            return [_answer(call, message)]
        # A box to write in comes only with a new message; what was pressed loses its buttons.
        asked = reply_to(call.update, call.person.id, message, now=call.now)
        return [asked, *_closed(call, task)]

    async def _look(
        self, call: _Request, task: ChatTask, steps: FormSteps | None, *, seen: str = ""
    ) -> Sequence[Delivery]:
        """What would be done; or with `seen`, what the fingerprint stands for is done, if it is still the same."""
        filled = None if steps is None else steps.form.read(steps.posted, call.locale)
        if filled is not None and steps is not None and filled.faults:
            return await self._faulty(call, task, steps, filled.faults)
        values = {} if filled is None else filled.values
        try:
            found = await (task.save(call.work, values, seen) if seen else task.look(call.work, values))
        except EditRefused as refused:
            if filled is not None and steps is not None:
                return await self._faulty(call, task, steps, with_faults(filled, refused, call.locale).faults)
            await self._drafts.forget(call.work, call.person, now=call.now)
            return [_answer(call, _say(call, refused.said(call.locale)))]
        if isinstance(found, NothingToSave):
            await self._drafts.forget(call.work, call.person, now=call.now)
            return [_answer(call, _say(call, found.said))]
        draft = FormDraft(press=task.press, posted={})
        if steps is not None:
            draft = FormDraft.of(task.press, steps.at(len(steps.form.fields)))
        draft = replace(draft, seen=found.fingerprint)
        prompt = await self._drafts.keep(call.work, call.person, call.update, draft, awaited=False, now=call.now)
        message = plan_message(task.title, found, prompt, call.locale, may_go_back=steps is not None, moved=bool(seen))
        return [_answer(call, message)]

    async def _faulty(
        self, call: _Request, task: ChatTask, steps: FormSteps, faults: Mapping[str, str]
    ) -> Sequence[Delivery]:
        """Back at the first field that has a fault; what belongs to none is said at the last."""
        name = next((each.name for each in steps.form.fields if each.name in faults), "")
        said = [faults[name]] if name else list(faults.values())
        place = steps.refused(name) if name else steps.at(len(steps.form.fields) - 1)
        return await self._show(call, task, place, fault="; ".join(said))

    @staticmethod
    async def _others(work: UnitOfWork, person: Person, update: Inbound, *, now: datetime) -> Delivery:
        programme = await work.programmes.current()
        if programme is None:
            raise ProgrammeMissing
        units = [each.unit for each in await work.rosters.memberships_of(person.id)]
        locale = programme.organisation.locale_for(person, units)
        message = message_of(MessageKind.HELP, locale, say("administer-others", locale))
        return reply_to(update, person.id, message, now=now, edits=_pressed_in(update))


def _moved(steps: FormSteps, press: FormPress, locale: str) -> FormSteps:
    """Raises FieldFault."""
    match press.what:
        case OnForm.CHOOSE:
            return steps.chosen(press.option, locale)
        case OnForm.NEXT:
            return steps.kept(locale)
        case OnForm.EARLIER:
            return steps.turned(-1, locale)
        case OnForm.LATER:
            return steps.turned(1, locale)
        case OnForm.WRITE:
            return steps.writing()
        case OnForm.EMPTY:
            return steps.left_empty(locale)
        case OnForm.BACK:
            return steps.back()
        case OnForm.CANCEL | OnForm.SAVE:
            return steps
        case _:
            assert_never(press.what)


def _answer(call: _Request, message: Message) -> Delivery:
    """In the message that was pressed, or as a new one."""
    return reply_to(call.update, call.person.id, message, now=call.now, edits=_pressed_in(call.update))


def _pressed_in(update: Inbound) -> MessageRef | None:
    return update.message if isinstance(update.event, Pressed) else None


def _closed(call: _Request, task: ChatTask) -> Sequence[Delivery]:
    """The pressed step without its buttons."""
    event = call.update.event
    if not isinstance(event, Pressed) or not isinstance(event.intent, FormPress) or call.update.message is None:
        return ()
    message = message_of(MessageKind.ANSWER, call.locale, Lead(words=task.title))
    edit = reply_to(call.update, call.person.id, message, now=call.now, edits=call.update.message)
    return [replace(edit, key=closed_prompt_key(event.intent.form))]


def _say(call: _Request, said: Said) -> Message:
    return message_of(MessageKind.ANSWER, call.locale, said, buttons=((menu_button(call.locale),),))


def _over(call: _Request) -> Delivery:
    return _answer(call, _say(call, say("administer-over", call.locale)))
