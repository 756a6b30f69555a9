"""Where words belong that somebody typed: to the message that they reply to, and to nothing else."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.answers.answer_body import TEXT_GIVEN
from bot.domain.asking.pulses import Pulse
from bot.domain.follow_up.prompts import Prompt
from bot.domain.identifiers import MessageRef, PulseId
from bot.domain.messaging.buttons import Answer
from bot.domain.messaging.deliveries import Delivery
from bot.domain.messaging.inbound import Inbound, Typed
from bot.domain.messaging.messages import MessageKind, message_of
from bot.domain.organisation.people import Person
from bot.domain.texts import say
from bot.flows.answering.file_answer import FileAnswer
from bot.flows.inbox.batch import InboxBatch
from bot.ports import UnitOfWork


class LeadWords(Protocol):
    """What leads write when a prompt of theirs asks for it."""

    async def written(
        self, work: UnitOfWork, person: Person, update: Inbound, prompt: Prompt, text: str, *, now: datetime
    ) -> Sequence[Delivery]: ...

    async def cancel(
        self, work: UnitOfWork, person: Person, update: Inbound, *, now: datetime
    ) -> tuple[bool, Sequence[Delivery]]:
        """Throw away whatever waits for this person's words; whether there was anything."""


class PlaceWords:
    """A reply goes to the prompt or the question that it replies to. Words without one answer an open question in own
    words, but only while nothing else asks this person to write.
    """

    def __init__(self, *, file_answer: FileAnswer, lead_words: LeadWords) -> None:
        self._file_answer, self._lead_words = file_answer, lead_words

    async def __call__(self, batch: InboxBatch, update: Inbound, event: Typed, person: Person) -> None:
        if event.refused:
            return  # whoever took it in has said so, and nothing of it is left to act upon
        if event.reply_to is not None and await self._bound(batch, update, event, event.reply_to, person):
            return
        prompts = await batch.work.prompts.open_of(person.id, now=batch.now)
        question = await self._open_question(batch, person)
        if any(not each.draft for each in prompts):
            await self._say(batch, update, person, "words-without_prompt")
        elif question is not None:
            await self._answer(batch, update, event, person, question)
        else:
            await self._say(batch, update, person, "pulse-nothing_asked")

    async def cancel(self, batch: InboxBatch, update: Inbound, person: Person) -> None:
        await batch.flush()
        found, closed = await self._lead_words.cancel(batch.work, person, update, now=batch.now)
        batch.queue(closed)
        await self._say(batch, update, person, "words-cancelled" if found else "words-nothing_to_cancel")

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
        prompts = await work.prompts.open_of(person.id, now=batch.now)
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
    async def _open_question(batch: InboxBatch, person: Person) -> Pulse | None:
        """The newest open question of this person that asks for words."""
        for found in await batch.work.pulses.open_of(person.id, now=batch.now):
            pulse = await batch.pulse(PulseId(found.id))
            question = None if pulse is None else batch.questions.get(pulse.question)
            if question is not None and question.is_text:
                return pulse
        return None

    @staticmethod
    async def _say(batch: InboxBatch, update: Inbound, person: Person, text: str) -> None:
        _, locale = await batch.zone_and_locale(person)
        batch.reply(update, person.id, message_of(MessageKind.ANSWER, locale, say(text, locale)))
