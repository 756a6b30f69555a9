"""The guard for free text: what may identify a patient is named by its kind and refused before it is stored.

It is a net, not a guarantee. Every pattern is linear in the length of the text: parts that repeat never overlap.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate

from bot.domain.messaging.guard.english import ENGLISH
from bot.domain.messaging.guard.welsh import WELSH
from bot.domain.messaging.suspicions import Checks, Suspicion
from bot.domain.organisation.colleagues import names_colleague
from bot.domain.organisation.people import Channel
from bot.domain.texts.characters import is_blank, is_joiner
from bot.domain.texts.languages import DEFAULT_LOCALE, fallbacks

LONGEST_TEXT = 4000
"""Characters that one free text may have, where its channel takes as many."""
LONGEST_ADDED = 600
"""Characters of the words that are added to an answer with a button."""
LongestText = Callable[[Channel], int]
"""How many characters an answer in own words may have on a channel."""


@dataclass(frozen=True, slots=True)
class Clean:
    text: str
    """As it may be stored: without control and direction-changing characters, with the joiners that words need."""


@dataclass(frozen=True, slots=True)
class Suspicious:
    kind: Suspicion


def screen(text: str, locale: str, *, names: Collection[str] | None = ()) -> Clean | Suspicious:
    """Let a text through, or name the kind of thing in it that may identify a patient, or somebody of the team.

    The locale is its writer's; `names` are those of the people of the writer's teams, None where words may name them.
    """
    visible = _visible(text)
    plain = _LETTERS_FOR_ZEROS.sub(lambda letters: "0" * len(letters[0]), _plain(visible))
    has_digits = _DIGITS.search(plain) is not None
    for kind, found in _checks(locale):
        if (has_digits or kind in _WITHOUT_DIGITS) and found(plain):
            return Suspicious(kind)
    if names is not None and names_colleague(plain, names):
        return Suspicious(Suspicion.COLLEAGUE)
    words = visible.strip()
    return Clean("" if is_blank(words) else words)


# --- reading the text as a person would see it ---------------------------------------------------------------------


def _visible(text: str) -> str:
    """Drop what cannot be seen and what words do not need: control and format characters, half surrogates."""
    if text.isascii():
        return _CONTROLS.sub("", text)
    return "".join(
        character
        for character in unicodedata.normalize("NFC", text)
        if character in "\n\t" or is_joiner(character) or unicodedata.category(character) not in ("Cc", "Cf", "Cs")
    )


def _plain(text: str) -> str:
    """Full-width letters, digits of any script and odd dashes in their everyday form, without joiners, keycap rings and
    variation selectors between them; for searching only."""
    return text if text.isascii() else "".join(map(_everyday, text))


@lru_cache(maxsize=4096)
def _everyday(character: str) -> str:
    if character.isascii():
        return character
    if is_joiner(character) or unicodedata.category(character) == "Me" or "\ufe00" <= character <= "\ufe0f":
        return ""
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    folded = unicodedata.normalize("NFKC", _DASHES.sub("-", character))
    return folded if len(folded) <= 4 else " "  # one sign that stands for a whole phrase is no identifier


_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_LETTERS_FOR_ZEROS = re.compile(r"(?<=\d)o{1,4}(?=\d)|\bo(?=\d{3})", re.IGNORECASE)
_DASHES = re.compile("[\u00ad\u2010-\u2015\u2043\u2212\ufe58\ufe63\uff0d]")

# --- numbers -------------------------------------------------------------------------------------------------------

_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(r"\d+(?:[\s\-./()_|•·*]{1,3}\d+)*")
_WITH_COMMAS = re.compile(r"(?<![\d,])\d{3}\s?[,;]\s?\d{3}\s?[,;]\s?\d{4}(?![\d,])")
_INSURANCE = re.compile(
    r"\b(?:[a-ceghj-prstw-z][a-ceghj-nprstw-z]|qq)[ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[a-d]\b", re.IGNORECASE
)
_PHONE_SHAPES = frozenset(
    {(11,), (10,), (5, 6), (5, 5), (5, 3, 3), (4, 7), (4, 6), (4, 3, 4), (4, 3, 3), (3, 8), (3, 4, 4), (2, 9)}
    | {(3, 4, 3), (3, 3, 4), (2, 4, 4), (2, 3, 3, 3), (1,) * 11, (1,) * 10, (2, 2, 2, 2, 2, 1), (2, 2, 2, 2, 2)}
)
_TWO_TIMES = (4, 4)
"""Two clock times ("0800-2000 12 hours"), the commonest ten digits in talk about rotas."""
_INTERNATIONAL = re.compile(r"(?<![\w+])(?:\+|00)[\s(]{0,2}[1-9](?:[\s().-]{0,3}\d){8,14}(?!\d)")


def _numbers(text: str) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Every ten or eleven digits that whole groups make up, with the sizes of the groups."""
    for match in _NUMBER.finditer(text):
        groups = _DIGITS.findall(match[0])
        if len(match[0]) < 10 or len(groups) > 60:
            continue  # a table of figures, not a number that somebody spaced out
        starts = list(accumulate(map(len, groups), initial=0))
        group_at = {digits: place for place, digits in enumerate(starts)}
        for first, before in enumerate(starts[:-1]):
            for size in (10, 11):
                last = group_at.get(before + size)
                if last is not None:
                    yield "".join(groups[first:last]), tuple(map(len, groups[first:last]))


def _has_health_number(text: str) -> bool:
    """NHS, CHI and H&C numbers share one check digit; a label or the 3-3-4 spacing is enough without it."""
    if _WITH_COMMAS.search(text):
        return True
    for number, shape in _numbers(text):
        likely = (len(shape) <= 4 and shape[:2] != _TWO_TIMES) or len(set(shape)) == 1
        if shape == (3, 3, 4) or (likely and passes_mod_11(number)):
            return True
    return False


def passes_mod_11(digits: str) -> bool:
    """Whether ten digits carry the check digit of an NHS, CHI or H&C number (NHS Data Dictionary)."""
    if len(digits) != 10:
        return False
    weighted = sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), digits, strict=False))
    return (11 - weighted % 11) % 11 == int(digits[9])


def _has_phone(text: str) -> bool:
    if _INTERNATIONAL.search(text):
        return True
    return any(number[0] == "0" and number[1] in "12378" and shape in _PHONE_SHAPES for number, shape in _numbers(text))


# --- dates ---------------------------------------------------------------------------------------------------------

_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_FULL_YEAR = r"(?:18|19|20)\d\d"
_DATES = (
    re.compile(
        rf"(?<![\d.,/£$-]){_DAY}([-/.\\])\s?(?:0?[1-9]|1[0-2])\s?\1\s?(?:{_FULL_YEAR}|\d\d)(?![\d%])(?![-/.,]\d)"
    ),
    re.compile(rf"(?<![\d.,/£$-]){_DAY} (?:0?[1-9]|1[0-2]) {_FULL_YEAR}(?![\d%])"),
    re.compile(rf"(?<!\d){_FULL_YEAR}([-/.])(?:0?[1-9]|1[0-2])\1{_DAY}(?!\d)"),
)


# --- addresses ---------------------------------------------------------------------------------------------------

_AT = re.compile(
    r"(?<=[\w.+'-])(?:@(?=[\w-]{1,63}\.[^\W\d])|\s?[(\[]at[)\]]\s?(?=[\w-]{1,63}(?:\.|\s?[(\[]dot[)\]]\s?)\w)"
    r"|\sat\s(?=[\w-]{1,63}\sdot\s(?:net|com|org|co|nhs|ac)\b))"
    r"|[._]\w{1,30}\sat\s[\w-]{1,63}\.(?:net|com|org|co|nhs|ac)\b",
    re.IGNORECASE,
)
"""In words, too: "jane dot doe at nhs dot net", "jane.doe at nhs.net"; "look at nhs.uk" is none.

Looks around each @ instead of reading ahead to it, so that a long word without one costs nothing."""

_ANYWHERE: Checks = {
    Suspicion.HEALTH_NUMBER: _has_health_number,
    Suspicion.EMAIL: lambda text: _AT.search(text) is not None,
    Suspicion.PHONE: _has_phone,
    Suspicion.INSURANCE_NUMBER: lambda text: _INSURANCE.search(text) is not None,
    Suspicion.DATE: lambda text: any(pattern.search(text) for pattern in _DATES),
}
_BY_LANGUAGE: Mapping[str, Checks] = {DEFAULT_LOCALE: ENGLISH, "cy": WELSH}
"""What is recognised by its words. British English always counts: people do not write in their own language alone."""
_GRAVEST_FIRST = (
    Suspicion.HEALTH_NUMBER,
    Suspicion.EMAIL,
    Suspicion.PHONE,
    Suspicion.INSURANCE_NUMBER,
    Suspicion.RECORD_NUMBER,
    Suspicion.DATE,
    Suspicion.POSTCODE,
    Suspicion.NAME,
    Suspicion.BED,
)
_WITHOUT_DIGITS = frozenset({Suspicion.EMAIL, Suspicion.NAME, Suspicion.BED})


@cache
def _checks(locale: str) -> Sequence[tuple[Suspicion, Callable[[str], bool]]]:
    sets = [_ANYWHERE, *(_BY_LANGUAGE[each] for each in fallbacks(locale) if each in _BY_LANGUAGE)]
    return tuple((kind, checks[kind]) for kind in _GRAVEST_FIRST for checks in sets if kind in checks)
