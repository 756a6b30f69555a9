"""A tap on a pulse: filed under seal, put off, let pass, or answered with a menu."""

from typing import assert_never

from bot.domain.asking.pulse_messages import View, view_of
from bot.domain.asking.pulses import PulseState
from bot.domain.identifiers import AnswerCode, PulseId
from bot.domain.messaging.buttons import Answer, OnPulse, PulsePress
from bot.domain.messaging.inbound import Inbound
from bot.domain.messaging.messages import MessageKind, message_of
from bot.domain.organisation.people import Person
from bot.domain.programme.questions import CANT_SAY
from bot.domain.texts import say
from bot.flows.answering.hold_words import HoldWords, Stage, WaitingWords
from bot.flows.answering.pulse_reply import PulseReply
from bot.flows.answering.seal_answer import SealAnswer
from bot.flows.inbox.batch import InboxBatch


class FileAnswer:
    """Record what a person says to a pulse.

    - Only the person who was asked, while on the team's list, and while the round is open; else nothing is stored.
    - Of several answers the one with the highest sequence stands, in whatever order they arrive.
    - Of several messages that show a question the newest takes answers; one given there is changed nowhere else.
    - The answer is kept sealed; the pulse keeps that it was answered, never what was said.
    - The message says "recorded" only in the transaction that records.
    """

    def __init__(self, *, seal: SealAnswer, hold: HoldWords) -> None:
        self._seal, self._hold = seal, hold

    async def __call__(self, batch: InboxBatch, update: Inbound, person: Person, intent: Answer | PulsePress) -> None:
        reply = await admitted(batch, update, person, intent.pulse)
        if reply is None:
            return
        pulse = reply.pulse
        if await reply.find_newer_copy():
            await reply.close_pressed()
            if pulse.heard and not (isinstance(intent, PulsePress) and intent.what is OnPulse.DONE):
                return
        if update.sequence < pulse.sequence:
            await reply.show(view_of(pulse, now=batch.now))  # something newer was filed already
        elif isinstance(intent, Answer):
            await self._answer(reply, intent.code)
        else:
            await self._other(reply, intent.what)

    async def _answer(self, reply: PulseReply, code: AnswerCode) -> None:
        batch, pulse = reply.batch, reply.pulse
        if not reply.question.takes(code):
            await reply.show(view_of(pulse, now=batch.now))
            return
        if pulse.is_anew and not reply.question.is_text:
            await self._seal.put_words(batch, pulse, reply.question, ())  # they were written in the chat before
        if not await self._seal.put(batch, pulse, reply.question, code):
            await reply.show(View.CLOSED)
            return
        if reply.question.is_text:
            await self._no_more_words(reply)
        await reply.heard(PulseState.ANSWERED)
        await reply.show(View.RECORDED)
        await reply.ask_next()

    async def _other(self, reply: PulseReply, what: OnPulse) -> None:
        match what:
            case OnPulse.SKIP:
                await self._skip(reply)
            case OnPulse.AFTER_SHIFT | OnPulse.TOMORROW | OnPulse.NEXT_WEEK:
                await reply.put_off(what)
            case OnPulse.NOT_NOW:
                if reply.pulse.heard or reply.pulse.is_anew:
                    await reply.show(view_of(reply.pulse, now=reply.batch.now))
                else:
                    await reply.show(View.SNOOZE, again=await reply.times())
            case OnPulse.MORE:
                await reply.show(View.MORE)
            case OnPulse.WHY:
                await reply.show(View.WHY)
            case OnPulse.CHANGE:
                await self._open_again(reply)
            case OnPulse.BACK:
                await reply.show(view_of(reply.pulse, now=reply.batch.now))
            case OnPulse.DONE:
                await self._done(reply)
            case OnPulse.START_AGAIN:
                await self._start_again(reply)
            case OnPulse.ADD_WORDS:
                await self._add_words(reply)
            case _:
                assert_never(what)

    async def _skip(self, reply: PulseReply) -> None:
        """Let it pass. An answer given before is replaced by "can't say", so that nothing of it stays."""
        may_be_answered = reply.pulse.state is PulseState.ANSWERED or reply.pulse.is_anew
        if may_be_answered and not await self._take_out(reply):
            await reply.show(View.CLOSED)
            return
        await self._no_more_words(reply)
        await reply.heard(PulseState.SKIPPED)
        await reply.show(View.SKIPPED)

    async def _open_again(self, reply: PulseReply) -> None:
        """The question once more, in the pressed message; the next words take the place of the earlier ones."""
        if reply.question.is_text:
            await self._hold_stage(reply, Stage.CHANGING)
        await reply.show(View.QUESTION)

    async def _done(self, reply: PulseReply) -> None:
        """The answer lies there already: no more words belong to it."""
        await self._no_more_words(reply)
        await reply.show(view_of(reply.pulse, now=reply.batch.now))
        if reply.pulse.heard:
            await reply.ask_next(is_done=True)

    async def _add_words(self, reply: PulseReply) -> None:
        if reply.pulse.state is not PulseState.ANSWERED or reply.question.is_text or not await reply.words_from():
            await reply.show(view_of(reply.pulse, now=reply.batch.now))
            return
        await self._hold_stage(reply, Stage.ADDING)
        await reply.show(View.ADDING)

    async def _start_again(self, reply: PulseReply) -> None:
        if not reply.question.is_text and reply.pulse.is_anew:
            await reply.show(view_of(reply.pulse, now=reply.batch.now))
            return
        if not reply.question.is_text:  # the answer itself stays
            if await self._seal.put_words(reply.batch, reply.pulse, reply.question, ()):
                await self._add_words(reply)
            else:
                await reply.show(View.CLOSED)
            return
        if reply.pulse.state is PulseState.ANSWERED and not await self._take_out(reply):
            await reply.show(View.CLOSED)
            return
        await self._open_again(reply)

    async def _take_out(self, reply: PulseReply) -> bool:
        """Nothing of the answer stays, nor of words that were added to it."""
        batch, pulse, question = reply.batch, reply.pulse, reply.question
        if not question.is_text and (pulse.is_anew or await self._seal.written(batch, pulse, question)):
            await self._seal.put_words(batch, pulse, question, ())
        return await self._seal.put(batch, pulse, question, CANT_SAY)

    async def _hold_stage(self, reply: PulseReply, stage: Stage) -> None:
        words = WaitingWords(stage=stage, pulse=reply.pulse.id)
        await self._hold.hold(reply.batch.work, reply.person.id, reply.update, words, now=reply.batch.now)

    async def _no_more_words(self, reply: PulseReply) -> None:
        """Whatever is written next is no part of this answer."""
        waiting = await self._hold.waiting(reply.batch.work, reply.person.id, now=reply.batch.now)
        if waiting is not None and waiting.pulse == reply.pulse.id:
            await reply.batch.work.prompts.let_go(reply.person.id)


async def admitted(batch: InboxBatch, update: Inbound, person: Person, wanted: PulseId) -> PulseReply | None:
    """What this person says to a pulse, if it may be taken at all; who may not is told why."""
    pulse = await batch.pulse(wanted)
    question = None if pulse is None else batch.questions.get(pulse.question)
    if pulse is None or question is None or pulse.person != person.id:  # not to be told apart
        _, locale = await batch.zone_and_locale(person)
        batch.reply(update, person.id, message_of(MessageKind.ANSWER, locale, say("pulse-not_here", locale)))
        return None
    reply = PulseReply(batch=batch, update=update, person=person, pulse=pulse, question=question)
    if not await batch.belongs(person, pulse.unit):
        await reply.show(View.LEFT_TEAM)
    elif batch.is_closed(pulse):
        await reply.show(View.CLOSED)
    else:
        return reply
    return None
