"""A tap on a pulse, or words for it: filed under seal, put off, let pass, or answered with a menu."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import assert_never

from bot.domain.answers.answer_body import (
    TEXT_GIVEN,
    AnswerBody,
    pack,
)
from bot.domain.asking.pulse_deliveries import question_of, snoozed_question_of
from bot.domain.asking.pulse_messages import (
    Setting,
    View,
    compose_pulse,
    view_of,
)
from bot.domain.asking.pulses import Pulse, PulseState
from bot.domain.asking.snooze import snooze_times
from bot.domain.identifiers import AnswerCode
from bot.domain.messaging.buttons import (
    Answer,
    OnPulse,
    PulsePress,
)
from bot.domain.messaging.deliveries import Priority
from bot.domain.messaging.delivery_keys import reminder_key, snoozed_key
from bot.domain.messaging.inbound import Inbound
from bot.domain.messaging.messages import MessageKind, message_of
from bot.domain.organisation.people import Person
from bot.domain.programme.questions import (
    CANT_SAY,
    Question,
)
from bot.domain.texts import choose, say
from bot.flows.epochs.open_epoch import OpenEpoch
from bot.flows.inbox.batch import InboxBatch
from bot.ports import SealedAnswer, Sealer


class FileAnswer:
    """Record what a person says to a pulse.

    - Only the person who was asked, while on the team's list, and while the round is open; else nothing is stored.
    - Of several answers the one with the highest sequence stands, in whatever order they arrive.
    - The answer is kept sealed; the pulse keeps that it was answered, never what was said.
    - The message says "recorded" only in the transaction that records.
    """

    def __init__(self, *, sealer: Sealer, open_epoch: OpenEpoch) -> None:
        self._sealer, self._open_epoch = sealer, open_epoch

    async def __call__(
        self, batch: InboxBatch, update: Inbound, person: Person, intent: Answer | PulsePress, *, text: str = ""
    ) -> None:
        pulse = await batch.pulse(intent.pulse)
        question = None if pulse is None else batch.questions.get(pulse.question)
        if pulse is None or question is None or pulse.person != person.id:  # not to be told apart
            await self._refuse(batch, update, person, "pulse-not_here")
            return
        press = PulseReply(batch=batch, update=update, person=person, pulse=pulse, question=question)
        if not await batch.belongs(person, pulse.unit):
            await press.show(View.LEFT_TEAM)
        elif batch.is_closed(pulse):
            await press.show(View.CLOSED)
        elif update.sequence < pulse.sequence:
            await press.show(view_of(pulse, now=batch.now))  # something newer was filed already
        elif isinstance(intent, Answer):
            await self._answer(press, intent.code, text)
        else:
            await self._other(press, intent.what)

    async def _answer(self, press: "PulseReply", code: AnswerCode, text: str) -> None:
        batch, pulse, question = press.batch, press.pulse, press.question
        in_words = question.is_text and code == TEXT_GIVEN and bool(text)
        if not in_words and not question.takes(code):
            await press.show(view_of(pulse, now=batch.now))
            return
        if not await self._seal(press, code, text):
            await press.show(View.CLOSED)
            return
        await press.heard(PulseState.ANSWERED)
        await press.show(View.RECORDED, news=batch.take_news(pulse.person, pulse.unit))
        await press.ask_next()

    async def _seal(self, press: "PulseReply", code: AnswerCode, text: str = "") -> bool:
        """Put the sealed answer into the batch; False when its epoch was closed for good."""
        batch, pulse = press.batch, press.pulse
        if pulse.week not in batch.epochs:
            privacy = batch.programme.privacy
            batch.epochs[pulse.week] = await self._open_epoch(batch.work, pulse.week, privacy=privacy)
        epoch_key = batch.epochs[pulse.week]
        if epoch_key is None:
            return False
        body = AnswerBody(
            person=pulse.person,
            round=pulse.round,
            question=pulse.question,
            week=pulse.week,
            code=code,
            text=text,
        )
        identity = self._sealer.answer_id(
            epoch_key.key, person=pulse.person, round_id=pulse.round, question=pulse.question.id
        )
        sealed = self._sealer.seal(
            epoch_key.key, body=pack(body, takes_words=press.question.is_text), bound_to=identity
        )
        batch.put_answer(SealedAnswer(id=identity, epoch=epoch_key.epoch.id, unit=pulse.unit, body=sealed))
        return True

    async def _other(self, press: "PulseReply", what: OnPulse) -> None:
        match what:
            case OnPulse.SKIP:
                await self._skip(press)
            case OnPulse.AFTER_SHIFT | OnPulse.TOMORROW | OnPulse.NEXT_WEEK:
                await press.put_off(what)
            case OnPulse.NOT_NOW:
                if press.pulse.heard:
                    await press.show(view_of(press.pulse, now=press.batch.now))
                else:
                    await press.show(View.SNOOZE, again=await press.times())
            case OnPulse.MORE:
                await press.show(View.MORE)
            case OnPulse.WHY:
                await press.show(View.WHY)
            case OnPulse.CHANGE:
                await press.show(View.QUESTION)
            case OnPulse.BACK:
                await press.show(view_of(press.pulse, now=press.batch.now))
            case _:
                assert_never(what)

    async def _skip(self, press: "PulseReply") -> None:
        """Let it pass. An answer given before is replaced by "can't say", so that nothing of it stays."""
        if press.pulse.state is PulseState.ANSWERED and not await self._seal(press, CANT_SAY):
            await press.show(View.CLOSED)
            return
        await press.heard(PulseState.SKIPPED)
        await press.show(View.SKIPPED)

    @staticmethod
    async def _refuse(batch: InboxBatch, update: Inbound, person: Person, why: str) -> None:
        _, locale = await batch.zone_and_locale(person)
        batch.reply(update, person.id, message_of(MessageKind.ANSWER, locale, say(why, locale)))


class PulseReply:
    """One admissible press while it is being dealt with."""

    def __init__(self, *, batch: InboxBatch, update: Inbound, person: Person, pulse: Pulse, question: Question) -> None:
        self.batch, self.update, self.person, self.pulse, self.question = batch, update, person, pulse, question
        self._was_heard = pulse.heard

    async def heard(self, state: PulseState) -> None:
        """The person spoke: their pulse moves on, its reminders fall away, and their silence is forgotten."""
        if self.pulse.reminded:
            self._withdraw_reminders()
        self.pulse = replace(self.pulse, state=state, sequence=self.update.sequence)
        self.batch.save(self.pulse)
        self.batch.note_heard(self.pulse.person)

    async def ask_next(self) -> None:
        """A round with several questions goes on with the next one at once, as long as the first was answered."""
        if self._was_heard or all(schedule.questions_per_round == 1 for schedule in self.batch.programme.schedules):
            return
        following = await self.batch.work.pulses.next_in_round(self.pulse)
        if following is None or following.state is not PulseState.PLANNED:
            return
        self.batch.post(
            question_of(following, self.update.sender.channel, due_at=self.batch.now, priority=Priority.INTERACTIVE)
        )

    async def times(self) -> Mapping[OnPulse, datetime | None]:
        """When each choice of "Not now" would ask again."""
        _, zone, _ = await self.batch.place(self.pulse.unit)
        return snooze_times(
            now=self.batch.now,
            closes_at=self.pulse.closes_at,
            quiet=self.batch.programme.quiet,
            zone=self.person.timezone or zone,
        )

    async def put_off(self, what: OnPulse) -> None:
        """Ask again when it suits, instead of the one reminder; if that is after the close, let it pass in silence."""
        batch, pulse = self.batch, self.pulse
        if pulse.heard:
            await self.show(view_of(pulse, now=batch.now))
            return
        times = await self.times()
        self._withdraw_reminders()
        at = times[what]
        self.pulse = replace(pulse, reminded=True, remind_at=at)
        batch.save(self.pulse)
        if at is None:
            await self.show(View.PASSED)
            return
        batch.post(snoozed_question_of(self.pulse, self.update.sender.channel, due_at=at))
        await self.show(View.SNOOZED, again={what: at})

    def _withdraw_reminders(self) -> None:
        self.batch.withdraw(reminder_key(self.pulse.id), snoozed_key(self.pulse.id, self.pulse.remind_at))

    async def show(self, view: View, *, news: str = "", again: Mapping[OnPulse, datetime | None] | None = None) -> None:
        batch, pulse = self.batch, self.pulse
        name, unit_zone, unit_locale = await batch.place(pulse.unit)
        zone = self.person.timezone or unit_zone
        setting = Setting(
            unit_name=name,
            locale=choose(self.person.locale, unit_locale),
            zone=zone,
            now=batch.now,
            news=news,
            again=again or {},
        )
        await batch.redraw(self.update, pulse, compose_pulse(view, pulse, self.question, setting))
