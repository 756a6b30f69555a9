"""A link to the console, for those who may open any of its pages and ask for one in their own chat."""

from typing import Protocol

from bot.domain.administration.rights import opens_any
from bot.domain.identifiers import PersonId
from bot.domain.messaging.documents import SmallPrint
from bot.domain.messaging.messages import Message, MessageKind, message_of
from bot.domain.organisation.people import Person
from bot.domain.texts import say
from bot.flows.inbox.batch import InboxBatch
from bot.ports import UnitOfWork


class ConsoleLink(Protocol):
    async def __call__(self, work: UnitOfWork, person: PersonId, /) -> str:
        """A new link that signs somebody in, once."""


class OfferConsole:
    """Everybody else is told politely that there is nothing for them, and no link is made."""

    def __init__(self, *, link: ConsoleLink, is_secret: bool = True) -> None:
        """`is_secret`: the link itself signs in, once; else it leads to where people sign in with their account."""
        self._link, self._is_secret = link, is_secret

    async def __call__(self, batch: InboxBatch, person: Person) -> Message:
        _, locale = await batch.zone_and_locale(person)
        if not any(opens_any(each.roles) for each in batch.members.get(person.id, ())):
            return message_of(MessageKind.HELP, locale, say("commands-console_others", locale))
        link = await self._link(batch.work, person.id)
        words = say("commands-console", locale), link
        if not self._is_secret:
            return message_of(MessageKind.HELP, locale, words)
        return message_of(MessageKind.HELP, locale, (*words, SmallPrint(words=say("commands-console_note", locale))))
