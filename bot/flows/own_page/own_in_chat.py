"""What somebody has a right to, asked for in their own chat: their data as a file, and to be forgotten."""

from collections.abc import Collection
from typing import Protocol, assert_never

import structlog

from bot.cancellation import stop_if_cancelled
from bot.domain.identifiers import PersonId
from bot.domain.messaging.buttons import OnSelf, SelfPress
from bot.domain.messaging.delivery_keys import reply_key
from bot.domain.messaging.documents import Lead, Section, SmallPrint, Title
from bot.domain.messaging.inbound import Inbound
from bot.domain.messaging.messages import Button, Message, MessageKind, message_of
from bot.domain.organisation.people import Address, Channel, Person
from bot.domain.texts import say
from bot.flows.inbox.batch import InboxBatch
from bot.flows.inbox.process import Greet
from bot.flows.own_page.forget_own import GOES, STAYS, ForgetOwn, Forgetting
from bot.flows.own_page.send_own_file import SendOwnFile, WantedFile
from bot.ports import UnitOfWork

log = structlog.get_logger()


class OwnPageLink(Protocol):
    async def __call__(self, work: UnitOfWork, person: PersonId, /) -> str:
        """Where somebody comes to their own page: a new link that signs them in once, or the page's address where
        people sign in with their account."""


class OwnInChat:
    """The same flows as on the own page; whoever reads the pages has that page, and is led to it."""

    def __init__(
        self,
        *,
        pages: Channel,
        deletable: Collection[Channel],
        link: OwnPageLink,
        is_secret: bool,
        send: SendOwnFile,
        forget: ForgetOwn,
        tell: Greet,
    ) -> None:
        """`pages`: the channel whose messages are pages of ours. `deletable`: where people can delete what the bot
        wrote to them. `is_secret`: the link itself signs in, once."""
        self._pages, self._deletable, self._link, self._is_secret = pages, deletable, link, is_secret
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
        page = await self._own_page(batch, person, "commands-mydata_page", locale)
        if not is_here:
            said += page
        elif update.sender.channel in self._deletable:
            said += [say("commands-mydata_here", locale), *page]
        else:  # what cannot be taken back comes last
            said += [*page, say("commands-mydata_here_for_good", locale)]
        row = (Button(label=say("commands-mydata_send", locale), intent=SelfPress(what=OnSelf.FILE)),)
        return message_of(MessageKind.ANSWER, locale, tuple(said), buttons=(row,) if is_here else ())

    async def send_file(self, batch: InboxBatch, update: Inbound, person: Person) -> Message:
        _, locale = await batch.zone_and_locale(person)
        if update.sender.channel == self._pages:
            return await self.offer_file(batch, update, person)
        can_delete = update.sender.channel in self._deletable
        words = "commands-mydata_file" if can_delete else "commands-mydata_file_for_good"
        wanted = WantedFile(update=update, person=person.id, locale=locale, words=words)

        async def send() -> None:
            self._send(wanted)

        if batch.speaks:
            batch.afterwards.append(send)
        return message_of(MessageKind.ANSWER, locale, say("commands-mydata_coming", locale))

    async def ask_to_forget(self, batch: InboxBatch, update: Inbound, person: Person) -> Message:
        _, locale = await batch.zone_and_locale(person)
        is_here = update.sender.channel != self._pages
        said: list[Section | str] = [
            Title(words=say("me-forget", locale)),
            Lead(words=say("me-forget_goes", locale)),
            *(say(f"me-forget_{each}", locale) for each in GOES),
            Lead(words=say("me-forget_stays", locale)),
            *(say(f"me-forget_{each}", locale) for each in STAYS),
            say("me-forget_after", locale),
        ]
        if not is_here:
            said += await self._own_page(batch, person, "commands-forget_page", locale)
        return message_of(MessageKind.ANSWER, locale, tuple(said), buttons=_choices(locale) if is_here else ())

    async def forget(self, batch: InboxBatch, update: Inbound, person: Person) -> None:
        """What else came with it is filed first, and goes as well. What is said of it at the end stands in the place of
        the question, whose buttons are gone then, and is kept nowhere."""
        _, locale = await batch.zone_and_locale(person)

        async def forget() -> None:
            message = await self._forgotten(update.sender, person.id, locale)
            self._tell(update.sender, message, key=reply_key(update), edits=update.message)

        batch.afterwards.append(forget)

    async def _forgotten(self, chat: Address, person: PersonId, locale: str) -> Message:
        """What is said of it. As long as it can be pressed again, the choice is there again."""
        try:
            became = await self._forget(person, chat=chat)
        except Exception as error:  # whatever it was, they are told that they are not forgotten, and can press again
            stop_if_cancelled()
            log.error("act_after_batch_failed", error=type(error).__name__)  # what was asked for is in no line
            words = say("console-alone-not_forgotten_words", locale)
            return message_of(MessageKind.ANSWER, locale, words, buttons=_choices(locale))
        match became:
            case Forgetting.DONE:
                return message_of(MessageKind.ANSWER, locale, say("commands-forgotten", locale))
            case Forgetting.FILE_COMES:
                words = say("console-alone-file_comes_words", locale)
                return message_of(MessageKind.ANSWER, locale, words, buttons=_choices(locale))
            case Forgetting.MOVED:
                return message_of(MessageKind.ANSWER, locale, say("commands-forget_moved", locale))
            case _:
                assert_never(became)

    async def _own_page(self, batch: InboxBatch, person: Person, words: str, locale: str) -> list[Section | str]:
        link = await self._link(batch.work, person.id)
        note = [SmallPrint(words=say("commands-console_note", locale))] if self._is_secret else []
        return [say(words, locale), link, *note]


def _choices(locale: str) -> tuple[tuple[Button, ...], ...]:
    choices = (("me-forget_now", OnSelf.FORGET_NOW), ("commands-forget_keep", OnSelf.KEEP))
    return tuple((Button(label=say(label, locale), intent=SelfPress(what=what)),) for label, what in choices)
