"""One reply to a pulse while it is dealt with: what becomes of the pulse, and what its messages show."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.asking.pulse_deliveries import anew, earlier_copy_of, question_of, snoozed_question_of
from bot.domain.asking.pulse_messages import Setting, View, compose_pulse, help_for_staff, view_of
from bot.domain.asking.pulses import Pulse, PulseState
from bot.domain.asking.snooze import snooze_times
from bot.domain.disclosure.comment_cells import may_write
from bot.domain.identifiers import MessageRef
from bot.domain.messaging.buttons import OnPulse
from bot.domain.messaging.deliveries import Priority
from bot.domain.messaging.delivery_keys import reminder_key, snoozed_key
from bot.domain.messaging.inbound import Inbound, Pressed
from bot.domain.messaging.messages import Message
from bot.domain.organisation.people import Listed, Person
from bot.domain.programme.questions import Question
from bot.domain.texts import choose
from bot.flows.inbox.batch import InboxBatch

_ABOUT_WORDS = frozenset({View.QUESTION, View.RECORDED, View.ADDING, View.WRITING})


class PulseReply:
    """One admissible press while it is being dealt with."""

    def __init__(self, *, batch: InboxBatch, update: Inbound, person: Person, pulse: Pulse, question: Question) -> None:
        self.batch, self.update, self.person, self.pulse, self.question = (
            batch,
            update,
            person,
            pulse.as_told(),
            question,
        )
        self._was_heard = self.pulse.heard
        self.is_unread = False
        """Whether nobody reads what this person has written, whatever the list says now: so they were told."""
        self._shown_in: MessageRef | None = None
        self._news = ""
        """What was told back to the team; shown with whatever follows when they are first heard."""

    @property
    def longest_text(self) -> int:
        """Characters that an answer may have on the channel of this reply."""
        return self.batch.longest_text(self.update.sender.channel)

    async def heard(self, state: PulseState) -> None:
        """The person spoke: their pulse moves on, its reminders fall away, and their silence is forgotten.

        News is taken here, whether they answer, write or skip: that they were shown it tells no more than that they
        were heard.
        """
        if not self.pulse.heard:
            self._news = await self.batch.take_news(self.pulse.person, self.pulse.unit)
        if self.pulse.reminded:
            self._withdraw_reminders()
        sequence = max(self.update.sequence, self.pulse.sequence)  # words may come in any order
        self.pulse = replace(self.pulse, state=state, sequence=sequence)
        self.batch.save(self.pulse)
        self.batch.note_heard(self.pulse.person)

    async def ask_next(self, *, is_done: bool = False) -> None:
        """A round with several questions goes on with the next one at once, as long as the first was answered. Whoever
        writes says themselves that they are done."""
        if (self._was_heard and not is_done) or all(
            schedule.questions_per_round == 1 for schedule in self.batch.programme.schedules
        ):
            return
        following = await self.batch.work.pulses.next_in_round(self.pulse)
        if following is None:
            return
        if following.is_anew:
            self.batch.post(anew(following, self.update.sender.channel, now=self.batch.now))
            return
        if following.state is not PulseState.PLANNED:
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
        if pulse.heard or pulse.is_anew:
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

    async def show(self, view: View, *, again: Mapping[OnPulse, datetime | None] | None = None) -> None:
        message = await self.message(view, again=again)
        await self.batch.redraw(self.update, self.pulse, message, at=self._shown_in)

    async def message(self, view: View, *, again: Mapping[OnPulse, datetime | None] | None = None) -> Message:
        batch, pulse = self.batch, self.pulse
        name, unit_zone, unit_locale = await batch.place(pulse.unit)
        action = None if pulse.action is None else await batch.work.loop.action(pulse.action)
        setting = Setting(
            unit_name=name,
            locale=choose(self.person.locale, unit_locale),
            zone=self.person.timezone or unit_zone,
            now=batch.now,
            news=self._news,
            action="" if action is None else action.words,
            help_for_staff=help_for_staff(batch.programme, choose(self.person.locale, unit_locale)),
            longest=self.longest_text,
            words_from=await self.words_from() if view in _ABOUT_WORDS else 0,
            again=again or {},
        )
        return compose_pulse(view, pulse, self.question, setting)

    async def words_from(self) -> int:
        """From how many people on what this person writes is read by their team; 0: never."""
        return 0 if self.is_unread else self._read_from(await self.batch.listed(self.pulse.unit))

    async def was_asked_for_nobody(self) -> bool:
        """Whether the question itself said that nobody reads its answer: so it was with those of today who were there
        when it was sent."""
        asked_at = self.pulse.sent_at
        listed = await self.batch.listed(self.pulse.unit)
        return asked_at is not None and not self._read_from([each for each in listed if each.since <= asked_at])

    def _read_from(self, listed: Sequence[Listed]) -> int:
        least = self.batch.programme.privacy.minimum_group_comments
        return least if may_write(self.person.id, listed, least=least) else 0

    # --- several messages that show one question ------------------------------------------------------------------

    @property
    def _pressed(self) -> MessageRef | None:
        return self.update.message if isinstance(self.update.event, Pressed) else None

    async def find_newer_copy(self) -> bool:
        """Whether the question stands once more further down. What this press leads to is shown there then, and the
        pressed message says so instead of its buttons."""
        pulse, ref, work = self.pulse, self._pressed, self.batch.work
        if ref is None or not (pulse.reminded or pulse.heard or self.question.is_text):
            return False  # there is but one
        if await work.pulses.pulse_at(ref) != pulse.id:
            return False
        newest = await work.pulses.message_of(pulse.id)
        if newest is None or newest == ref:
            return False
        self._shown_in = newest
        return True

    async def close_pressed(self) -> None:
        if self._pressed is not None:
            await self.close_copy(self._pressed)

    async def close_copy(self, ref: MessageRef) -> None:
        """Take the buttons from a message that is not the one to answer in any more."""
        message, channel = await self.message(View.BELOW), self.update.sender.channel
        self.batch.queue([earlier_copy_of(self.pulse, channel, ref, due_at=self.batch.now, message=message)])
