"""What may have arrived is looked for before it is sent again, and never sent twice."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.domain.asking.pulses import PulseState
from storage.database import Database
from tests.support.builders import T0, a_delivery
from tests.support.channels import SLACK
from tests.support.drills.post_office import (
    ANA,
    PostOffice,
    slack_office,
    telegram_office,
)
from tests.support.slack.records import Fault
from tests.support.slack.server import SlackServer
from tests.support.telegram.records import (
    Call,
    DropAfter,
    DropBefore,
)
from tests.support.telegram.server import TelegramServer


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as server:
        yield server


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with SlackServer() as server:
        yield server


@pytest.fixture
async def office(telegram: TelegramServer, sqlite_storage: Database) -> AsyncIterator[PostOffice]:
    async with telegram_office(telegram, sqlite_storage) as opened:
        yield opened


@pytest.fixture
async def any_office(telegram: TelegramServer, database: Database) -> AsyncIterator[PostOffice]:
    async with telegram_office(telegram, database) as opened:
        yield opened


@pytest.fixture
async def any_slack_office(slack: SlackServer, database: Database) -> AsyncIterator[PostOffice]:
    async with slack_office(slack, database) as opened:
        yield opened


def sends(telegram: TelegramServer) -> list[Call]:
    return [call for call in telegram.calls if call.method == "sendMessage"]


async def test_on_telegram_an_unsure_question_is_not_repeated_and_its_reminder_heals_it(
    any_office: PostOffice, telegram: TelegramServer
) -> None:
    telegram.fault(DropBefore())
    await any_office.plan_round("ana")
    await any_office.work_off()
    assert await any_office.reconcile() == 0
    await any_office.work_off()
    assert len(sends(telegram)) == 1
    assert telegram.sent == []
    assert await any_office.states() == {"unsure": 1}
    assert (await any_office.pulses())["ana"].state is PulseState.PLANNED
    await any_office.remind("ana")
    await any_office.work_off()
    assert [sent.chat_id for sent in telegram.sent] == [ANA]
    assert (await any_office.pulses())["ana"].state is PulseState.SENT


async def test_an_unsure_message_is_given_up_when_its_time_is_over(
    office: PostOffice, telegram: TelegramServer
) -> None:
    telegram.fault(DropAfter())
    await office.plan_round("ana")
    await office.work_off()
    await office.reconcile()
    assert await office.states() == {"unsure": 1}
    office.clock.advance(days=6)
    await office.reconcile()
    assert await office.states() == {"failed": 1}


async def test_on_slack_an_unsure_question_that_arrived_is_found_by_its_key(
    any_slack_office: PostOffice, slack: SlackServer
) -> None:
    office = any_slack_office
    slack.fault("chat.postMessage", Fault.dropped_after())
    await office.plan_round("ana", "ben")
    await office.work_off()
    assert await office.states() == {"sent": 1, "unsure": 1}
    assert await office.reconcile() == 1
    await office.work_off()
    assert len(slack.sent_to("U0ANA")) == 1
    assert await office.states() == {"sent": 2}
    assert (await office.pulses())["ana"].state is PulseState.SENT


async def test_on_slack_an_unsure_question_that_never_arrived_is_sent_again(
    any_slack_office: PostOffice, slack: SlackServer
) -> None:
    office = any_slack_office
    slack.fault("chat.postMessage", Fault.dropped_before())
    await office.plan_round("ana")
    await office.work_off()
    assert await office.reconcile() == 1
    await office.work_off()
    assert len(slack.sent_to("U0ANA")) == 1
    assert await office.states() == {"sent": 1}


@pytest.mark.drill
async def test_a_search_that_fails_is_made_again_by_the_next_call(
    any_slack_office: PostOffice, slack: SlackServer
) -> None:
    office = any_slack_office
    slack.fault("chat.postMessage", Fault.dropped_after())
    await office.plan_round("ana")
    await office.work_off()
    slack.fault("conversations.open", Fault.server_error(503))
    assert await office.reconcile() == 0
    slack.fault("conversations.history", Fault.rate_limited(30))
    assert await office.reconcile() == 0
    assert await office.reconcile() == 0, "not before the half minute is over"
    assert len(slack.calls_of("conversations.history")) == 1
    await office.timer.sleep(31)
    assert await office.reconcile() == 1
    assert len(slack.sent_to("U0ANA")) == 1


async def test_a_crash_between_call_and_record_is_reconciled_at_the_next_start(
    any_slack_office: PostOffice, slack: SlackServer
) -> None:
    office = any_slack_office
    await office.plan_round("ana", "ben")
    async with office.storage.writing() as work:
        leases = await work.deliveries.lease(
            SLACK, owner="crashed", now=T0, lease_until=T0 + timedelta(seconds=0), limit=9
        )
        for lease in leases:
            await work.deliveries.mark_sending(lease, at=T0)
    assert leases[0].address is not None
    await office.messenger.send(leases[0].address, a_delivery("x").message, key=leases[0].delivery.key)  # type: ignore[arg-type]
    await office.dispatch.take_over()
    assert await office.reconcile() == 2
    await office.work_off()
    assert [len(slack.sent_to(user)) for user in ("U0ANA", "U0BEN")] == [1, 1]
    assert await office.states() == {"sent": 2}


@pytest.mark.parametrize("days", [-1, 400])
async def test_a_call_under_way_is_nobodys_business_whatever_the_clock_says(
    any_slack_office: PostOffice, slack: SlackServer, days: int
) -> None:
    office = any_slack_office
    await office.plan_round("ana")
    async with office.storage.writing() as work:
        (lease,) = await work.deliveries.lease(
            SLACK, owner=office.owner, now=T0, lease_until=T0 + timedelta(days=1), limit=9
        )
        await work.deliveries.mark_sending(lease, at=T0)
    office.clock.advance(days=days)
    assert await office.reconcile() == 0
    assert slack.calls == []
    assert await office.states() == {"sending": 1}
