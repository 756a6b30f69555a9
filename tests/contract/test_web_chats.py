"""What every storage promises about the chats on web pages."""

from bot.domain.identifiers import AnswerCode, DeliveryKey, MessageRef, PersonId, PulseId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import Answer
from bot.domain.messaging.messages import Button, Message, SealedWords
from bot.ports import Storage
from tests.support.builders import a_pulse, a_round, after
from tests.support.messages import a_message

ANN, BOB = PersonId("ann"), PersonId("bob")
WEEK = IsoWeek.parse("2026-W10")
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
        assert [(each.id, each.words, each.key, each.edited) for each in shown] == [
            (first, a_question("One."), "a", False),
            (second, a_question("Two."), "b", False),
        ]
        assert [each.words for each in await work.web_chats.since(BOB, 0, limit=9)] == [a_question("Three.")]


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
        assert [(each.id, each.words, each.edited) for each in changed] == [
            (ids[0], a_question("edited"), True),
            (ids[3], a_question("too"), True),
            (new, a_question("new"), False),
        ]
        assert [each.change for each in changed] == sorted({each.change for each in changed})
        assert [each.id for each in await work.web_chats.since(ANN, seen, limit=1)] == [ids[0]]
        assert list(await work.web_chats.since(ANN, changed[-1].change, limit=9)) == []


async def test_what_lies_sealed_stays_sealed_and_goes_with_its_week(storage: Storage) -> None:
    old, new = (SealedWords(key=week, body=b"\x00 sealed") for week in (WEEK, WEEK + 1))
    async with storage.writing() as work:
        posts: list[tuple[PersonId, Message | SealedWords, DeliveryKey]] = [
            (ANN, old, DeliveryKey("a")),
            (ANN, a_question("open"), DeliveryKey("b")),
            (BOB, new, DeliveryKey("c")),
        ]
        ids = await work.web_chats.post_many(posts)
        assert await work.web_chats.edit(ANN, MessageRef(str(ids[0])), new)
        assert await work.web_chats.edit(ANN, MessageRef(str(ids[1])), old)
        assert [each.words for each in await work.web_chats.since(ANN, 0, limit=9)] == [new, old]
        assert await work.web_chats.forget_sealed(before=WEEK + 1) == 1
        assert [each.words for each in await work.web_chats.since(ANN, 0, limit=9)] == [new]
        assert await work.web_chats.forget_sealed(before=WEEK + 2) == 2


async def test_what_lies_open_goes_when_it_has_been_found_there_for_long(storage: Storage) -> None:
    async with storage.writing() as work:
        posts: list[tuple[PersonId, Message | SealedWords, DeliveryKey]] = [
            (ANN, a_question("old"), DeliveryKey("a")),
            (ANN, SealedWords(key=WEEK, body=b"\x00 sealed"), DeliveryKey("b")),
        ]
        old, sealed = await work.web_chats.post_many(posts)
        assert await work.web_chats.forget_old(now=WEEK, before=WEEK - 3) == 0
        (new,) = await work.web_chats.post_many([(BOB, a_question("new"), DeliveryKey("c"))])
        assert await work.web_chats.edit(ANN, MessageRef(str(old)), a_question("edited"))
        assert await work.web_chats.forget_old(now=WEEK + 3, before=WEEK) == 0
        assert await work.web_chats.forget_old(now=WEEK + 4, before=WEEK + 1) == 1, "a change makes it no younger"
        assert [each.id for each in await work.web_chats.since(ANN, 0, limit=9)] == [sealed], "it goes with its key"
        assert [each.id for each in await work.web_chats.since(BOB, 0, limit=9)] == [new]
        assert not await work.web_chats.edit(ANN, MessageRef(str(old)), a_question("nowhere"))


async def test_messages_of_the_questions_of_some_rounds_are_forgotten(storage: Storage) -> None:
    one, other = a_round(), a_round(opens_at=after(days=1))
    async with storage.writing() as work:
        await work.pulses.add([a_pulse(ANN, identity="p1", round_=one), a_pulse(ANN, identity="p2", round_=other)])
        keys = [DeliveryKey(key) for key in ("q:p1", "z:p1:77", "q:p2", "n:other")]
        ids = await work.web_chats.post_many([(ANN, a_question(key), key) for key in keys])
        pulses = [PulseId("p1"), PulseId("p1"), PulseId("p2")]
        await work.pulses.set_messages(
            [(pulse, MessageRef(str(number))) for pulse, number in zip(pulses, ids, strict=False)]
        )
        await work.web_chats.forget_of_pulses([one.id])
        assert [each.key for each in await work.web_chats.since(ANN, 0, limit=9)] == ["q:p2", "n:other"]
