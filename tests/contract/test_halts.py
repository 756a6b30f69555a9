"""What every storage promises about halts."""

from bot.domain.identifiers import UnitId
from bot.domain.programme.halts import Halt
from bot.ports import Storage
from tests.support.builders import ICU, T0, after

EVERYWHERE = Halt(unit=None, since=T0, until=None, reason="Cyber attack")
IN_ICU = Halt(unit=ICU, since=after(hours=-2), until=after(hours=5), reason="Flood")


async def test_halts_come_back_by_their_beginning_until_they_are_over(storage: Storage) -> None:
    async with storage.writing() as work:
        for halt in (EVERYWHERE, IN_ICU):
            await work.halts.add(halt)
    async with storage.reading() as work:
        assert await work.halts.lasting_after(T0) == [IN_ICU, EVERYWHERE]
        assert await work.halts.lasting_after(after(hours=5)) == [EVERYWHERE]


async def test_the_halt_of_one_unit_ends_without_the_others(storage: Storage) -> None:
    async with storage.writing() as work:
        for halt in (EVERYWHERE, IN_ICU):
            await work.halts.add(halt)
        await work.halts.end(UnitId("elsewhere"), at=after(hours=1))
        await work.halts.end(None, at=after(hours=1))
        await work.halts.end(None, at=after(hours=9))
    async with storage.reading() as work:
        (in_icu, everywhere) = await work.halts.lasting_after(T0)
    assert (in_icu.until, everywhere.until) == (after(hours=5), after(hours=1))
