"""Where words belong that somebody typed: to the message that they reply to, and to nothing else."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from bot.domain.answers.answer_body import AnswerPart, in_order, text_of, with_change
from bot.domain.asking.pulses import Pulse
from bot.domain.follow_up.prompts import ASKED_BACK, NoteWords, Prompt, taking_loose_words
from bot.domain.identifiers import MessageRef, PersonId
from bot.domain.messaging.buttons import HeldWordsPress, OnHeldWords, OnRaise, RaisePress
from bot.domain.messaging.deliveries import Delivery
from bot.domain.messaging.documents import Quote
from bot.domain.messaging.inbound import Command, Deleted, Edited, Inbound, NameCommand, Typed
from bot.domain.messaging.messages import Button, MessageKind, message_of
from bot.domain.organisation.people import Person
from bot.domain.texts import say
from bot.flows.answering.hold_words import HoldWords, Stage, WaitingWords
from bot.flows.answering.take_answer import TakeAnswer, open_questions
from bot.flows.inbox.batch import InboxBatch
from bot.ports import UnitOfWork


class LeadWords(Protocol):
    """What leads write when a prompt of theirs asks for it."""

    async def written(
        self, work: UnitOfWork, person: Person, update: Inbound, prompt: Prompt, text: str, *, now: datetime
    ) -> Sequence[Delivery]: ...

    async def changed(
        self, work: UnitOfWork, person: Person, update: Inbound, text: str | None, *, now: datetime
    ) -> Sequence[Delivery]:
        """What follows when the message of a draft was changed, or deleted; nothing if it is of no draft."""

    async def about(self, work: UnitOfWork, person: Person, update: Inbound, prompt: Prompt, *, now: datetime) -> str:
        """What the words for a prompt would be, in a few words."""

    async def cancel(
        self, work: UnitOfWork, person: Person, update: Inbound, *, now: datetime
    ) -> tuple[bool, Sequence[Delivery]]:
        """Throw away whatever waits for this person's words; whether there was anything."""


class NotePrompts(Protocol):
    """What waits for words about something that is raised: no row of the database knows of it."""

    async def prompts(self, work: UnitOfWork, person: PersonId, *, now: datetime) -> Sequence[Prompt]: ...


class PlaceWords:
    """A reply goes to the prompt or the question that it replies to. Words without one go nowhere before their writer
    has said what they are for, unless they are writing an answer, or something to raise, which they see before it goes.
    """

    def __init__(
        self,
        *,
        answer: TakeAnswer,
        lead_words: LeadWords,
        hold: HoldWords,
        name_command: NameCommand,
        notes: NotePrompts,
    ) -> None:
        self._notes = notes
        self._answer, self._lead_words, self._hold, self._name_command = answer, lead_words, hold, name_command

    async def __call__(self, batch: InboxBatch, update: Inbound, event: Typed, person: Person) -> None:
        if event.refused:
            return  # whoever took it in has said so, and nothing of it is left to act upon
        if event.reply_to is not None and await self._bound(batch, update, event, event.reply_to, person):
            return
        if not await self._loose(batch, update, event, person):
            await self.nobody_asked(batch, update, person, "words-nobody_asked")

    async def _loose(self, batch: InboxBatch, update: Inbound, event: Typed, person: Person) -> bool:
        """Words without a reply: a part of the answer that is being written; or asked back while exactly one thing of
        the last quarter of an hour waits for them or, when nothing so new does, exactly one open question. False if
        nothing waits for words.
        """
        since = batch.now - ASKED_BACK
        prompts = taking_loose_words(await self._prompts(batch, person), now=batch.now)
        if event.is_for_note and not any(isinstance(each.subject, NoteWords) for each in prompts):
            await self._say(batch, update, person, "words-not_asked_here", back="" if event.written_in else event.text)
            return True
        waiting = await self._hold.waiting(batch.work, person.id, now=batch.now)
        if waiting is not None and waiting.pulse is not None and waiting.stage is not Stage.ASKED_BACK:
            if not prompts:
                await self._answer.take(batch, update, person, waiting.pulse, [_part(update, event)])
                return True
            if not any(each.takes_words for each in prompts):  # a note and an answer are both being written
                await self._say(batch, update, person, "words-without_prompt")
                return True
        questions = [each for each in await open_questions(batch, person) if not each.heard]
        fresh = [each for each in questions if each.sent_at is not None and each.sent_at > since]
        about: Sequence[Prompt | Pulse] = [*prompts, *fresh] or questions
        if len(about) == 1 and isinstance(about[0], Prompt) and isinstance(about[0].subject, NoteWords):
            # Holding them would leave a row beside their writer; what they are shown asks before anything goes.
            await self._written(batch, update, person, about[0], event.text)
        elif len(about) == 1:
            await self._ask_back(batch, update, event, person, about[0], waiting)
        elif about:
            await self._say(batch, update, person, "words-without_prompt")
        return bool(about)

    async def _ask_back(
        self,
        batch: InboxBatch,
        update: Inbound,
        event: Typed,
        person: Person,
        about: Prompt | Pulse,
        earlier: WaitingWords | None,
    ) -> None:
        """Together with what was asked back about the same and waits for its writer's word."""
        _, locale = await batch.zone_and_locale(person)
        if isinstance(about, Prompt):
            called = await self._lead_words.about(batch.work, person, update, about, now=batch.now)
            if not called:
                await self._say(batch, update, person, "words-not_asked_here")
                return
            words = WaitingWords(stage=Stage.ASKED_BACK, prompt=about.id)
        else:
            called = say("words-your_answer", locale, unit=(await batch.place(about.unit))[0])
            words = WaitingWords(stage=Stage.ASKED_BACK, pulse=about.id)
        parts: tuple[AnswerPart, ...] = (_part(update, event),)
        if earlier is not None and (earlier.stage, earlier.prompt, earlier.pulse) == (
            words.stage,
            words.prompt,
            words.pulse,
        ):
            words, parts = replace(words, id=earlier.id), in_order([*earlier.parts, *parts])
        words = replace(words, parts=parts)
        held = await self._hold.hold(batch.work, person.id, update, words, now=batch.now)
        buttons = tuple(
            Button(label=say(f"words-button-{what.value}", locale), intent=HeldWordsPress(held=held, what=what))
            for what in (OnHeldWords.YES, OnHeldWords.NO)
        )
        asked = say("words-asked_back", locale, about=called, messages=len(parts))
        batch.reply(update, person.id, message_of(MessageKind.ANSWER, locale, asked, buttons=(buttons,)))

    async def told(self, batch: InboxBatch, update: Inbound, person: Person, press: HeldWordsPress) -> None:
        """Their writer has said whether the words were for what they were asked back about."""
        await batch.flush()
        found = await self._hold.release(batch.work, person.id, press.held, now=batch.now)
        if found is None or found.stage is not Stage.ASKED_BACK:
            await self._say(batch, update, person, "words-not_held")
        elif press.what is OnHeldWords.NO:
            await self._say(batch, update, person, "words-let_go")
        elif found.pulse is not None:
            await self._answer.take(batch, update, person, found.pulse, found.parts, told=press.what)
        else:
            prompts = await self._prompts(batch, person)
            prompt = next((each for each in prompts if each.id == found.prompt), None)
            if prompt is None:
                await self._say(batch, update, person, "words-not_asked_here")
                return
            await self._written(batch, update, person, prompt, text_of(found.parts))

    async def changed(self, batch: InboxBatch, update: Inbound, event: Edited | Deleted, person: Person) -> None:
        """A message was changed or deleted by its writer: where its words still wait or can be changed, that counts."""
        ref = update.message
        if ref is None:
            return
        if isinstance(event, Edited) and event.refused:
            return  # whoever took it in has said so; the words stand as they were
        text = event.text.strip() if isinstance(event, Edited) else None
        waiting = await self._hold.waiting(batch.work, person.id, now=batch.now)
        is_for_note = isinstance(event, Edited) and event.is_for_note
        if not is_for_note and waiting is not None and any(part.written_in == ref for part in waiting.parts):
            await self._change_held(
                batch, update, person, replace(waiting, parts=with_change(waiting.parts, ref, text))
            )
            return
        if not is_for_note and await self._answer.changed(batch, update, person, ref, text):
            return
        await batch.flush()
        followed = await self._lead_words.changed(batch.work, person, update, text, now=batch.now)
        batch.queue(followed)
        if followed or not isinstance(event, Edited):
            return
        # Nothing is kept of the message: it was given back, say. With its new words it counts as written now.
        typed = Typed(text=event.text, reply_to=event.reply_to, written_in=ref, is_for_note=is_for_note)
        if typed.reply_to is not None and await self._bound(batch, update, typed, typed.reply_to, person):
            return
        if not await self._loose(batch, update, typed, person):
            await self._say(batch, update, person, "words-change_not_kept")

    async def _change_held(self, batch: InboxBatch, update: Inbound, person: Person, waiting: WaitingWords) -> None:
        if waiting.parts:
            await self._hold.hold(batch.work, person.id, update, waiting, now=waiting.asked_at or batch.now)
            await self._say(batch, update, person, "words-change_noted")
        else:
            await batch.work.prompts.let_go(person.id)
            await self._say(batch, update, person, "words-let_go")

    async def cancel(self, batch: InboxBatch, update: Inbound, person: Person) -> None:
        await batch.flush()
        waiting = await self._hold.waiting(batch.work, person.id, now=batch.now)
        found, closed = await self._lead_words.cancel(batch.work, person, update, now=batch.now)
        batch.queue(closed)
        if waiting is not None and waiting.stage is Stage.WRITING and waiting.pulse is not None:
            await self._answer.take_out(batch, update, person, waiting.pulse)
            return
        await batch.work.prompts.let_go(person.id)
        await self._say(batch, update, person, "words-cancelled" if found or waiting else "words-nothing_to_cancel")

    async def nobody_asked(self, batch: InboxBatch, update: Inbound, person: Person, what: str) -> None:
        """One helpful answer: what Rounds can do with words, where to turn if somebody is at risk, and to whom."""
        _, locale = await batch.zone_and_locale(person)
        said = [say(what, locale), say("words-at_risk", locale)]
        contact = batch.programme.contact
        if contact is not None:
            said.append(say("words-contact", locale, name=contact.name, address=contact.address))
        command = self._name_command(update.sender.channel, Command.HELP)
        said.append(say("words-help", locale, command=command))
        ways = Button(label=say("raise-button", locale), intent=RaisePress(what=OnRaise.START))
        batch.reply(update, person.id, message_of(MessageKind.ANSWER, locale, tuple(said), buttons=((ways,),)))

    async def _bound(
        self, batch: InboxBatch, update: Inbound, event: Typed, reply_to: MessageRef, person: Person
    ) -> bool:
        """Whether the message that was replied to is one of ours; the words are dealt with then."""
        work = batch.work
        pulse_id = await work.pulses.pulse_at(reply_to)
        pulse = None if pulse_id is None else await batch.pulse(pulse_id)
        if pulse is not None:
            await self._answer.take(batch, update, person, pulse.id, [_part(update, event)])
            return True
        key = await work.deliveries.key_of(person.id, update.sender.channel, reply_to)
        if key is None:
            return False
        prompts = await self._prompts(batch, person)
        prompt = next((each for each in prompts if each.shown_in == key), None)
        if prompt is None:
            back = "" if event.written_in else event.text  # what was typed into a box stands nowhere else
            await self._say(batch, update, person, "words-not_asked_here", back=back)
            return True
        await self._written(batch, update, person, prompt, event.text)
        return True

    async def _written(self, batch: InboxBatch, update: Inbound, person: Person, prompt: Prompt, text: str) -> None:
        await batch.flush()
        batch.queue(await self._lead_words.written(batch.work, person, update, prompt, text, now=batch.now))

    async def _prompts(self, batch: InboxBatch, person: Person) -> Sequence[Prompt]:
        kept = await batch.work.prompts.open_of(person.id, now=batch.now)
        return [*kept, *await self._notes.prompts(batch.work, person.id, now=batch.now)]

    @staticmethod
    async def _say(batch: InboxBatch, update: Inbound, person: Person, text: str, *, back: str = "") -> None:
        """`back`: words that are given back."""
        _, locale = await batch.zone_and_locale(person)
        said = (say(text, locale), *((say("words-given_back", locale), Quote(words=back)) if back else ()))
        batch.reply(update, person.id, message_of(MessageKind.ANSWER, locale, said))


def _part(update: Inbound, event: Typed) -> AnswerPart:
    return AnswerPart(text=event.text.strip(), sequence=update.sequence, written_in=event.written_in)
