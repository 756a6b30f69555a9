"""Menus that a channel can show beside the chat: what a press leads to that changes nothing."""

from dataclasses import replace
from typing import assert_never

from bot.domain.asking.consent_changes import confirmation
from bot.domain.asking.language_menu import language_menu
from bot.domain.asking.presses import is_look
from bot.domain.asking.pulse_messages import View
from bot.domain.identifiers import PulseId
from bot.domain.messaging.buttons import Intent, OnPulse, OnSelf, PulsePress, SelfPress
from bot.domain.messaging.free_text_guard import LongestText
from bot.domain.messaging.inbound import Inbound, Pressed
from bot.domain.messaging.messages import Message
from bot.domain.organisation.people import Person
from bot.flows.answering.pulse_reply import PulseReply
from bot.flows.answering.wishes.explain import Explain
from bot.flows.answering.wishes.show_own import ShowOwn
from bot.flows.epochs.seal_messages import SealMessages
from bot.flows.inbox.batch import InboxBatch, open_to_look
from bot.ports import Clock, Storage

_WAYS_BACK = frozenset({OnPulse.BACK, OnSelf.KEEP})
"""Whoever closes a menu that stands beside the chat has gone back."""


class ShowMenu:
    """Only reads, so that nobody who looks has to wait for those who file.

    None where a press has to be filed like any other: it changes something, its question is closed, heard, somebody
    else's or stands again further down, or its sender is on no list or was given up as unreachable.
    """

    def __init__(
        self,
        *,
        storage: Storage,
        clock: Clock,
        explain: Explain,
        own: ShowOwn,
        seal: SealMessages,
        longest_text: LongestText,
    ) -> None:
        self._storage, self._clock, self._explain, self._own = storage, clock, explain, own
        self._seal, self._longest_text = seal, longest_text

    async def __call__(self, update: Inbound) -> Message | None:
        """Raises `StorageUnavailable`."""
        intent = update.event.intent if isinstance(update.event, Pressed) else None
        if not isinstance(intent, PulsePress | SelfPress) or not is_look(intent):
            return None
        async with self._storage.reading() as work:
            batch = await open_to_look(
                work,
                update.sender,
                now=self._clock.now(),
                seal=self._seal,
                longest_text=self._longest_text,
            )
            person = batch.people.get(update.sender)
            if person is None or batch.known_programme is None:
                return None
            if any(team.address is None for team in batch.members[person.id]):
                return None
            message = await self._menu(batch, update, person, intent)
        return None if message is None else _without_ways_back(message)

    async def _menu(
        self, batch: InboxBatch, update: Inbound, person: Person, intent: PulsePress | SelfPress
    ) -> Message | None:
        match intent:
            case PulsePress(pulse=pulse, what=what):
                reply = await self._reply(batch, update, person, pulse)
                return None if reply is None else await _of_pulse(reply, what)
            case SelfPress(what=wish):
                return await self._of_self(batch, person, wish)
            case _:
                assert_never(intent)

    async def _of_self(self, batch: InboxBatch, person: Person, what: OnSelf) -> Message | None:
        match what:
            case OnSelf.PRIVACY:
                return await self._explain.privacy(batch, person)
            case OnSelf.TEAM:
                return await self._explain.team(batch, person)
            case OnSelf.ME:
                return await self._own.me(batch, person)
            case OnSelf.ANSWERS:
                return await self._own.answers(batch, person)
            case OnSelf.LANGUAGE:
                return language_menu((await batch.zone_and_locale(person))[1])
            case OnSelf.LESS_OFTEN | OnSelf.PAUSE | OnSelf.STOP as wish:
                zone, locale = await batch.zone_and_locale(person)
                consent = await batch.work.rosters.consent(person.id)
                return confirmation(consent, consent, wish, now=batch.now, zone=zone, locale=locale)
            case OnSelf.EVERY_2_WEEKS | OnSelf.EVERY_4_WEEKS | OnSelf.WEEKLY_AGAIN | OnSelf.ON_NIGHTS | OnSelf.KEEP:
                return None
            case OnSelf.PAUSE_1_WEEK | OnSelf.PAUSE_2_WEEKS | OnSelf.PAUSE_4_WEEKS | OnSelf.RESUME | OnSelf.STOP_NOW:
                return None
            case OnSelf.HELP | OnSelf.DATA | OnSelf.FILE | OnSelf.FORGET | OnSelf.FORGET_NOW:
                return None
            case _:
                assert_never(what)

    @staticmethod
    async def _reply(batch: InboxBatch, update: Inbound, person: Person, wanted: PulseId) -> PulseReply | None:
        pulse = (await batch.work.pulses.many([wanted])).get(wanted)
        if pulse is None or pulse.person != person.id or batch.is_closed(pulse):
            return None
        if not await batch.belongs(person, pulse.unit):
            return None
        question = (await batch.work.programmes.wordings([pulse.question])).get(pulse.question)
        if question is None:
            return None
        reply = PulseReply(batch=batch, update=update, person=person, pulse=pulse, question=question)
        return None if await reply.find_newer_copy() else reply


async def _of_pulse(reply: PulseReply, what: OnPulse) -> Message | None:
    match what:
        case OnPulse.NOT_NOW:
            is_settled = reply.pulse.heard or reply.pulse.is_anew
            return None if is_settled else await reply.message(View.SNOOZE, again=await reply.times())
        case OnPulse.MORE:
            return await reply.message(View.MORE)
        case OnPulse.WHY:
            return await reply.message(View.WHY)
        case OnPulse.AFTER_SHIFT | OnPulse.TOMORROW | OnPulse.NEXT_WEEK | OnPulse.SKIP | OnPulse.CHANGE | OnPulse.BACK:
            return None
        case OnPulse.DONE | OnPulse.START_AGAIN | OnPulse.ADD_WORDS:
            return None
        case _:
            assert_never(what)


def _without_ways_back(message: Message) -> Message:
    rows = (tuple(each for each in row if not _leads_back(each.intent)) for row in message.buttons)
    return replace(message, buttons=tuple(row for row in rows if row))


def _leads_back(intent: Intent) -> bool:
    return isinstance(intent, PulsePress | SelfPress) and intent.what in _WAYS_BACK
