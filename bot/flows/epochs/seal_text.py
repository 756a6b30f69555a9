"""Sealing words that somebody wrote, or that answer what somebody did, for as long as they wait in the database."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from bot.domain.answers.epochs import EpochKey
from bot.domain.errors import KeyUnavailable
from bot.domain.fixed_lengths import filled_up
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.messages import SealedWords
from bot.flows.epochs.inbox_keys import InboxKeys
from bot.ports import Sealer, UnitOfWork

_LENGTHS = (2048, 8192, 32_768, 131_072)
"""Bytes of a body: most confirmations fit into the first, and a length says next to nothing of the words."""


class SealText:
    """They go under the inbox's key of the week. What lingers in free pages, logs and archives opens with no key once
    that is destroyed.
    """

    def __init__(self, *, keys: InboxKeys, sealer: Sealer) -> None:
        self._keys, self._sealer = keys, sealer

    async def __call__(self, work: UnitOfWork, text: str, *, bound_to: str, now: datetime) -> SealedWords:
        """Bound to what it belongs to: beside anything else it does not open. Raises `KeyUnavailable`."""
        return (await self.many(work, [(text, bound_to)], now=now))[0]

    async def many(self, work: UnitOfWork, texts: Sequence[tuple[str, str]], *, now: datetime) -> list[SealedWords]:
        """Each text with what it is bound to. Raises `KeyUnavailable`."""
        if not texts:
            return []
        week, key = await self._keys.running(work, now=now)
        bodies = [(filled_up(text.encode(), _LENGTHS), bound_to.encode()) for text, bound_to in texts]
        return [SealedWords(key=week, body=body) for body in self._sealer.seal_many(key, bodies)]

    async def opened(self, work: UnitOfWork, sealed: SealedWords, *, bound_to: str) -> str:
        """Raises `KeyUnavailable` when its key is gone or is another one."""
        return self._opened(await self._keys.of(work, sealed.key), sealed, bound_to)

    async def opened_many(self, work: UnitOfWork, texts: Sequence[tuple[SealedWords, str]]) -> list[str | None]:
        """Each with what it is bound to; None where its key is gone or is another one. Each key is read once."""
        keys = {week: await self._found(work, week) for week in {sealed.key for sealed, _ in texts}}
        found: list[str | None] = []
        for sealed, bound_to in texts:
            text = None
            if (key := keys[sealed.key]) is not None:
                with suppress(KeyUnavailable):
                    text = self._opened(key, sealed, bound_to)
            found.append(text)
        return found

    async def _found(self, work: UnitOfWork, week: IsoWeek) -> EpochKey | None:
        try:
            return await self._keys.of(work, week)
        except KeyUnavailable:
            return None

    def _opened(self, key: EpochKey, sealed: SealedWords, bound_to: str) -> str:
        body = self._sealer.unseal(key, sealed=sealed.body, bound_to=bound_to.encode())
        return body.rstrip(b"\0").decode()
