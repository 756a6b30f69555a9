"""Totals for whoever watches the machine, so coarse that they tell of no person."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.errors import StorageUnavailable
from bot.domain.follow_up.flag_precision import WEEKS, FlagCount, flag_counts
from bot.domain.messaging.deliveries import DeliveryState
from bot.domain.organisation.people import Channel
from bot.ports import Storage, UnitOfWork
from bot.repositories.machine import SendTimes

LEAST = 30
"""People on the list of whom something is told, or told apart from the others. Lists are no secret; whether messages
are kept would tell of a few people that somebody writes, or is asked no more."""
LIMITS = (1, 5, 15, 60, 300, 900, 3600)
"""Seconds between due and sent."""
EVERYBODY = "all"
"""In place of a channel: all of them."""
STEP = 10_000_000
"""Bytes in which the size of the database is told: single rows are not seen in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    deliveries: Mapping[tuple[str, str], int]
    """By channel and state: so many tenths of its messages, rounded down; a state of less is left out. What remains is
    told as sent, so that there is always a line of it."""
    sent_within: Mapping[str, Sequence[int]]
    """By channel, for each of `LIMITS`: so many tenths of its questions, rounded down."""
    enrolled_tenths: int | None
    """Of those on the list, rounded down; None while the list is short."""
    database_bytes: int
    """Rounded up to the next `STEP`."""
    flags: Sequence[FlagCount]
    """Of a year: how leads judged them; nothing while the list is short."""


class CountTotals:
    """Nothing that people do decides whether a figure is told, only how many are on the list."""

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
        listed = _listed(await work.machine.listed())
        states, of_persons = await work.machine.deliveries(), await work.machine.of_persons()
        times = await work.machine.send_times(LIMITS)
        newest = await work.weeks.newest_closed()
        judged = [] if newest is None or not listed else await work.loop.judged(newest - (WEEKS - 1))
        return Totals(
            deliveries=_states_in_tenths(states, of_persons, listed),
            sent_within={name: _tenths(_of(times, name), people) for name, people in listed.items()},
            enrolled_tenths=await self._enrolled(work),
            database_bytes=size_told(await work.machine.database_bytes()),
            flags=flag_counts(judged),
        )

    async def _enrolled(self, work: UnitOfWork) -> int | None:
        programme = await work.programmes.current()
        if programme is None:
            return None
        people = await work.directory.count([unit.id for unit in programme.organisation.units])
        return 10 * people.joined // people.listed if people.listed >= LEAST else None


def size_told(size: int) -> int:
    """Rounded up, in bytes."""
    return -(-size // STEP) * STEP


def _listed(by_channel: Mapping[Channel, int]) -> Mapping[str, int]:
    """How many are on the list, by what is told apart: each channel, if each has enough; else all; else nothing."""
    if by_channel and min(by_channel.values()) >= LEAST:
        return {str(channel): people for channel, people in by_channel.items()}
    everybody = sum(by_channel.values())
    return {EVERYBODY: everybody} if everybody >= LEAST else {}


def _states_in_tenths(
    by_channel: Mapping[tuple[Channel, str], int],
    of_persons: Mapping[tuple[Channel, str], int],
    listed: Mapping[str, int],
) -> Mapping[tuple[str, str], int]:
    """What people refused or called off is part of what remains."""
    told: dict[tuple[str, str], int] = {}
    for name, people in listed.items():
        told_of = {at: count for at, count in by_channel.items() if name in (EVERYBODY, at[0])}
        kept = _at_least(sum(told_of.values()), people)
        states: Counter[str] = Counter()
        for (channel, state), count in told_of.items():
            states[state] += count - of_persons.get((channel, state), 0)
        others = {state: 10 * count // kept for state, count in states.items() if state != DeliveryState.SENT}
        told |= {(name, state): tenths for state, tenths in others.items() if tenths}
        told[name, DeliveryState.SENT.value] = 10 - sum(others.values())
    return told


def _of(times: Mapping[Channel, SendTimes], name: str) -> SendTimes:
    found = [each for channel, each in times.items() if name in (EVERYBODY, channel)]
    return SendTimes(
        sent=sum(each.sent for each in found),
        within=[sum(each.within[at] for each in found) for at in range(len(LIMITS))],
    )


def _tenths(times: SendTimes, people: int) -> Sequence[int]:
    sent = _at_least(times.sent, people)
    return [10 * (sent - times.sent + count) // sent for count in times.within]


def _at_least(kept: int, people: int) -> int:
    """Of how many a share is told: where fewer messages are kept than people are listed, as if the others had been sent
    at once. So neither a line nor a number tells that few are kept, nor what became of a single one."""
    return max(kept, people)
