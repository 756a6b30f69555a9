"""Sending, editing and finding again, with the real slack_sdk against the loopback Slack."""

import socket
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
import structlog

from bot.adapters.channels.slack.client import SlackMessenger
from bot.adapters.channels.slack.connection import SlackConnection
from bot.adapters.clock import SystemClock, SystemTimer
from bot.domain.identifiers import AnswerCode, DeliveryKey, MessageRef, PulseId
from bot.domain.messaging.buttons import Answer
from bot.domain.messaging.documents import Picture
from bot.domain.messaging.messages import Button, MessageKind
from bot.logs import drop_personal
from bot.ports import (
    CannotTell,
    ChannelBroken,
    DeliveryFailed,
    Found,
    NotSent,
    NotThere,
    RateLimited,
    Rejected,
    Unreachable,
    Unsure,
)
from tests.support.messages import a_message
from tests.support.slack.harness import SlackHarness, slack_harness
from tests.support.slack.records import Fault
from tests.support.slack.server import SlackServer

NURSE = "U0NURSE001"
KEY = DeliveryKey("k1")
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
QUESTION = a_message(
    "Acute medical unit. One question, one tap.\n\nWe plan changes together.",
    kind=MessageKind.QUESTION,
    buttons=(
        (Button(label="Agree", intent=Answer(pulse=PulseId("p1"), code=AnswerCode("3"))),),
        (Button(label="Disagree", intent=Answer(pulse=PulseId("p1"), code=AnswerCode("2"))),),
    ),
)
THANKS = a_message("Thank you. Recorded.")
DIGEST = a_message("Nothing needs you this week.", picture=Picture(png=PNG, alt="Weekly answers, steady."))


@dataclass
class VirtualTimer:
    """Time that passes only while somebody sleeps."""

    now: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def monotonic(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


async def test_a_question_goes_to_the_person_with_neutral_text_and_an_opaque_key(at: SlackHarness) -> None:
    ref = await at.messenger.send(at.address(NURSE), QUESTION, key=KEY)
    (sent,) = at.slack.sent_to(NURSE)
    assert ref == f"{sent.channel}:{sent.ts}"
    assert sent.text == "One quick question"
    assert sent.metadata == {"event_type": "rounds", "event_payload": {"k": "k1"}}
    assert sent.arguments["unfurl_links"] is False
    assert sent.arguments["unfurl_media"] is False
    assert [call.method for call in at.slack.calls] == ["chat.postMessage"], "no conversations.open before it"


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (Fault.rate_limited(12), RateLimited),
        (Fault.server_error(503), Unsure),
        (Fault.server_error(500, accepted=True), Unsure),
        (Fault.server_error(408, accepted=True), Unsure),
        (Fault.server_error(403), NotSent),
        (Fault.dropped_before(), Unsure),
        (Fault.dropped_after(), Unsure),
        (Fault.half_done("internal_error"), Unsure),
        (Fault.half_done("fatal_error"), Unsure),
        (Fault.half_done("duplicate_message_not_found"), Unsure),
        (Fault.half_done("a_code_of_next_year"), Unsure),
        (Fault.refused("channel_not_found"), Unreachable),
        (Fault.refused("user_not_found"), Unreachable),
        (Fault.refused("invalid_auth"), ChannelBroken),
        (Fault.refused("token_revoked"), ChannelBroken),
        (Fault.refused("msg_too_long"), Rejected),
    ],
)
async def test_each_fault_says_what_may_be_done_and_is_tried_once(
    at: SlackHarness, fault: Fault, expected: type[DeliveryFailed]
) -> None:
    at.slack.fault("chat.postMessage", fault)
    with pytest.raises(expected) as caught:
        await at.messenger.send(at.address(NURSE), QUESTION, key=KEY)
    assert type(caught.value) is expected
    assert len(at.slack.calls_of("chat.postMessage")) == 1
    assert len(at.slack.messages) == int(fault.accepted)
    if isinstance(caught.value, RateLimited):
        assert caught.value.retry_after == 12


async def test_an_inactive_account_is_the_person_when_our_own_token_is_well(at: SlackHarness) -> None:
    at.slack.fault("chat.postMessage", Fault.refused("account_inactive"))
    with pytest.raises(Unreachable):
        await at.messenger.send(at.address(NURSE), QUESTION, key=KEY)


async def test_an_inactive_account_is_ours_when_slack_says_so_of_our_token(at: SlackHarness) -> None:
    at.slack.fault("chat.postMessage", Fault.refused("account_inactive"))
    at.slack.fault("auth.test", Fault.refused("account_inactive"))
    with pytest.raises(ChannelBroken):
        await at.messenger.send(at.address(NURSE), QUESTION, key=KEY)


async def test_a_slack_that_is_down_has_certainly_not_been_sent_anything(at: SlackHarness) -> None:
    await at.slack.go_down()
    with pytest.raises(NotSent):
        await at.messenger.send(at.address(NURSE), QUESTION, key=KEY)
    await at.slack.come_back()
    await at.messenger.send(at.address(NURSE), QUESTION, key=KEY)
    assert len(at.slack.messages) == 1


async def test_a_name_that_does_not_resolve_has_certainly_not_been_sent_anything() -> None:
    async with SlackConnection(bot_token="xoxb-x", api_url="http://slack.invalid/api/") as connection:
        messenger = SlackMessenger(connection=connection, timer=SystemTimer(), real_clock=SystemClock())
        with pytest.raises(NotSent):
            await messenger.send(SlackHarness.address(None, NURSE), QUESTION, key=KEY)  # type: ignore[arg-type]


async def test_no_error_carries_the_message_or_the_token(at: SlackHarness) -> None:
    at.slack.fault("chat.postMessage", Fault.refused("msg_too_long"))
    with pytest.raises(Rejected) as caught:
        await at.messenger.send(at.address(NURSE), QUESTION, key=KEY)
    chain = f"{caught.value!r} {caught.value.__cause__!r}"
    assert "changes together" not in chain
    assert at.slack.bot_token not in chain
    assert caught.value.__suppress_context__


async def test_an_unsure_message_is_found_by_its_key(at: SlackHarness) -> None:
    began = SystemClock().now()
    near = await at.messenger.send(at.address(NURSE), THANKS, key=DeliveryKey("k0"))
    at.slack.fault("chat.postMessage", Fault.dropped_after())
    with pytest.raises(Unsure):
        await at.messenger.send(at.address(NURSE), QUESTION, key=KEY)
    found = await at.messenger.find_sent(at.address(NURSE), key=KEY, since=began, near=near)
    posted = at.slack.sent_to(NURSE)[-1]
    assert found == Found(ref=MessageRef(f"{posted.channel}:{posted.ts}"))
    assert not at.slack.calls_of("conversations.open"), "the channel was known"
    assert len(at.slack.sent_to(NURSE)) == 2


async def test_a_first_contact_is_looked_for_by_opening_the_conversation(at: SlackHarness) -> None:
    at.slack.fault("chat.postMessage", Fault.dropped_before())
    began = SystemClock().now()
    with pytest.raises(Unsure):
        await at.messenger.send(at.address(NURSE), QUESTION, key=KEY)
    assert await at.messenger.find_sent(at.address(NURSE), key=KEY, since=began, near=None) == NotThere()
    assert len(at.slack.calls_of("conversations.open")) == 1


async def test_a_message_behind_many_newer_ones_is_still_found(at: SlackHarness) -> None:
    ref = await at.messenger.send(at.address(NURSE), QUESTION, key=KEY)
    for number in range(20):
        await at.messenger.send(at.address(NURSE), THANKS, key=DeliveryKey(f"later{number}"))
    found = await at.messenger.find_sent(
        at.address(NURSE), key=KEY, since=SystemClock().now() - timedelta(minutes=1), near=ref
    )
    assert found == Found(ref=ref)
    assert len(at.slack.calls_of("conversations.history")) == 2


async def test_a_drill_in_the_future_does_not_hide_a_message(at: SlackHarness) -> None:
    ref = await at.messenger.send(at.address(NURSE), QUESTION, key=KEY)
    in_a_year = SystemClock().now() + timedelta(days=365)
    assert await at.messenger.find_sent(at.address(NURSE), key=KEY, since=in_a_year, near=ref) == Found(ref=ref)


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (Fault.server_error(503), Unsure),
        (Fault.dropped_before(), Unsure),
        (Fault.rate_limited(3), RateLimited),
        (Fault.refused("invalid_auth"), ChannelBroken),
    ],
)
async def test_a_look_that_fails_never_says_that_a_message_was_not_sent(
    at: SlackHarness, fault: Fault, expected: type[DeliveryFailed]
) -> None:
    ref = await at.messenger.send(at.address(NURSE), QUESTION, key=KEY)
    at.slack.fault("conversations.history", fault, fault)  # aiohttp asks again once when a GET is cut off
    with pytest.raises(expected):
        await at.messenger.find_sent(at.address(NURSE), key=KEY, since=SystemClock().now(), near=ref)


async def test_a_look_while_slack_is_down_leaves_the_message_unsure(at: SlackHarness) -> None:
    ref = await at.messenger.send(at.address(NURSE), QUESTION, key=KEY)
    await at.slack.go_down()
    with pytest.raises(Unsure):
        await at.messenger.find_sent(at.address(NURSE), key=KEY, since=SystemClock().now(), near=ref)


async def test_without_the_right_to_read_nothing_is_claimed(at: SlackHarness) -> None:
    ref = await at.messenger.send(at.address(NURSE), QUESTION, key=KEY)
    at.slack.fault("conversations.history", Fault.refused("missing_scope"))
    looked = await at.messenger.find_sent(at.address(NURSE), key=KEY, since=SystemClock().now(), near=ref)
    assert looked == CannotTell()


@pytest.mark.parametrize("method", ["conversations.history", "files.getUploadURLExternal"])
async def test_the_log_says_why_slack_refuses(at: SlackHarness, method: str) -> None:
    """Under a name that `drop_personal` lets through."""
    at.slack.fault(method, Fault.refused("missing_scope"))
    with structlog.testing.capture_logs(processors=[drop_personal]) as logs:
        ref = await at.messenger.send(at.address(NURSE), DIGEST, key=KEY)
        await at.messenger.find_sent(at.address(NURSE), key=KEY, since=SystemClock().now(), near=ref)
    assert [each["slack_error"] for each in logs if each["log_level"] == "warning"] == ["missing_scope"]


async def test_history_is_read_no_oftener_than_allowed(slack: SlackServer) -> None:
    timer = VirtualTimer()
    async with slack_harness(slack, timer=timer, history_rate=3) as at:
        ref = await at.messenger.send(at.address(NURSE), QUESTION, key=KEY)
        taken = []
        for _ in range(8):
            await at.messenger.find_sent(at.address(NURSE), key=KEY, since=SystemClock().now(), near=ref)
            taken.append(timer.now)
    assert all(later - earlier >= 60 for earlier, later in zip(taken, taken[3:], strict=False))
    assert timer.slept == [60.0, 60.0], "three at once, then a minute's rest: no more waiting than needed"


async def test_an_edit_goes_to_the_link_of_the_press(at: SlackHarness) -> None:
    ref = await at.messenger.send(at.address(NURSE), QUESTION, key=KEY)
    (sent,) = at.slack.sent_to(NURSE)
    link = at.slack.new_response_url(channel=sent.channel, ts=sent.ts, user=NURSE)
    await at.messenger.edit(at.address(NURSE), ref, THANKS, reply_via=link)
    assert [edit.by for edit in sent.edits] == ["response_url"]
    assert sent.blocks[0]["text"]["text"] == "Thank you. Recorded."
    assert not at.slack.calls_of("chat.update")


@pytest.mark.parametrize("worn_out", ["old", "used up", "unknown", "broken"])
async def test_an_edit_falls_back_to_chat_update(at: SlackHarness, worn_out: str) -> None:
    ref = await at.messenger.send(at.address(NURSE), QUESTION, key=KEY)
    (sent,) = at.slack.sent_to(NURSE)
    link = at.slack.new_response_url(channel=sent.channel, ts=sent.ts, user=NURSE)
    match worn_out:
        case "old":
            at.slack.pass_time(30 * 60 + 1)
        case "used up":
            at.slack.response_urls[link.rpartition("/")[2]].uses = 5
        case "unknown":
            link += "0"
        case _:
            at.slack.fault("response_url", Fault.dropped_before())
    await at.messenger.edit(at.address(NURSE), ref, THANKS, reply_via=link)
    assert [edit.by for edit in sent.edits] == ["chat.update"]


async def test_an_edit_of_a_message_that_is_gone_is_not_repeated(at: SlackHarness) -> None:
    ref = await at.messenger.send(at.address(NURSE), QUESTION, key=KEY)
    at.slack.messages.clear()
    with pytest.raises(Rejected):
        await at.messenger.edit(at.address(NURSE), ref, THANKS)
    with pytest.raises(Rejected):
        await at.messenger.edit(at.address(NURSE), MessageRef("17"), THANKS)


async def test_a_chart_is_uploaded_unshared_and_shown_in_the_one_message(at: SlackHarness) -> None:
    await at.messenger.send(at.address(NURSE), DIGEST, key=KEY)
    (sent,) = at.slack.messages
    (file,) = at.slack.files.values()
    assert (file.data, file.shared_to) == (PNG, None)
    image = next(block for block in sent.blocks if block["type"] == "image")
    assert image["slack_file"] == {"id": file.id}
    assert image["alt_text"] == "Weekly answers, steady."
    assert sent.metadata is not None


async def test_the_readers_of_one_digest_share_one_file(at: SlackHarness) -> None:
    for number, user in enumerate(("U0LEAD0001", "U0LEAD0002", "U0LEAD0003")):
        await at.messenger.send(at.address(user), DIGEST, key=DeliveryKey(f"k{number}"))
    assert len(at.slack.files) == 1
    assert len(at.slack.messages) == 3


async def test_a_file_still_being_worked_on_is_waited_for(slack: SlackServer) -> None:
    class PassingTimer(VirtualTimer):
        async def sleep(self, seconds: float) -> None:
            await super().sleep(seconds)
            slack.pass_time(seconds)

    slack.file_seconds = 2.0
    async with slack_harness(slack, timer=PassingTimer()) as at:
        await at.messenger.send(at.address(NURSE), DIGEST, key=KEY)
    (sent,) = slack.messages
    assert [block["type"] for block in sent.blocks] == ["section", "image"]


async def test_a_file_that_never_works_leaves_its_words(slack: SlackServer) -> None:
    slack.file_seconds = 1e9
    async with slack_harness(slack, timer=VirtualTimer()) as at:
        await at.messenger.send(at.address(NURSE), DIGEST, key=KEY)
    (sent,) = slack.messages
    assert [block["text"]["text"] for block in sent.blocks] == [
        "Nothing needs you this week.",
        "Weekly answers, steady.",
    ]


async def test_without_the_right_to_upload_the_words_are_sent(at: SlackHarness) -> None:
    at.slack.fault("files.getUploadURLExternal", Fault.refused("missing_scope"))
    await at.messenger.send(at.address(NURSE), DIGEST, key=KEY)
    assert len(at.slack.messages) == 1


@pytest.mark.parametrize("step", ["files.getUploadURLExternal", "upload", "files.completeUploadExternal"])
async def test_an_upload_that_breaks_off_has_posted_nothing(at: SlackHarness, step: str) -> None:
    at.slack.fault(step, Fault.dropped_after())
    with pytest.raises(NotSent):
        await at.messenger.send(at.address(NURSE), DIGEST, key=KEY)
    assert at.slack.messages == []
    await at.messenger.send(at.address(NURSE), DIGEST, key=KEY)
    assert len(at.slack.messages) == 1


async def test_a_file_goes_into_the_direct_message_and_nowhere_else(at: SlackHarness) -> None:
    await at.messenger.send_file(at.address(NURSE), name="rounds.json", body=b'{"kept": []}', words="<!channel> Yours.")
    (file,) = at.slack.files.values()
    assert (file.name, file.data) == ("rounds.json", b'{"kept": []}')
    assert file.shared_to == at.slack.channel_of(NURSE)
    assert file.comment == "&lt;!channel&gt; Yours."
    assert at.slack.messages == []


@pytest.mark.parametrize(
    ("step", "fault", "failure"),
    [
        ("files.getUploadURLExternal", Fault.refused("missing_scope"), ChannelBroken),
        ("upload", Fault.dropped_after(), Unsure),
        ("files.completeUploadExternal", Fault.dropped_after(), Unsure),
        ("conversations.open", Fault.refused("user_not_found"), Unreachable),
    ],
)
async def test_a_file_that_does_not_arrive_says_why(
    at: SlackHarness, step: str, fault: Fault, failure: type[DeliveryFailed]
) -> None:
    at.slack.fault(step, fault)
    with pytest.raises(failure):
        await at.messenger.send_file(at.address(NURSE), name="rounds.json", body=b"{}", words="Yours.")


async def test_a_silent_slack_is_unsure_after_the_time_out() -> None:
    """A server that takes the request and never answers: the post may have happened."""
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen()
        url = f"http://127.0.0.1:{mute.getsockname()[1]}/api/"
        async with SlackConnection(bot_token="xoxb-x", api_url=url, answer_within=0.2) as connection:
            messenger = SlackMessenger(connection=connection, timer=SystemTimer(), real_clock=SystemClock())
            with pytest.raises(Unsure):
                await messenger.send(SlackHarness.address(None, NURSE), QUESTION, key=KEY)  # type: ignore[arg-type]
