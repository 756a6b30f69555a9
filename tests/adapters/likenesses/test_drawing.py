"""What is drawn of Slack and Telegram is the payload that their adapters send: every word and every button."""

import html
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import pytest

from bot.adapters.channels.registry import CHANNELS
from bot.adapters.channels.slack.likeness import slack_payload
from bot.adapters.channels.telegram.likeness import parts_of, telegram_payload
from bot.adapters.likenesses.drawing import DRAWN, draw, style_sheet
from bot.callback_text import encode
from bot.domain.identifiers import DeliveryKey, PersonId
from bot.domain.messaging.documents import Fold, Lead, Picture, Quote, document
from bot.domain.messaging.messages import Message, MessageKind, message_of
from bot.domain.organisation.people import Channel
from bot.ports import WebMessage
from tests.support.channels import SLACK, TELEGRAM, WEB
from tests.support.screens.asking import consent_messages, pulse_messages
from tests.support.screens.leading import digest_messages

LOCALE = "en-GB"
WORDS_IN_SLACK = ("plain_text", "mrkdwn", "text")
EVERY = 5
"""Of the many messages that differ in a word or two, every fifth is drawn."""


@pytest.fixture(scope="module")
def messages() -> Sequence[Message]:
    said = [*consent_messages(LOCALE), *pulse_messages(LOCALE), *digest_messages(LOCALE)]
    return list(islice(said, 0, None, EVERY))


def drawn(channel: Channel, message: Message) -> str:
    shown = WebMessage(id=1, person=PersonId("ana"), message=message, change=1, key=DeliveryKey("k"), edited=False)
    return draw(channel, shown, payload_label="What is sent")


def text_of(page: str) -> str:
    """Its words, without what is folded away for the curious."""
    seen = re.sub(r'<details class="payload">.*?</details>', "", page, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", seen)).split())


def words_in(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if node.get("type") in WORDS_IN_SLACK and isinstance(node.get("text"), str):
            words = node["text"].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
            yield words.replace("*", "") if node["type"] == "mrkdwn" else words
        for child in node.values():
            yield from words_in(child)
    elif isinstance(node, list):
        for child in node:
            yield from words_in(child)


@pytest.mark.drill
def test_slack_is_drawn_from_its_payload_word_for_word(messages: Sequence[Message]) -> None:
    for message in messages:
        page, payload = drawn(SLACK, message), slack_payload(message)
        seen = text_of(page)
        for words in [payload["text"], *words_in(payload["blocks"])]:
            assert " ".join(html.unescape(words).split()) in seen
        for button in (button for row in message.buttons for button in row):
            assert f'value="{encode(button.intent)}"' in html.unescape(page)


@pytest.mark.drill
def test_telegram_is_drawn_from_its_payload_word_for_word(messages: Sequence[Message]) -> None:
    for message in messages:
        page, payload = drawn(TELEGRAM, message), telegram_payload(message)
        seen = text_of(page)
        assert " ".join(str(payload.get("text") or payload["caption"]).split()) in seen
        for row in payload.get("reply_markup", {}).get("inline_keyboard", []):
            for button in row:
                assert button["text"] in seen
                assert f'value="{button["callback_data"]}"' in html.unescape(page)


def test_bold_words_and_quotes_are_drawn_where_the_entities_lie() -> None:
    said = message_of(
        MessageKind.HELP,
        LOCALE,
        tuple(
            document(
                Lead(words="\N{HOSPITAL} Bold"), Quote(words="Said", source=""), Fold(summary="Why", paragraphs=("So",))
            ).sections
        ),
    )
    payload = telegram_payload(said)
    parts = parts_of(payload["text"], payload["entities"])
    assert [(part.frame, "".join(each.words for each in part.stretches).strip()) for part in parts if part.frame] == [
        ("blockquote", "Said"),
        ("expandable_blockquote", "Why\nSo"),
    ]
    assert "<b>\N{HOSPITAL} Bold</b>" in drawn(TELEGRAM, said)
    assert "<b>\N{HOSPITAL} Bold</b>" in drawn(SLACK, said)


def test_words_of_people_are_no_markup() -> None:
    said = message_of(MessageKind.HELP, LOCALE, "<b>no</b> & *no* <script>")
    for channel in DRAWN:
        assert "<script>" not in drawn(channel, said).replace("&lt;script&gt;", "")
        assert "<b>no</b> & *no* <script>" in text_of(drawn(channel, said))


@pytest.mark.parametrize("channel", DRAWN)
def test_a_chart_is_drawn_with_its_words_for_who_cannot_see_it(channel: Channel) -> None:
    picture = Picture(alt="About 3 in 10 are heard now.", png=b"\x89PNG")
    said = message_of(MessageKind.ANSWER, LOCALE, document(Lead(words="Fewer voices"), picture).sections)
    assert 'alt="About 3 in 10 are heard now."' in drawn(channel, said)


def test_every_channel_has_a_likeness_but_our_own_pages() -> None:
    assert set(DRAWN) == {each.id for each in CHANNELS} - {WEB}
    with pytest.raises(KeyError):
        drawn(WEB, message_of(MessageKind.HELP, LOCALE, "Words"))


@pytest.mark.parametrize("channel", DRAWN)
def test_each_likeness_brings_rules_of_its_own(channel: Channel) -> None:
    assert f".likeness.{channel} " in style_sheet()
