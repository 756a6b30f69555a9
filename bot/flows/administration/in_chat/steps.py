"""A form on its way through a chat: kept sealed between two steps, and drawn as a message with buttons.

Each step is a prompt of its own, so that no button and no word of an earlier one changes what is shown now.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.domain.administration.programme_forms import Administered
from bot.domain.errors import KeyUnavailable
from bot.domain.follow_up.prompts import FormWords, Prompt
from bot.domain.forms.fields import SeveralField
from bot.domain.forms.steps import FormSteps
from bot.domain.identifiers import PromptId, short_id
from bot.domain.messaging.buttons import FormPress, OnForm
from bot.domain.messaging.delivery_keys import reply_key
from bot.domain.messaging.documents import Lead, Section, SmallPrint
from bot.domain.messaging.fit import shortened
from bot.domain.messaging.inbound import Inbound
from bot.domain.messaging.messages import Button, Message, MessageKind, message_of
from bot.domain.organisation.people import Person
from bot.domain.texts import say
from bot.flows.administration.edits import PlannedEdit
from bot.flows.administration.in_chat.form_draft import FormDraft, pack, unpack
from bot.flows.epochs.seal_text import SealText
from bot.ports import UnitOfWork

KEPT: Final = timedelta(hours=1)
"""How long a form waits for its next step; what was filled in is gone afterwards."""
LONGEST_LABEL: Final = 60
LONGEST_WORDS: Final = 200
"""Characters that are written into one field."""


class KeepDrafts:
    """Sealed like the drafts of leads, one for each person: a newer form takes the place of an earlier one."""

    def __init__(self, *, seal: SealText) -> None:
        self._seal = seal

    async def keep(
        self,
        work: UnitOfWork,
        person: Person,
        update: Inbound,
        draft: FormDraft,
        *,
        awaited: bool,
        now: datetime,
        same: PromptId | None = None,
    ) -> PromptId:
        """`same`: the step that this still is, so that quick presses of its buttons all count. Raises
        `KeyUnavailable`."""
        identity = same or PromptId(short_id("form", update.sender.channel, update.update_id))
        await self.forget(work, person, now=now)
        sealed = await self._seal(work, pack(draft), bound_to=_bound_to(identity), now=now)
        await work.prompts.open(
            Prompt(
                id=identity,
                person=person.id,
                subject=FormWords(awaited=awaited),
                shown_in=reply_key(update),
                asked_at=now,
                draft=sealed,
            )
        )
        return identity

    async def open_of(self, work: UnitOfWork, person: Person, *, now: datetime) -> Sequence[Prompt]:
        """At most one."""
        found = await work.prompts.open_of(person.id, now=now)
        return [each for each in found if isinstance(each.subject, FormWords) and now - each.asked_at <= KEPT]

    async def forget(self, work: UnitOfWork, person: Person, *, now: datetime) -> bool:
        """Whether there was anything."""
        found = await work.prompts.open_of(person.id, now=now)
        forms = [each.id for each in found if isinstance(each.subject, FormWords)]
        await work.prompts.forget(forms)
        return bool(forms)

    async def opened(self, work: UnitOfWork, prompt: Prompt) -> FormDraft | None:
        """None once its key is gone, or what is kept has the form of another version."""
        if prompt.draft is None:
            return None
        try:
            return unpack(await self._seal.opened(work, prompt.draft, bound_to=_bound_to(prompt.id)))
        except (KeyUnavailable, ValueError):
            return None


def step_message(steps: FormSteps, prompt: PromptId, administered: Administered, *, fault: str = "") -> Message:
    """One field, with what can be chosen or the box to write in; above it what was wrong."""
    field, locale = steps.field, administered.locale
    if field is None:
        raise ValueError("all is filled in")
    place, count = steps.place + 1, len(steps.form.fields)
    said: list[Section | str] = [Lead(words=steps.form.title)]
    if fault:
        said.append(fault)
    elif steps.place == 0 and steps.form.help:
        said.append(steps.form.help)
    said.append(say("administer-step", locale, label=field.label, place=place, count=count))
    if field.help:
        said.append(field.help)
    leaving = [OnForm.BACK] * steps.may_go_back(locale) + [OnForm.CANCEL]
    if steps.takes_words(locale):
        said.append(SmallPrint(words=say("administer-write_it", locale)))
        return message_of(
            MessageKind.PROMPT,
            locale,
            tuple(said),
            buttons=(_buttons(prompt, locale, *leaving),),
            asks_reply=True,
            longest_reply=LONGEST_WORDS,
        )
    if not field.is_needed:
        said.append(SmallPrint(words=say("administer-optional", locale)))
    rows: list[tuple[Button, ...]] = [
        (_option(prompt, number, each.label, is_chosen=each.value in steps.values, locale=locale),)
        for number, each in steps.in_sight(locale)
    ]
    turning = [OnForm.EARLIER] * (steps.page > 0) + [OnForm.LATER] * steps.has_later(locale)
    leading = [OnForm.NEXT] if isinstance(field, SeveralField) else []
    others = [OnForm.WRITE] * steps.may_be_written() + [OnForm.EMPTY] * (not field.is_needed)
    for each in (turning, leading, others, leaving):
        if each:
            rows.append(_buttons(prompt, locale, *each))
    return message_of(MessageKind.ANSWER, locale, tuple(said), buttons=tuple(rows))


def plan_message(
    title: str, plan: PlannedEdit, prompt: PromptId, locale: str, *, may_go_back: bool, moved: bool = False
) -> Message:
    """What would be changed; nothing is saved but this."""
    presses = [OnForm.SAVE] * bool(plan.changes) + [OnForm.BACK] * may_go_back + [OnForm.CANCEL]
    return message_of(
        MessageKind.ANSWER,
        locale,
        (Lead(words=title), *plan_said(plan, locale, moved=moved)),
        buttons=(_buttons(prompt, locale, *presses),),
    )


def plan_said(plan: PlannedEdit, locale: str, *, moved: bool) -> tuple[str, ...]:
    said = [say("console-plan_moved", locale)] if moved else []
    said += [f"{say('console-plan_changes', locale)}:", *plan.changes_in(locale)] if plan.changes else []
    if not plan.changes:
        said.append(say("console-plan_nothing", locale))
    if plan.cautions:
        said += [f"{say('console-plan_cautions', locale)}:", *plan.cautions_in(locale)]
    return tuple(said)


def _option(prompt: PromptId, number: int, label: str, *, is_chosen: bool, locale: str) -> Button:
    words = shortened(label, LONGEST_LABEL)
    if is_chosen:
        words = say("administer-is_chosen", locale, label=words)
    return Button(label=words, intent=FormPress(form=prompt, what=OnForm.CHOOSE, option=number))


def _buttons(prompt: PromptId, locale: str, *presses: OnForm) -> tuple[Button, ...]:
    return tuple(
        Button(
            label=say(f"administer-on_form-{what}", locale),
            intent=FormPress(form=prompt, what=what),
            is_primary=what is OnForm.SAVE,
        )
        for what in presses
    )


def _bound_to(prompt: PromptId) -> str:
    return f"rounds form 1|{prompt}"
