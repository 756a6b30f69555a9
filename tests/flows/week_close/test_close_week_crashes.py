"""A week that was interrupted at any write ends in the same state, and decides nothing twice."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.administration.log import AdministrationAct
from bot.domain.answers.workings import OrganisationHabits, QuestionSums, TeamBlock, as_written, bound_to
from bot.domain.digests.verdict import Verdict
from bot.domain.disclosure.release_kinds import ReleaseKind
from bot.domain.errors import StorageUnavailable
from bot.domain.identifiers import PersonId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.people import Membership, Role
from bot.flows.proof.verify_pages import VerifyPages
from bot.flows.week_close.gather_inputs import (
    CHUNK,
)
from bot.ports import Storage, UnitOfWork
from tests.support.epochs import newest_epoch
from tests.support.memory import MemoryStorage
from tests.support.messages import words_of
from tests.support.weeks import CLINIC, FIRST, MEDICINE, WARD, Alarming, Weeks, monday_after

SIZES = {WARD: 14, CLINIC: 6}


@pytest.mark.drill
@pytest.mark.parametrize(("chunk", "writes"), [(CHUNK, 4), (1, 10)], ids=["all at once", "one unit at a time"])
async def test_a_crash_at_any_write_ends_in_the_same_state(tmp_path: Path, chunk: int, writes: int) -> None:
    straight, whole = await _with_crash(Weeks(MemoryStorage(), tmp_path / "straight"), 99)
    assert whole
    for fail_after in range(writes + 8):
        shaken, whole = await _with_crash(Weeks(MemoryStorage(), tmp_path / str(fail_after)), fail_after, chunk=chunk)
        assert shaken == straight
        if whole:
            assert fail_after > writes
            return
    raise AssertionError("closing took more writes than were tried")


@pytest.mark.drill
async def test_what_was_decided_in_part_is_not_decided_anew_for_other_readers(tmp_path: Path) -> None:
    """Between the crash and the next try most of the ward come to read digests, and would no longer be enough."""
    straight = Weeks(MemoryStorage(), tmp_path / "straight")
    await straight.furnish(SIZES)
    await straight.run(4)
    for fail_after in range(1, 5):
        weeks = Weeks(MemoryStorage(), tmp_path / str(fail_after))
        await weeks.furnish(SIZES)
        await weeks.run(3)
        await weeks.play(FIRST + 3)
        with pytest.raises(StorageUnavailable):
            await weeks.closing(Failing(weeks.storage, fail_after), chunk=1)(now=monday_after(FIRST + 3))
        async with weeks.storage.writing() as work:
            roster = await work.rosters.current()
            champions = {Membership(person=PersonId(f"ward-m{n}"), unit=WARD, role=Role.CHAMPION) for n in range(10)}
            await work.rosters.save(
                replace(roster, memberships=roster.memberships | champions), at=monday_after(FIRST + 3)
            )
        assert await weeks.closing(weeks.storage, chunk=1)(now=monday_after(FIRST + 3)) == [FIRST + 3]
        assert (await VerifyPages(storage=weeks.storage)()).faults == ()
        async with weeks.storage.reading() as work, straight.storage.reading() as other:
            units = [WARD, CLINIC, MEDICINE]
            releases = await work.weeks.releases(units, FIRST + 3, FIRST + 3)
            assert releases == await other.weeks.releases(units, FIRST + 3, FIRST + 3)
            assert {each.scope for each in releases if not each.withheld} >= {WARD}
            assert not await work.weeks.pending_releases(FIRST + 3)


@pytest.mark.drill
@pytest.mark.parametrize("at_first", [True, False])
async def test_a_week_that_was_decided_has_the_flags_of_then_and_no_others(tmp_path: Path, at_first: bool) -> None:
    """Somebody's answers may have been forgotten meanwhile, and an alarm come or gone with them."""
    ninth = FIRST + 8
    decided: list[bool] = []
    for fail_after in range(6):
        weeks = Weeks(MemoryStorage(), tmp_path / str(fail_after), detector=Alarming())
        await weeks.furnish(SIZES)
        await weeks.run(8)
        await weeks.play(ninth)
        first, later = (Alarming(ninth), Alarming()) if at_first else (Alarming(), Alarming(ninth))
        with pytest.raises(StorageUnavailable):
            await weeks.closing(Failing(weeks.storage, fail_after), first)(now=monday_after(ninth))
        async with weeks.storage.reading() as work:
            decided.append(bool(await work.weeks.organisation_releases(ninth, ninth)))
        await weeks.closing(weeks.storage, later)(now=monday_after(ninth))
        async with weeks.storage.reading() as work:
            flags = [flag.week for flag in await work.loop.flags([WARD], FIRST)]
            rows = [row for row in await work.weeks.releases([WARD], ninth, ninth) if row.kind is ReleaseKind.FLAG]
        is_told = at_first is decided[-1]
        assert flags == ([ninth] if is_told else [])
        assert len(rows) == len(flags)
        assert (await weeks.digest(WARD, ninth)).verdict is (Verdict.CONVERSATION if is_told else Verdict.NOTHING)
        assert (await VerifyPages(storage=weeks.storage)()).faults == ()
    assert set(decided) == {True, False}


async def _with_crash(weeks: Weeks, fail_after: int, *, chunk: int = CHUNK) -> tuple[object, bool]:
    """The same weeks, the last of them interrupted at one of its writes; True when it was not even reached."""
    await weeks.furnish(SIZES)
    await weeks.run(3)
    await weeks.play(FIRST + 3)
    whole = True
    try:
        await weeks.closing(Failing(weeks.storage, fail_after), chunk=chunk)(now=monday_after(FIRST + 3))
    except StorageUnavailable:
        whole = False
        left = [] if await _is_closed(weeks) else [FIRST + 3]
        assert await weeks.close(now=monday_after(FIRST + 3)) == left
    return await _everything(weeks, FIRST + 3), whole


async def _is_closed(weeks: Weeks) -> bool:
    async with weeks.storage.reading() as work:
        return await work.weeks.newest_closed() == FIRST + 3


class Failing:
    """A storage whose n-th write fails after it was committed."""

    def __init__(self, inner: Storage, writes: int) -> None:
        self.inner, self.left = inner, writes

    def reading(self) -> AbstractAsyncContextManager[UnitOfWork]:
        return self.inner.reading()

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[UnitOfWork]:
        async with self.inner.writing() as work:
            yield work
        self.left -= 1
        if self.left < 0:
            raise StorageUnavailable("as the test wanted")


async def _everything(weeks: Weeks, week: IsoWeek) -> object:
    units = [WARD, CLINIC, MEDICINE]
    async with weeks.storage.reading() as work:
        epoch = await newest_epoch(work)
        assert epoch is not None
        key = weeks.keys.load(epoch.id)
        assert key is not None
        workings = await work.answers.workings(
            epoch.id, [TeamBlock(unit=WARD), TeamBlock(unit=CLINIC), OrganisationHabits(), QuestionSums()]
        )
        entries = await work.administration_log.entries()
        frozen = [each.words for each in entries if each.act is AdministrationAct.DIGESTS_FROZEN and each.words]
        return (
            sorted((words.after.partition(",")[0], unit) for words in frozen for unit in words.units),
            [dict(await work.weeks.unit_states(units, before=each)) for each in (week, week + 1)],
            [await work.weeks.organisation_state(before=each) for each in (week, week + 1)],
            {
                working: as_written(weeks.sealer.unseal(key, sealed=sealed, bound_to=bound_to(epoch, working)))
                for working, sealed in workings.items()
            },
            await work.weeks.releases(units, FIRST, week),
            [words_of(await weeks.digest(unit, week)) for unit in units],
            await work.weeks.newest_closed(),
        )
