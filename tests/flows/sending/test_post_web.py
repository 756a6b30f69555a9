"""Posting into web chats: exactly once, in order, and nobody in reach before the page is opened."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.adapters.clock import SystemEntropy
from bot.domain.asking.pulses import PulseState
from bot.domain.identifiers import DeliveryKey, PersonId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.deliveries import Delivery, DeliveryKind
from bot.domain.messaging.documents import Picture
from bot.domain.messaging.messages import Message, SealedWords
from bot.domain.programme.halts import Halt
from bot.flows.operations.health import HealthBoard
from bot.flows.sending.post_web import PostToWebChats
from bot.ports import UnitOfWork
from storage.database import Database
from tests.support.builders import T0, a_delivery, a_programme, a_pulse, a_roster, a_round, asks_to_own
from tests.support.channels import WEB
from tests.support.clocks import StillClock, VirtualTimer
from tests.support.delivery_states import delivery_states
from tests.support.messages import a_message, words_of
from tests.support.sealing import seal_messages

PEOPLE = ("ana", "ben", "cleo")


class Wall:
    """The web account at work on one database, and who was told of changes."""

    def __init__(self, storage: Database) -> None:
        self.storage, self.clock, self.told = storage, StillClock(), list[set[str]]()
        self.faulty: set[str] = set()
        self.worded: dict[str, Message] = {}
        self.seal = seal_messages()
        self.timer = VirtualTimer(self.clock)
        self.post = PostToWebChats(
            channel=WEB,
            storage=storage,
            compose=self._compose,
            seal=self.seal,
            clock=self.clock,
            timer=self.timer,
            health=HealthBoard(),
            announce=self._announce,
            token=SystemEntropy().token,
            batch=2,
        )

    async def _compose(
        self,
        work: UnitOfWork,  # noqa: ARG002 - the shape of `ComposeMany`
        deliveries: Sequence[Delivery],
    ) -> Mapping[DeliveryKey, Message | None]:
        if self.faulty & {delivery.person for delivery in deliveries}:
            raise KeyError("a bug")
        return {each.key: self.worded.get(each.person, each.message) for each in deliveries}

    async def _announce(self, people: Collection[PersonId]) -> None:
        self.told.append(set(people))

    async def put(self, *deliveries: Delivery) -> None:
        async with self.storage.writing() as work:
            await work.deliveries.add(deliveries)

    async def chat(self, person: str) -> list[str]:
        async with self.storage.reading() as work:
            kept = await work.web_chats.since(PersonId(person), 0, limit=50)
        return [words_of(each.words) for each in kept if isinstance(each.words, Message)]

    async def states(self) -> Mapping[str, int]:
        async with self.storage.reading() as work:
            return await delivery_states(work)


async def a_wall(database: Database) -> Wall:
    async with database.writing() as work:
        await work.rosters.save(a_roster({name: f"hash-{name}" for name in PEOPLE}, channel=WEB), at=StillClock().now())
    return Wall(database)


@pytest.fixture
async def wall(sqlite_storage: Database) -> Wall:
    return await a_wall(sqlite_storage)


@pytest.fixture
async def any_wall(database: Database) -> Wall:
    """The same on SQLite, then on PostgreSQL."""
    return await a_wall(database)


async def test_every_message_is_posted_once_and_open_pages_are_told(any_wall: Wall) -> None:
    wall = any_wall
    await wall.put(*(a_delivery(name, channel=WEB, text=f"For {name}.") for name in PEOPLE))
    assert await wall.post.drain() == 3
    assert await wall.post.drain() == 0
    assert [await wall.chat(name) for name in PEOPLE] == [["For ana."], ["For ben."], ["For cleo."]]
    assert set().union(*wall.told) == set(PEOPLE)
    assert await wall.states() == {"sent": 3}


async def test_what_asks_about_an_action_that_is_no_more_is_not_posted(wall: Wall) -> None:
    await wall.put(asks_to_own("ana", channel=WEB), a_delivery("ben", channel=WEB, text="For ben."))
    await wall.post.drain()
    assert [await wall.chat(name) for name in ("ana", "ben")] == [[], ["For ben."]]


async def test_a_posted_question_has_a_place_but_counts_only_when_the_page_is_opened(wall: Wall) -> None:
    async with wall.storage.writing() as work:
        await work.rounds.claim_many([a_round()])
        await work.pulses.add([a_pulse("ana")])
    await wall.put(a_delivery("ana", channel=WEB, kind=DeliveryKind.QUESTION))
    await wall.post.drain()
    async with wall.storage.reading() as work:
        pulse = (await work.pulses.many([a_pulse("ana").id])).get(a_pulse("ana").id)
        assert await work.pulses.message_of(a_pulse("ana").id) is not None
    assert pulse is not None
    assert pulse.state is PulseState.PLANNED
    assert pulse.sent_at is None


async def test_an_edit_changes_the_message_in_its_place(wall: Wall) -> None:
    await wall.put(a_delivery("ana", channel=WEB, text="A question."))
    await wall.post.drain()
    async with wall.storage.reading() as work:
        (shown,) = await work.web_chats.since(PersonId("ana"), 0, limit=5)
    edit = a_delivery("ana", key="e:1", channel=WEB, kind=DeliveryKind.REDRAW, edits=str(shown.id))
    async with wall.storage.writing() as work:
        await work.deliveries.put_redraws([replace(edit, message=a_message("Recorded."))])
    await wall.post.drain()
    assert await wall.chat("ana") == ["Recorded."]


async def test_one_message_nobody_can_word_holds_nobody_up(wall: Wall) -> None:
    wall.faulty = {"ana"}
    await wall.put(*(a_delivery(name, channel=WEB) for name in PEOPLE))
    await wall.post.drain()
    assert [await wall.chat(name) for name in PEOPLE] == [[], ["Hello."], ["Hello."]]
    assert await wall.states() == {"due": 1, "sent": 2}
    wall.faulty = set()
    wall.clock.advance(minutes=2)
    await wall.post.drain()
    assert await wall.chat("ana") == ["Hello."]


async def test_what_is_too_late_is_not_posted(wall: Wall) -> None:
    await wall.put(a_delivery("ana", channel=WEB))
    wall.clock.advance(days=6)
    await wall.post.drain()
    assert await wall.chat("ana") == []
    assert await wall.states() == {"expired": 1}


async def test_nobody_without_an_address_is_posted_to(wall: Wall) -> None:
    await wall.put(a_delivery("stranger", channel=WEB))
    await wall.post.drain()
    assert await wall.states() == {"failed": 1}


async def test_a_reply_never_lands_in_a_message_of_somebody_else(wall: Wall) -> None:
    """The number of the pressed message comes from outside, and may be that of any message."""
    await wall.put(a_delivery("ana", channel=WEB, text="for Ana"), a_delivery("ben", channel=WEB, text="for Ben"))
    await wall.post.drain()
    async with wall.storage.reading() as work:
        (of_ana,), (of_ben,) = [await work.web_chats.since(PersonId(each), 0, limit=9) for each in ("ana", "ben")]
    for number in (str(of_ana.id), str(of_ben.id), "999", "abc", f"{of_ana.id}\x00"):
        await wall.put(
            a_delivery("ben", text=f"reply to {number!r}", channel=WEB, key=f"reply {number!r}", edits=number)
        )
        await wall.post.drain()
    assert await wall.chat("ana") == ["for Ana"]
    assert len(await wall.chat("ben")) == 5  # one reply took the place of Ben's own message


async def test_a_sealed_answer_stays_sealed_and_is_sealed_again_with_the_chart_that_was_drawn_for_it(
    wall: Wall,
) -> None:
    chart = Picture(alt="Six weeks.", png=b"png")
    sealed = SealedWords(key=IsoWeek.parse("2026-W10"), body=b"sealed")
    wall.worded = {"ana": a_message("Details"), "ben": a_message("Chart", picture=chart)}
    await wall.put(*(replace(a_delivery(name, channel=WEB), message=None, sealed=sealed) for name in ("ana", "ben")))
    await wall.post.drain()
    async with wall.storage.reading() as work:
        ((words,), (drawn,)) = [await work.web_chats.since(PersonId(name), 0, limit=5) for name in ("ana", "ben")]
        assert words.words == sealed
        assert isinstance(drawn.words, SealedWords)
        assert await wall.seal.message(work, PersonId("ben"), drawn.words) == wall.worded["ben"]


async def test_while_everything_is_paused_no_question_is_posted(any_wall: Wall) -> None:
    wall = any_wall
    asked = a_delivery("ben", channel=WEB, kind=DeliveryKind.QUESTION)
    async with wall.storage.writing() as work:
        await work.programmes.save(a_programme(), at=T0)
        await work.rounds.claim_many([a_round()])
        await work.pulses.add([a_pulse("ben")])
        await work.halts.add(Halt(unit=None, since=T0 - timedelta(hours=1), until=None, reason="Flood"))
    await wall.put(asked, a_delivery("ana", channel=WEB))
    await wall.post.drain()
    assert [len(await wall.chat(person)) for person in ("ana", "ben")] == [1, 0]
    assert await wall.states() == {"sent": 1, "failed": 1}
