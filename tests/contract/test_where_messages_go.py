"""What every storage promises about a message that was leased for a chat: it goes there while its person is there."""

from collections.abc import Awaitable, Callable

import pytest

from bot.domain.identifiers import PersonId
from bot.domain.messaging.deliveries import Lease
from bot.domain.organisation.people import Address, Channel
from bot.ports import Storage, UnitOfWork
from tests.support.builders import T0, a_delivery, a_roster, after
from tests.support.channels import SLACK, TELEGRAM

ANN, BOB = PersonId("ann"), PersonId("bob")
HERE = Address(channel=TELEGRAM, value="1")


def at(value: str, channel: Channel = TELEGRAM) -> Address:
    return Address(channel=channel, value=value)


async def nothing(work: UnitOfWork) -> None:
    """She is where she was."""


async def others_change(work: UnitOfWork) -> None:
    await work.rosters.save(a_roster({"ann": "1"}), at=T0)


async def leaves(work: UnitOfWork) -> None:
    await work.rosters.save(a_roster({"bob": "2"}), at=T0)


async def is_revoked(work: UnitOfWork) -> None:
    await work.rosters.revoke(ANN)


async def refuses(work: UnitOfWork) -> None:
    await work.rosters.mark_unreachable(HERE, at=T0)


async def gives_chat_away(work: UnitOfWork) -> None:
    await work.rosters.enrol(BOB, HERE, at=T0)


async def moves_to_another_chat(work: UnitOfWork) -> None:
    await work.rosters.enrol(ANN, at("9"), at=T0)


async def moves_to_another_channel(work: UnitOfWork) -> None:
    await work.rosters.enrol(ANN, at("1", SLACK), at=T0)


async def leased_then(storage: Storage, meanwhile: Callable[[UnitOfWork], Awaitable[None]]) -> Lease:
    """Her message, leased before this happens."""
    async with storage.writing() as work:
        await work.rosters.save(a_roster({"ann": "1", "bob": "2"}), at=T0)
        await work.deliveries.add([a_delivery("ann")])
        (lease,) = await work.deliveries.lease(TELEGRAM, owner="me", now=T0, lease_until=after(hours=1), limit=9)
    async with storage.writing() as work:
        await meanwhile(work)
    return lease


@pytest.mark.parametrize("meanwhile", [nothing, others_change])
async def test_it_is_sent_where_its_person_still_is(
    storage: Storage, meanwhile: Callable[[UnitOfWork], Awaitable[None]]
) -> None:
    lease = await leased_then(storage, meanwhile)
    async with storage.writing() as work:
        assert await work.deliveries.goes_to(lease.delivery) == HERE
        assert await work.deliveries.mark_sending(lease, at=T0)


@pytest.mark.parametrize(
    ("meanwhile", "now_at"),
    [
        (leaves, None),
        (is_revoked, None),
        (refuses, None),
        (gives_chat_away, None),
        (moves_to_another_channel, None),
        (moves_to_another_chat, at("9")),
    ],
)
async def test_it_is_not_sent_where_its_person_is_no_longer(
    storage: Storage, meanwhile: Callable[[UnitOfWork], Awaitable[None]], now_at: Address | None
) -> None:
    lease = await leased_then(storage, meanwhile)
    async with storage.writing() as work:
        assert await work.deliveries.goes_to(lease.delivery) == now_at
        assert not await work.deliveries.mark_sending(lease, at=T0)
        assert await work.deliveries.counts() == {"due": 1}
