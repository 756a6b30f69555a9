"""What every storage promises about the inbox."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.identifiers import MessageRef
from bot.domain.messaging.inbound import Inbound, Opened
from bot.domain.organisation.people import Address
from bot.ports import Storage, UnitOfWork
from bot.repositories.inbox import InboxKey, SealedUpdate
from tests.support.builders import T0, a_round, a_sealed_update
from tests.support.channels import SLACK, TELEGRAM


def an_update(identity: str) -> Inbound:
    return Inbound(
        sender=Address(channel=TELEGRAM, value="42"),
        update_id=identity,
        sequence=7_000_000_000_000_001,
        event=Opened(),
    )


async def waiting(work: UnitOfWork, *, limit: int = 9) -> list[SealedUpdate]:
    return [entry.update for entry in await work.inbox.pending(limit=limit)]


@pytest.mark.parametrize("text", ["", "7\x00", "\ud800", "7\u200b", "é", "e\u0301", "７", "7" * 129, "7 ", "7\n", '"'])
def test_an_id_that_a_database_or_json_may_change_is_no_id(text: str) -> None:
    with pytest.raises(ValueError, match="plain ids"):
        an_update(text)
    with pytest.raises(ValueError, match="plain ids"):
        replace(an_update("1"), message=MessageRef(text))


async def test_an_update_is_new_once_for_each_platform(storage: Storage) -> None:
    one, two = a_sealed_update("1"), a_sealed_update("2")
    elsewhere = a_sealed_update("1", channel=SLACK)
    async with storage.writing() as work:
        await work.inbox.keep([one, two, one, elsewhere])
        await work.inbox.keep([two, a_sealed_update("3")])
        await work.inbox.keep([])
    async with storage.writing() as work:
        assert await waiting(work) == [one, two, elsewhere, a_sealed_update("3")]
        assert len(await work.inbox.pending(limit=10_000)) == 4


async def test_updates_are_handed_out_in_the_order_they_came(storage: Storage) -> None:
    async with storage.writing() as work:
        await work.inbox.keep([a_sealed_update(str(number)) for number in (5, 3, 9)])
    async with storage.writing() as work:
        await work.inbox.keep([a_sealed_update("1")])
        assert [update.update_id for update in await waiting(work, limit=99)] == ["5", "3", "9", "1"]
        assert [update.update_id for update in await waiting(work, limit=2)] == ["5", "3"]


async def test_a_filed_update_is_remembered_for_a_while_and_never_new_again(storage: Storage) -> None:
    today = T0.date()
    async with storage.writing() as work:
        await work.inbox.keep([a_sealed_update("1"), a_sealed_update("2")])
        one, _ = await work.inbox.pending(limit=9)
        assert await work.inbox.finish([one.number, 999], on=today) == 1
        assert await work.inbox.finish([one.number], on=today) == 0
        assert [update.update_id for update in await waiting(work, limit=9)] == ["2"]
        await work.inbox.keep([a_sealed_update("1")])
        assert len(await work.inbox.pending(limit=10_000)) == 1

        assert await work.inbox.purge(before=today) == 0
        assert await work.inbox.purge(before=today + timedelta(days=1)) == 1
        await work.inbox.keep([a_sealed_update("1")])
        assert [update.update_id for update in await waiting(work, limit=9)] == ["2", "1"]


async def test_what_waits_under_a_key_is_counted_and_given_up(storage: Storage) -> None:
    older, newer = a_sealed_update("1"), replace(a_sealed_update("2"), key=a_round().week + 1)
    keys = [InboxKey(week=week, fingerprint=f"of {week}") for week in (a_round().week, a_round().week + 1)]
    async with storage.writing() as work:
        assert await work.inbox.keys() == []
        await work.inbox.put_key(replace(keys[1], fingerprint="another"))
        for key in reversed(keys):
            await work.inbox.put_key(key)
        await work.inbox.keep([older, newer, replace(a_sealed_update("3"), key=None)])
    async with storage.writing() as work:
        assert await work.inbox.keys() == keys
        assert [await work.inbox.count_sealed(key) for key in keys] == [1, 1]
        assert await work.inbox.give_up(keys[0], on=T0.date()) == 1
        assert await work.inbox.give_up(keys[0], on=T0.date()) == 0
        assert await work.inbox.keys() == keys
        await work.inbox.forget_key(keys[0])
        assert await work.inbox.keys() == keys[1:]
        assert [update.update_id for update in await waiting(work)] == ["2", "3"]
