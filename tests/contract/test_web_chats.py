"""What every storage promises about the chats on web pages."""

from dataclasses import replace
from functools import partial

import pytest

from bot.adapters.clock import SystemEntropy
from bot.domain.identifiers import AnswerCode, DeliveryKey, MessageRef, PersonId, PulseId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import Answer, DigestRef
from bot.domain.messaging.deliveries import DeliveryKind
from bot.domain.messaging.messages import Button, Message, SealedWords
from bot.domain.organisation.people import Address
from bot.ports import NewWebMessage, Storage
from tests.support.builders import T0, a_delivery, a_programme, a_pulse, a_roster, a_round, after
from tests.support.channels import WEB
from tests.support.delivery_states import delivery_states
from tests.support.messages import a_message

CHANCE = SystemEntropy().token

ANN, BOB = PersonId("ann"), PersonId("bob")
WEEK = IsoWeek.parse("2026-W10")
YES = Answer(pulse=PulseId("p"), code=AnswerCode("y"))


def a_question(text: str) -> Message:
    return a_message(text, buttons=((Button(label="Yes", intent=YES),),))


def a_post(
    person: PersonId,
    words: Message | SealedWords,
    key: str,
    *,
    pulse: PulseId | None = None,
    comment_week: IsoWeek | None = None,
) -> NewWebMessage:
    return NewWebMessage(person=person, words=words, key=DeliveryKey(key), pulse=pulse, comment_week=comment_week)


async def test_a_web_message_is_posted_once_for_its_key(storage: Storage) -> None:
    async with storage.writing() as work:
        (first,) = await work.web_chats.post_many([a_post(ANN, a_question("One."), "a")], token=CHANCE)
        assert list(await work.web_chats.post_many([a_post(ANN, a_question("Again."), "a")], token=CHANCE)) == [first]
        (second,) = await work.web_chats.post_many([a_post(ANN, a_question("Two."), "b")], token=CHANCE)
        posts = [a_post(BOB, a_question("Three."), "c"), a_post(ANN, a_message("No."), "a")]
        third, again = await work.web_chats.post_many(posts, token=CHANCE)
        assert (len({first, second, third}), again) == (3, first)
        assert list(await work.web_chats.post_many([], token=CHANCE)) == []
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
        posts = [a_post(ANN, a_question(f"{number}"), f"k{number}") for number in range(5)]
        ids = [number for post in posts for number in await work.web_chats.post_many([post], token=CHANCE)]
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
        (new,) = await work.web_chats.post_many([a_post(ANN, a_question("new"), "new")], token=CHANCE)
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


async def test_a_message_keeps_its_moment_and_its_digest_when_it_is_changed(storage: Storage) -> None:
    digest = DigestRef(unit=UnitId("ward"), week=WEEK)
    post = NewWebMessage(person=ANN, words=a_message("One."), key=DeliveryKey("a"), posted_at=T0, digest=digest)
    async with storage.writing() as work:
        (number,) = await work.web_chats.post_many([post], token=CHANCE)
        await work.web_chats.post_many([a_post(ANN, a_message("Two."), "b")], token=CHANCE)
        assert await work.web_chats.edit(ANN, MessageRef(str(number)), SealedWords(key=WEEK, body=b"sealed"))
        shown = await work.web_chats.since(ANN, 0, limit=9)
    assert [(each.posted_at, each.digest) for each in shown] == [(T0, digest), (None, None)]


def test_what_is_posted_sealed_has_no_moment() -> None:
    sealed = SealedWords(key=WEEK, body=b"sealed")
    with pytest.raises(ValueError, match="no moment"):
        NewWebMessage(person=ANN, words=sealed, key=DeliveryKey("a"), posted_at=T0)


async def test_what_lies_sealed_stays_sealed_and_goes_with_its_week(storage: Storage) -> None:
    old, new = (SealedWords(key=week, body=b"\x00 sealed") for week in (WEEK, WEEK + 1))
    async with storage.writing() as work:
        posts = [
            a_post(ANN, old, "a"),
            a_post(ANN, a_question("open"), "b"),
            a_post(BOB, new, "c"),
        ]
        ids = await work.web_chats.post_many(posts, token=CHANCE)
        assert await work.web_chats.edit(ANN, MessageRef(str(ids[0])), new)
        assert await work.web_chats.edit(ANN, MessageRef(str(ids[1])), old)
        assert [each.words for each in await work.web_chats.since(ANN, 0, limit=9)] == [new, old]
        assert await work.web_chats.forget_sealed(before=WEEK + 1) == 1
        assert [each.words for each in await work.web_chats.since(ANN, 0, limit=9)] == [new]
        assert await work.web_chats.forget_sealed(before=WEEK + 2) == 2


async def test_what_lies_open_goes_when_it_has_been_found_there_for_long(storage: Storage) -> None:
    async with storage.writing() as work:
        posts = [
            a_post(ANN, a_question("old"), "a"),
            a_post(ANN, SealedWords(key=WEEK, body=b"\x00 sealed"), "b"),
        ]
        old, sealed = await work.web_chats.post_many(posts, token=CHANCE)
        assert await work.web_chats.forget_old(now=WEEK, before=WEEK - 3) == 0
        (new,) = await work.web_chats.post_many([a_post(BOB, a_question("new"), "c")], token=CHANCE)
        assert await work.web_chats.edit(ANN, MessageRef(str(old)), a_question("edited"))
        assert await work.web_chats.forget_old(now=WEEK + 3, before=WEEK) == 0
        assert await work.web_chats.forget_old(now=WEEK + 4, before=WEEK + 1) == 1, "a change makes it no younger"
        assert [each.id for each in await work.web_chats.since(ANN, 0, limit=9)] == [sealed], "it goes with its key"
        assert [each.id for each in await work.web_chats.since(BOB, 0, limit=9)] == [new]
        assert not await work.web_chats.edit(ANN, MessageRef(str(old)), a_question("nowhere"))


async def test_what_quotes_a_comment_goes_by_the_week_of_the_comment(storage: Storage) -> None:
    quoted = {"a": WEEK - 1, "b": WEEK, "c": WEEK - 60, f"l:comment:{WEEK - 60}:named-so": None}
    async with storage.writing() as work:
        await work.web_chats.post_many(
            [a_post(ANN, a_question(key), key, comment_week=week) for key, week in quoted.items()],
            token=CHANCE,
        )
        assert await work.web_chats.forget_comments(before=WEEK) == 2
        assert [each.key for each in await work.web_chats.since(ANN, 0, limit=9)] == ["b", [*quoted][3]]


async def test_messages_of_the_questions_of_some_rounds_are_forgotten(storage: Storage) -> None:
    one, other = a_round(), a_round(opens_at=after(days=1))
    async with storage.writing() as work:
        await work.pulses.add([a_pulse(ANN, identity="p1", round_=one), a_pulse(ANN, identity="p2", round_=other)])
        about = {"a": PulseId("p1"), "b": PulseId("p1"), "c": PulseId("p2"), "q:p1": None}
        await work.web_chats.post_many(
            [a_post(ANN, a_question(key), key, pulse=pulse) for key, pulse in about.items()],
            token=CHANCE,
        )
        await work.web_chats.forget_of_pulses([one.id])
        assert [each.key for each in await work.web_chats.since(ANN, 0, limit=9)] == ["c", "q:p1"]


async def test_bells_go_with_the_link_of_their_person(storage: Storage) -> None:
    links = {name: Address(channel=WEB, value=name) for name in ("old", "new", "bobs")}
    async with storage.writing() as work:
        await work.programmes.save(a_programme(), at=T0)
        await work.rosters.save(a_roster(["ann", "bob"], channel=WEB), at=T0)
        await work.rosters.enrol(ANN, links["old"], at=T0)
        await work.rosters.enrol(BOB, links["bobs"], at=T0)
        for endpoint in ("https://push.example/2", "https://push.example/1", "https://push.example/1"):
            await work.web_chats.hang_bell(ANN, endpoint)
        await work.web_chats.hang_bell(BOB, "https://push.example/3")
        assert list(await work.web_chats.bells_of([ANN])) == ["https://push.example/1", "https://push.example/2"]
        await work.web_chats.take_down_bells(["https://push.example/1", "https://push.example/9"])
    async with storage.writing() as work:
        assert list(await work.web_chats.bells_of([ANN, BOB])) == ["https://push.example/2", "https://push.example/3"]
        await work.rosters.enrol(ANN, links["new"], at=T0)
        await work.rosters.revoke(BOB)
        await work.rosters.enrol(BOB, links["bobs"], at=T0)
        assert list(await work.web_chats.bells_of([ANN, BOB])) == []


async def test_numbers_of_one_chat_tell_nothing_of_what_others_get(storage: Storage) -> None:
    drawn = iter((5_000, 6_000, 2**12 - 1, 5_000, 7_000))
    seen: list[list[int]] = []

    def chance(size: int) -> bytes:
        return next(drawn).to_bytes(size)

    for others in (0, 7):
        person, other = PersonId(f"ann{others}"), PersonId("bob")
        async with storage.writing() as work:
            posts = [a_post(person, a_message("One."), f"{person}1"), a_post(other, a_message("Hello."), f"o{others}")]
            first, _ = await work.web_chats.post_many(posts, token=chance)
        for number in range(others):
            async with storage.writing() as work:
                (of_other,) = await work.web_chats.post_many(
                    [a_post(other, a_message("More."), f"m{number}")], token=chance
                )
                assert await work.web_chats.edit(other, MessageRef(str(of_other)), a_message("Changed."))
        async with storage.writing() as work:
            posts = [a_post(person, a_message(f"{number}."), f"{person}{number}") for number in (2, 3)]
            seen.append([first, *await work.web_chats.post_many(posts, token=chance)])
            assert [each.id for each in await work.web_chats.since(person, 0, limit=9)] == seen[-1]
    assert seen == [
        [5_000 * 2**20 + 64, 5_000 * 2**20 + 128, 5_000 * 2**20 + 192],
        [7_000 * 2**20 + 64, 7_000 * 2**20 + 128, 7_000 * 2**20 + 192],
    ], "a base too low, or taken, is drawn again"


async def test_numbers_that_stay_do_not_tell_how_often_somebody_pressed_in_between(storage: Storage) -> None:
    sealed = SealedWords(key=WEEK, body=b"sealed")
    seen: dict[PersonId, list[tuple[int, int]]] = {}
    for person, presses in ((ANN, 0), (BOB, 7)):
        chance = partial(int.to_bytes, 5_000 + presses)
        async with storage.writing() as work:
            asked, late = (a_post(person, a_message("Well?"), f"{each}{person}", pulse=PulseId("p")) for each in "ql")
            news = [a_post(person, a_message(f"{number}."), f"{person}{number}") for number in range(3)]
            question, first = await work.web_chats.post_many([asked, news[0]], token=chance)
            for number in range(presses):
                assert await work.web_chats.edit(person, MessageRef(str(question)), a_message("Recorded."))
                await work.web_chats.post_many([a_post(person, sealed, f"s{person}{number}")], token=chance)
            await work.web_chats.post_many([news[1]], token=chance)
            assert await work.web_chats.edit(person, MessageRef(str(question)), a_message("Changed."))
            assert await work.web_chats.edit(person, MessageRef(str(first)), a_message("Newer."))
            for number in range(presses):
                await work.web_chats.post_many([a_post(person, sealed, f"t{person}{number}")], token=chance)
            last = ""
            while (stepped := await work.web_chats.step_on(after=last, limit=1)) is not None:
                last = stepped
            await work.web_chats.post_many([late, news[2]], token=chance)
            shown = await work.web_chats.since(person, 0, limit=99)
        seen[person] = [
            (each.id % 2**20, each.change) for each in shown if each.key in {late.key, *(n.key for n in news)}
        ]
    assert len(seen[ANN]) == 4
    assert seen[ANN] == seen[BOB]


async def test_a_chat_begun_anew_holds_nothing_that_is_its_persons_own(storage: Storage) -> None:
    sealed, digest = SealedWords(key=WEEK, body=b"sealed"), DigestRef(unit=UnitId("ward"), week=WEEK)
    due = {
        "sealed": replace(a_delivery("ann", key="sealed", channel=WEB), message=None, sealed=sealed),
        "redraw": a_delivery("ann", key="redraw", channel=WEB, kind=DeliveryKind.REDRAW, edits="1"),
        "question": a_delivery("ann", key="question", channel=WEB, kind=DeliveryKind.QUESTION),
        "bob": replace(a_delivery("bob", key="bob", channel=WEB), message=None, sealed=sealed),
    }
    async with storage.writing() as work:
        await work.programmes.save(a_programme(), at=T0)
        await work.rosters.save(a_roster({"ann": "1", "bob": "2"}, channel=WEB), at=T0)
        await work.deliveries.add([*due.values()])
        await work.pulses.add([a_pulse(ANN, identity="p1"), a_pulse(BOB, identity="p2")])
        posts = [
            a_post(ANN, a_question("mine"), "a", pulse=PulseId("p1")),
            a_post(ANN, sealed, "b"),
            a_post(ANN, a_message("Asked less often."), "c"),
            NewWebMessage(person=ANN, words=a_message("Page."), key=DeliveryKey("d"), posted_at=T0, digest=digest),
            a_post(BOB, a_question("his"), "e", pulse=PulseId("p2")),
            a_post(BOB, sealed, "f"),
        ]
        ids = await work.web_chats.post_many(posts, token=CHANCE)
        for pulse, number in (("p1", ids[0]), ("p2", ids[4])):
            await work.pulses.set_message(PulseId(pulse), MessageRef(str(number)))
        seen = (await work.web_chats.since(ANN, 0, limit=9))[-1].change
        await work.web_chats.begin_anew([ANN])
    async with storage.writing() as work:
        assert [each.key for each in await work.web_chats.since(ANN, 0, limit=9)] == ["d"]
        assert [each.key for each in await work.web_chats.since(BOB, 0, limit=9)] == ["e", "f"]
        assert await work.pulses.message_of(PulseId("p1")) is None, "nothing is redrawn that is gone"
        assert await work.pulses.message_of(PulseId("p2")) == str(ids[4])
        (new,) = await work.web_chats.post_many([a_post(ANN, a_message("New."), "g")], token=CHANCE)
        assert [each.id for each in await work.web_chats.since(ANN, seen, limit=9)] == [new]
        leases = await work.deliveries.lease(WEB, owner="w", now=T0, lease_until=after(minutes=1), limit=9)
        assert sorted(each.delivery.key for each in leases) == ["bob", "question"]


async def test_a_chat_begun_anew_does_not_tell_by_its_numbers_what_was_pressed_before(storage: Storage) -> None:
    seen: dict[PersonId, list[tuple[int, int]]] = {}
    for person, presses in ((ANN, 0), (BOB, 3)):
        async with storage.writing() as work:
            asked, again = (a_post(person, a_message("Well?"), f"{each}{person}", pulse=PulseId("p")) for each in "qa")
            (question,) = await work.web_chats.post_many([asked], token=CHANCE)
            for _ in range(presses):
                assert await work.web_chats.edit(person, MessageRef(str(question)), a_message("Recorded."))
            await work.web_chats.begin_anew([person])
            await work.web_chats.post_many([again], token=CHANCE)
            shown = await work.web_chats.since(person, 0, limit=9)
        seen[person] = [(each.id % 2**20, each.change) for each in shown if each.key == again.key]
    assert len(seen[ANN]) == 1
    assert seen[ANN] == seen[BOB]


async def test_what_may_not_have_arrived_before_a_chat_begins_anew_is_not_sent_again(storage: Storage) -> None:
    sealed = SealedWords(key=WEEK, body=b"sealed")
    own = [replace(a_delivery("ann", key=f"{at}", channel=WEB), message=None, sealed=sealed) for at in range(2)]
    async with storage.writing() as work:
        await work.programmes.save(a_programme(), at=T0)
        await work.rosters.save(a_roster({"ann": "1"}, channel=WEB), at=T0)
        await work.deliveries.add(own)
        leases = await work.deliveries.lease(WEB, owner="w", now=T0, lease_until=after(minutes=1), limit=9)
        assert [await work.deliveries.mark_sending(each, at=T0) for each in leases] == [True, True]
        await work.deliveries.mark_unsure(leases[0], at=T0)
        await work.web_chats.begin_anew([ANN])
    async with storage.writing() as work:
        assert await delivery_states(work) == {}
        assert not await work.deliveries.put_back(leases[1], due_at=T0)
        assert not await work.deliveries.mark_sent(leases[1], MessageRef("1"), at=T0)
        await work.deliveries.renew(leases, lease_until=after(hours=1))
        assert await delivery_states(work) == {}
