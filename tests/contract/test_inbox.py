"""What every storage promises about the inbox."""

from dataclasses import replace

import pytest

from bot.domain.identifiers import AnswerCode, MessageRef, PulseId
from bot.domain.messaging.buttons import Answer
from bot.domain.messaging.inbound import (
    Blocked,
    Command,
    Commanded,
    Event,
    Inbound,
    Opened,
    Pressed,
    Returned,
    Started,
    Typed,
)
from bot.domain.organisation.people import Address, Channel
from bot.ports import Storage, UnitOfWork
from tests.support.builders import T0, after
from tests.support.channels import SLACK, TELEGRAM

YES = Answer(pulse=PulseId("p"), code=AnswerCode("y"))


def an_update(identity: str, *, channel: Channel = TELEGRAM, event: Event | None = None) -> Inbound:
    return Inbound(
        sender=Address(channel=channel, value="42"),
        update_id=identity,
        sequence=7_000_000_000_000_001,
        event=event or Pressed(intent=YES),
    )


@pytest.mark.parametrize(
    "event",
    [
        Pressed(intent=YES),
        Typed(text="Too few beds ü", reply_to=MessageRef("42:1")),
        Typed(text="", refused="phone number"),
        Commanded(command=Command.PAUSE),
        Started(code="c0de"),
        Started(code=""),
        Blocked(),
        Returned(),
        Opened(),
    ],
    ids=lambda event: type(event).__name__,
)
async def test_an_update_waits_whole_until_it_is_filed(storage: Storage, event: Event) -> None:
    update = replace(an_update("1", event=event), message=MessageRef("42:9"), reply_via="https://example.org/r")
    async with storage.writing() as work:
        await work.inbox.keep([update], at=T0)
    async with storage.writing() as work:
        assert await waiting(work) == [update]


async def waiting(work: UnitOfWork, *, limit: int = 9) -> list[Inbound]:
    return [entry.update for entry in await work.inbox.pending(limit=limit)]


@pytest.mark.parametrize("text", ["", "7\x00", "\ud800", "7\u200b", "é", "e\u0301", "７", "7" * 129, "7 ", "7\n", '"'])
def test_an_id_that_a_database_or_json_may_change_is_no_id(text: str) -> None:
    with pytest.raises(ValueError, match="plain ids"):
        an_update(text)
    with pytest.raises(ValueError, match="plain ids"):
        replace(an_update("1"), message=MessageRef(text))


async def test_an_update_is_new_once_for_each_platform(storage: Storage) -> None:
    one, two = an_update("1"), an_update("2")
    elsewhere = an_update("1", channel=SLACK)
    async with storage.writing() as work:
        await work.inbox.keep([one, two, one, elsewhere], at=T0)
        await work.inbox.keep([two, an_update("3")], at=T0)
        await work.inbox.keep([], at=T0)
        assert await waiting(work) == [one, two, elsewhere, an_update("3")]
        assert await work.inbox.count_pending() == 4


async def test_updates_are_handed_out_in_the_order_they_came(storage: Storage) -> None:
    async with storage.writing() as work:
        await work.inbox.keep([an_update(str(number)) for number in (5, 3, 9)], at=T0)
    async with storage.writing() as work:
        await work.inbox.keep([an_update("1")], at=T0)
        assert [update.update_id for update in await waiting(work, limit=99)] == ["5", "3", "9", "1"]
        assert [update.update_id for update in await waiting(work, limit=2)] == ["5", "3"]


async def test_a_filed_update_is_remembered_for_a_while_and_never_new_again(storage: Storage) -> None:
    async with storage.writing() as work:
        await work.inbox.keep([an_update("1"), an_update("2")], at=T0)
        one, _ = await work.inbox.pending(limit=9)
        assert await work.inbox.finish([one.number, 999], at=after(hours=1)) == 1
        assert await work.inbox.finish([one.number], at=after(hours=1)) == 0
        assert [update.update_id for update in await waiting(work, limit=9)] == ["2"]
        await work.inbox.keep([an_update("1")], at=after(hours=2))
        assert await work.inbox.count_pending() == 1

        assert await work.inbox.purge(before=after(hours=1)) == 0
        assert await work.inbox.purge(before=after(hours=2)) == 1
        await work.inbox.keep([an_update("1")], at=after(hours=3))
        assert [update.update_id for update in await waiting(work, limit=9)] == ["2", "1"]
