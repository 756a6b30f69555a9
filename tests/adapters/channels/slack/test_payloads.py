"""Slack's payloads as updates: what they mean, in what order they stand."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.channels.slack.payloads import (
    chosen,
    commanded,
    microseconds,
    plain,
    pressed,
    submitted,
    written,
)
from bot.domain.identifiers import MessageRef
from bot.domain.messaging.inbound import Started, Typed
from bot.domain.texts import say

MONDAY = datetime(2026, 3, 2, 8, tzinfo=UTC)


@given(seconds=st.integers(0, 4_000_000_000), micros=st.integers(0, 999_999))
def test_a_time_stamp_keeps_every_microsecond(seconds: int, micros: int) -> None:
    assert microseconds(f"{seconds}.{micros:06d}") == seconds * 1_000_000 + micros


@pytest.mark.parametrize("strange", ["", "soon", "1.2.3", "-5", "0"])
def test_a_strange_time_stamp_sorts_first(strange: str) -> None:
    assert microseconds(strange) == 0


@pytest.mark.parametrize(
    ("sent", "typed"),
    [
        ("a &amp; b &lt;c&gt;", "a & b <c>"),
        ("see <https://rota.example|the rota>", "see the rota"),
        ("<https://rota.example>", "https://rota.example"),
        ("<@U012AB3CD> helped", "@U012AB3CD helped"),
        ("<@U012AB3CD|mary.brown> helped", "@mary.brown helped"),
        ("thanks<@U012AB3CD>", "thanks @U012AB3CD"),
        ("<!subteam^S012AB3CD> shout", "@S012AB3CD shout"),
        ("<!subteam^S012AB3CD|@ward8> shout", "@ward8 shout"),
        ("<@U012AB3CD|jo> left", "@colleague jo left"),
        ("&amp;lt;", "&lt;"),
    ],
)
def test_slacks_entities_are_turned_back_into_words(sent: str, typed: str) -> None:
    assert plain(sent) == typed


def test_mentions_in_a_box_and_after_a_command_are_turned_back_too() -> None:
    words = "join <b> <!subteam^S012AB3CD> shouts, <@U012AB3CD|jo> too"
    values = {"rounds:words": {"rounds:words": {"type": "plain_text_input", "value": words}}}
    in_box = submitted({"user": {"id": "U1"}, "trigger_id": "t1", "view": {"state": {"values": values}}})
    now = datetime(2026, 3, 2, tzinfo=UTC)
    after_command = commanded({"user_id": "U1", "trigger_id": "t1", "text": words}, now=now)
    for update in (in_box, after_command):
        assert update is not None
        assert isinstance(update.event, Typed)
        assert update.event.text == "join <b> @S012AB3CD shouts, @colleague jo too"


def test_words_stand_right_after_the_press_that_opened_their_box() -> None:
    carried = '{"message": "D1:1.000001", "at": "1772438400.000100", "reply": ""}'
    values = {"rounds:words": {"rounds:words": {"type": "plain_text_input", "value": None}}}
    body: dict[str, Any] = {
        "user": {"id": "U1"},
        "trigger_id": "t1",
        "view": {"private_metadata": carried, "state": {"values": values}},
    }
    update = submitted(body)
    assert update is not None
    assert update.sequence == 1772438400000101
    assert update.event == Typed(text="", reply_to=update.message)


def test_a_choice_comes_after_the_press_that_opened_its_menu_whatever_our_clock_says() -> None:
    values = {"rounds:choice": {"rounds:choice": {"selected_option": {"value": "s~~p1"}}}}
    body: dict[str, Any] = {"user": {"id": "U1"}, "trigger_id": "t1", "view": {"state": {"values": values}}}
    for opened, then in (("1772438400.000100", 1772438400000101), ("1.000100", int(MONDAY.timestamp()) * 1_000_000)):
        body["view"]["private_metadata"] = f'{{"message": "D1:1.000001", "at": "{opened}", "reply": "https://x/1"}}'
        update = chosen(body, now=MONDAY)
        assert update is not None
        assert (update.sequence, update.message, update.reply_via) == (then, "D1:1.000001", "https://x/1")
    assert chosen(body | {"view": {"private_metadata": "{"}}, now=MONDAY) is None


def test_a_reply_in_a_thread_belongs_to_its_message() -> None:
    event = {"user": "U1", "text": "A second trolley", "ts": "2.000001", "channel": "D1"}
    update = written({"event_id": "Ev1", "event": event | {"channel_type": "im", "thread_ts": "1.000001"}})
    assert update is not None
    assert update.message == "D1:1.000001"
    assert update.event == Typed(text="A second trolley", reply_to=update.message, written_in=MessageRef("D1:2.000001"))


@pytest.mark.parametrize("text", ["join", "start  ", "start abc", "JOIN abc"])
def test_joining_takes_whatever_follows_as_its_code(text: str) -> None:
    update = commanded({"user_id": "U1", "trigger_id": "t", "text": text}, now=MONDAY)
    assert update is not None
    assert update.event == Started(code=text.strip().partition(" ")[2].strip())


@pytest.mark.parametrize("actions", [[], [{}], [{"value": "x"}], [{"value": "a~p"}], [{"value": "q~1~2"}]])
def test_a_press_that_means_nothing_is_nothing(actions: list[dict[str, str]]) -> None:
    assert pressed({"user": {"id": "U1"}, "trigger_id": "t", "actions": actions}) is None


def test_the_controls_have_their_words() -> None:
    assert say("chat-not_saved", "en-GB") == "Not saved yet. Please tap again."
