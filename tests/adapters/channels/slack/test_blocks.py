"""Block Kit as the adapter draws it, judged by Slack's published limits and by what a reader sees."""

import re
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.adapters.channels.slack.blocks import (
    blocks_of,
    body_of,
    home_of,
    key_in,
    menu_modal,
    metadata_of,
    place_of,
    ref_of,
    words_modal,
)
from bot.adapters.channels.slack.sections import document_blocks
from bot.callback_text import encode
from bot.domain.identifiers import AnswerCode, MessageRef, PulseId
from bot.domain.messaging.buttons import (
    Answer,
    OnPulse,
    PulsePress,
)
from bot.domain.messaging.documents import (
    Context,
    Fact,
    Facts,
    Fold,
    Lead,
    Picture,
    Quote,
    Sign,
    SmallPrint,
    Steps,
    Title,
    document,
    paragraphs,
)
from bot.domain.messaging.messages import Button, Message, MessageKind
from bot.domain.texts.characters import is_blank
from tests.support.documents import DOCUMENTS, LINES
from tests.support.messages import a_message
from tests.support.slack.blockkit import (
    entities,
    markup,
    message_faults,
    view_faults,
    visible_text,
)

LABELS = st.one_of(LINES, st.sampled_from(["\u200b", "\n" * 50, "\r\nx\r", ""]))
INTENTS = st.builds(PulsePress, pulse=st.just(PulseId("p1")), what=st.sampled_from(OnPulse))
BUTTONS = st.builds(Button, label=LABELS, intent=INTENTS)
ROWS = st.lists(st.lists(BUTTONS, max_size=27).map(tuple), max_size=30).map(tuple)
MESSAGES = st.builds(
    Message,
    kind=st.sampled_from(MessageKind),
    locale=st.just("en-GB"),
    document=DOCUMENTS,
    unit_name=LINES,
    buttons=ROWS,
    asks_reply=st.booleans(),
)
FILE = st.sampled_from(["", "F0123456789"])


@pytest.mark.drill
@settings(max_examples=60)
@given(message=MESSAGES, picture=FILE)
def test_every_message_is_within_slacks_limits_and_holds_no_markup(message: Message, picture: str) -> None:
    body = body_of(message, picture=picture)
    assert message_faults(body["blocks"]) == []
    assert entities(body["blocks"]) == []
    assert markup(body["blocks"]) == []
    assert not re.search("[<>]", body["text"]), "the fallback text is mrkdwn: its entities are escaped"


@pytest.mark.drill
@settings(max_examples=20)
@given(messages=st.lists(MESSAGES, max_size=4))
def test_every_app_home_is_within_slacks_limits(messages: list[Message]) -> None:
    home = home_of(messages, "en-GB")
    assert view_faults(home) == []
    assert entities(home["blocks"]) == []
    assert markup(home["blocks"]) == []


@pytest.mark.drill
@settings(max_examples=20)
@given(message=MESSAGES)
def test_every_box_to_write_in_is_within_slacks_limits(message: Message) -> None:
    modal = words_modal(blocks_of(message), "en-GB", carries="a" * 500, longest=600)
    assert view_faults(modal) == []
    assert entities(modal["blocks"]) == []


@pytest.mark.drill
@settings(max_examples=20)
@given(message=MESSAGES, is_first=st.booleans())
def test_every_menu_is_within_slacks_limits(message: Message, is_first: bool) -> None:
    few = replace(message, buttons=tuple(row[:5] for row in message.buttons[:2]))
    modal = menu_modal(few, carries="a" * 500, is_first=is_first)
    assert view_faults(modal) == []
    assert entities(modal["blocks"]) == []


@settings(max_examples=150)
@given(text=st.text(min_size=1, max_size=200).filter(lambda text: paragraphs(text)))
@example(text="\u200c")
def test_a_reader_sees_the_very_words(text: str) -> None:
    """Nothing is lost but characters that nobody can see."""
    seen = visible_text(blocks_of(a_message(text)))

    def bare(words: str) -> str:
        hidden = {"Cc", "Cs"}
        formats = set("\u200b\u202a\u202b\u202c\u202d\u202e\ufeff") | {chr(code) for code in range(0x2061, 0x206A)}
        return "".join(each for each in words if unicodedata.category(each) not in hidden and each not in formats)

    if not is_blank(bare(text)):
        assert bare(seen).strip() == bare(text).strip()


@pytest.mark.parametrize("words", ["می\u200cخواهم", "Ward 👩\u200d⚕\ufe0f", "a\u2060b"])
def test_what_joins_letters_and_emoji_stays(words: str) -> None:
    assert visible_text(blocks_of(a_message(words))).strip() == words


@settings(max_examples=30)
@given(line=st.text(alphabet="ab &<>é", min_size=1, max_size=9000).filter(lambda text: text.strip()))
def test_a_long_text_is_parted_without_losing_a_letter(line: str) -> None:
    seen = visible_text(blocks_of(a_message(line)))
    assert seen.replace("\n", "") == line


def test_buttons_keep_their_order_and_each_row_its_own_line() -> None:
    def button(label: str, code: str) -> Button:
        return Button(label=label, intent=Answer(pulse=PulseId("p1"), code=AnswerCode(code)))

    message = a_message(
        "Acute medical unit.\n\nWe plan changes together.",
        buttons=(
            (button("Strongly agree", "4"),),
            (button("Agree", "3"),),
            (
                button("Can't say", "cs"),
                Button(label="Not now", intent=PulsePress(pulse=PulseId("p1"), what=OnPulse.NOT_NOW)),
            ),
        ),
    )
    *sections, first, second, third = blocks_of(message)
    rows = [first, second, third]
    assert [section["text"] for section in sections] == [
        {"type": "plain_text", "text": "Acute medical unit.", "emoji": False},
        {"type": "plain_text", "text": "We plan changes together.", "emoji": False},
    ]
    labels = [[element["text"]["text"] for element in row["elements"]] for row in rows]
    assert labels == [["Strongly agree"], ["Agree"], ["Can't say", "Not now"]]
    assert rows[1]["elements"][0]["value"] == encode(message.buttons[1][0].intent)
    assert all("style" not in element for row in rows for element in row["elements"]), "no answer stands out"


def test_a_picture_comes_between_words_and_buttons_with_its_alternative_text() -> None:
    message = a_message(
        "Week 10",
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
            a_message(
                "t",
                buttons=((Button(label=label, intent=PulsePress(pulse=PulseId("p"), what=OnPulse.MORE)),),),
            )
        )
        text = row["elements"][0]["text"]["text"]
        assert re.sub("&(amp|lt|gt);", "", text).count("&") == 0
        assert len(text) <= 75


def test_the_lock_screen_shows_nothing_of_the_question() -> None:
    body = body_of(a_message("Acute medical unit: our leads stand by people.", kind=MessageKind.QUESTION))
    assert body["text"] == "One quick question"


def test_every_section_is_drawn_by_elements_and_a_label_is_bold_only_beside_harmless_words() -> None:
    facts = (
        Fact(label="Heard", value="About 6 in 10", note="lower than usual", sign=Sign.LOWER),
        Fact(label="Open", value="Mend the *printer* & more"),
    )
    blocks = document_blocks(
        document(
            Title(words="Ward 8"),
            Context(words="Week to 7 June"),
            Lead(words="Worth a conversation."),
            Facts(facts=facts),
            Picture(alt="Steady.", png=b"png"),
            Quote(words="We *talk*.\n\nOn Friday.", source="From the nursing lead"),
            Steps(steps=("Ask.", "Tell."), heading="Try one"),
            Steps(steps=("Ask.",), heading="Try"),
            Fold(summary="How sure is this?", paragraphs=("Not certain.",)),
            SmallPrint(words="Nobody can see."),
        ),
        picture="F0123456789",
    )
    assert message_faults(blocks) == []

    def plain(words: str) -> dict[str, object]:
        return {"type": "plain_text", "text": words, "emoji": False}

    def text(words: str, **more: object) -> dict[str, object]:
        return {"type": "text", "text": words, **more}

    def line(words: str, **more: object) -> dict[str, object]:
        return {"type": "rich_text_section", "elements": [text(words, **more)]}

    bold = {"style": {"bold": True}}
    assert blocks == [
        {"type": "header", "text": plain("Ward 8")},
        {"type": "context", "elements": [plain("Week to 7 June")]},
        {"type": "rich_text", "elements": [line("Worth a conversation.", **bold)]},
        {
            "type": "section",
            "fields": [
                {"type": "mrkdwn", "text": "*Heard*\n▼ About 6 in 10 (lower than usual)", "verbatim": True},
                plain("Open\nMend the *printer* &amp; more"),
            ],
        },
        {"type": "image", "slack_file": {"id": "F0123456789"}, "alt_text": "Steady."},
        {
            "type": "rich_text",
            "elements": [
                line("From the nursing lead:"),
                {"type": "rich_text_quote", "elements": [text("We *talk*.\n\nOn Friday.")]},
            ],
        },
        {
            "type": "rich_text",
            "elements": [
                line("Try one", **bold),
                {"type": "rich_text_list", "style": "ordered", "elements": [line("Ask."), line("Tell.")]},
            ],
        },
        {"type": "rich_text", "elements": [line("Try", **bold), line("Ask.")]},
        {"type": "rich_text", "elements": [line("How sure is this?", **bold)]},
        {"type": "section", "text": plain("Not certain."), "expand": False},
        {"type": "context", "elements": [plain("Nobody can see.")]},
    ]


def test_a_key_goes_through_metadata_and_nothing_else_does() -> None:
    assert key_in({"metadata": metadata_of("k1")}) == "k1"
    assert key_in({"metadata": {"event_type": "another_app", "event_payload": {"k": "k1"}}}) == ""
    assert key_in({}) == ""


def test_a_place_is_written_and_read_back() -> None:
    assert place_of(ref_of("D01", "1.000002")) == ("D01", "1.000002")
    with pytest.raises(ValueError, match="not a Slack message"):
        place_of(MessageRef("telegram-17"))
