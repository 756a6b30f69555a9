"""What every storage promises about the inbox and the web chats."""

from dataclasses import replace

import pytest

from bot.domain.identifiers import AnswerCode, DeliveryKey, MessageRef, PersonId, PulseId
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
from bot.domain.messaging.messages import Button, Message
from bot.domain.organisation.people import Address, Channel
from bot.ports import Storage, UnitOfWork
from tests.support.builders import T0, after
from tests.support.channels import SLACK, TELEGRAM
from tests.support.messages import a_message, words_of

ANN, BOB = PersonId("ann"), PersonId("bob")
YES = Answer(pulse=PulseId("p"), code=AnswerCode("y"))


def an_update(identity: str, *, channel: Channel = TELEGRAM, event: Event | None = None) -> Inbound:
    return Inbound(
        sender=Address(channel=channel, value="42"),
        update_id=identity,
        sequence=7_000_000_000_000_001,
        event=event or Pressed(intent=YES),
    )


def a_question(text: str) -> Message:
    return a_message(text, buttons=((Button(label="Yes", intent=YES),),))


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


async def test_a_web_message_is_posted_once_for_its_key(storage: Storage) -> None:
    async with storage.writing() as work:
        (first,) = await work.web_chats.post_many([(ANN, a_question("One."), DeliveryKey("a"))])
        assert list(await work.web_chats.post_many([(ANN, a_question("Again."), DeliveryKey("a"))])) == [first]
        (second,) = await work.web_chats.post_many([(ANN, a_question("Two."), DeliveryKey("b"))])
        posts = [(BOB, a_question("Three."), DeliveryKey("c")), (ANN, a_message("No."), DeliveryKey("a"))]
        third, again = await work.web_chats.post_many(posts)
        assert (len({first, second, third}), again) == (3, first)
        assert list(await work.web_chats.post_many([])) == []
    async with storage.reading() as work:
        shown = await work.web_chats.since(ANN, 0, limit=9)
        assert [(each.id, each.message, each.key, each.edited) for each in shown] == [
            (first, a_question("One."), "a", False),
            (second, a_question("Two."), "b", False),
        ]
        assert [words_of(each.message) for each in await work.web_chats.since(BOB, 0, limit=9)] == ["Three."]


async def test_a_page_asks_for_what_changed_since_it_last_asked(storage: Storage) -> None:
    async with storage.writing() as work:
        assert list(await work.web_chats.since(ANN, 0, limit=9)) == []
        posts = [(ANN, a_question(f"{number}"), DeliveryKey(f"k{number}")) for number in range(5)]
        ids = [number for post in posts for number in await work.web_chats.post_many([post])]
    async with storage.reading() as work:
        newest = await work.web_chats.since(ANN, 0, limit=2)
        assert [each.id for each in newest] == ids[-2:]
        seen = newest[-1].change
        assert list(await work.web_chats.since(ANN, seen, limit=9)) == []

    async with storage.writing() as work:
        assert await work.web_chats.edit(ANN, MessageRef(str(ids[0])), a_question("edited"))
        assert await work.web_chats.edit(ANN, MessageRef(str(ids[3])), a_question("too"))
        for ref in ("999999", "0", "-1", "1.0", "abc", f"{ids[0]}x", "9" * 40):
            assert not await work.web_chats.edit(ANN, MessageRef(ref), a_question("nowhere"))
        assert not await work.web_chats.edit(BOB, MessageRef(str(ids[1])), a_question("somebody else's"))
        (new,) = await work.web_chats.post_many([(ANN, a_question("new"), DeliveryKey("new"))])
    async with storage.reading() as work:
        changed = await work.web_chats.since(ANN, seen, limit=9)
        assert [(each.id, words_of(each.message), each.edited) for each in changed] == [
            (ids[0], "edited", True),
            (ids[3], "too", True),
            (new, "new", False),
        ]
        assert [each.change for each in changed] == sorted({each.change for each in changed})
        assert [each.id for each in await work.web_chats.since(ANN, seen, limit=1)] == [ids[0]]
        assert list(await work.web_chats.since(ANN, changed[-1].change, limit=9)) == []
