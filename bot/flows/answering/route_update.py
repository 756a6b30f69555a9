"""What one update means, and which use case takes it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol, assert_never

from bot.domain.asking.consent_changes import NOT_AWAITED
from bot.domain.asking.pulse_messages import back_to, trial_pressed
from bot.domain.asking.pulses import Pulse
from bot.domain.messaging.buttons import (
    ActionPress,
    AdministrationPress,
    Answer,
    ConversationPress,
    DigestPress,
    DuePress,
    FlagPress,
    FormPress,
    HeldWordsPress,
    HelpPress,
    JoinPress,
    MemberPress,
    NudgeDayPress,
    NudgePress,
    OnSelf,
    OwnerPress,
    PostPress,
    PromptPress,
    PulsePress,
    RaisePress,
    SelfPress,
    TeamListPress,
    TrialPress,
)
from bot.domain.messaging.deliveries import Delivery
from bot.domain.messaging.inbound import (
    Blocked,
    Command,
    Commanded,
    Deleted,
    Edited,
    Event,
    Inbound,
    Opened,
    Pressed,
    Returned,
    Started,
    Typed,
    Wordless,
)
from bot.domain.messaging.messages import Message, MessageKind, message_of
from bot.domain.organisation.people import Person, midnight_before
from bot.domain.texts import say
from bot.flows.answering.enrol_in_chat import EnrolInChat
from bot.flows.answering.file_answer import FileAnswer
from bot.flows.answering.offer_console import OfferConsole
from bot.flows.answering.place_words import PlaceWords
from bot.flows.answering.wishes.grant_wish import GrantWish
from bot.flows.inbox.batch import InboxBatch
from bot.ports import UnitOfWork


class LeadActions(Protocol):
    """What leads do with flags, digests, actions and what they have written; or what those do who run Rounds."""

    async def __call__(
        self, work: UnitOfWork, person: Person, update: Inbound, *, now: datetime
    ) -> Sequence[Delivery]: ...


class Raise(Protocol):
    """What somebody raises in confidence, and what is said about it."""

    async def start(self, work: UnitOfWork, person: Person, *, now: datetime) -> Message: ...

    async def press(
        self, work: UnitOfWork, person: Person, update: Inbound, press: RaisePress, *, now: datetime
    ) -> Sequence[Delivery]: ...

    async def pressed_prompt(
        self, work: UnitOfWork, person: Person, update: Inbound, press: PromptPress, *, now: datetime
    ) -> Sequence[Delivery] | None:
        """None where the prompt is about something else."""


class RouteUpdate:
    """Take one update to its use case. Whoever sent it must be on a list at this moment; a stranger, or somebody who
    left, is told so and nothing is stored.
    """

    def __init__(
        self,
        *,
        file_answer: FileAnswer,
        grant_wish: GrantWish,
        act_on_digest: LeadActions,
        place_words: PlaceWords,
        enrol: EnrolInChat,
        offer_console: OfferConsole,
        administer: LeadActions,
        nudges: LeadActions,
        raising: Raise,
    ) -> None:
        self._file_answer, self._grant_wish, self._place_words = file_answer, grant_wish, place_words
        self._close_loop, self._nudges, self._raising = act_on_digest, nudges, raising
        self._enrol, self._offer_console, self._administer = enrol, offer_console, administer

    async def __call__(self, batch: InboxBatch, update: Inbound) -> Message | None:
        """Act, and say what to tell somebody who is on no list; None for everybody else."""
        event, work = update.event, batch.work
        if isinstance(event, Blocked):
            await work.rosters.mark_unreachable(update.sender, at=midnight_before(batch.now))
            return None
        if isinstance(event, Returned):
            await work.rosters.mark_reachable(update.sender)
            return None
        if isinstance(event, Started) and event.code:
            return await self._enrol(batch, update, event.code)
        person = batch.people.get(update.sender)
        code = event.code if isinstance(event, Typed) else ""
        if code and (person is None or await self._enrol.knows(batch, update, code)):
            return await self._enrol(batch, update, code)
        if person is None:
            return _to_stranger(event, batch.organisation_locale)
        match event:
            case Started():
                await self._start(batch, update, person)
            case Opened():
                return None  # noted for the whole batch when it was opened
            case Commanded(command=command):
                await self._command(batch, update, person, command)
            case Typed():
                await self._place_words(batch, update, event, person)
            case Edited() | Deleted():
                await self._place_words.changed(batch, update, event, person)
            case Wordless():
                await self._place_words.nobody_asked(batch, update, person, "words-none")
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
            case SelfPress(what=OnSelf.FORGET_NOW):
                await self._grant_wish.forget(batch, update, person)
            case SelfPress(what=wish, locale=chosen):
                message = await self._grant_wish(batch, update, person, wish, chosen)
                person = batch.people.get(update.sender, person)
                shown = await self._pulse_shown(batch, update)
                if shown is None or shown.person != person.id:
                    batch.reply(update, person.id, message)
                    return
                if not (wish in NOT_AWAITED or batch.is_closed(shown)):
                    _, locale = await batch.zone_and_locale(person)
                    message = replace(message, buttons=(*message.buttons, back_to(shown, locale)))
                await batch.redraw(update, shown, message)
            case JoinPress():
                await self._enrol.press(batch, update, person, intent)
            case HeldWordsPress():
                await self._place_words.told(batch, update, person, intent)
            case TrialPress():
                _, locale = await batch.zone_and_locale(person)
                batch.reply(update, person.id, trial_pressed(locale))
            case PromptPress():
                await batch.flush()
                raised = await self._raising.pressed_prompt(batch.work, person, update, intent, now=batch.now)
                if raised is None:
                    await self._lead(batch, update, person)
                else:
                    batch.queue(raised)
            case RaisePress():
                await batch.flush()
                batch.queue(await self._raising.press(batch.work, person, update, intent, now=batch.now))
            case FlagPress() | HelpPress() | ConversationPress() | DigestPress() | PostPress():
                await self._lead(batch, update, person)
            case ActionPress() | OwnerPress() | TeamListPress() | MemberPress() | DuePress():
                await self._lead(batch, update, person)
            case NudgePress() | NudgeDayPress():
                await self._nudge(batch, update, person)
            case AdministrationPress() | FormPress():
                await self._run(batch, update, person)
            case _:
                assert_never(intent)

    async def _start(self, batch: InboxBatch, update: Inbound, person: Person) -> None:
        """Whoever had stopped or paused starts again; for all others it is a question what there is."""
        consent = await batch.work.rosters.consent(person.id)
        wish = OnSelf.HELP if consent.accepts(now=batch.now) else OnSelf.RESUME
        await self._say(batch, update, person, wish)

    async def _command(self, batch: InboxBatch, update: Inbound, person: Person, command: Command) -> None:
        match command:
            case Command.HELP:
                await self._say(batch, update, person, OnSelf.HELP)
            case Command.PAUSE:
                await self._say(batch, update, person, OnSelf.PAUSE)
            case Command.RESUME:
                await self._say(batch, update, person, OnSelf.RESUME)
            case Command.STOP:  # whoever writes it means it; a button may be pressed by mistake
                await self._say(batch, update, person, OnSelf.STOP_NOW)
            case Command.PRIVACY:
                await self._say(batch, update, person, OnSelf.PRIVACY)
            case Command.MYDATA:
                await self._say(batch, update, person, OnSelf.DATA)
            case Command.FORGET:  # here a question follows: what goes does not come back
                await self._say(batch, update, person, OnSelf.FORGET)
            case Command.WHY:
                batch.reply(update, person.id, await self._grant_wish.why_asked(batch, person))
            case Command.TEAM:
                await self._say(batch, update, person, OnSelf.TEAM)
            case Command.RAISE:
                batch.reply(update, person.id, await self._raising.start(batch.work, person, now=batch.now))
            case Command.CONSOLE:
                batch.reply(update, person.id, await self._offer_console(batch, person))
            case Command.NUDGE:
                await self._nudge(batch, update, person)
            case Command.ADMIN:
                await self._run(batch, update, person)
            case Command.CANCEL:
                await self._place_words.cancel(batch, update, person)
            case _:
                assert_never(command)

    async def _say(self, batch: InboxBatch, update: Inbound, person: Person, wish: OnSelf) -> None:
        batch.reply(update, person.id, await self._grant_wish(batch, update, person, wish))

    async def _lead(self, batch: InboxBatch, update: Inbound, person: Person) -> None:
        await batch.flush()
        batch.queue(await self._close_loop(batch.work, person, update, now=batch.now))

    async def _nudge(self, batch: InboxBatch, update: Inbound, person: Person) -> None:
        await batch.flush()
        batch.queue(await self._nudges(batch.work, person, update, now=batch.now))

    async def _run(self, batch: InboxBatch, update: Inbound, person: Person) -> None:
        """What those do who run Rounds."""
        await batch.flush()
        batch.queue(await self._administer(batch.work, person, update, now=batch.now))

    @staticmethod
    async def _pulse_shown(batch: InboxBatch, update: Inbound) -> Pulse | None:
        """The pulse whose message was pressed."""
        pulse_id = None if update.message is None else await batch.work.pulses.pulse_at(update.message)
        return None if pulse_id is None else await batch.pulse(pulse_id)


def _to_stranger(event: Event, locale: str) -> Message | None:
    if isinstance(event, Opened | Edited | Deleted):
        return None
    is_keeping = isinstance(event, Pressed) and event.intent == SelfPress(what=OnSelf.KEEP)  # of an older question
    words = say("commands-forget_nothing_kept" if is_keeping else "enrol-stranger", locale)
    return message_of(MessageKind.WELCOME, locale, words)
