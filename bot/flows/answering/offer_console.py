"""A link to the pages in the browser, for whoever asks for one in their own chat."""

from typing import Protocol

from bot.domain.identifiers import PersonId, UnitId
from bot.domain.messaging.documents import SmallPrint
from bot.domain.messaging.messages import Message, MessageKind, message_of
from bot.domain.organisation.people import Person
from bot.domain.texts import say
from bot.flows.inbox.batch import InboxBatch
from bot.ports import UnitOfWork


class ConsoleLink(Protocol):
    async def __call__(self, work: UnitOfWork, person: PersonId, /, *, posts_of: UnitId | None = None) -> str:
        """A new link that signs somebody in, once; it leads to the posts of a unit, if one is given."""


class OfferConsole:
    """Everybody on the list has pages: those by which Rounds is run, or those of their own units."""

    def __init__(self, *, link: ConsoleLink, is_secret: bool = True) -> None:
        """`is_secret`: the link itself signs in, once; else it leads to where people sign in with their account."""
        self._link, self._is_secret = link, is_secret

    async def __call__(self, batch: InboxBatch, person: Person) -> Message:
        _, locale = await batch.zone_and_locale(person)
        link = await self._link(batch.work, person.id)
        words = say("commands-console", locale), link
        if not self._is_secret:
            return message_of(MessageKind.HELP, locale, words)
        return message_of(MessageKind.HELP, locale, (*words, SmallPrint(words=say("commands-console_note", locale))))
