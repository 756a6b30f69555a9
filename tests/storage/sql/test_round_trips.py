"""On PostgreSQL every statement that waits for its answer is a round trip: what a press needs takes few of them."""

import pytest

from bot.domain.organisation.people import Address, Channel
from storage.database import Database
from tests.storage.repositories.test_lookups import statements
from tests.support.builders import T0, a_pulse, a_roster


@pytest.mark.postgres
async def test_what_presses_need_comes_with_what_is_asked_first(postgres_storage: Database) -> None:
    ann, pulse = Address(channel=Channel.TELEGRAM, value="1"), a_pulse("ann")
    async with postgres_storage.writing() as work:
        await work.rosters.save(a_roster({"ann": "1"}), at=T0)
        await work.pulses.add([pulse])
    with statements() as asked:
        async with postgres_storage.writing() as work:
            work.expect_presses([ann], [pulse.id])
            await work.inbox.pending(limit=9)
            first = len(asked)
            people, _ = await work.rosters.listed_at([ann])
            found = await work.pulses.many_locked([pulse.id])
            assert await work.programmes.current() is None
            assert await work.weeks.closed_through() is None
    assert (len(people), found) == (1, {pulse.id: pulse})
    assert asked[first:] == [], "everything had come already"
