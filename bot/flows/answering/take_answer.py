"""An answer in somebody's own words: several messages are one answer, and what becomes of a message counts."""

from collections.abc import Sequence

from bot.domain.answers.answer_body import AnswerPart, in_order, text_of, with_change
from bot.domain.asking.pulse_deliveries import answering
from bot.domain.asking.pulse_messages import View, view_of
from bot.domain.asking.pulses import Pulse, PulseState
from bot.domain.identifiers import MessageRef, PulseId
from bot.domain.messaging.buttons import HeldWordsPress, OnHeldWords
from bot.domain.messaging.documents import Quote
from bot.domain.messaging.free_text_guard import LONGEST_ADDED
from bot.domain.messaging.inbound import Inbound, Pressed
from bot.domain.messaging.messages import Button, MessageKind, Said, message_of
from bot.domain.organisation.people import Person
from bot.domain.texts import say
from bot.flows.answering.file_answer import admitted
from bot.flows.answering.hold_words import HoldWords, Stage, WaitingWords
from bot.flows.answering.pulse_reply import PulseReply
from bot.flows.answering.seal_answer import SealAnswer
from bot.flows.inbox.batch import InboxBatch


class TakeAnswer:
    """Put words into an answer.

    - Each message counts as soon as it is written, so that nothing is lost with a press that never comes.
    - Until their writer says that is all, more words belong to the same answer; afterwards they are asked about.
    - Nothing is cut: words that do not fit any more are given back.
    """

    def __init__(self, *, seal: SealAnswer, hold: HoldWords) -> None:
        self._seal, self._hold = seal, hold

    async def take(
        self,
        batch: InboxBatch,
        update: Inbound,
        person: Person,
        pulse: PulseId,
        parts: Sequence[AnswerPart],
        *,
        told: OnHeldWords | None = None,
    ) -> None:
        """`told`: what their writer has said about words for a question that was answered already."""
        reply = await admitted(batch, update, person, pulse)
        if reply is None:
            return
        waiting = await self._hold.waiting(batch.work, person.id, now=batch.now)
        stage = waiting.stage if waiting is not None and waiting.pulse == pulse else None
        if not reply.question.is_text and not await self._adds(reply, stage):
            await self._use_buttons(reply, parts)
            return
        earlier = await self._seal.written(batch, reply.pulse, reply.question)
        if earlier and told is None and stage not in (Stage.WRITING, Stage.CHANGING, Stage.ADDING):
            await self._ask_where(reply, parts)
            return
        if told is OnHeldWords.YES or stage is Stage.CHANGING:
            earlier = ()
        reply.is_unread = stage is not Stage.CHANGING and await self._is_unread(reply)  # who changes is told anew
        await self._put(reply, earlier, parts)

    @staticmethod
    async def _adds(reply: PulseReply, stage: Stage | None) -> bool:
        """Whether the words go beside an answer with a button: only while its writer has said that they do."""
        is_answered = reply.pulse.state is PulseState.ANSWERED and stage in (Stage.ADDING, Stage.WRITING)
        return is_answered and await reply.words_from() > 0

    async def _use_buttons(self, reply: PulseReply, parts: Sequence[AnswerPart]) -> None:
        locale = await self._locale(reply)
        if reply.pulse.state is PulseState.ANSWERED and await reply.words_from():
            self._say(reply, locale, (say("pulse-add_first", locale), Quote(words=text_of(parts))))
        else:
            self._say(reply, locale, say("pulse-use_buttons", locale))

    @staticmethod
    def _longest(reply: PulseReply) -> int:
        return reply.longest_text if reply.question.is_text else min(reply.longest_text, LONGEST_ADDED)

    async def _is_unread(self, reply: PulseReply) -> bool:
        """Words that were asked for or written for nobody to read stay so, also when they are added to or a message of
        them is changed, and after the team has grown."""
        if reply.question.is_text and reply.pulse.state is not PulseState.ANSWERED:
            return await reply.was_asked_for_nobody()
        return await self._seal.is_unread(reply.batch, reply.pulse, reply.question)

    async def _seal_words(self, reply: PulseReply, parts: Sequence[AnswerPart]) -> bool:
        may_be_shown = await reply.words_from() > 0
        return await self._seal.put_words(reply.batch, reply.pulse, reply.question, parts, may_be_shown=may_be_shown)

    async def _put(self, reply: PulseReply, earlier: Sequence[AnswerPart], parts: Sequence[AnswerPart]) -> None:
        batch, update = reply.batch, reply.update
        whole = in_order([*earlier, *parts])
        length = len(text_of(whole))
        if length > self._longest(reply):
            locale = await self._locale(reply)
            too_much = say("pulse-too_much", locale, length=length, longest=self._longest(reply))
            self._say(reply, locale, (too_much, Quote(words=text_of(parts))))
            return
        if not await self._seal_words(reply, whole):
            await reply.show(View.CLOSED)
            return
        await reply.heard(PulseState.ANSWERED)
        words = WaitingWords(stage=Stage.WRITING, pulse=reply.pulse.id)
        await self._hold.hold(batch.work, reply.person.id, update, words, now=batch.now)
        if isinstance(update.event, Pressed):  # that the words were for this
            locale = await self._locale(reply)
            self._say(reply, locale, say("words-placed", locale))
        batch.post(answering(reply.pulse, update, await reply.message(View.WRITING), now=batch.now))

    async def _ask_where(self, reply: PulseReply, parts: Sequence[AnswerPart]) -> None:
        batch, locale = reply.batch, await self._locale(reply)
        words = WaitingWords(stage=Stage.ASKED_BACK, pulse=reply.pulse.id, parts=tuple(parts))
        held = await self._hold.hold(batch.work, reply.person.id, reply.update, words, now=batch.now)
        rows = tuple(
            (Button(label=say(label, locale), intent=HeldWordsPress(held=held, what=what)),) for label, what in _WHERE
        )
        unit = (await batch.place(reply.pulse.unit))[0]
        asked = message_of(MessageKind.ANSWER, locale, say("pulse-replace_asked", locale, unit=unit), buttons=rows)
        batch.reply(reply.update, reply.person.id, asked)

    # --- what becomes of a message afterwards ---------------------------------------------------------------------

    async def changed(
        self, batch: InboxBatch, update: Inbound, person: Person, ref: MessageRef, text: str | None
    ) -> bool:
        """Whether the message is part of an answer that can still be changed; without `text` it was deleted."""
        for pulse in await _open_pulses(batch, person):
            question = batch.questions[pulse.question]
            parts = await self._seal.written(batch, pulse, question)
            if any(part.written_in == ref for part in parts):
                reply = PulseReply(batch=batch, update=update, person=person, pulse=pulse, question=question)
                if await batch.belongs(person, pulse.unit) and not batch.is_closed(pulse):
                    await self._change(reply, parts, ref, text)
                    return True
        return False

    async def _change(self, reply: PulseReply, parts: Sequence[AnswerPart], ref: MessageRef, text: str | None) -> None:
        reply.is_unread = await self._is_unread(reply)
        locale, unit = await self._locale(reply), (await reply.batch.place(reply.pulse.unit))[0]
        kept = with_change(parts, ref, text)
        length = len(text_of(kept))
        longest = self._longest(reply)
        if length > longest:
            self._say(reply, locale, say("pulse-change_too_long", locale, length=length, longest=longest))
        elif not kept:
            await self._take_out(reply)
        elif await self._seal_words(reply, kept):
            self._say(reply, locale, say("pulse-edit_counts", locale, unit=unit))
        else:
            reply.batch.reply(reply.update, reply.person.id, await reply.message(View.CLOSED))

    async def take_out(self, batch: InboxBatch, update: Inbound, person: Person, pulse: PulseId) -> None:
        """Nothing of what was written stays; that its person was heard does."""
        reply = await admitted(batch, update, person, pulse)
        if reply is not None:
            await self._take_out(reply)

    async def _take_out(self, reply: PulseReply) -> None:
        batch = reply.batch
        if not await self._seal.put_words(batch, reply.pulse, reply.question, ()):
            batch.reply(reply.update, reply.person.id, await reply.message(View.CLOSED))
            return
        waiting = await self._hold.waiting(batch.work, reply.person.id, now=batch.now)
        if waiting is not None and waiting.pulse == reply.pulse.id:
            await batch.work.prompts.let_go(reply.person.id)
        view = View.TAKEN_OUT if reply.question.is_text else view_of(reply.pulse, now=batch.now)
        batch.reply(reply.update, reply.person.id, await reply.message(view))

    @staticmethod
    async def _locale(reply: PulseReply) -> str:
        return (await reply.batch.zone_and_locale(reply.person))[1]

    @staticmethod
    def _say(reply: PulseReply, locale: str, said: Said) -> None:
        reply.batch.reply(reply.update, reply.person.id, message_of(MessageKind.ANSWER, locale, said))


async def open_questions(batch: InboxBatch, person: Person) -> Sequence[Pulse]:
    """The open questions of this person that ask for words, and have been put to them."""
    return [each for each in await _open_pulses(batch, person) if batch.questions[each.question].is_text]


async def _open_pulses(batch: InboxBatch, person: Person) -> Sequence[Pulse]:
    found = []
    for each in await batch.work.pulses.open_of(person.id, now=batch.now):
        pulse = await batch.pulse(PulseId(each.id))
        if pulse is not None and pulse.question in batch.questions and pulse.sent_at is not None:
            found.append(pulse.as_told())
    return found


_WHERE = (
    ("pulse-add_to_it", OnHeldWords.ADD),
    ("pulse-put_in_place", OnHeldWords.YES),
    ("pulse-leave_it", OnHeldWords.NO),
)
