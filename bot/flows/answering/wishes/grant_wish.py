"""Which use case grants what somebody wishes for themselves."""

from typing import Protocol, assert_never

from bot.domain.messaging.buttons import OnSelf
from bot.domain.messaging.inbound import Inbound
from bot.domain.messaging.messages import Message
from bot.domain.organisation.people import Person
from bot.flows.answering.wishes.change_consent import ChangeConsent
from bot.flows.answering.wishes.explain import Explain
from bot.flows.answering.wishes.show_own import ShowOwn
from bot.flows.inbox.batch import InboxBatch
from bot.flows.inbox.choose_language import ChooseLanguage


class OwnRights(Protocol):
    """What somebody asks for who has a right to it: their data, and to be forgotten."""

    async def offer_file(self, batch: InboxBatch, update: Inbound, person: Person) -> Message: ...

    async def send_file(self, batch: InboxBatch, update: Inbound, person: Person) -> Message: ...

    async def ask_to_forget(self, batch: InboxBatch, update: Inbound, person: Person) -> Message: ...

    async def forget(self, batch: InboxBatch, update: Inbound, person: Person) -> None:
        """Once the batch is committed; nothing is said by way of what is kept for the person."""


class GrantWish:
    """Wishes come by buttons and by commands alike."""

    def __init__(
        self,
        *,
        explain: Explain,
        own: ShowOwn,
        change_consent: ChangeConsent,
        choose_language: ChooseLanguage,
        rights: OwnRights,
    ) -> None:
        self._explain, self._own, self._change_consent = explain, own, change_consent
        self._choose_language, self._rights = choose_language, rights

    async def __call__(
        self, batch: InboxBatch, update: Inbound, person: Person, wish: OnSelf, locale: str = ""
    ) -> Message:
        """What is answered. `locale`: which language was chosen."""
        match wish:
            case OnSelf.HELP:
                return await self._explain.help(batch, person)
            case OnSelf.TEAM:
                return await self._explain.team(batch, person)
            case OnSelf.ME:
                return await self._own.me(batch, person)
            case OnSelf.ANSWERS:
                return await self._own.answers(batch, person)
            case OnSelf.PRIVACY:
                return await self._explain.privacy(batch, person)
            case OnSelf.LANGUAGE:
                return await self._choose_language(batch, person, locale)
            case OnSelf.DATA:
                return await self._rights.offer_file(batch, update, person)
            case OnSelf.FILE:
                return await self._rights.send_file(batch, update, person)
            case OnSelf.FORGET | OnSelf.FORGET_NOW:
                return await self._rights.ask_to_forget(batch, update, person)
            case OnSelf.LESS_OFTEN | OnSelf.EVERY_2_WEEKS | OnSelf.EVERY_4_WEEKS | OnSelf.WEEKLY_AGAIN:
                return await self._change_consent(batch, person, wish)
            case OnSelf.ON_NIGHTS | OnSelf.PAUSE | OnSelf.PAUSE_1_WEEK | OnSelf.PAUSE_2_WEEKS | OnSelf.PAUSE_4_WEEKS:
                return await self._change_consent(batch, person, wish)
            case OnSelf.RESUME | OnSelf.STOP | OnSelf.STOP_NOW | OnSelf.KEEP:
                return await self._change_consent(batch, person, wish)
            case _:
                assert_never(wish)

    async def why_asked(self, batch: InboxBatch, person: Person) -> Message:
        return await self._explain.why(batch, person)

    async def forget(self, batch: InboxBatch, update: Inbound, person: Person) -> None:
        """Whoever was asked whether they mean it has said so."""
        await self._rights.forget(batch, update, person)
