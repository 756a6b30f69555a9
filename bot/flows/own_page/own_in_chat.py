"""What somebody has a right to, asked for in their own chat: their data as a file, and to be forgotten."""

from typing import Final, Protocol

from bot.domain.errors import KeyUnavailable, StorageUnavailable
from bot.domain.identifiers import PersonId
from bot.domain.messaging.buttons import OnSelf, SelfPress
from bot.domain.messaging.delivery_keys import reply_key
from bot.domain.messaging.documents import Lead, Section, SmallPrint, Title
from bot.domain.messaging.inbound import Inbound
from bot.domain.messaging.messages import Button, Message, MessageKind, message_of
from bot.domain.organisation.people import Channel, Person
from bot.domain.texts import say
from bot.flows.inbox.batch import InboxBatch
from bot.flows.inbox.process import Greet
from bot.flows.own_page.forget_own import ForgetOwn
from bot.flows.own_page.send_own_file import SendOwnFile, WantedFile
from bot.ports import UnitOfWork

_GOES: Final = ("address", "answers", "part", "wishes")
_STAYS: Final = ("list", "sums", "memory", "open", "words", "platform", "backups")


class OwnPageLink(Protocol):
    async def __call__(self, work: UnitOfWork, person: PersonId, /) -> str:
        """Where somebody comes to their own page: a new link that signs them in once, or the page's address where
        people sign in with their account."""


class OwnInChat:
    """The same flows as on the own page; whoever reads the pages has that page, and is led to it."""

    def __init__(
        self, *, pages: Channel, link: OwnPageLink, is_secret: bool, send: SendOwnFile, forget: ForgetOwn, tell: Greet
    ) -> None:
        """`pages`: the channel whose messages are pages of ours. `is_secret`: the link itself signs in, once."""
        self._pages, self._link, self._is_secret = pages, link, is_secret
        self._send, self._forget, self._tell = send, forget, tell

    async def offer_file(self, batch: InboxBatch, update: Inbound, person: Person) -> Message:
        """What the file holds, and where it may go: it is somebody's own to say who else may come to see it."""
        _, locale = await batch.zone_and_locale(person)
        said: list[Section | str] = [
            Title(words=say("me-data", locale)),
            say("commands-mydata", locale),
            say("commands-mydata_destroyed", locale),
        ]
        is_here = update.sender.channel != self._pages
        if is_here:
            said.append(say("commands-mydata_here", locale))
        said += await self._own_page(batch, person, "commands-mydata_page", locale)
        row = (Button(label=say("commands-mydata_send", locale), intent=SelfPress(what=OnSelf.FILE)),)
        return message_of(MessageKind.ANSWER, locale, tuple(said), buttons=(row,) if is_here else ())

    async def send_file(self, batch: InboxBatch, update: Inbound, person: Person) -> Message:
        _, locale = await batch.zone_and_locale(person)
        if update.sender.channel == self._pages:
            return await self.offer_file(batch, update, person)
        wanted = WantedFile(update=update, person=person.id, locale=locale)

        async def send() -> None:
            self._send(wanted)

        batch.afterwards.append(send)
        return message_of(MessageKind.ANSWER, locale, say("commands-mydata_coming", locale))

    async def ask_to_forget(self, batch: InboxBatch, update: Inbound, person: Person) -> Message:
        _, locale = await batch.zone_and_locale(person)
        is_here = update.sender.channel != self._pages
        said: list[Section | str] = [
            Title(words=say("me-forget", locale)),
            Lead(words=say("me-forget_goes", locale)),
            *(say(f"me-forget_{each}", locale) for each in _GOES),
            Lead(words=say("me-forget_stays", locale)),
            *(say(f"me-forget_{each}", locale) for each in _STAYS),
            say("me-forget_after", locale),
        ]
        if not is_here:
            said += await self._own_page(batch, person, "commands-forget_page", locale)
        choices = (("me-forget", OnSelf.FORGET_NOW), ("commands-forget_keep", OnSelf.KEEP))
        rows = tuple((Button(label=say(label, locale), intent=SelfPress(what=what)),) for label, what in choices)
        return message_of(MessageKind.ANSWER, locale, tuple(said), buttons=rows if is_here else ())

    async def forget(self, batch: InboxBatch, update: Inbound, person: Person) -> None:
        """What else came with it is filed first, and goes as well. What is said of it at the end is kept nowhere."""
        _, locale = await batch.zone_and_locale(person)

        async def forget() -> None:
            try:
                await self._forget(person.id)
            except (KeyUnavailable, StorageUnavailable):
                words = say("console-alone-not_forgotten_words", locale)
            else:
                words = say("commands-forgotten", locale)
            self._tell(update.sender, message_of(MessageKind.ANSWER, locale, words), key=reply_key(update))

        batch.afterwards.append(forget)

    async def _own_page(self, batch: InboxBatch, person: Person, words: str, locale: str) -> list[Section | str]:
        link = await self._link(batch.work, person.id)
        note = [SmallPrint(words=say("commands-console_note", locale))] if self._is_secret else []
        return [say(words, locale), link, *note]
