"""What somebody changes on their own page about being asked: the same wishes, in the same words, as in the chat."""

from typing import assert_never

from bot.domain.asking.consent_changes import AnyWish, PauseThrough, confirmation, may_pause_through
from bot.domain.errors import RoundsError
from bot.domain.messaging.buttons import OnSelf
from bot.domain.messaging.messages import Message
from bot.domain.organisation.people import Person
from bot.flows.answering.wishes.change_consent import ChangeConsent
from bot.flows.answering.wishes.explain import Explain
from bot.flows.inbox.choose_language import ChooseLanguage
from bot.flows.own_page.own_batch import OpenOwnBatch
from bot.ports import Storage


class NoDayForAPause(RoundsError):
    """It is over already, or so far away that it is no pause."""


class ChangeOwn:
    def __init__(
        self,
        *,
        storage: Storage,
        batch: OpenOwnBatch,
        change: ChangeConsent,
        explain: Explain,
        speak: ChooseLanguage,
    ) -> None:
        self._storage, self._batch = storage, batch
        self._change, self._explain, self._speak = change, explain, speak

    async def look(self, person: Person, what: OnSelf = OnSelf.HELP) -> Message:
        """What the chat shows for a press that changes nothing; the menu itself unless another is named."""
        async with self._storage.reading() as work:
            batch = await self._batch(work, person)
            match what:
                case OnSelf.PRIVACY:
                    return await self._explain.privacy(batch, person)
                case OnSelf.TEAM:
                    return await self._explain.team(batch, person)
                case OnSelf.LESS_OFTEN | OnSelf.PAUSE | OnSelf.STOP as menu:
                    zone, locale = await batch.zone_and_locale(person)
                    consent = await work.rosters.consent(person.id)
                    return confirmation(consent, consent, menu, now=batch.now, zone=zone, locale=locale)
                case OnSelf.HELP | OnSelf.ME | OnSelf.ANSWERS | OnSelf.LANGUAGE:
                    return await self._explain.help(batch, person)
                case OnSelf.DATA | OnSelf.FILE | OnSelf.FORGET | OnSelf.FORGET_NOW | OnSelf.KEEP | OnSelf.RESUME:
                    return await self._explain.help(batch, person)
                case OnSelf.EVERY_2_WEEKS | OnSelf.EVERY_4_WEEKS | OnSelf.WEEKLY_AGAIN | OnSelf.ON_NIGHTS:
                    return await self._explain.help(batch, person)
                case OnSelf.PAUSE_1_WEEK | OnSelf.PAUSE_2_WEEKS | OnSelf.PAUSE_4_WEEKS | OnSelf.STOP_NOW:
                    return await self._explain.help(batch, person)
                case _:
                    assert_never(what)

    async def __call__(self, person: Person, wish: AnyWish) -> Message:
        """Store the wish; what there is to say. Raises `NoDayForAPause`."""
        async with self._storage.writing() as work:
            batch = await self._batch(work, person)
            if isinstance(wish, PauseThrough):
                zone, _ = await batch.zone_and_locale(person)
                if not may_pause_through(wish.last, now=batch.now, zone=zone):
                    raise NoDayForAPause
            said = await self._change(batch, person, wish)
            await batch.flush()
            return said

    async def speak(self, person: Person, language: str) -> Message:
        """As `ChooseLanguage` does it for the chat: no revision of the list."""
        async with self._storage.writing() as work:
            batch = await self._batch(work, person)
            said = await self._speak(batch, person, language)
            await batch.flush()
            return said
