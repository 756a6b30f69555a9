"""What every storage promises about transactions: all or nothing, readers undisturbed, writers one after another."""

import asyncio
from dataclasses import replace

import pytest

from bot.domain.identifiers import PulseId
from bot.domain.organisation.people import Address
from bot.ports import Storage
from tests.support.builders import T0, a_delivery, a_pulse, a_roster, a_round, a_sealed_update, after
from tests.support.channels import TELEGRAM
from tests.support.delivery_states import delivery_states
from tests.support.patience import PATIENCE


class Undone(Exception):
    """Ends a transaction that is to be rolled back."""


async def test_what_fails_half_way_leaves_nothing(storage: Storage) -> None:
    async def fail_half_way() -> None:
        async with storage.writing() as work:
            await work.rounds.claim_many([a_round()])
            await work.pulses.add([a_pulse("ann")])
            await work.deliveries.add([a_delivery("ann")])
            raise Undone

    with pytest.raises(Undone):
        await fail_half_way()

    async with storage.writing() as work:
        assert await work.rounds.to_close(now=after(days=99)) == []
        assert await work.pulses.many([a_pulse("ann").id]) == {}
        assert await delivery_states(work) == {}
        assert await work.rounds.claim_many([a_round()])


async def test_a_cancelled_writer_leaves_nothing_and_lets_the_next_one_in(storage: Storage) -> None:
    inside = asyncio.Event()

    async def write_and_wait() -> None:
        async with storage.writing() as work:
            await work.pulses.add([a_pulse("ann")])
            inside.set()
            await asyncio.Event().wait()

    writer = asyncio.create_task(write_and_wait())
    await inside.wait()
    writer.cancel()
    await asyncio.gather(writer, return_exceptions=True)

    async with asyncio.timeout(PATIENCE), storage.writing() as work:
        assert await work.pulses.many([a_pulse("ann").id]) == {}


async def test_a_reader_sees_what_was_committed_and_never_half_of_it(storage: Storage) -> None:
    async with storage.writing() as work:
        await work.pulses.add([a_pulse("ann")])
        async with storage.reading() as beside:
            assert await beside.pulses.many([a_pulse("ann").id]) == {}
    async with storage.reading() as work:
        assert await work.pulses.many([a_pulse("ann").id])


async def test_a_reader_keeps_its_picture_while_others_write(storage: Storage) -> None:
    async with storage.reading() as reader:
        assert await reader.pulses.many([a_pulse("ann").id]) == {}
        async with storage.writing() as work:
            await work.pulses.add([a_pulse("ann")])
        assert await reader.pulses.many([a_pulse("ann").id]) == {}


async def test_a_reader_cannot_write(storage: Storage) -> None:
    async def write_while_reading() -> None:
        async with storage.reading() as work:
            await work.pulses.add([a_pulse("ann")])

    with pytest.raises(Exception, match=r"(?i)read.?only|item assignment"):
        await write_while_reading()
    async with storage.reading() as work:
        assert await work.pulses.many([a_pulse("ann").id]) == {}


async def test_of_many_at_once_exactly_one_claims_a_round(storage: Storage) -> None:
    async def claim() -> bool:
        async with storage.writing() as work:
            return bool(await work.rounds.claim_many([a_round()]))

    assert sorted(await asyncio.gather(*(claim() for _ in range(8)))) == [False] * 7 + [True]


async def test_of_many_at_once_exactly_one_gets_a_code(storage: Storage) -> None:
    async with storage.writing() as work:
        await work.rosters.save(a_roster(["ann"]), at=T0)
        await work.codes.replace(next(iter(a_roster(["ann"]).people)), b"code", expires_at=after(days=1))

    async def claim() -> str | None:
        async with storage.writing() as work:
            return await work.codes.redeem(b"code", at=T0)

    assert sorted(filter(None, await asyncio.gather(*(claim() for _ in range(8))))) == ["ann"]


async def test_counts_by_many_writers_are_not_lost(storage: Storage) -> None:
    ann = next(iter(a_roster(["ann"]).people))
    async with storage.writing() as work:
        await work.rosters.save(a_roster(["ann"]), at=T0)

    async def count() -> None:
        async with storage.writing() as work:
            await work.rosters.count_unanswered([ann])

    await asyncio.gather(*(count() for _ in range(10)))
    async with storage.reading() as work:
        assert (await work.rosters.consent(ann)).unanswered == 10


async def test_who_changes_the_same_pulse_waits_for_the_other(storage: Storage) -> None:
    async with storage.writing() as work:
        await work.pulses.add([a_pulse("ann"), a_pulse("bob")])
    both = [PulseId("pulse-ann"), PulseId("pulse-bob")]

    async def raise_sequence(order: list[PulseId]) -> None:
        async with storage.writing() as work:
            found = await work.pulses.many_locked(order)
            await asyncio.sleep(0)
            await work.pulses.save_many([replace(each, sequence=each.sequence + 1) for each in found.values()])

    async with asyncio.timeout(PATIENCE):
        await asyncio.gather(*(raise_sequence(both if turn % 2 else both[::-1]) for turn in range(10)))
    async with storage.reading() as work:
        found = await work.pulses.many(both)
    assert [pulse.sequence for pulse in found.values()] == [10, 10]


async def test_the_same_update_arriving_twice_at_once_is_new_once(storage: Storage) -> None:
    update = a_sealed_update("e1")

    async def receive() -> None:
        async with storage.writing() as work:
            await work.inbox.keep([update])

    await asyncio.gather(*(receive() for _ in range(5)))
    async with storage.writing() as work:
        assert [entry.update for entry in await work.inbox.pending(limit=9)] == [update]


async def test_a_transaction_reads_what_it_wrote_also_where_it_has_read_before(storage: Storage) -> None:
    ann, pulse = Address(channel=TELEGRAM, value="1"), a_pulse("ann")
    async with storage.writing() as work:
        await work.rosters.save(a_roster({"ann": "1"}), at=T0)
        await work.pulses.add([pulse])
    async with storage.writing() as work:
        assert ann in (await work.rosters.listed_at([ann]))[0]
        await work.pulses.save_many([replace(pulse, sequence=7)])
        assert (await work.pulses.many_locked([pulse.id]))[pulse.id].sequence == 7
        await work.pulses.save_many([replace(pulse, sequence=8)])
        assert ann in (await work.rosters.listed_at([ann]))[0]
        assert (await work.pulses.many_locked([pulse.id]))[pulse.id].sequence == 8
        assert await work.programmes.current() is None
        assert await work.weeks.closed_through() is None
    async with storage.writing() as work:
        assert list(await work.inbox.pending(limit=1)) == []
        await work.pulses.save_many([replace(pulse, sequence=9)])
        assert (await work.pulses.many_locked([pulse.id]))[pulse.id].sequence == 9
