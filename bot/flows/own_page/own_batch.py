"""Somebody who acts on their own page, as the flows of the chats know people."""

from bot.domain.messaging.free_text_guard import LongestText
from bot.domain.organisation.people import Person
from bot.flows.epochs.seal_messages import SealMessages
from bot.flows.inbox.batch import InboxBatch, open_beside_the_chat
from bot.ports import Clock, UnitOfWork


class OpenOwnBatch:
    def __init__(self, *, clock: Clock, seal: SealMessages, longest_text: LongestText) -> None:
        self._clock, self._seal, self._longest_text = clock, seal, longest_text

    async def __call__(self, work: UnitOfWork, person: Person) -> InboxBatch:
        return await open_beside_the_chat(
            work, person, now=self._clock.now(), seal=self._seal, longest_text=self._longest_text
        )
