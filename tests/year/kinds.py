"""What a message is, by its words in the catalogue of its reader's language."""

import re
from enum import StrEnum
from functools import cache

from bot.domain.texts import languages
from bot.domain.texts.languages import DEFAULT_LOCALE, fallbacks
from tests.support.catalogues import catalogue


class Came(StrEnum):
    """A kind of message, as somebody sees it who reads it."""

    QUESTION = "question"
    REMINDER = "reminder"
    DIGEST = "digest"
    TEAM_PAGE = "team page"
    NUDGE = "nudge"
    ASK = "ask"
    """Of leads, owners and sponsors: what became of something."""
    TOLD = "told"
    """What leads tell their team."""
    ACTION = "action"
    """Somebody is asked to own one, or hears what became of one."""
    FLAG_NEWS = "flag news"
    LETTER = "letter"
    """Something raised in confidence, or an answer to it."""
    SELDOMER = "asked less often"
    """After questions in a row that were left."""
    ALERT = "alert"
    WELCOME = "welcome"
    OTHER = "other"
    """Mostly an answer to what somebody just did."""


COUNTED = frozenset({Came.QUESTION, Came.REMINDER, Came.NUDGE, Came.ASK})
"""What the budget of attention counts."""
_MARKS = {
    Came.REMINDER: ("pulse-reminder",),
    Came.QUESTION: ("pulse-open_until", "pulse-open_until_words"),
    Came.TEAM_PAGE: ("digest-heading-team",),
    Came.NUDGE: ("nudges-title",),
    Came.LETTER: tuple(
        f"raise-letter-{each}" for each in ("raised", "passed_on", "reply", "back", "moved", "unanswered")
    ),
    Came.TOLD: ("loop-told_action", "loop-told_cannot", "loop-told_plain"),
    Came.ASK: (
        *(f"nudges-ask_{each}" for each in ("flag", "talk", "date", "tell", "waiting", "quarter")),
        *(f"loop-action_{each}" for each in ("late", "late_owner", "unanswered")),
    ),
    Came.ACTION: (
        *(f"loop-action_{each}" for each in ("asked", "asked_member", "open_others", "closed_others", "returned")),
        "loop-action_closed",
    ),
    Came.FLAG_NEWS: tuple(
        f"loop-others-{each}" for each in ("replying", "known_reason", "not_recognised", "help_from_above")
    ),
    Came.SELDOMER: ("commands-asked_less_after_silence",),
    Came.WELCOME: ("enrol-joined", "enrol-joined_reader"),
    Came.ALERT: tuple(f"alerts-do-{each}" for each in ("no_backup", "not_well", "answering_low", "no_lead")),
    Came.DIGEST: tuple(f"digest-title-{each}" for each in ("conversation", "needs_you", "watch", "nothing")),
}

_PLACEABLE, _GAP = re.compile(r"\{[^{}]*\}"), "\0"


@cache
def stem(name: str, locale: str) -> str:
    """The longest piece of a text that is the same whatever is filled in."""
    for language in fallbacks(locale):
        texts = catalogue(language) if language in languages() else {}
        if name in texts:
            words, inner = " ".join(texts[name].words.split()), 1
            while inner:  # a placeable may hold others
                words, inner = _PLACEABLE.subn(_GAP, words)
            return max((each.strip() for each in words.split(_GAP)), key=len)
    raise KeyError(name)


def kind_of(words: str, locale: str, *, only: bool = False) -> Came:
    """`only`: by the words of this language alone, and not by English ones, too."""
    for language in dict.fromkeys((locale,) if only else (locale, DEFAULT_LOCALE)):
        for kind, names in _MARKS.items():
            if any(stem(name, language) in words for name in names):
                return kind
    return Came.OTHER
