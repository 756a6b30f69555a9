"""Times, dates and lists as people read them, in their own zone and language."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time
from babel.lists import format_list

from bot.domain.texts import say
from bot.domain.texts.languages import DEFAULT_LOCALE, fallbacks

_A_MONDAY = date(2024, 1, 1)
_NEAR = timedelta(days=6)
"""Closer than this a weekday alone cannot be mistaken for the one a week later."""
_PATTERNS = {"cy": {"MMMMd": "d MMMM", "yMMMM": "MMMM y", "MMMMEEEEd": "EEEE, d MMMM"}}
"""By language, what Babel's tables have only in a shorter or a wrong form: it would write "Mawrth 8"."""
_WELSH_VOWELS = frozenset("aeiouwyâêîôûŵŷáéíóúàèìòùäëïöü")
"""Babel leaves the choice to its readers: it writes "a(c)"."""


def day(on: date, locale: str) -> str:
    """A date as people say it, without the year: `8 March`."""
    return _by_skeleton("MMMMd", on, locale)


def full_date(on: date, locale: str) -> str:
    """`Sunday, 31 May 2026`."""
    return _by_pattern("full", on, locale)


def day_and_year(on: date, locale: str) -> str:
    """`8 March 2026`."""
    return _by_pattern("long", on, locale)


def month_and_year(on: date, locale: str) -> str:
    """`March 2026`."""
    return _by_skeleton("yMMMM", on, locale)


def month_name(on: date, locale: str) -> str:
    """Short and standing alone, as under a picture: `Mar`."""
    return _by_pattern("LLL", on, locale)


def full_month_name(on: date, locale: str) -> str:
    """Standing alone: `March`."""
    return _by_pattern("LLLL", on, locale)


def weekday(on: date, locale: str) -> str:
    """`Sunday`."""
    return _by_pattern("EEEE", on, locale)


def weekday_name(number: int, locale: str) -> str:
    """`Monday` for 0."""
    return weekday(_A_MONDAY + timedelta(days=number), locale)


def last_day(before: datetime, *, zone: str, locale: str) -> str:
    """The day that ends at a midnight: `Sunday 8 March`."""
    ends = before.astimezone(ZoneInfo(zone)) - timedelta(microseconds=1)
    return _by_skeleton("MMMMEEEEd", ends.date(), locale)


def moment(at: datetime, *, now: datetime, zone: str, locale: str) -> str:
    """`Sunday 20:00`, and with its date when it is further away."""
    local = at.astimezone(ZoneInfo(zone))
    clock = clock_time(local.time(), locale)
    if abs(at - now) < _NEAR:
        return say("pulse-when_near", locale, weekday=weekday(local.date(), locale), time=clock)
    return say("pulse-when_far", locale, date=_by_skeleton("MMMMEEEEd", local.date(), locale), time=clock)


def clock_time(at: time, locale: str) -> str:
    """`10:00`."""
    return format_time(at, "short", locale=_conventions(locale))


def listed(items: Iterable[str], locale: str) -> str:
    """`Ward 7, Ward 8 and Ward 9`."""
    named, conventions = list(items), _conventions(locale)
    if len(named) > 1 and conventions.language == "cy":
        return f"{', '.join(named[:-1])} {_welsh_and(named[-1])} {named[-1]}"
    return format_list(named, "standard", locale=conventions)


def enumerated(items: Iterable[str], locale: str) -> str:
    """`doctors 2, nurses 1`."""
    conventions = _conventions(locale)
    if conventions.language == "cy":  # of a list of three Babel knows only its end there
        return ", ".join(items)
    return format_list(list(items), "unit", locale=conventions)


@cache
def language_name(locale: str) -> str:
    """What a language calls itself: `English (United Kingdom)`."""
    return _conventions(locale).get_display_name() or locale


def _welsh_and(before: str) -> str:
    """Before a vowel "ac"; the w of "Ward" is none."""
    first, second = before[:1].lower(), before[1:2].lower()
    return "ac" if first in _WELSH_VOWELS and not (first == "w" and second in _WELSH_VOWELS) else "a"


@lru_cache(maxsize=1024)  # everybody who is asked in a round reads the same few dates
def _by_skeleton(skeleton: str, on: date, locale: str) -> str:
    conventions = _conventions(locale)
    pattern = _PATTERNS.get(conventions.language, {}).get(skeleton)
    return _by_pattern(pattern, on, locale) if pattern else format_skeleton(skeleton, on, locale=conventions)


@lru_cache(maxsize=1024)
def _by_pattern(pattern: str, on: date, locale: str) -> str:
    return format_date(on, pattern, locale=_conventions(locale))


@cache
def _conventions(locale: str) -> Locale:
    """How dates are written there. English of no country, or of one that nobody knows, is written as in Britain."""
    for each in fallbacks(locale):
        if each != DEFAULT_LOCALE.split("-")[0]:
            try:
                return Locale.parse(each, sep="-")
            except (UnknownLocaleError, ValueError):
                continue
    return Locale.parse(DEFAULT_LOCALE, sep="-")
