"""What lies sealed in the inbox, read as only the holder of the keys can."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from bot.adapters.clock import SystemEntropy
from bot.adapters.keys import INBOX_SUFFIX, FileKeys
from bot.adapters.sealer import AesSealer
from bot.domain.messaging.inbound import Inbound
from bot.flows.epochs.inbox_keys import InboxKeys
from bot.flows.inbox.seal_updates import SealUpdates
from bot.ports import Storage
from tests.support.builders import T0


def seal_with(folder: Path) -> SealUpdates:
    """Keys in this folder."""
    entropy = SystemEntropy()
    sealer = AesSealer(entropy=entropy)
    keys = InboxKeys(keys=FileKeys(folder, entropy=entropy, suffix=INBOX_SUFFIX), sealer=sealer)
    return SealUpdates(keys=keys, quarter_keys=FileKeys(folder, entropy=entropy), sealer=sealer)


async def waiting_updates(storage: Storage, seal: SealUpdates) -> Sequence[Inbound]:
    async with storage.writing() as work:
        waiting = await work.inbox.pending(limit=10_000)
        return [entry.update for entry in await seal.opened(work, waiting, now=T0)]


async def as_taken_in(storage: Storage, seal: SealUpdates, update: Inbound, *, now: datetime) -> Inbound:
    """Under a digest of its id, as everything knows it from then on."""
    async with storage.writing() as work:
        [sealed] = await seal(work, [update], now=now)
    return replace(update, update_id=sealed.update_id)
