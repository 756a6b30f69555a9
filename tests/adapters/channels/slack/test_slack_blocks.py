"""Block Kit as the adapter draws it, judged by Slack's published limits and by what a reader sees."""

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.channels.slack.blocks import (
    blocks_of,
    body_of,
    home_of,
    key_in,
    metadata_of,
    place_of,
    ref_of,
    words_modal,
)
from bot.callback_text import encode
from bot.domain.identifiers import AnswerCode, MessageRef, PulseId
from bot.domain.messaging.buttons import Answer, OnPulse, PulsePress
from bot.domain.messaging.messages import (
    Button,
    Message,
    Picture,
)
from tests.support.slack.blockkit import (
    entities,
    message_faults,
    view_faults,
    visible_text,
)

NASTY = st.sampled_from(
    [
        "<!channel>",
        "<@U0NURSE001>",
        "<https://evil.example|Rota>",
        "<!date^1^{date}|x>",
        "&lt;!here&gt;",
        "&amp;amp;",
        "*bold* _i_ `c` ~s~ :fire:",
        "\u202egnp.tra\u202c",
        "\u200b",
        "\x00\x07",
        "<" * 4000,
        "&" * 3001,
        "a" * 9000,
        "\n" * 50,
        "\r\nx\r",
        "日本語 & ﷺ",
    ]
)
WORDS = st.lists(st.one_of(NASTY, st.text(max_size=40)), min_size=1, max_size=6).map("".join)
SAID = WORDS.filter(lambda text: text.strip())
INTENTS = st.builds(PulsePress, pulse=st.just(PulseId("p1")), what=st.sampled_from(OnPulse))
BUTTONS = st.builds(Button, label=WORDS, intent=INTENTS)
ROWS = st.lists(st.lists(BUTTONS, max_size=27).map(tuple), max_size=30).map(tuple)
PICTURES = st.one_of(st.none(), st.builds(Picture, png=st.just(b"png"), alt=SAID))
MESSAGES = st.builds(Message, text=SAID, buttons=ROWS, notification=WORDS, picture=PICTURES, asks_reply=st.booleans())
FILE = st.sampled_from(["", "F0123456789"])


@settings(max_examples=60, deadline=None)
@given(message=MESSAGES, picture=FILE)
def test_every_message_is_within_slacks_limits_and_holds_no_markup(message: Message, picture: str) -> None:
    body = body_of(message, picture=picture)
    assert message_faults(body["blocks"]) == []
    assert entities(body["blocks"]) == []
    assert not re.search("[<>]", body["text"]), "the fallback text is mrkdwn: its entities are escaped"


@settings(max_examples=20, deadline=None)
@given(messages=st.lists(MESSAGES, max_size=4))
def test_every_app_home_is_within_slacks_limits(messages: list[Message]) -> None:
    home = home_of(messages, "en-GB")
    assert view_faults(home) == []
    assert entities(home["blocks"]) == []


@settings(max_examples=20, deadline=None)
@given(message=MESSAGES)
def test_every_box_to_write_in_is_within_slacks_limits(message: Message) -> None:
    carries = {"message": "D0123456789:1772438400.000100", "at": "1772438400.000100", "reply": "https://x/" + "a" * 200}
    modal = words_modal(blocks_of(message), "en-GB", carries=carries)
    assert view_faults(modal) == []
    assert entities(modal["blocks"]) == []


@settings(max_examples=150, deadline=None)
@given(text=st.text(min_size=1, max_size=200).filter(lambda text: text.strip()))
def test_a_reader_sees_the_very_words(text: str) -> None:
    """Nothing is lost but characters that nobody can see."""
    seen = visible_text(blocks_of(Message(text=text)))

    def bare(words: str) -> str:
        hidden = {"Cc", "Cs"}
        formats = set("\u200b\u202a\u202b\u202c\u202d\u202e\ufeff") | {chr(code) for code in range(0x2061, 0x206A)}
        return "".join(each for each in words if unicodedata.category(each) not in hidden and each not in formats)

    if bare(text).strip():
        assert bare(seen).strip() == bare(text).strip()


@pytest.mark.parametrize("words", ["می\u200cخواهم", "Ward 👩\u200d⚕\ufe0f", "a\u2060b"])
def test_what_joins_letters_and_emoji_stays(words: str) -> None:
    assert visible_text(blocks_of(Message(text=words))).strip() == words


@settings(max_examples=30, deadline=None)
@given(line=st.text(alphabet="ab &<>é", min_size=1, max_size=9000).filter(lambda text: text.strip()))
def test_a_long_text_is_parted_without_losing_a_letter(line: str) -> None:
    seen = visible_text(blocks_of(Message(text=line)))
    assert seen.replace("\n", "") == line


def test_buttons_keep_their_order_and_each_row_its_own_line() -> None:
    def button(label: str, code: str) -> Button:
        return Button(label=label, intent=Answer(pulse=PulseId("p1"), code=AnswerCode(code)))

    message = Message(
        text="Acute medical unit.\n\nWe plan changes together.",
        buttons=(
            (button("Strongly agree", "4"),),
            (button("Agree", "3"),),
            (
                button("Can't say", "cs"),
                Button(label="Not now", intent=PulsePress(pulse=PulseId("p1"), what=OnPulse.NOT_NOW)),
            ),
        ),
    )
    section, *rows = blocks_of(message)
    assert section["text"] == {
        "type": "plain_text",
        "text": "Acute medical unit.\n\nWe plan changes together.",
        "emoji": False,
    }
    labels = [[element["text"]["text"] for element in row["elements"]] for row in rows]
    assert labels == [["Strongly agree"], ["Agree"], ["Can't say", "Not now"]]
    assert rows[1]["elements"][0]["value"] == encode(message.buttons[1][0].intent)
    assert all("style" not in element for row in rows for element in row["elements"]), "no answer stands out"


def test_a_picture_comes_between_words_and_buttons_with_its_alternative_text() -> None:
    message = Message(
        text="Week 10",
        picture=Picture(png=b"png", alt="Steady <for> weeks"),
        buttons=((Button(label="More", intent=PulsePress(pulse=PulseId("p"), what=OnPulse.MORE)),),),
    )
    blocks = blocks_of(message, picture="F0123456789")
    assert [block["type"] for block in blocks] == ["section", "image", "actions"]
    assert blocks[1] == {
        "type": "image",
        "slack_file": {"id": "F0123456789"},
        "alt_text": "Steady &lt;for&gt; weeks",
    }


def test_a_cut_never_leaves_half_an_entity() -> None:
    for extra in range(8):
        label = "x" * (70 + extra - 4) + "&&&&&&&&"
        (_, row) = blocks_of(
            Message(
                text="t",
                buttons=((Button(label=label, intent=PulsePress(pulse=PulseId("p"), what=OnPulse.MORE)),),),
            )
        )
        text = row["elements"][0]["text"]["text"]
        assert re.sub("&(amp|lt|gt);", "", text).count("&") == 0
        assert len(text) <= 75


def test_the_lock_screen_shows_nothing_of_the_question() -> None:
    body = body_of(Message(text="Acute medical unit: our leads stand by people."))
    assert body["text"] == "One quick question"


def test_a_key_goes_through_metadata_and_nothing_else_does() -> None:
    assert key_in({"metadata": metadata_of("k1")}) == "k1"
    assert key_in({"metadata": {"event_type": "another_app", "event_payload": {"k": "k1"}}}) == ""
    assert key_in({}) == ""


def test_a_place_is_written_and_read_back() -> None:
    assert place_of(ref_of("D01", "1.000002")) == ("D01", "1.000002")
    with pytest.raises(ValueError, match="not a Slack message"):
        place_of(MessageRef("telegram-17"))
