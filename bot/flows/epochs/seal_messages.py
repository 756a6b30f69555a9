"""Messages that answer what somebody did are kept sealed: what was confirmed tells what was pressed."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.identifiers import PersonId
from bot.domain.messaging.deliveries import Delivery
from bot.domain.messaging.messages import Message, SealedWords
from bot.flows.epochs.seal_text import SealText
from bot.ports import UnitOfWork

Encode = Callable[[Message], str]
Decode = Callable[[str], Message]


class SealMessages:
    """The words lie sealed beside the delivery, and in the chat on the web; in the open they are in memory alone."""

    def __init__(self, *, text: SealText, encode: Encode, decode: Decode) -> None:
        self._text, self._encode, self._decode = text, encode, decode

    async def __call__(self, work: UnitOfWork, deliveries: Sequence[Delivery], *, now: datetime) -> list[Delivery]:
        """These, each with its message sealed for its person, if it has one. Raises `KeyUnavailable`."""
        worded = [(self._encode(each.message), _bound_to(each.person)) for each in deliveries if each.message]
        sealed = iter(await self._text.many(work, worded, now=now))
        return [replace(each, sealed=next(sealed)) if each.message else each for each in deliveries]

    async def opened(self, work: UnitOfWork, deliveries: Sequence[Delivery]) -> list[Delivery]:
        """These with their messages. Raises `KeyUnavailable`."""
        return [
            each
            if each.sealed is None or each.message is not None
            else replace(each, message=await self.message(work, each.person, each.sealed))
            for each in deliveries
        ]

    async def message(self, work: UnitOfWork, person: PersonId, sealed: SealedWords) -> Message:
        """Raises `KeyUnavailable`."""
        return self._decode(await self._text.opened(work, sealed, bound_to=_bound_to(person)))

    async def messages(self, work: UnitOfWork, person: PersonId, sealed: Sequence[SealedWords]) -> list[Message | None]:
        """Those of one person; None for what was sealed under a key that is gone."""
        texts = await self._text.opened_many(work, [(each, _bound_to(person)) for each in sealed])
        return [None if text is None else self._decode(text) for text in texts]


def _bound_to(person: PersonId) -> str:
    return f"rounds message 1|{person}"
