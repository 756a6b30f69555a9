"""On PostgreSQL nothing is written under the id of somebody who is being erased, and nobody waits for it to end."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from sqlalchemy import make_url, select

from bot.adapters.clock import SystemEntropy
from bot.domain.attention.budget import Counted
from bot.domain.attention.offers import Offer
from bot.domain.identifiers import DeliveryKey, PersonId, chance_id
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import OnNudgeDay
from bot.domain.messaging.deliveries import Delivery
from bot.domain.messaging.messages import Message
from bot.domain.organisation.people import Address, Role
from bot.domain.programme.programme import Budget
from bot.flows.answering.enrol import RedeemOnPage, digest_of
from bot.flows.asking.plan_rounds import Planned
from bot.flows.attention.within_budget import within_budget
from bot.flows.epochs.put_out import put_out
from bot.flows.nudging.answer_nudge import AnswerNudge, ChooseNudgeDay
from bot.flows.operations.health import HealthBoard
from bot.flows.own_page.export_person import ExportPerson
from bot.flows.sending.post_web import PostToWebChats
from bot.ports import UnitOfWork
from storage.backup import table_copy
from storage.database import Database
from storage.schema.tables import metadata
from tests.flows.asking.planning import Hospital, a_hospital, members
from tests.support.builders import T0, a_delivery, after
from tests.support.channels import WEB
from tests.support.clocks import StillClock, VirtualTimer
from tests.support.erasing import ROOT
from tests.support.sealing import seal_messages

pytestmark = pytest.mark.postgres
ADA, BEN = PersonId("ada-who-goes"), PersonId("ben-who-stays")
BOTH = (ADA, BEN)
ENTROPY = SystemEntropy()
BEFORE = after(hours=-1)


@pytest.fixture
async def hospital(postgres_storage: Database) -> Hospital:
    hospital = Hospital(postgres_storage)
    await hospital.applies(a_hospital("icu"), members({"icu": list(BOTH)}), at=BEFORE)
    await hospital.ticks(BEFORE)
    return hospital


@asynccontextmanager
async def ada_being_erased(storage: Database, *, has_begun_only: bool = False) -> AsyncIterator[None]:
    """What happens inside comes before the erasure is committed, and after it has looked at every table; or, where it
    `has_begun_only`, before that."""
    async with storage.writing() as work:
        assert await work.rosters.to_erase(ADA) is not None
        if has_begun_only:
            yield
        await work.own_data.forget(ADA, answers=[], closed_through=None)
        await work.own_data.erase(ADA, under=chance_id(lambda size: b"e" * size), at=T0)
        if not has_begun_only:
            yield


def left_of_ada(storage: Database) -> set[str]:
    """The tables that name her."""
    with table_copy.loading(make_url(storage.url)) as connection:
        return {
            table.name
            for table in metadata.sorted_tables
            for row in connection.execute(select(table)).all()
            if any(isinstance(each, str) and ADA in each for each in row)
        }


async def test_nobody_is_asked(postgres_storage: Database, hospital: Hospital) -> None:
    async with ada_being_erased(postgres_storage):
        assert await hospital.ticks(T0) == Planned(rounds=1, questions=1)
    assert left_of_ada(postgres_storage) == set()
    async with postgres_storage.reading() as work:
        assert await work.own_data.pulses_of(BEN)


@pytest.mark.usefixtures("hospital")
async def test_no_message_is_put_out(postgres_storage: Database) -> None:
    async with ada_being_erased(postgres_storage), postgres_storage.writing() as work:
        out = await put_out(work, [a_delivery(each) for each in BOTH])
        assert [each.person for each in out] == [BEN]
    assert left_of_ada(postgres_storage) == set()


@pytest.mark.usefixtures("hospital")
async def test_nothing_is_counted_in_their_week(postgres_storage: Database) -> None:
    week = IsoWeek.of(T0.date())
    offers = [Offer(kind=Counted.REMINDER, delivery=a_delivery(each), week=week) for each in BOTH]
    async with ada_being_erased(postgres_storage), postgres_storage.writing() as work:
        memberships = await work.rosters.members(BOTH)
        out = await within_budget(work, offers, memberships, Budget(questions_per_week=3))
        assert [each.person for each in out] == [BEN]
    assert left_of_ada(postgres_storage) == set()


@pytest.mark.usefixtures("hospital")
async def test_nothing_is_posted_in_their_web_chat(postgres_storage: Database) -> None:
    posted = []

    async def compose(work: UnitOfWork, deliveries: Sequence[Delivery]) -> Mapping[DeliveryKey, Message | None]:
        assert work is not None
        return {each.key: each.message for each in deliveries}

    async def announce(people: object) -> None:
        posted.append(people)

    clock = StillClock()
    async with postgres_storage.writing() as work:
        for each in BOTH:
            await work.rosters.enrol(each, Address(channel=WEB, value=f"page-{each[:3]}"), at=BEFORE)
        await work.deliveries.add([a_delivery(each, channel=WEB) for each in BOTH])
    post = PostToWebChats(
        channel=WEB,
        storage=postgres_storage,
        compose=compose,
        seal=seal_messages(),
        clock=clock,
        timer=VirtualTimer(clock),
        health=HealthBoard(),
        announce=announce,
        token=ENTROPY.token,
    )
    async with ada_being_erased(postgres_storage, has_begun_only=True):
        assert await post.drain() == 1
    assert posted == [{BEN}]
    assert left_of_ada(postgres_storage) == set()


@pytest.mark.usefixtures("hospital")
async def test_their_code_does_not_work(postgres_storage: Database) -> None:

    def name_command(_channel: object, command: object) -> str:
        return str(command)

    async def no_notes(_work: UnitOfWork, _people: object) -> None:
        """They have raised nothing."""

    join = RedeemOnPage(
        storage=postgres_storage, clock=StillClock(), name_command=name_command, part_from_notes=no_notes
    )
    async with postgres_storage.writing() as work:
        await work.codes.replace(ADA, digest_of("ABCDEFGH2345"), expires_at=after(days=9))
    async with ada_being_erased(postgres_storage, has_begun_only=True):
        assert "does not work" in await join("ABCDEFGH2345", Address(channel=WEB, value="page"))
    assert left_of_ada(postgres_storage) == set()


async def test_nothing_is_chosen_or_exported(postgres_storage: Database, hospital: Hospital) -> None:
    roster = members({"icu": list(BOTH)})
    champions = {replace(each, role=Role.CHAMPION) for each in roster.memberships}
    await hospital.applies(a_hospital("icu"), replace(roster, memberships=roster.memberships | champions), at=BEFORE)
    async with postgres_storage.reading() as work:
        ada = await work.rosters.person(ADA)
    assert ada is not None
    export = ExportPerson(storage=postgres_storage, clock=StillClock(), entropy=ENTROPY)
    async with ada_being_erased(postgres_storage):
        await ChooseNudgeDay(storage=postgres_storage, nudges=AnswerNudge())(ada, OnNudgeDay.MON)
        assert await export(ADA, author=ROOT) is None
    assert left_of_ada(postgres_storage) == set()
