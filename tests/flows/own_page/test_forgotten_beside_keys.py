"""Somebody is forgotten in the moment in which the key of a block is destroyed: it is done, or nothing of it is."""

import asyncio
from pathlib import Path

import pytest

from bot.adapters.clock import SystemEntropy
from bot.domain.answers.epochs import EpochState
from bot.domain.errors import KeyUnavailable
from bot.flows.epochs.close_epoch import CloseEpoch
from bot.flows.own_page.forget_own import Forgetting
from tests.flows.epochs.test_close_epoch import CLOSING, EPOCH, answers, end_the_quarter, state
from tests.flows.week_close.test_two_close_a_week import StandsStill, rows_of
from tests.support.databases import sqlite_copy
from tests.support.own_asks import ANA
from tests.support.ward import Ward


@pytest.mark.parametrize("at", [1, 2, 3, 4])
async def test_at_every_write(sqlite_template: Path, tmp_path: Path, at: int) -> None:
    async with sqlite_copy(sqlite_template, tmp_path) as database:
        ward = Ward(database, tmp_path)
        await ward.furnish()
        await ward.do(*answers(ward))
        await end_the_quarter(ward)
        late = StandsStill(database.url.render_as_string(), at=at)
        close = CloseEpoch(storage=late, keys=ward.keys, clock=ward.clock, entropy=SystemEntropy())
        closing = asyncio.create_task(close())
        standing = asyncio.create_task(late.stands.wait())
        await asyncio.wait({closing, standing}, return_when=asyncio.FIRST_COMPLETED)
        standing.cancel()
        is_there, before = ward.keys.load(EPOCH) is not None, rows_of(database)
        if is_there or closing.done():
            assert await ward.rights.forget(ANA) is Forgetting.DONE
        else:
            with pytest.raises(KeyUnavailable):
                await ward.rights.forget(ANA)
            assert rows_of(database) == before
            assert not list((tmp_path / "keys").glob("*.forgotten"))
        late.goes_on.set()
        await closing
        assert await ward.rights.forget(ANA) is Forgetting.DONE
        assert await state(ward) == (EpochState.CLOSED, 0, False)
        assert ward.clock.now() == CLOSING
        async with database.reading() as work:
            assert (await work.rosters.address_of(ANA), await work.own_data.pulses_of(ANA)) == (None, [])
        await late.close()
