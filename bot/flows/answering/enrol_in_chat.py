"""Somebody brings an enrolment code to a chat: by a link, in words, or by a press after they were asked."""

from dataclasses import replace
from datetime import datetime
from typing import Protocol

from bot.domain.messaging.buttons import JoinPress, OnJoin
from bot.domain.messaging.delivery_keys import wrong_code_key
from bot.domain.messaging.inbound import Inbound
from bot.domain.messaging.messages import Message, MessageKind, message_of
from bot.domain.messaging.notices import reply_to
from bot.domain.organisation.people import Address, Person
from bot.domain.texts import say
from bot.flows.inbox.batch import InboxBatch
from bot.flows.inbox.pace_answers import PaceAnswers
from bot.ports import UnitOfWork


class Join(Protocol):
    """Redeems an enrolment code for an address and says what became of it."""

    async def __call__(
        self, work: UnitOfWork, address: Address, code: str, *, now: datetime, is_sure: bool = False
    ) -> Message:
        """`is_sure`: whoever is asked there now was asked, and gives the address away."""

    async def knows(self, work: UnitOfWork, address: Address, code: str, *, now: datetime) -> bool:
        """Whether what somebody who has joined wrote is a code that works, and no other words."""


class EnrolInChat:
    """Whoever joins is known for the rest of the batch. Wrong codes are answered no faster than answers are paced."""

    def __init__(self, *, join: Join, pace: PaceAnswers) -> None:
        self._join, self._pace = join, pace

    async def knows(self, batch: InboxBatch, update: Inbound, code: str) -> bool:
        """Whether these words of somebody who has joined are a code."""
        return await self._join.knows(batch.work, update.sender, code, now=batch.now)

    async def __call__(self, batch: InboxBatch, update: Inbound, code: str, *, is_sure: bool = False) -> Message | None:
        """What to tell somebody who is on no list; None for everybody else."""
        await batch.flush()
        message = await self._join(batch.work, update.sender, code, now=batch.now, is_sure=is_sure)
        person = await batch.work.rosters.at_address(update.sender)
        if person is None:
            return message
        batch.people = {**batch.people, update.sender: person}
        batch.members = {**batch.members, **await batch.work.rosters.members([person.id])}
        if message.kind is MessageKind.WELCOME or message.buttons:  # all others say that a code is wrong
            batch.reply(update, person.id, message)
            return None
        line = self._pace(update.sender, now=batch.now)
        batch.post(replace(reply_to(update, person.id, message, now=line.at), key=wrong_code_key(line.name)))
        return None

    async def press(self, batch: InboxBatch, update: Inbound, person: Person, press: JoinPress) -> None:
        """Whoever was asked here has said whether the chat becomes that of the code's person."""
        if press.what is OnJoin.YES:
            await self(batch, update, press.code, is_sure=True)
            return
        _, locale = await batch.zone_and_locale(person)
        batch.reply(update, person.id, message_of(MessageKind.ANSWER, locale, say("enrol-kept", locale)))
