"""The end of a block's key: nothing sealed remains, neither too early nor too late, wherever it is interrupted."""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.adapters.clock import SystemEntropy
from bot.domain.administration.log import AdministrationAct
from bot.domain.answers.epochs import EpochKey, EpochState
from bot.domain.identifiers import EpochId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.inbound import Inbound
from bot.flows.epochs.close_epoch import CloseEpoch
from bot.ports import KeyStore, Storage, UnitOfWork
from tests.support.builders import T0, a_pulse, a_round
from tests.support.epochs import epoch_named
from tests.support.ward import Ward

EPOCH = EpochId("2026-W10")
LAST = IsoWeek.parse("2026-W22")
CLOSING = T0.replace(month=6, day=2, hour=12)
"""24 hours after Sunday 31 May was over in the last zone of all, 12 hours behind UTC; two later blocks have ended."""
LATEST = T0.replace(month=6, day=8, hour=0)
"""A week after that Sunday, whatever is unclosed."""


@pytest.fixture
async def ward(storage: Storage, tmp_path: Path) -> Ward:
    ward = Ward(storage, tmp_path)
    await ward.furnish()
    await ward.do(*answers(ward))
    return ward


def answers(ward: Ward) -> list[Inbound]:
    agreeing = ("ana", "ben", "cas", "dee", "eve")
    return [*(ward.tap(who, "3") for who in agreeing), ward.tap("fay", "1")]


async def end_the_quarter(ward: Ward) -> None:
    weeks = [IsoWeek.from_index(index) for index in range(ward.round.week.index, LAST.index + 1)]
    await ward.close_weeks(*weeks)
    ward.clock.at = CLOSING


async def state(ward: Ward) -> tuple[EpochState | None, int, bool]:
    async with ward.storage.reading() as work:
        epoch = await epoch_named(work, EPOCH)
    rows = len(await ward.raw_rows(EPOCH))
    return None if epoch is None else epoch.state, rows, ward.keys.load(EPOCH) is not None


CLOSED = (EpochState.CLOSED, 0, False)


async def test_neither_an_answer_nor_its_key_remains(ward: Ward) -> None:
    await end_the_quarter(ward)
    assert await ward.close_epoch() == [EPOCH]
    async with ward.storage.reading() as work:
        (entry,) = await work.administration_log.entries()
    assert (entry.act, entry.author) == (AdministrationAct.KEY_DESTROYED, None)
    assert await state(ward) == CLOSED
    assert await ward.close_epoch() == []


async def test_it_is_destroyed_24_hours_after_its_last_week_ended_everywhere(ward: Ward) -> None:
    async with ward.storage.reading() as work:
        epoch = await epoch_named(work, EPOCH)
    assert epoch is not None
    assert epoch.destroyed_at == CLOSING
    await end_the_quarter(ward)
    ward.clock.at = CLOSING - timedelta(seconds=1)
    assert await ward.close_epoch() == []
    assert await state(ward) == (EpochState.FINISHED, 6, True)


async def test_with_its_last_week_closed_a_block_is_finished_and_its_key_lives(ward: Ward) -> None:
    weeks = [ward.round.week + step for step in range(4)]
    await ward.close_weeks(*weeks[:-1])
    assert await ward.close_epoch() == []
    assert await state(ward) == (EpochState.OPEN, 6, True)
    await ward.close_weeks(weeks[-1])
    assert await ward.close_epoch() == []
    assert await state(ward) == (EpochState.FINISHED, 6, True)


async def test_weeks_that_cannot_be_closed_keep_nothing_longer_than_people_were_told(ward: Ward) -> None:
    ward.clock.at = LATEST - timedelta(seconds=1)
    assert await ward.close_epoch() == []
    assert len(await ward.raw_rows(EPOCH)) == 6
    ward.clock.at = LATEST
    assert await ward.close_epoch() == [EPOCH]
    assert await state(ward) == CLOSED
    assert LATEST - ward.round.opens_at <= timedelta(weeks=14)


async def test_a_round_that_opened_before_its_block_shortens_the_wait(storage: Storage, tmp_path: Path) -> None:
    ward = Ward(storage, tmp_path)
    await ward.furnish()
    await ward.do(ward.tap("ana", "3"))
    early = replace(a_round(opens_at=T0 + timedelta(days=23)), slot="09:00", week=IsoWeek.parse("2026-W14"))
    early = replace(early, closes_at=early.opens_at + timedelta(days=5))
    await ward.ask(early, [replace(a_pulse("ben", identity="early", round_=early), week=early.week)])
    ward.clock.at = early.opens_at + timedelta(hours=1)
    await ward.do(ward.tap("ben", "4", pulse="early"))
    async with storage.reading() as work:
        living = await work.epochs.not_closed()
    assert [str(each.first) for each in living] == ["2026-W10", "2026-W14"], "made before the block begins"
    ward.clock.at = early.opens_at + timedelta(weeks=14) - timedelta(seconds=1)
    assert "2026-W14" not in await ward.close_epoch()
    ward.clock.at += timedelta(seconds=1)
    assert await ward.close_epoch() == ["2026-W14"]


async def test_a_change_after_the_border_replaces_the_answer_from_before_it(ward: Ward) -> None:
    """Also where the process was killed in between: one row, under the key of the week in which the round closes."""
    border = replace(a_round(opens_at=T0 + timedelta(days=23)), slot="09:00", week=IsoWeek.parse("2026-W14"))
    border = replace(border, closes_at=border.opens_at + timedelta(days=5))
    await ward.ask(border, [replace(a_pulse("ana", identity="border", round_=border), week=border.week)])
    ward.clock.at = border.opens_at + timedelta(hours=1)
    await ward.do(ward.tap("ana", "4", pulse="border"))
    await ward.close_weeks(*(ward.round.week + step for step in range(4)))
    await ward.close_epoch()
    again = Ward(ward.storage, ward.folder, clock=ward.clock)
    ward.clock.at = border.closes_at - timedelta(hours=1)
    await again.do(again.tap("ana", "1", pulse="border", sequence=10_000))
    assert len(await again.raw_rows(EpochId("2026-W14"))) == 1
    assert len(await again.raw_rows(EPOCH)) == 6
    assert {body.round: body.code for body in (await again.answers()).values()}[border.id] == "1"


async def test_the_next_block_starts_where_the_last_one_ended(ward: Ward) -> None:
    await end_the_quarter(ward)
    later = a_round(opens_at=CLOSING)
    await ward.ask(later, [replace(a_pulse("ana", identity="pulse-later", round_=later))])
    await ward.do(ward.tap("ana", "2", pulse="pulse-later"))
    await ward.close_epoch()
    assert await state(ward) == CLOSED
    async with ward.storage.reading() as work:
        (epoch,) = await work.epochs.not_closed()
    assert (epoch.first, epoch.weeks, epoch.quarter.first) == (LAST + 1, 4, LAST + 1)
    assert await ward.codes() == {"ana": "2"}


async def test_a_tap_for_a_block_that_has_ended_finds_it_closed(ward: Ward) -> None:
    await end_the_quarter(ward)
    await ward.close_epoch()
    late = replace(a_round(opens_at=T0.replace(hour=9)), closes_at=CLOSING + timedelta(days=9), week=LAST)
    await ward.ask(replace(late, slot="09:00"), [replace(a_pulse("ana", identity="late"), closes_at=late.closes_at)])
    await ward.do(ward.tap("ana", "4", pulse="late"))
    assert await ward.raw_rows(EPOCH) == []
    assert ward.keys.load(EPOCH) is None


# --- crashes ------------------------------------------------------------------------------------------------------


class Killed(Exception):
    """The process ends here."""


class MortalStorage:
    """Real storage whose n-th transaction is lost just before, or just after, its commit."""

    def __init__(self, storage: Storage, *, dies_at: int, after_commit: bool) -> None:
        self._storage, self._left, self._after_commit = storage, dies_at, after_commit

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[UnitOfWork]:
        self._left -= 1
        async with self._storage.writing() as work:
            yield work
            if self._left == 0 and not self._after_commit:
                raise Killed
        if self._left == 0:
            raise Killed

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[UnitOfWork]:
        async with self._storage.reading() as work:
            yield work


class MortalKeys:
    """A real key store that dies around the destruction of a key."""

    def __init__(self, keys: KeyStore, *, after: bool) -> None:
        self._keys, self._after = keys, after

    def create(self, epoch: EpochId) -> EpochKey:
        return self._keys.create(epoch)

    def load(self, epoch: EpochId) -> EpochKey | None:
        return self._keys.load(epoch)

    def names(self) -> Collection[EpochId]:
        return self._keys.names()

    def destroy(self, epoch: EpochId) -> None:
        if self._after:
            self._keys.destroy(epoch)
        raise Killed


@pytest.mark.drill
@pytest.mark.parametrize("after_commit", [False, True])
@pytest.mark.parametrize("dies_at", [1, 2, 3])
async def test_killed_around_a_commit_it_ends_the_same(ward: Ward, dies_at: int, after_commit: bool) -> None:
    await end_the_quarter(ward)
    mortal = CloseEpoch(
        storage=MortalStorage(ward.storage, dies_at=dies_at, after_commit=after_commit),
        keys=ward.keys,
        clock=ward.clock,
        entropy=SystemEntropy(),
    )
    with pytest.raises(Killed):
        await mortal()
    assert (await state(ward))[1] == (6 if (dies_at, after_commit) < (2, True) else 0)
    await ward.close_epoch()
    assert await state(ward) == CLOSED


@pytest.mark.parametrize("after", [False, True])
async def test_killed_around_the_keys_end_it_ends_the_same(ward: Ward, after: bool) -> None:
    await end_the_quarter(ward)
    keys = MortalKeys(ward.keys, after=after)
    mortal = CloseEpoch(storage=ward.storage, keys=keys, clock=ward.clock, entropy=SystemEntropy())
    with pytest.raises(Killed):
        await mortal()
    assert await state(ward) == (EpochState.FINISHED, 0, not after)
    await ward.close_epoch()
    assert await state(ward) == CLOSED


async def test_it_needs_no_key(ward: Ward, tmp_path: Path) -> None:
    await end_the_quarter(ward)
    (tmp_path / "keys" / f"{EPOCH}.key").unlink()
    assert await ward.close_epoch() == [EPOCH]
    assert await state(ward) == CLOSED
