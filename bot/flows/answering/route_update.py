"""What one update means, and which use case takes it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol, assert_never

from bot.domain.answers.answer_body import TEXT_GIVEN
from bot.domain.asking.consent_changes import NOT_AWAITED
from bot.domain.asking.pulse_messages import back_to
from bot.domain.asking.pulses import Pulse
from bot.domain.identifiers import PulseId
from bot.domain.messaging.buttons import (
    ActionPress,
    Answer,
    DigestPress,
    DuePress,
    FlagPress,
    OnSelf,
    OwnerPress,
    PulsePress,
    SelfPress,
)
from bot.domain.messaging.deliveries import Delivery
from bot.domain.messaging.inbound import (
    Blocked,
    Command,
    Commanded,
    Inbound,
    Opened,
    Pressed,
    Returned,
    Started,
    Typed,
)
from bot.domain.messaging.messages import Message, MessageKind, message_of
from bot.domain.organisation.people import Address, Person
from bot.domain.texts import say
from bot.flows.answering.change_consent import ChangeConsent
from bot.flows.answering.explain import Explain
from bot.flows.answering.file_answer import FileAnswer
from bot.flows.inbox.batch import InboxBatch
from bot.ports import UnitOfWork


class LeadActions(Protocol):
    """What leads do with flags, digests and actions, words included."""

    async def __call__(
        self, work: UnitOfWork, person: Person, update: Inbound, *, now: datetime
    ) -> Sequence[Delivery]: ...


class Join(Protocol):
    """Redeems an enrolment code for an address and says what became of it."""

    async def __call__(self, work: UnitOfWork, address: Address, code: str, *, now: datetime) -> Message: ...


class RouteUpdate:
    """Take one update to its use case. Whoever sent it must be on a list at this moment; a stranger, or somebody who
    left, is told so and nothing is stored.
    """

    def __init__(
        self,
        *,
        file_answer: FileAnswer,
        change_consent: ChangeConsent,
        explain: Explain,
        act_on_digest: LeadActions,
        join: Join,
    ) -> None:
        self._file_answer, self._change_consent, self._explain = file_answer, change_consent, explain
        self._close_loop, self._join = act_on_digest, join

    @staticmethod
    def is_action(update: Inbound) -> bool:
        """Whether the update counts among the actions that one person may do in a minute."""
        match update.event:
            case Pressed() | Typed() | Commanded() | Started():
                return True
            case Blocked() | Returned() | Opened():
                return False
            case _:
                assert_never(update.event)

    async def __call__(self, batch: InboxBatch, update: Inbound) -> Message | None:
        """Act, and say what to tell somebody who is on no list; None for everybody else."""
        event, work = update.event, batch.work
        if isinstance(event, Blocked):
            await work.rosters.mark_unreachable(update.sender, at=batch.now)
            return None
        if isinstance(event, Returned):
            await work.rosters.mark_reachable(update.sender)
            return None
        if isinstance(event, Started) and event.code:
            return await self._enrol(batch, update, event.code)
        person = batch.people.get(update.sender)
        if person is None:
            locale = batch.organisation_locale
            stranger = message_of(MessageKind.WELCOME, locale, say("enrol-stranger", locale))
            return None if isinstance(event, Opened) else stranger
        match event:
            case Started():
                batch.reply(update, person.id, await self._start(batch, person))
            case Opened():
                return None  # noted for the whole batch when it was opened
            case Commanded(command=command):
                batch.reply(update, person.id, await self._command(batch, person, command))
            case Typed():
                await self._words(batch, update, event, person)
            case Pressed():
                await self._press(batch, update, event, person)
            case _:
                assert_never(event)
        return None

    async def _press(self, batch: InboxBatch, update: Inbound, event: Pressed, person: Person) -> None:
        intent = event.intent
        match intent:
            case Answer() | PulsePress():
                await self._file_answer(batch, update, person, intent)
            case SelfPress(what=wish):
                message = await self._wish(batch, person, wish)
                shown = await self._pulse_shown(batch, update)
                if shown is None or shown.person != person.id:
                    batch.reply(update, person.id, message)
                    return
                if not (wish in NOT_AWAITED or batch.is_closed(shown)):
                    _, locale = await batch.zone_and_locale(person)
                    message = replace(message, buttons=(*message.buttons, back_to(shown, locale)))
                await batch.redraw(update, shown, message)
            case FlagPress() | DigestPress() | ActionPress() | OwnerPress() | DuePress():
                await self._lead(batch, update, person)
            case _:
                assert_never(intent)

    async def _start(self, batch: InboxBatch, person: Person) -> Message:
        """Whoever had stopped or paused starts again; for all others it is a question what there is."""
        consent = await batch.work.rosters.consent(person.id)
        return await self._wish(batch, person, OnSelf.HELP if consent.accepts(now=batch.now) else OnSelf.RESUME)

    async def _command(self, batch: InboxBatch, person: Person, command: Command) -> Message:
        match command:
            case Command.HELP:
                return await self._wish(batch, person, OnSelf.HELP)
            case Command.PAUSE:
                return await self._wish(batch, person, OnSelf.PAUSE)
            case Command.RESUME:
                return await self._wish(batch, person, OnSelf.RESUME)
            case Command.STOP:
                return await self._wish(batch, person, OnSelf.STOP)
            case Command.PRIVACY:
                return await self._wish(batch, person, OnSelf.PRIVACY)
            case Command.WHY:
                return await self._explain.why(batch, person)
            case _:
                assert_never(command)

    async def _wish(self, batch: InboxBatch, person: Person, wish: OnSelf) -> Message:
        if wish is OnSelf.HELP:
            return await self._explain.help(batch, person)
        if wish is OnSelf.PRIVACY:
            return await self._explain.privacy(batch, person)
        return await self._change_consent(batch, person, wish)

    async def _words(self, batch: InboxBatch, update: Inbound, event: Typed, person: Person) -> None:
        """Words belong to the question they reply to, else to what the person was last asked to write."""
        _, locale = await batch.zone_and_locale(person)
        if event.refused:
            return  # whoever took it in has said so, and nothing of it is left to act upon
        replied = await self._pulse_shown(batch, update, event)
        if replied is None:
            if await batch.work.loop.expected(person.id, now=batch.now) is not None:
                await self._lead(batch, update, person)
                return
            replied = await self._open_question(batch, person)
        if replied is None:
            batch.reply(update, person.id, message_of(MessageKind.ANSWER, locale, say("pulse-nothing_asked", locale)))
            return
        question = batch.questions.get(replied.question)
        if question is not None and not question.is_text:
            batch.reply(update, person.id, message_of(MessageKind.ANSWER, locale, say("pulse-use_buttons", locale)))
            return
        answer = Answer(pulse=replied.id, code=TEXT_GIVEN)
        await self._file_answer(batch, update, person, answer, text=event.text)

    async def _lead(self, batch: InboxBatch, update: Inbound, person: Person) -> None:
        await batch.flush()
        batch.queue(await self._close_loop(batch.work, person, update, now=batch.now))

    async def _enrol(self, batch: InboxBatch, update: Inbound, code: str) -> Message | None:
        message = await self._join(batch.work, update.sender, code, now=batch.now)
        person = await batch.work.rosters.at_address(update.sender)
        if person is None:
            return message
        batch.people = {**batch.people, update.sender: person}
        batch.members = {**batch.members, **await batch.work.rosters.members([person.id])}
        batch.reply(update, person.id, message)
        return None

    @staticmethod
    async def _pulse_shown(batch: InboxBatch, update: Inbound, event: Typed | None = None) -> Pulse | None:
        """The pulse whose message was pressed or replied to."""
        ref = update.message if event is None else event.reply_to
        pulse_id = None if ref is None else await batch.work.pulses.pulse_at(ref)
        return None if pulse_id is None else await batch.pulse(pulse_id)

    @staticmethod
    async def _open_question(batch: InboxBatch, person: Person) -> Pulse | None:
        """The newest open question of this person that asks for words."""
        for found in await batch.work.pulses.open_of(person.id, now=batch.now):
            pulse = await batch.pulse(PulseId(found.id))
            question = None if pulse is None else batch.questions.get(pulse.question)
            if question is not None and question.is_text:
                return pulse
        return None
