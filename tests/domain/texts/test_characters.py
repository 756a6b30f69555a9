"""Characters that nobody sees: names from all over the world are taken as they are meant."""

import pytest

from bot.domain.texts.characters import is_blank, is_one_line, tidy

PERSIAN = "می\u200cخواهم"
FAMILY = "Ward 👩\u200d⚕\ufe0f"
ENGLAND = "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
MALAYALAM = "അവന\u0d4d\u200d"
"""The joiner at its end is a letter's own form."""


@pytest.mark.parametrize(
    ("copied", "meant"),
    [
        ("Ana\u00a0Silva", "Ana Silva"),
        ("Ana\u202fSilva", "Ana Silva"),
        ("Ana\u3000Silva", "Ana Silva"),
        ("Ana\u2009Silva", "Ana Silva"),
        ("Ana\u200bSilva", "Ana Silva"),
        ("\u200b\u00a0Ana Silva\u2007", "Ana Silva"),
        ("\u200eAna Silva\u200f", "Ana Silva"),
        ("\u202aAna Silva\u202c", "Ana Silva"),
        ("\u2068Ana\u2069 \u2068Silva\u2069", "Ana Silva"),
        ("\ufeffAna Silva", "Ana Silva"),
        ("Kranken\u00adhaus", "Krankenhaus"),
        ("evil\u202egnp", "evilgnp"),
        ("דנה \u200f(A)\u200e", "דנה \u200f(A)"),
        (" Ana ", "Ana"),
        *((same, same) for same in (PERSIAN, FAMILY, ENGLAND, MALAYALAM, "Zoë O’Brien-Šimić", "王小明")),
    ],
)
def test_a_name_is_taken_as_it_is_meant(copied: str, meant: str) -> None:
    assert tidy(copied) == meant
    assert tidy(meant) == meant
    assert is_one_line(meant)
    assert not is_blank(meant)


@pytest.mark.parametrize("emoji", ["👨‍👩‍👧‍👦", "❤️‍🩹", "👍🏽", "9️⃣", "🇬🇧", ENGLAND, "\U0001fae9"])
def test_emoji_of_several_signs_stay_whole_the_newest_too(emoji: str) -> None:
    assert tidy(emoji) == emoji
    assert is_one_line(emoji)


@pytest.mark.parametrize("sign", ["\n", "\r", "\u2028", "\u2029", "\x85", "\x00", "\x1b", "\t", "\ud800", "\ue000"])
def test_what_cannot_stand_in_a_line(sign: str) -> None:
    assert not is_one_line(f"a{sign}b")


@pytest.mark.parametrize("nothing", ["", " ", "\u00a0", "\u200b", "\u200d", "\u200e \u200f", "\u2060"])
def test_there_has_to_be_something_to_see(nothing: str) -> None:
    assert is_blank(tidy(nothing))
