"""Signed HTTP: what is not surely Slack's is refused before anything is parsed, and nothing is stored."""

from bot.adapters.channels.slack.http import BODY_AT_MOST
from bot.domain.identifiers import AnswerCode, DeliveryKey, PulseId
from bot.domain.messaging.buttons import Answer
from bot.domain.messaging.messages import Button
from tests.support.messages import a_message
from tests.support.slack.events import (
    Signature,
    http_request,
    post,
)
from tests.support.slack.harness import SlackHarness, over_http

NURSE = "U0NURSE001"
BAD: tuple[Signature, ...] = ("wrong", "missing", "garbled", "stale", "future", "not a number")
QUESTION = a_message("?", buttons=((Button(label="Yes", intent=Answer(pulse=PulseId("p"), code=AnswerCode("1"))),),))


async def test_a_forged_request_of_any_kind_is_refused(at: SlackHarness) -> None:
    await at.messenger.send(at.address(NURSE), QUESTION, key=DeliveryKey("k"))
    async with over_http(at):
        person = at.slack.person(NURSE)
        for signature in BAD:
            statuses = [
                (await person.press("Yes", signature=signature)).status,
                (await person.command("stop", signature=signature)).status,
                (await person.says("stop", signature=signature)).status,
                (await person.opens_home(signature=signature)).status,
            ]
            assert statuses == [401, 401, 401, 401], signature
    assert at.inbox.committed == []
    assert at.slack.homes == {}


async def test_a_changed_body_is_refused(at: SlackHarness) -> None:
    headers, body = http_request("slash_commands", {"text": "help"}, secret=at.slack.signing_secret)
    async with over_http(at) as url:
        for changed in (body.replace(b"help", b"stop"), body + b"&x=1", b"", b"\xff\xfe", b"{" * 50):
            status, _, _ = await post(url, changed, headers)
            assert status == 401
    assert at.inbox.committed == []


async def test_a_garbled_signature_is_no_crash(at: SlackHarness) -> None:
    headers, body = http_request("slash_commands", {"text": "help"}, secret=at.slack.signing_secret)
    async with over_http(at) as url:
        for signature in ("v0=\u00e9", "v0=", "", "v1=" + "0" * 64, "v0=" + "0" * 64, "v0=" + "0" * 5000):
            status, _, _ = await post(url, body, headers | {"X-Slack-Signature": signature})
            assert status == 401, signature
    assert at.inbox.committed == []


async def test_a_request_longer_than_slacks_is_not_read_to_its_end(at: SlackHarness) -> None:
    headers, _ = http_request("slash_commands", {"text": "help"}, secret=at.slack.signing_secret)
    async with over_http(at) as url:
        status, _, _ = await post(url, b"x" * (BODY_AT_MOST + 1), headers)
    assert status == 413


async def test_slack_may_verify_the_address(at: SlackHarness) -> None:
    challenge = {"type": "url_verification", "challenge": "c123", "token": "t"}
    headers, body = http_request("events_api", challenge, secret=at.slack.signing_secret)
    async with over_http(at) as url:
        status, text, _ = await post(url, body, headers)
    assert (status, "c123" in text) == (200, True)


async def test_a_retry_of_an_event_is_one_update(at: SlackHarness) -> None:
    async with over_http(at):
        person = at.slack.person(NURSE)
        await person.says("help")
        event = {"type": "message", "user": NURSE, "text": "stop", "ts": "1.000001", "channel": "D1"}
        payload = {
            "type": "event_callback",
            "event_id": "Ev1",
            "team_id": "T",
            "event": event | {"channel_type": "im"},
        }
        for retry in range(3):
            await at.slack.events.deliver("events_api", payload, retry=retry)
    assert [update.update_id for update in at.inbox.committed][1:] == ["D1:1.000001"]
