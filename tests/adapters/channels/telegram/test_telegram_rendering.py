"""Laws of rendering: limits hold, words stay words, every button fits."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import InlineKeyboardMarkup

from bot.adapters.channels.telegram.keyboards import keyboard_of, markup_of
from bot.adapters.channels.telegram.render import (
    CAPTION,
    TEXT,
    caption_of,
    cut,
    text_of,
    units,
    visible,
)
from bot.callback_text import LONGEST, decode
from bot.domain.messaging.messages import (
    Button,
    Message,
    Picture,
)
from bot.domain.texts.characters import is_joiner
from tests.support.presses import INTENTS

JOINED = ("می\u200cخواهم", "Ward 👩\u200d⚕\ufe0f", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f")
NASTY = st.sampled_from(
    [
        "<b>bold</b>",
        "[link](http://evil.example)",
        "<!channel>",
        "*x* _y_ `z`",
        "\u202egnp.exe",
        "\u200b@all\u2066",
        "\ud800",
        "a\x00b\x1b[31m",
        "👩‍⚕️" * 30,
        "\u2028next",
    ]
)
SHORT = st.one_of(st.text(max_size=20), NASTY).filter(lambda words: bool(words.strip()))
WORDS = st.one_of(SHORT, st.integers(1_000, 5_000).map(lambda length: ("a😀\n" * length)[:length]))
BUTTONS = st.lists(
    st.lists(st.builds(Button, label=SHORT, intent=INTENTS), min_size=1, max_size=3).map(tuple), max_size=5
).map(tuple)


@settings(max_examples=60)
@given(buttons=BUTTONS, asks=st.booleans())
def test_every_button_keeps_its_place_and_fits_into_64_bytes(
    buttons: tuple[tuple[Button, ...], ...], asks: bool
) -> None:
    message = Message(text="?", buttons=buttons, asks_reply=asks)
    markup = keyboard_of(message)
    if markup is None:
        assert not buttons
        return
    assert isinstance(markup_of(message), InlineKeyboardMarkup)
    data = [[button.callback_data for button in row] for row in markup.inline_keyboard]
    assert all(isinstance(one, str) and len(one.encode()) <= LONGEST for row in data for one in row)
    assert [[decode(str(one)) for one in row] for row in data] == [[button.intent for button in row] for row in buttons]


@settings(max_examples=60)
@given(words=WORDS)
def test_words_stay_within_the_limits_and_can_be_seen_entirely(words: str) -> None:
    picture = Picture(png=b"", alt=words)
    for text, most in (
        (text_of(Message(text=words)), TEXT),
        (caption_of(Message(text="Chart", picture=picture)), CAPTION),
        (caption_of(Message(text=words, picture=picture)), CAPTION),
    ):
        assert units(text) <= most
        text.encode()
        hidden = [sign for sign in text if unicodedata.category(sign) in {"Cc", "Cf", "Cs"}]
        assert all(sign == "\n" or is_joiner(sign) for sign in hidden)


@pytest.mark.parametrize("words", JOINED)
def test_what_joins_letters_and_emoji_stays(words: str) -> None:
    assert text_of(Message(text=words)) == words


@settings(max_examples=60)
@given(words=st.text(st.characters(categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=300))
def test_markup_in_words_is_shown_as_it_was_written(words: str) -> None:
    assert visible(words) == words.strip()


def test_a_long_text_says_that_it_was_cut_and_never_splits_a_sign() -> None:
    assert cut("😀" * 10, 7) == "😀😀😀…"
    assert cut("short", 7) == "short"


def test_a_caption_never_says_the_same_twice() -> None:
    picture = Picture(png=b"", alt="Chart of 12 weeks.")
    assert caption_of(Message(text="Chart of 12 weeks.", picture=picture)) == "Chart of 12 weeks."
    assert caption_of(Message(text="ICU", picture=picture)) == "ICU\n\nChart of 12 weeks."
