"""Where words belong that somebody typed: to the message that they reply to, and to nothing else."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.answers.answer_body import TEXT_GIVEN
from bot.domain.asking.pulses import Pulse
from bot.domain.follow_up.prompts import ASKED_BACK, Prompt
from bot.domain.identifiers import MessageRef, PulseId
from bot.domain.messaging.buttons import Answer, HeldWordsPress, OnHeldWords
from bot.domain.messaging.deliveries import Delivery
from bot.domain.messaging.inbound import Inbound, Typed
from bot.domain.messaging.messages import Button, MessageKind, message_of
from bot.domain.organisation.people import Person
from bot.domain.texts import say
from bot.flows.answering.file_answer import FileAnswer
from bot.flows.answering.hold_words import HoldWords
from bot.flows.inbox.batch import InboxBatch
from bot.ports import UnitOfWork


class LeadWords(Protocol):
    """What leads write when a prompt of theirs asks for it."""

    async def written(
        self, work: UnitOfWork, person: Person, update: Inbound, prompt: Prompt, text: str, *, now: datetime
    ) -> Sequence[Delivery]: ...

    async def about(self, work: UnitOfWork, person: Person, update: Inbound, prompt: Prompt, *, now: datetime) -> str:
        """What the words for a prompt would be, in a few words."""

    async def cancel(
        self, work: UnitOfWork, person: Person, update: Inbound, *, now: datetime
    ) -> tuple[bool, Sequence[Delivery]]:
        """Throw away whatever waits for this person's words; whether there was anything."""


class PlaceWords:
    """A reply goes to the prompt or the question that it replies to. Words without one go nowhere before their writer
    has said what they are for.
    """

    def __init__(self, *, file_answer: FileAnswer, lead_words: LeadWords, hold: HoldWords) -> None:
        self._file_answer, self._lead_words, self._hold = file_answer, lead_words, hold

    async def __call__(self, batch: InboxBatch, update: Inbound, event: Typed, person: Person) -> None:
        if event.refused:
            return  # whoever took it in has said so, and nothing of it is left to act upon
        if event.reply_to is not None and await self._bound(batch, update, event, event.reply_to, person):
            return
        await self._loose(batch, update, event, person)

    async def _loose(self, batch: InboxBatch, update: Inbound, event: Typed, person: Person) -> None:
        """Words without a reply: asked back while exactly one thing of the last quarter of an hour waits for them, or,
        when nothing so new does, exactly one open question.
        """
        since = batch.now - ASKED_BACK
        prompts = [each for each in await self._prompts(batch, person) if not each.draft and each.asked_at > since]
        questions = await self._open_questions(batch, person)
        fresh = [each for each in questions if each.sent_at is not None and each.sent_at > since]
        about: Sequence[Prompt | Pulse] = [*prompts, *fresh] or questions
        if len(about) == 1:
            await self._ask_back(batch, update, event, person, about[0])
        else:
            await self._say(batch, update, person, "words-without_prompt" if about else "pulse-nothing_asked")

    async def _ask_back(
        self, batch: InboxBatch, update: Inbound, event: Typed, person: Person, about: Prompt | Pulse
    ) -> None:
        _, locale = await batch.zone_and_locale(person)
        if isinstance(about, Prompt):
            called = await self._lead_words.about(batch.work, person, update, about, now=batch.now)
            if not called:
                await self._say(batch, update, person, "words-not_asked_here")
                return
            prompt, pulse = about.id, None
        else:
            called = say("words-your_answer", locale, unit=(await batch.place(about.unit))[0])
            prompt, pulse = None, about.id
        held = await self._hold.hold(
            batch.work, person.id, update, event.text, prompt=prompt, pulse=pulse, now=batch.now
        )
        buttons = tuple(
            Button(label=say(f"words-button-{what.value}", locale), intent=HeldWordsPress(held=held, what=what))
            for what in OnHeldWords
        )
        asked = message_of(
            MessageKind.ANSWER, locale, say("words-asked_back", locale, about=called), buttons=(buttons,)
        )
        batch.reply(update, person.id, asked)

    async def told(self, batch: InboxBatch, update: Inbound, person: Person, press: HeldWordsPress) -> None:
        """Their writer has said whether the words were for what they were asked back about."""
        await batch.flush()
        found = await self._hold.release(batch.work, person.id, press.held, now=batch.now)
        if found is None:
            await self._say(batch, update, person, "words-not_held")
        elif press.what is OnHeldWords.NO:
            await self._say(batch, update, person, "words-let_go")
        elif found.pulse is not None:
            answer = Answer(pulse=found.pulse, code=TEXT_GIVEN)
            await self._file_answer(batch, update, person, answer, text=found.text)
        else:
            prompts = await self._prompts(batch, person)
            prompt = next((each for each in prompts if each.id == found.prompt), None)
            if prompt is None:
                await self._say(batch, update, person, "words-not_asked_here")
                return
            now = batch.now
            batch.queue(await self._lead_words.written(batch.work, person, update, prompt, found.text, now=now))

    async def cancel(self, batch: InboxBatch, update: Inbound, person: Person) -> None:
        await batch.flush()
        held = await batch.work.prompts.held(person.id)
        await batch.work.prompts.let_go(person.id)
        found, closed = await self._lead_words.cancel(batch.work, person, update, now=batch.now)
        batch.queue(closed)
        await self._say(batch, update, person, "words-cancelled" if found or held else "words-nothing_to_cancel")

    async def _bound(
        self, batch: InboxBatch, update: Inbound, event: Typed, reply_to: MessageRef, person: Person
    ) -> bool:
        """Whether the message that was replied to is one of ours; the words are dealt with then."""
        work = batch.work
        pulse_id = await work.pulses.pulse_at(reply_to)
        pulse = None if pulse_id is None else await batch.pulse(pulse_id)
        if pulse is not None:
            await self._answer(batch, update, event, person, pulse)
            return True
        key = await work.deliveries.key_of(person.id, update.sender.channel, reply_to)
        if key is None:
            return False
        prompts = await self._prompts(batch, person)
        prompt = next((each for each in prompts if each.shown_in == key), None)
        if prompt is None:
            await self._say(batch, update, person, "words-not_asked_here")
            return True
        await batch.flush()
        batch.queue(await self._lead_words.written(work, person, update, prompt, event.text, now=batch.now))
        return True

    async def _answer(self, batch: InboxBatch, update: Inbound, event: Typed, person: Person, pulse: Pulse) -> None:
        question = batch.questions.get(pulse.question)
        if question is not None and not question.is_text:
            await self._say(batch, update, person, "pulse-use_buttons")
            return
        await self._file_answer(batch, update, person, Answer(pulse=pulse.id, code=TEXT_GIVEN), text=event.text)

    @staticmethod
    async def _prompts(batch: InboxBatch, person: Person) -> Sequence[Prompt]:
        return await batch.work.prompts.open_of(person.id, now=batch.now)

    @staticmethod
    async def _open_questions(batch: InboxBatch, person: Person) -> Sequence[Pulse]:
        """The open questions of this person that ask for words, and have been put to them."""
        found = []
        for each in await batch.work.pulses.open_of(person.id, now=batch.now):
            pulse = await batch.pulse(PulseId(each.id))
            question = None if pulse is None else batch.questions.get(pulse.question)
            if pulse is not None and question is not None and question.is_text and pulse.sent_at is not None:
                found.append(pulse)
        return found

    @staticmethod
    async def _say(batch: InboxBatch, update: Inbound, person: Person, text: str) -> None:
        _, locale = await batch.zone_and_locale(person)
        batch.reply(update, person.id, message_of(MessageKind.ANSWER, locale, say(text, locale)))
