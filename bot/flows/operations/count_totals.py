"""Totals for whoever watches the machine, so coarse that they tell of no person."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.errors import StorageUnavailable
from bot.domain.follow_up.flag_precision import WEEKS, FlagCount, flag_counts
from bot.domain.organisation.people import Channel
from bot.ports import Storage, UnitOfWork
from bot.repositories.machine import SendTimes

LEAST = 30
"""People of whom something is told apart from the others; of fewer, all channels are told together."""
LIMITS = (1, 5, 15, 60, 300, 900, 3600)
"""Seconds between due and sent."""
EVERYBODY = "all"
"""In place of a channel: all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    deliveries: Mapping[tuple[str, str], int]
    """By channel and state: so many tenths of the channel's messages, to the nearest; a state of less is left out. How
    many is not told: it would tell from week to week that somebody has stopped."""
    sent_within: Mapping[str, Sequence[int]]
    """By channel, for each of `LIMITS`: so many tenths of its questions, rounded down, and no number either."""
    enrolled_tenths: int | None
    """Of those on the list, rounded down; None while the list is empty."""
    database_bytes: int
    flags: Sequence[FlagCount]
    """Of a year: how leads judged them."""


class CountTotals:
    def __init__(self, *, storage: Storage) -> None:
        self._storage = storage

    async def __call__(self) -> Totals | None:
        """None when the database cannot be asked: that is for health to tell."""
        try:
            async with self._storage.reading() as work:
                return await self._count(work)
        except StorageUnavailable:
            return None

    async def _count(self, work: UnitOfWork) -> Totals:
        deliveries, addresses = await work.machine.deliveries(), await work.machine.addresses()
        apart = all(addresses.get(channel, 0) >= LEAST for channel, _ in deliveries)
        newest = await work.weeks.newest_closed()
        return Totals(
            deliveries=_states_in_tenths(deliveries, await work.deliveries.counts(), apart=apart),
            sent_within=_in_tenths(await work.machine.send_times(LIMITS), apart=apart),
            enrolled_tenths=await self._enrolled(work),
            database_bytes=await work.machine.database_bytes(),
            flags=() if newest is None else flag_counts(await work.loop.judged(newest - (WEEKS - 1))),
        )

    async def _enrolled(self, work: UnitOfWork) -> int | None:
        programme = await work.programmes.current()
        if programme is None:
            return None
        people = await work.directory.count([unit.id for unit in programme.organisation.units])
        return 10 * people.joined // people.listed if people.listed else None


def _states_in_tenths(
    by_channel: Mapping[tuple[Channel, str], int], of_all: Mapping[str, int], *, apart: bool
) -> Mapping[tuple[str, str], int]:
    states: Mapping[tuple[str, str], int] = {(str(at), state): count for (at, state), count in by_channel.items()}
    kept: Counter[str] = Counter()
    for (name, _), count in states.items():
        kept[name] += count
    if not apart or any(count < LEAST for count in kept.values()):
        states = {(EVERYBODY, state): count for state, count in of_all.items()}
        kept = Counter({EVERYBODY: sum(of_all.values())})
    found = {at: round(10 * count / kept[at[0]]) for at, count in states.items() if kept[at[0]] >= LEAST}
    return {at: tenths for at, tenths in found.items() if tenths}


def _in_tenths(times: Mapping[Channel, SendTimes], *, apart: bool) -> Mapping[str, Sequence[int]]:
    if not apart or any(each.sent < LEAST for each in times.values()):
        both = SendTimes(
            sent=sum(each.sent for each in times.values()),
            within=[sum(counts) for counts in zip(*(each.within for each in times.values()), strict=True)],
        )
        return {EVERYBODY: _tenths(both)} if both.sent >= LEAST else {}
    return {channel: _tenths(each) for channel, each in times.items()}


def _tenths(times: SendTimes) -> Sequence[int]:
    return [10 * count // times.sent for count in times.within]
