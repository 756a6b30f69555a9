"""Reading a web chat: the messages of the person behind a personal link."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.identifiers import PersonId
from bot.domain.organisation.people import Address
from bot.ports import Storage, WebMessage


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    person: PersonId
    organisation: str
    locale: str
    messages: Sequence[WebMessage]
    newest_change: int


class ReadChat:
    """Only the holder of the link sees the chat; an unknown link, or one of somebody who left, shows nothing."""

    def __init__(self, *, storage: Storage) -> None:
        self._storage = storage

    async def __call__(self, address: Address, *, after: int = 0, limit: int = 60) -> Chat | None:
        async with self._storage.reading() as work:
            person = await work.rosters.at_address(address)
            programme = await work.programmes.current()
            if person is None or programme is None:
                return None
            units = [each.unit for each in await work.rosters.memberships_of(person.id)]
            messages = await work.web_chats.since(person.id, after, limit=limit)
            return Chat(
                person=person.id,
                organisation=programme.organisation.name,
                locale=programme.organisation.locale_for(person, units),
                messages=messages,
                newest_change=max((message.change for message in messages), default=after),
            )
