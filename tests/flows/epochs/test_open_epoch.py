"""Every week lies in exactly one epoch, and its key is the one the database remembers."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.answers.epochs import (
    EpochKey,
    KeyDerivation,
)
from bot.domain.errors import KeyUnavailable
from bot.domain.identifiers import EpochId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.programme.programme import Privacy
from bot.flows.epochs.open_epoch import HeldEpoch
from bot.ports import Storage
from tests.support.builders import a_programme, a_round, a_whole_quarter
from tests.support.ward import Ward

FIRST = IsoWeek.parse("2026-W10")


@pytest.fixture
def ward(storage: Storage, tmp_path: Path) -> Ward:
    return Ward(storage, tmp_path)


PRIVACY = Privacy()


async def opened(ward: Ward, week: IsoWeek, privacy: Privacy = PRIVACY) -> HeldEpoch:
    async with ward.storage.writing() as work:
        held = await ward.open_epoch(work, week, programme=replace(a_programme(), privacy=privacy))
    assert held is not None
    return held


async def test_the_first_block_starts_with_the_first_rounds_week(ward: Ward) -> None:
    async with ward.storage.writing() as work:
        await work.rounds.claim_many([a_round()])
    held = await opened(ward, FIRST + 2)
    assert (held.epoch.first, held.epoch.weeks, held.epoch.number) == (FIRST, 4, 0)
    assert await opened(ward, FIRST) == held


async def test_blocks_follow_one_another_without_gap_or_overlap(ward: Ward) -> None:
    await opened(ward, FIRST)
    epochs = [(await opened(ward, FIRST + ahead)).epoch for ahead in (3, 4, 8, 12, 13, 25, 40)]
    assert [(each.first - FIRST, each.weeks, each.number) for each in epochs] == [
        (0, 4, 0), (4, 4, 1), (8, 5, 2), (8, 5, 2), (13, 4, 0), (21, 5, 2), (39, 4, 0),
    ]  # fmt: skip
    assert [each.quarter.first - FIRST for each in epochs] == [0, 0, 0, 0, 13, 13, 39]
    assert [each.lives_through - each.first for each in epochs] == [12] * 7, "three blocks in a row are a quarter"


async def test_a_key_that_lives_for_three_blocks_more_is_planned_so(ward: Ward) -> None:
    longer = Privacy(answers_live_blocks=3)
    assert [(await opened(ward, FIRST + ahead, longer)).epoch.lives_through - FIRST for ahead in (0, 4, 8)] == [
        16,
        20,
        25,
    ]


async def test_weeks_that_a_runaway_clock_left_out_get_an_epoch_of_their_own(ward: Ward) -> None:
    long = Privacy(quarter_weeks=26)
    await opened(ward, FIRST)
    await opened(ward, FIRST + 400)
    await opened(ward, FIRST + 395, long)
    covered = [(await opened(ward, FIRST + ahead, long)).epoch for ahead in range(0, 404, 3)]
    for epoch in covered:
        others = [other for other in covered if other.first != epoch.first]
        assert all(other.last < epoch.first or other.first > epoch.last for other in others)


async def test_a_whole_quarter_from_before_ends_as_one_and_blocks_follow(ward: Ward) -> None:
    async with ward.storage.writing() as work:
        key = ward.keys.create(EpochId(str(FIRST)))
        await work.epochs.save(a_whole_quarter(FIRST, fingerprint=ward.sealer.fingerprint(key)))
    before, after = (await opened(ward, FIRST + 12)).epoch, (await opened(ward, FIRST + 13)).epoch
    assert [block.number for block in before.blocks] == [0, 1, 2]
    assert (before.lives_through, after.first, after.weeks) == (FIRST + 12, FIRST + 13, 4)


async def test_each_epoch_has_its_own_key_and_never_shows_it(ward: Ward) -> None:
    one, two = await opened(ward, FIRST), await opened(ward, FIRST + 4)
    assert one.key != two.key
    assert one.key.secret.hex() not in repr(one)
    assert str(one.key.secret) not in repr(one)


async def test_a_transaction_that_fails_leaves_a_key_that_the_next_one_uses(ward: Ward) -> None:
    async def fail() -> None:
        async with ward.storage.writing() as work:
            await ward.open_epoch(work, FIRST, programme=a_programme())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    kept = ward.keys.load((await opened(ward, FIRST)).epoch.id)
    assert kept == (await opened(ward, FIRST)).key


async def test_an_epoch_from_before_hkdf_keeps_its_derivation_and_the_next_one_begins_with_hkdf(
    ward: Ward, tmp_path: Path
) -> None:
    old = EpochKey(secret=bytes(range(32)), derivation=KeyDerivation.LABELLED_HMAC)
    (tmp_path / "keys").mkdir(mode=0o700)
    (tmp_path / "keys" / f"{FIRST}.key").write_bytes(old.secret)
    async with ward.storage.writing() as work:
        await work.epochs.save(a_whole_quarter(FIRST, fingerprint="ceb161de4fd9a3767f29b6d299a0531f"))
    assert (await opened(ward, FIRST)).key == (await opened(ward, FIRST + 12)).key == old
    assert (await opened(ward, FIRST + 13)).key.derivation is KeyDerivation.HKDF_EXPAND


async def test_a_lost_or_foreign_key_stops_it(ward: Ward) -> None:
    held = await opened(ward, FIRST)
    ward.keys.destroy(held.epoch.id)
    with pytest.raises(KeyUnavailable, match="missing"):
        await opened(ward, FIRST)
    ward.keys.create(held.epoch.id)
    with pytest.raises(KeyUnavailable, match="not the one"):
        await opened(ward, FIRST)
