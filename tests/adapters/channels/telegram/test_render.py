"""Laws of rendering: limits hold, words stay words, every button fits."""

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from telegram import InlineKeyboardMarkup

from bot.adapters.channels.telegram.keyboards import keyboard_of, markup_of
from bot.adapters.channels.telegram.render import CAPTION, TEXT, styled_text, units, visible
from bot.callback_text import LONGEST, decode
from bot.domain.messaging.documents import (
    Context,
    Document,
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
)
from bot.domain.messaging.documents import document as document_of
from bot.domain.messaging.messages import Button
from bot.domain.texts.characters import is_joiner
from tests.support.documents import DOCUMENTS, LINES
from tests.support.messages import a_message
from tests.support.presses import INTENTS

JOINED = ("می\u200cخواهم", "Ward 👩\u200d⚕\ufe0f", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f")
BUTTONS = st.lists(
    st.lists(st.builds(Button, label=LINES, intent=INTENTS), min_size=1, max_size=3).map(tuple), max_size=5
).map(tuple)


@pytest.mark.drill
@settings(max_examples=60)
@given(buttons=BUTTONS, asks=st.booleans())
def test_every_button_keeps_its_place_and_fits_into_64_bytes(
    buttons: tuple[tuple[Button, ...], ...], asks: bool
) -> None:
    message = a_message("?", buttons=buttons, asks_reply=asks)
    markup = keyboard_of(message)
    if markup is None:
        assert not buttons
        return
    assert isinstance(markup_of(message), InlineKeyboardMarkup)
    data = [[button.callback_data for button in row] for row in markup.inline_keyboard]
    assert all(isinstance(one, str) and len(one.encode()) <= LONGEST for row in data for one in row)
    assert [[decode(str(one)) for one in row] for row in data] == [[button.intent for button in row] for row in buttons]


@pytest.mark.drill
@settings(max_examples=80)
@given(document=DOCUMENTS)
@example(document=document_of(Picture(alt="Heard now: 6 of 10.", png=b"\x89PNG")))
def test_every_document_stays_within_the_limits_and_can_be_seen_entirely(document: Document) -> None:
    styled = styled_text(document)
    has_picture = any(isinstance(section, Picture) and section.png for section in document.sections)
    assert 0 < units(styled.text) <= (CAPTION if has_picture else TEXT)
    assert styled.text == styled.text.strip()
    hidden = [sign for sign in styled.text if unicodedata.category(sign) in {"Cc", "Cf", "Cs"}]
    assert all(sign == "\n" or is_joiner(sign) for sign in hidden)
    for entity in styled.entities:
        assert entity.length > 0
        assert 0 <= entity.offset <= units(styled.text) - entity.length
        assert entity.url is None


@pytest.mark.parametrize("words", JOINED)
def test_what_joins_letters_and_emoji_stays(words: str) -> None:
    assert styled_text(document_of(Title(words=words))).text == words


@settings(max_examples=60)
@given(words=st.text(st.characters(categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=300))
def test_markup_in_words_is_shown_as_it_was_written(words: str) -> None:
    assert visible(words) == words.strip()


def test_sections_are_told_apart_by_entities_counted_in_utf_16() -> None:
    styled = styled_text(
        document_of(
            Title(words="😀 Ward 8"),
            Context(words="Week to 7 June"),
            Lead(words="Worth a <b>conversation</b>."),
            Facts(
                facts=(
                    Fact(label="Heard", value="About 6 in 10", note="lower than usual", sign=Sign.LOWER),
                    Fact(label="Open", value="none"),
                )
            ),
            Quote(words="We *talk*.\n\nOn Friday.", source="From the nursing lead"),
            Steps(steps=("Ask.", "Tell."), heading="Try one"),
            Fold(summary="How sure is this?", paragraphs=("Not certain.",)),
            SmallPrint(words="Nobody can see."),
            SmallPrint(words="Nobody should ask."),
        )
    )
    assert styled.text.split("\n") == [
        "😀 Ward 8",
        "Week to 7 June",
        "",
        "Worth a <b>conversation</b>.",
        "",
        "▼ Heard: About 6 in 10 (lower than usual)",
        "Open: none",
        "",
        "From the nursing lead:",
        "We *talk*.",
        "",
        "On Friday.",
        "",
        "Try one",
        "1. Ask.",
        "2. Tell.",
        "",
        "How sure is this?",
        "Not certain.",
        "",
        "Nobody can see.",
        "Nobody should ask.",
    ]
    wide = styled.text.encode("utf-16-le")
    marked = [
        (each.type, wide[2 * each.offset : 2 * (each.offset + each.length)].decode("utf-16-le"))
        for each in styled.entities
    ]
    assert marked == [
        ("bold", "😀 Ward 8"),
        ("italic", "Week to 7 June"),
        ("bold", "Worth a <b>conversation</b>."),
        ("bold", "About 6 in 10"),
        ("bold", "none"),
        ("blockquote", "We *talk*.\n\nOn Friday."),
        ("bold", "Try one"),
        ("bold", "How sure is this?"),
        ("expandable_blockquote", "How sure is this?\nNot certain."),
    ]


def test_the_words_of_a_picture_stand_only_where_it_is_not_sent_or_is_alone() -> None:
    picture = Picture(png=b"png", alt="Chart of 12 weeks.")
    assert styled_text(document_of(picture)).text == "Chart of 12 weeks."
    assert styled_text(document_of(Title(words="ICU"), picture)).text == "ICU"
    assert styled_text(document_of(Title(words="ICU"), replace(picture, png=b""))).text == "ICU\n\nChart of 12 weeks."
