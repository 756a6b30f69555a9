"""The file of somebody's own data, into their own chat: made when it is asked for, sent at once, and kept nowhere."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

import structlog

from bot.cancellation import stop_if_cancelled
from bot.domain.administration.sign_in import SignInOrigin
from bot.domain.identifiers import PersonId
from bot.domain.messaging.delivery_keys import no_file_key
from bot.domain.messaging.inbound import Inbound
from bot.domain.messaging.messages import MessageKind, message_of
from bot.domain.messaging.notices import reply_to
from bot.domain.organisation.people import Address, Channel
from bot.domain.texts import say
from bot.flows.epochs.put_out import put_out
from bot.flows.epochs.seal_messages import SealMessages
from bot.flows.own_page.write_own_file import WriteOwnFile, own_file_name
from bot.ports import Clock, DeliveryFailed, Storage, UnitOfWork, Unreachable, WorkQueue

log = structlog.get_logger()


class SendsFiles(Protocol):
    """The part of a messenger that this needs."""

    async def send_file(self, to: Address, *, name: str, body: bytes, words: str) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedFile:
    """Whose file is wanted, and by which update, so that it goes where it was asked for and nowhere else."""

    update: Inbound
    person: PersonId
    locale: str
    words: str
    """The text that stands beside it."""


class SendOwnFile:
    """One call, tried once: what is not certain to have arrived is said not to have, and can be asked for again.

    Nothing of it stands in the database, and nothing waits for it but to be forgotten. A process that ends meanwhile
    forgets the wish.
    """

    def __init__(
        self,
        *,
        storage: Storage,
        write: WriteOwnFile,
        messengers: Mapping[Channel, SendsFiles],
        seal: SealMessages,
        clock: Clock,
        queue: WorkQueue,
    ) -> None:
        self._storage, self._write, self._messengers = storage, write, messengers
        self._seal, self._clock, self._queue = seal, clock, queue
        self._wanted: asyncio.Queue[WantedFile] = asyncio.Queue()
        self._asked: set[PersonId] = set()

    def __call__(self, wanted: WantedFile) -> None:
        """Whoever presses twice gets one."""
        if wanted.person not in self._asked:
            self._asked.add(wanted.person)
            self._wanted.put_nowait(wanted)

    def is_awaited(self, person: PersonId) -> bool:
        """Whether the file of this person is on its way from here."""
        return person in self._asked

    async def run(self) -> None:
        """One after the other; ends only by being cancelled."""
        while True:
            await self.send_next()

    async def send_next(self) -> None:
        wanted = await self._wanted.get()
        try:
            if not await self._is_dealt_with(wanted):
                await self._say_that_it_failed(wanted)
        except Exception as error:  # the next ones go on; the words that it comes say what to do if it does not
            stop_if_cancelled()
            log.error("act_after_batch_failed", error=type(error).__name__)  # what was asked for is in no line
        finally:
            self._asked.discard(wanted.person)

    async def _is_dealt_with(self, wanted: WantedFile) -> bool:
        """Whether there is nothing to be said of it, because it has arrived or the chat is theirs no more."""
        to = wanted.update.sender
        try:
            async with self._storage.reading() as work:
                if not await _is_theirs(work, wanted):
                    return True
            return await self._send(wanted)
        except DeliveryFailed as failure:
            if not isinstance(failure, Unreachable):  # what a person did to be left in peace makes no line
                log.warning("delivery_failed", channel=to.channel, outcome=type(failure).__name__)  # as of any message
        except Exception as error:  # whatever it was, they are told that the file may not have arrived
            stop_if_cancelled()
            log.error("act_after_batch_failed", error=type(error).__name__)
        return False

    async def _send(self, wanted: WantedFile) -> bool:
        to, locale = wanted.update.sender, wanted.locale
        messenger = self._messengers.get(to.channel)
        written = await self._write(wanted.person, SignInOrigin.CHAT, for_chat=True)
        if messenger is None or written is None:
            return False
        name = own_file_name(self._clock.now())
        await messenger.send_file(to, name=name, body=written, words=say(wanted.words, locale))
        return True

    async def _say_that_it_failed(self, wanted: WantedFile) -> None:
        """It waits with all other messages until the platform can be reached; but not for whoever was forgotten."""
        now, update = self._clock.now(), wanted.update
        message = message_of(MessageKind.ANSWER, wanted.locale, say("commands-mydata_failed", wanted.locale))
        notice = replace(reply_to(update, wanted.person, message, now=now), key=no_file_key(update))
        async with self._storage.writing() as work:
            if not await _is_theirs(work, wanted):
                return
            await put_out(work, await self._seal(work, [notice], now=now))
        await self._queue.wake(update.sender.channel)


async def _is_theirs(work: UnitOfWork, wanted: WantedFile) -> bool:
    """Whether the chat is still that of the person."""
    found = await work.rosters.at_address(wanted.update.sender)
    return found is not None and found.id == wanted.person
