"""Keeping the database small, and its answers unlinked."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta

from bot.ports import Storage

INBOX_KEEPS = timedelta(hours=48)
"""How long (platform, update id) is kept to recognise a repeated update."""


class Tidy:
    """Give up what is too late to send, forget update ids after two days, and once a day mix the sealed answers."""

    def __init__(self, *, storage: Storage, mix_answers: Callable[[], Awaitable[object]]) -> None:
        self._storage, self._mix_answers = storage, mix_answers
        self._mixed_on: date | None = None

    async def __call__(self, *, now: datetime) -> None:
        """Raises `StorageUnavailable`."""
        async with self._storage.writing() as work:
            await work.deliveries.expire(now=now)
            await work.inbox.purge(before=now - INBOX_KEEPS)
        if now.date() != self._mixed_on:
            if self._mixed_on is not None:  # a start has other things to do
                await self._mix_answers()
            self._mixed_on = now.date()
