"""Characters that nobody sees: which of them words need, and what becomes of the rest.

Persian and many Indic scripts part or join letters with zero-width joiners, an emoji of several signs holds joiners or
tags, and text copied from a web page or an address book brings wide spaces and marks of the writing direction along.
"""

import unicodedata

_JOINERS = frozenset("\u200c\u200d\u2060")
_TAGS = frozenset(map(chr, range(0xE0020, 0xE0080)))
"""They spell the country in the flags of England, Scotland and Wales."""
_DIRECTION_MARKS = "\u200e\u200f\u061c"
_UNSEEN = frozenset("\u00ad\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Soft hyphens, byte order marks and what embeds, isolates or overrides a direction: none changes what a name says."""
_SEEN_FORMATS = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u08e2\U000110bd\U000110cd")
"""Formats by category only: signs that enclose or precede Arabic, Syriac and Kaithi numbers."""


def is_joiner(character: str) -> bool:
    """Whether words or emoji fall apart without this invisible character."""
    return character in _JOINERS or character in _TAGS


def is_blank(text: str) -> bool:
    """Whether there is nothing to see in a text."""
    return all(sign.isspace() or is_joiner(sign) or sign in _DIRECTION_MARKS for sign in text)


def tidy(text: str) -> str:
    """Text as a person means it who typed or copied one line: spaces of any width are spaces, nothing is left at the
    ends, and nothing in it changes the direction of what comes after."""
    if text.isascii():
        return text.strip(" ")
    signs = []
    for sign in text:
        if sign == "\u200b" or unicodedata.category(sign) == "Zs":
            signs.append(" ")
        elif sign not in _UNSEEN:
            signs.append(sign)
    return "".join(signs).strip(f" {_DIRECTION_MARKS}")


def is_one_line(text: str) -> bool:
    """Whether every character can stand in a line: no line break, no control, no half of a character."""
    return text.isprintable() or all(map(_can_stand, text))


def _can_stand(sign: str) -> bool:
    if sign.isprintable() or is_joiner(sign) or sign in _DIRECTION_MARKS or sign in _SEEN_FORMATS:
        return True
    return "\U0001f000" <= sign <= "\U0001faff"  # an emoji younger than this Python
