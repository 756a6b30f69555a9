"""Reading a web chat: the messages of the person behind a personal link."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.errors import KeyUnavailable
from bot.domain.identifiers import PersonId
from bot.domain.messaging.messages import SealedWords
from bot.domain.organisation.people import Address
from bot.flows.epochs.seal_messages import SealMessages
from bot.ports import Storage, UnitOfWork, WebMessage
from bot.repositories.sending import KeptWebMessage


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    person: PersonId
    organisation: str
    locale: str
    messages: Sequence[WebMessage]
    newest_change: int


class ReadChat:
    """Only the holder of the link sees the chat; an unknown link, or one of somebody who left, shows nothing."""

    def __init__(self, *, storage: Storage, messages: SealMessages) -> None:
        self._storage, self._messages = storage, messages

    async def __call__(self, address: Address, *, after: int = 0, limit: int = 60) -> Chat | None:
        async with self._storage.reading() as work:
            person = await work.rosters.at_address(address)
            programme = await work.programmes.current()
            if person is None or programme is None:
                return None
            units = [each.unit for each in await work.rosters.memberships_of(person.id)]
            kept = await work.web_chats.since(person.id, after, limit=limit)
            return Chat(
                person=person.id,
                organisation=programme.organisation.name,
                locale=programme.organisation.locale_for(person, units),
                messages=[opened for each in kept if (opened := await self._opened(work, each)) is not None],
                newest_change=max((each.change for each in kept), default=after),
            )

    async def _opened(self, work: UnitOfWork, kept: KeptWebMessage) -> WebMessage | None:
        """None for what was sealed under a key that is gone."""
        message = kept.words
        if isinstance(message, SealedWords):
            try:
                message = await self._messages.message(work, kept.person, message)
            except KeyUnavailable:
                return None
        return WebMessage(
            id=kept.id, person=kept.person, message=message, change=kept.change, key=kept.key, edited=kept.edited
        )
