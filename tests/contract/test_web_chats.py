"""What every storage promises about the chats on web pages."""

from bot.domain.identifiers import AnswerCode, DeliveryKey, MessageRef, PersonId, PulseId
from bot.domain.messaging.buttons import Answer
from bot.domain.messaging.messages import Button, Message
from bot.ports import Storage
from tests.support.messages import a_message, words_of

ANN, BOB = PersonId("ann"), PersonId("bob")
YES = Answer(pulse=PulseId("p"), code=AnswerCode("y"))


def a_question(text: str) -> Message:
    return a_message(text, buttons=((Button(label="Yes", intent=YES),),))


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
