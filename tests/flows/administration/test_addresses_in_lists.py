"""Whoever gets another address by a list has a chat that is begun anew, which may be another's."""

from collections.abc import Collection, Mapping

from bot.adapters.clock import SystemEntropy
from bot.domain.administration.log import Actor, Author, RevisionSource
from bot.domain.identifiers import DeliveryKey, HeldWordsId, MessageRef, PersonId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.messages import SealedWords
from bot.flows.administration.revise_programme import ReviseProgramme
from bot.ports import UnitOfWork
from bot.repositories.prompts import HeldWords
from storage.database import Database
from tests.support.builders import T0, a_delivery, a_programme, a_roster, after, no_faults
from tests.support.channels import TELEGRAM, WEB
from tests.support.clocks import StillClock

ROOT = Author(who=Actor.user("root"), source=RevisionSource.FILES)


ADA, BEN = PersonId("ada"), PersonId("ben")
SEALED = SealedWords(key=IsoWeek.parse("2026-W10"), body=b"sealed")


class Lists:
    """Lists that are applied one after the other, and who was parted from notes."""

    def __init__(self, storage: Database) -> None:
        self.storage, self.clock = storage, StillClock()
        self.parted, self.revisions = list[list[PersonId]](), list[int]()
        self.revise = ReviseProgramme(
            storage=storage,
            clock=self.clock,
            entropy=SystemEntropy(),
            links=[WEB],
            fits=no_faults,
            part_from_notes=self.part_from_notes,
        )

    async def part_from_notes(self, work: UnitOfWork, people: Collection[PersonId]) -> None:
        if people:
            self.parted.append(list(people))
            self.revisions.append(len(await work.revisions.recorded()))

    async def apply(self, people: Mapping[str, str]) -> None:
        await self.revise(a_programme(), a_roster(people), author=ROOT)

    async def hold(self, *people: PersonId) -> None:
        """Each of them has words that wait for an answer."""
        async with self.storage.writing() as work:
            for person in people:
                held = HeldWords(id=HeldWordsId(person), person=person, sealed=SEALED, asked_at=self.clock.now())
                await work.prompts.hold(held)

    async def holding(self, *people: PersonId) -> list[PersonId]:
        async with self.storage.reading() as work:
            return [person for person in people if await work.prompts.held(person) is not None]


async def test_an_address_that_a_list_gives_finds_nothing_of_what_was_said_before(sqlite_storage: Database) -> None:
    lists = Lists(sqlite_storage)
    await lists.apply({"ada": "1", "ben": "2"})
    await lists.hold(ADA, BEN)
    await lists.apply({"ada": "3", "ben": "2"})
    assert await lists.holding(ADA, BEN) == [BEN]
    assert lists.parted == [[ADA]]


async def test_whoever_comes_back_to_the_list_with_another_address_finds_nothing_either(
    sqlite_storage: Database,
) -> None:
    lists = Lists(sqlite_storage)
    await lists.apply({"ada": "1", "ben": "2", "cat": "3"})
    await lists.hold(ADA, BEN)
    await lists.apply({"cat": "3"})
    await lists.apply({"ada": "4", "ben": "2", "cat": "3", "new": "5"})
    assert await lists.holding(ADA, BEN) == [BEN], "his chat is the same"
    assert lists.parted == [[ADA]]


async def test_files_change_once_for_all_when_all_else_is_written(sqlite_storage: Database) -> None:
    """They do not come back where the database takes back what it was told."""
    lists = Lists(sqlite_storage)
    await lists.apply({"ada": "1", "ben": "2", "cat": "3"})
    await lists.apply({"ada": "4", "ben": "5", "cat": "3"})
    assert lists.parted == [[ADA, BEN]]
    assert lists.revisions == [2]


async def test_what_stands_in_the_chat_before_is_not_edited_any_more(sqlite_storage: Database) -> None:
    lists = Lists(sqlite_storage)
    await lists.apply({"ada": "1", "ben": "2"})
    async with sqlite_storage.writing() as work:
        await work.deliveries.add([a_delivery("ada", key="a"), a_delivery("ben", key="b")])
        for lease in await work.deliveries.lease(TELEGRAM, owner="me", now=T0, lease_until=after(hours=1), limit=9):
            await work.deliveries.mark_sent(lease, MessageRef(f"{lease.delivery.key}:1"), at=T0)
    await lists.apply({"ada": "3", "ben": "2"})
    async with sqlite_storage.reading() as work:
        assert set(await work.deliveries.shown([*map(DeliveryKey, "ab")])) == {"b"}
