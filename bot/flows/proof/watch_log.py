"""Looking every day whether the log of administration is as it was written, while Rounds runs."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.domain.health.troubles import Trouble, TroubleKind
from bot.domain.proof.check_chain import UNSIGNED, ChainPlace, FitsKey, check_piece, head_fault
from bot.flows.operations.check_readiness import LOG
from bot.flows.operations.health import HealthBoard
from bot.flows.operations.keep_running import Troubled, keep_running
from bot.ports import Timer
from bot.repositories.chain import ChainKeeper, ChainRecords

FIRST_AFTER: Final = timedelta(minutes=10)
"""A start has other things to do."""
EVERY: Final = timedelta(days=1)
FROM_THE_START: Final = timedelta(days=7)
"""After which nothing is taken for granted that was looked at before."""
AGAIN: Final = timedelta(hours=1)
PIECE: Final = 500
"""Entries at a time: looking at so many takes a twentieth of a second."""
REST: Final = 0.1
"""Seconds between two pieces: whoever presses something meanwhile waits for none of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Looked:
    place: ChainPlace
    """The last entry up to which all was well."""
    began: float
    """When it was last looked at from the first entry on."""


class WatchLog:
    """Entries with their words, the chain, signatures and the head beside the keys, from the last entry on that was
    good; once a week, and after a start, from the first. What else `rounds verify` looks at, pages above all, takes
    longer than a day should cost.
    """

    def __init__(
        self, *, records: ChainRecords, keeper: ChainKeeper, fits: FitsKey, timer: Timer, health: HealthBoard
    ) -> None:
        """`keeper`: only what is public of it is read."""
        self._records, self._keeper, self._fits = records, keeper, fits
        self._timer, self._health = timer, health
        self._looked: _Looked | None = None

    async def run(self) -> None:
        """Look again and again until cancelled."""
        await self._timer.sleep(FIRST_AFTER.total_seconds())

        async def look() -> float:
            await self()
            return EVERY.total_seconds()

        await keep_running(LOG, look, health=self._health, wait=self._timer.sleep, again=AGAIN.total_seconds())

    async def __call__(self) -> int:
        """How many entries were looked at. Raises `Troubled`, `StorageUnavailable` and `KeyUnavailable`."""
        now = self._timer.monotonic()
        before, self._looked = self._looked, None  # whatever is wrong: next time from the first entry on
        if before is None or now - before.began >= FROM_THE_START.total_seconds():
            before = _Looked(place=ChainPlace(), began=now)
        # The head first: an entry that is made meanwhile is then in the database and not yet in the head.
        noted = await asyncio.to_thread(self._keeper.noted)
        place, last, looked_at = before.place, await asyncio.to_thread(self._records.last), 0
        if place.head.number and await self._hash_of(place.head.number) != place.head.hash:
            raise _spoilt(f"entry {place.head.number}: is not what it was a day ago")
        while place.head.number < last:
            piece = await asyncio.to_thread(self._records.piece, place.head.number, limit=PIECE)
            # The keys after each piece: the file of a key is there before the entry that begins it.
            published = await asyncio.to_thread(self._keeper.published)
            if not piece.links:
                raise _spoilt(f"entries {place.head.number + 1} to {place.head.number + PIECE} are missing")
            place, faults = await asyncio.to_thread(
                check_piece, piece, start=place, published=published, fits=self._fits
            )
            if faults:
                raise _spoilt(*faults)
            looked_at += len(piece.links)
            await self._timer.sleep(REST)
        if place.missing:
            raise _spoilt(*(each.fault for each in place.missing))
        published = await asyncio.to_thread(self._keeper.published)
        if place.key is None and place.head.number and (published or noted):
            raise _spoilt(UNSIGNED)
        if noted is not None:
            there = await self._hash_of(noted.head.number)
            if fault := head_fault(noted.head, there=there, end=place.head.number):
                raise _spoilt(fault)
        self._looked = _Looked(place=place, began=before.began)
        self._health.well(LOG)
        return looked_at

    async def _hash_of(self, number: int) -> bytes | None:
        found = await asyncio.to_thread(self._records.piece, number - 1, limit=1)
        return found.links[0].hash if found.links else None


def _spoilt(first: str, *others: str) -> Troubled:
    return Troubled(Trouble(kind=TroubleKind.LOG_SPOILT, detail=first, count=len(others)))
