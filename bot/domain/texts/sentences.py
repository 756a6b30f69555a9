"""What is said later, in the language of whoever reads it: the name of a text, with values in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

from bot.domain.texts import LONGEST_VALUE, say
from bot.domain.texts.languages import DEFAULT_LOCALE

_TOKEN: Final = "\ue000"  # noqa: S105 - no secret
"""A sign that is no letter, around the name of a value that is put in last."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text of the catalogues and what is filled in. As a string it is British English, for logs and commands."""

    name: str
    values: tuple[tuple[str, "Wording"], ...] = ()

    @classmethod
    def of(cls, name: str, /, **values: "Wording") -> Self:
        return cls(name, tuple(values.items()))

    def __str__(self) -> str:
        return worded(self, DEFAULT_LOCALE)


_MOST_TOGETHER: Final = 5


def together(wordings: Sequence["Wording"]) -> "Wording":
    """Several as one; of many the first, and how many more there are."""
    said = wordings[0]
    for each in wordings[1:_MOST_TOGETHER]:
        said = Sentence.of("change-and", said=said, other=each)
    if more := len(wordings[_MOST_TOGETHER:]):
        said = Sentence.of("change-and_more", said=said, more=str(more))
    return said


def elsewhere(key: str, what: "Wording") -> Sentence:
    """What is said of a key that is not the one somebody has before them."""
    return Sentence.of("change-of_key", key=key, what=what)


Wording = str | Sentence | tuple["Wording", ...]
"""What is the same in every language (names, ids, keys of files), what is not, or several of them."""


def worded(wording: Wording, locale: str) -> str:
    """As somebody reads it who reads this language; several stand beside each other with commas."""
    match wording:
        case str():
            return wording
        case tuple():
            return ", ".join(worded(each, locale) for each in wording)
        case Sentence():
            return _said(wording, locale)


def _said(sentence: Sentence, locale: str) -> str:
    filled, long = {}, {}
    for name, value in sentence.values:
        filled[name] = worded(value, locale)
        if len(filled[name]) > LONGEST_VALUE:  # a list that somebody agrees to is shown to its end
            token = f"{_TOKEN}{name}{_TOKEN}"
            long[token], filled[name] = filled[name], token
    text = say(sentence.name, locale, **filled)
    for token, words in long.items():
        text = text.replace(token, words)
    return text
