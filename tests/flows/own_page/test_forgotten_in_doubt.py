"""Somebody is forgotten while their question is on its way: it is never sent again, and no reminder follows."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.adapters.clock import SystemEntropy
from bot.adapters.keys import FileKeys
from bot.adapters.sealer import AesSealer
from bot.adapters.tombstones import FileTombstones
from bot.domain.identifiers import PersonId
from bot.flows.epochs.living_answers import LivingAnswers
from bot.flows.epochs.open_epoch import OpenEpoch
from bot.flows.own_page.forget_own import ForgetOwn
from bot.ports import UnitOfWork
from storage.database import Database
from tests.support.drills.post_office import PostOffice, slack_office, telegram_office
from tests.support.everywhere import dumped
from tests.support.slack.records import Fault
from tests.support.slack.server import SlackServer
from tests.support.telegram.records import DropBefore
from tests.support.telegram.server import TelegramServer

ANA = PersonId("ana")
ENTROPY = SystemEntropy()
SLOW = 0.5
"""Seconds for which Slack lets us wait for its answer, in which somebody is forgotten."""


async def no_notes(_work: UnitOfWork, _person: PersonId) -> None:
    """She has raised nothing."""


async def forget(office: PostOffice, folder: Path) -> None:
    sealer = AesSealer(entropy=ENTROPY)
    keys = FileKeys(folder / "keys", entropy=ENTROPY)
    await ForgetOwn(
        storage=office.storage,
        clock=office.clock,
        tombstones=FileTombstones(folder / "keys", entropy=ENTROPY),
        answers=LivingAnswers(open_epoch=OpenEpoch(keys=keys, sealer=sealer), sealer=sealer),
        destroy_notes=no_notes,
        awaits_file=lambda _: False,
    )(ANA)


async def goes_on(office: PostOffice) -> None:
    await office.reconcile()
    await office.work_off()
    await office.remind("ana")
    await office.work_off()
    office.clock.advance(days=6)
    await office.reconcile()
    await office.work_off()


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as server:
        yield server


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with SlackServer() as server:
        yield server


async def test_on_telegram(telegram: TelegramServer, database: Database, tmp_path: Path) -> None:
    async with telegram_office(telegram, database) as office:
        telegram.fault(DropBefore())
        await office.plan_round("ana")
        await office.work_off()
        assert await office.states() == {"unsure": 1}
        await forget(office, tmp_path)
        await goes_on(office)
        assert telegram.sent == []
        assert "due" not in await office.states()


async def test_on_slack(slack: SlackServer, database: Database, tmp_path: Path) -> None:
    async with slack_office(slack, database) as office:
        slack.fault("chat.postMessage", Fault.dropped_before())
        await office.plan_round("ana")
        await office.work_off()
        assert await office.states() == {"unsure": 1}
        await forget(office, tmp_path)
        await goes_on(office)
        assert slack.messages == []
        assert "due" not in await office.states()


async def test_what_arrives_after_it_is_noted_nowhere(slack: SlackServer, database: Database, tmp_path: Path) -> None:
    """Neither where it stands, which names their chat on Slack, nor that they were greeted there."""
    async with slack_office(slack, database) as office:
        slack.fault("chat.postMessage", Fault.slow(SLOW))
        await office.plan_round("ana")
        sending = asyncio.create_task(office.work_off())
        await slack.until(lambda: slack.messages)
        await forget(office, tmp_path)
        await sending
        async with database.reading() as work:
            assert await work.pulses.introduced([ANA]) == frozenset()
        assert slack.channel_of("U0ANA").encode() not in dumped(database)
        assert await office.states() == {"sent": 1}, "a channel took it, which counts until the week is closed"


async def test_where_a_question_stands_goes_at_once(slack: SlackServer, database: Database, tmp_path: Path) -> None:
    async with slack_office(slack, database) as office:
        await office.plan_round("ana")
        await office.work_off()
        assert slack.channel_of("U0ANA").encode() in dumped(database)
        await forget(office, tmp_path)
        assert slack.channel_of("U0ANA").encode() not in dumped(database)
        assert await office.states() == {"sent": 1}
