"""Sealing what people did before it is committed for the first time, and opening it to act upon it."""

import json
from base64 import b64decode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import structlog

from bot.domain.answers.epochs import EpochKey
from bot.domain.errors import InboxUnavailable, KeyUnavailable
from bot.domain.identifiers import EpochId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.inbound import Inbound
from bot.domain.organisation.people import Channel
from bot.flows.epochs.inbox_keys import InboxKeys
from bot.flows.inbox.update_body import pack, unpack
from bot.ports import KeyStore, Sealer, UnitOfWork
from bot.repositories.inbox import SealedUpdate, WaitingUpdate

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedUpdate:
    """An update that can be acted upon, with the inbox's number for it."""

    number: int
    update: Inbound
    waits_again: bool = False


class SealUpdates:
    """Each update is sealed for its own row: moved to another, it does not open.

    Its id becomes a digest under the same key before anything is committed, and every id and key that is made of it
    later is made of the digest: on some channels an id holds the chat and the moment, so it would tell who did
    something, and when. Once the key is destroyed nobody can find out by trying, in no copy either.
    """

    def __init__(self, *, keys: InboxKeys, quarter_keys: KeyStore, sealer: Sealer) -> None:
        """`quarter_keys` opens what a backup of an earlier version sealed under the key of answers."""
        self._keys, self._quarter_keys, self._sealer = keys, quarter_keys, sealer

    async def __call__(self, work: UnitOfWork, updates: Sequence[Inbound], *, now: datetime) -> Sequence[SealedUpdate]:
        """Those that are new, or were taken in under the same key, by which the inbox knows them. Raises
        `KeyUnavailable`."""
        week, key = await self._keys.running(work, now=now)
        new = await self._without_known(work, updates, week)
        rows = [(update.sender.channel, digest) for update, digest in zip(new, self._digests(key, new), strict=True)]
        bodies = [(pack(update), _row(*row)) for update, row in zip(new, rows, strict=True)]
        return [
            SealedUpdate(channel=channel, update_id=update_id, key=week, body=body)
            for (channel, update_id), body in zip(rows, self._sealer.seal_many(key, bodies), strict=True)
        ]

    async def _without_known(self, work: UnitOfWork, updates: Sequence[Inbound], week: IsoWeek) -> Sequence[Inbound]:
        """Without those that were taken in under another key, or as they were by an earlier version."""
        others = [self._digests(key, updates) for key in await self._keys.others(work, week)]
        names = [
            [(update.sender.channel, each) for each in (update.update_id, *digests)]
            for update, *digests in zip(updates, *others, strict=True)
        ]
        known = await work.inbox.known([each for of_one in names for each in of_one])
        return [update for update, of_one in zip(updates, names, strict=True) if known.isdisjoint(of_one)]

    def _digests(self, key: EpochKey, updates: Sequence[Inbound]) -> list[str]:
        return self._sealer.update_ids(key, [_row(each.sender.channel, each.update_id) for each in updates])

    async def opened(
        self, work: UnitOfWork, waiting: Sequence[WaitingUpdate], *, now: datetime
    ) -> Sequence[OpenedUpdate]:
        """What can be read of these, in order. Raises `KeyUnavailable` where a key is missing.

        One that cannot be read under the right key would come again for ever and hold up everybody behind it: it is
        logged by its number and emptied.
        """
        keys = {each.update.key for each in waiting if each.update.key is not None}
        held = {week: await self._keys.of(work, week) for week in keys}
        opened: list[OpenedUpdate] = []
        unreadable: list[int] = []
        for each in waiting:
            try:
                update = self._opened(each.update, held)
            except (KeyUnavailable, ValueError, LookupError, TypeError, AttributeError, RecursionError):
                unreadable.append(each.number)
            else:
                opened.append(OpenedUpdate(number=each.number, update=update, waits_again=each.waits_again))
        if unreadable:  # nothing of them may reach the log
            log.error("inbox_rows_unreadable")
            await finish_all(work, unreadable, on=now.date())
        return opened

    def _opened(self, update: SealedUpdate, held: dict[IsoWeek, EpochKey]) -> Inbound:
        bound_to = _row(update.channel, update.update_id)
        if update.key is None:
            body = self._of_an_earlier_version(update)
        else:
            body = self._sealer.unseal(held[update.key], sealed=update.body, bound_to=bound_to)
        return unpack(update.channel, update.update_id, body)

    def _of_an_earlier_version(self, update: SealedUpdate) -> bytes:
        """It kept them in the open, and sealed them in backups alone."""
        written = json.loads(update.body)
        if "sealed" not in written:
            return update.body
        key = self._quarter_keys.load(EpochId(written["epoch"]))
        if key is None:
            raise KeyUnavailable("a backup of an earlier version cannot be opened without its key")
        bound_to = f"rounds waiting update 1|{update.channel}|{update.update_id}".encode()
        return self._sealer.unseal(key, sealed=b64decode(written["sealed"]), bound_to=bound_to).rstrip(b" ")


async def finish_all(work: UnitOfWork, numbers: Sequence[int], *, on: date) -> None:
    """Raises `InboxUnavailable` where one cannot be: the next run would be handed the same again, and so on without
    end."""
    finished = await work.inbox.finish(numbers, on=on)
    if finished < len(numbers):
        raise InboxUnavailable(f"{len(numbers) - finished} of {len(numbers)} updates could not be finished")


def _row(channel: Channel, update_id: str) -> bytes:
    return f"rounds update 2|{channel}|{update_id}".encode()
