"""Which language somebody is written to in, and where a text or a question is looked for.

One rule holds for both. A wish for `de-AT` is met by `de-AT` or else by `de`. A wish for a language that Rounds does
not speak gives way to the next: a person's own, their unit's, the organisation's. What is left is British English.
"""

from collections.abc import Mapping
from functools import cache

DEFAULT_LOCALE = "en-GB"
_UNREAD = frozenset({"cy"})
"""Languages whose texts no native speaker has read yet."""


def is_unread(locale: str) -> bool:
    """Whether whoever chooses this language is to know that no native speaker has read it yet."""
    return locale.split("-")[0] in _UNREAD


@cache
def fallbacks(locale: str) -> tuple[str, ...]:
    """Where to look, nearest first: `de-AT`, `de`, `en-GB`."""
    parts = locale.split("-")
    nearer = ("-".join(parts[:length]) for length in range(len(parts), 0, -1))
    return tuple(dict.fromkeys((*nearer, DEFAULT_LOCALE)))


def nearest(texts: Mapping[str, str], locale: str) -> str:
    """The text for a locale among texts by locale; any of them where not even British English is there."""
    return next((texts[each] for each in fallbacks(locale) if each in texts), next(iter(texts.values())))
