"""Socket Mode through breaks, refreshes and refusals."""

import asyncio

import pytest

from bot.adapters.channels.slack.socket import PART
from bot.domain.identifiers import AnswerCode, DeliveryKey, PulseId
from bot.domain.messaging.buttons import Answer
from bot.domain.messaging.inbound import Typed
from bot.domain.messaging.messages import Button
from tests.support.boards import said
from tests.support.messages import a_message
from tests.support.patience import until
from tests.support.slack.harness import SlackHarness, over_socket
from tests.support.slack.records import Fault

NURSE = "U0NURSE001"


async def test_a_refresh_changes_the_connection_and_loses_nothing(at: SlackHarness) -> None:
    async with over_socket(at):
        person = at.slack.person(NURSE)
        await person.says("help")
        await at.slack.events.disconnect("refresh_requested")
        await at.slack.until(lambda: at.slack.events.connections == 2)
        await person.says("pause")
    said = [update.event for update in at.inbox.committed]
    assert [event.text for event in said if isinstance(event, Typed)] == ["help", "pause"]


async def test_a_broken_connection_comes_back_by_itself(at: SlackHarness) -> None:
    async with over_socket(at):
        await at.slack.until(lambda: at.slack.events.sockets)
        await at.slack.events.cut()
        await at.slack.until(lambda: at.slack.events.connections == 2)
        assert (await at.slack.person(NURSE).says("help")).acked


@pytest.mark.parametrize("down_first", [True, False])
async def test_a_slack_that_was_down_is_found_again_within_ten_seconds(at: SlackHarness, down_first: bool) -> None:
    if down_first:
        await at.slack.go_down()
    async with over_socket(at):
        if not down_first:
            await at.slack.until(lambda: at.slack.events.sockets)
            await at.slack.go_down()
        await at.slack.until(lambda: at.health.parts.get(PART))
        await at.slack.come_back()
        await at.slack.until(lambda: at.health.parts[PART] == ())
        assert (await at.slack.person(NURSE).says("help")).acked


async def test_a_spent_ticket_is_not_tried_for_ever(at: SlackHarness) -> None:
    """The library would try the address of a refused connection again and again."""
    async with over_socket(at):
        await at.slack.until(lambda: at.slack.events.sockets)
        at.slack.events.refuse_tickets = 1
        await at.slack.events.disconnect()
        await at.slack.until(lambda: at.slack.events.connections == 2)
        assert (await at.slack.person(NURSE).says("help")).acked


async def test_health_says_that_slack_refuses_the_app_token(at: SlackHarness) -> None:
    async with over_socket(at, app_token="xapp-of-somebody-else"):
        await at.slack.until(lambda: "invalid_auth" in said(at.health).get(PART.name, ""))
    assert "xapp" not in str(said(at.health))


async def test_a_stop_waits_for_what_is_being_committed(at: SlackHarness) -> None:
    at.inbox.seconds = 0.3
    async with over_socket(at):
        await at.slack.until(lambda: at.slack.events.sockets)
        saying = asyncio.ensure_future(at.slack.person(NURSE).says("help"))
        await until(lambda: at.inbox.asked)
    receipt = await saying
    assert receipt.acked
    assert len(at.slack.events.envelopes) == 1
    assert len(at.inbox.committed) == 1


async def test_health_is_well_while_connected(at: SlackHarness) -> None:
    async with over_socket(at):
        await at.slack.until(lambda: at.health.parts.get(PART) == ())


async def test_a_limit_on_connections_is_waited_out(at: SlackHarness) -> None:
    at.slack.fault("apps.connections.open", Fault.rate_limited(1))
    async with over_socket(at):
        await at.slack.until(lambda: at.slack.events.sockets)


async def test_an_envelope_that_comes_again_is_one_update(at: SlackHarness) -> None:
    question = a_message(
        "?",
        buttons=((Button(label="Yes", intent=Answer(pulse=PulseId("p"), code=AnswerCode("1"))),),),
    )
    await at.messenger.send(at.address(NURSE), question, key=DeliveryKey("k"))
    async with over_socket(at):
        person = at.slack.person(NURSE)
        await person.press("Yes")
        await person.says("help")
        for envelope in list(at.slack.events.envelopes):
            await at.slack.events.again(envelope)
        await until(lambda: at.slack.events.acks == 4)
        await person.says("why")
    assert len(at.inbox.committed) == 3
