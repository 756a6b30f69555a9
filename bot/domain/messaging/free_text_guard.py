"""The guard for free text: what may identify a patient is named by its kind and refused before it is stored.

It is a net, not a guarantee. Every pattern is linear in the length of the text: parts that repeat never overlap.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import accumulate

from bot.domain.texts.characters import is_blank, is_joiner

LONGEST_TEXT = 4000
"""Characters that one free text may have."""


class Suspicion(StrEnum):
    """What was found; the match itself is never kept, shown or logged."""

    HEALTH_NUMBER = "health_number"
    PHONE = "phone"
    EMAIL = "email"
    DATE = "date"
    RECORD_NUMBER = "record_number"
    INSURANCE_NUMBER = "insurance_number"
    POSTCODE = "postcode"
    NAME = "name"
    BED = "bed"


@dataclass(frozen=True, slots=True)
class Clean:
    text: str
    """As it may be stored: without control and direction-changing characters, with the joiners that words need."""


@dataclass(frozen=True, slots=True)
class Suspicious:
    kind: Suspicion


def screen(text: str) -> Clean | Suspicious:
    """Let a text through, or name the kind of thing in it that may identify a patient."""
    visible = _visible(text)
    plain = _plain(visible)
    has_digits = _DIGITS.search(plain) is not None
    for kind, found in _CHECKS:
        if (has_digits or kind in _WITHOUT_DIGITS) and found(plain):
            return Suspicious(kind)
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
_DASHES = re.compile("[\u00ad\u2010-\u2015\u2043\u2212\ufe58\ufe63\uff0d]")

# --- numbers -------------------------------------------------------------------------------------------------------

_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(r"\d+(?:[\s\-./()_|•·*]{1,3}\d+)*")
_NHS_LABEL = re.compile(r"\b(?:nhs|chi|hcn|h ?& ?c)\b(?: (?:no|num|number))?[\s.:#=-]{0,4}\d[\d -]{5}", re.IGNORECASE)
_ODD_THOUSANDS = re.compile(r"(?<![\d,])\d{3},\d{3},\d{4}(?![\d,])")
_RECORD_LABEL = re.compile(
    r"\b(?:mrn|pas|(?:hosp(?:ital)?|patient|pt|unit|case ?notes?|record|rio|emis|episode)[ -]"
    r"(?:no|num|number|id|ref))\b"
    r"(?: (?:no|num|number|id|is))?[\s.:#=-]{0,4}[a-z]{0,3}-?\d{4}",
    re.IGNORECASE,
)
_INSURANCE = re.compile(
    r"\b[a-ceghj-prstw-z][a-ceghj-nprstw-z][ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[a-d]\b", re.IGNORECASE
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
    if _NHS_LABEL.search(text) or _ODD_THOUSANDS.search(text):
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

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_FULL_YEAR = r"(?:18|19|20)\d\d"
_SHORT_YEAR = r"(?:['’]\d\d(?!\d)|\d\d(?=\s*(?:$|[.,;)!?])))"
"""Two digits after a month are a year only where the words stop: "from 1 April 12 people" has none."""
_DATES = (
    re.compile(
        rf"(?<![\d.,/£$-]){_DAY}([-/.\\])\s?(?:0?[1-9]|1[0-2])\s?\1\s?(?:{_FULL_YEAR}|\d\d)(?![\d%])(?![-/.,]\d)"
    ),
    re.compile(rf"(?<![\d.,/£$-]){_DAY} (?:0?[1-9]|1[0-2]) {_FULL_YEAR}(?![\d%])"),
    re.compile(rf"(?<!\d){_FULL_YEAR}([-/.])(?:0?[1-9]|1[0-2])\1{_DAY}(?!\d)"),
    re.compile(
        rf"(?<!\d){_DAY}(?:st|nd|rd|th)?[\s.,-]{{0,2}}(?:of )?{_MONTH}[\s.,-]{{0,2}}"
        rf"(?:{_FULL_YEAR}(?![\d:%])|{_SHORT_YEAR})",
        re.IGNORECASE,
    ),
    re.compile(rf"\b{_MONTH}[\s.-]{{0,2}}{_DAY}(?:st|nd|rd|th)?[\s,.]{{1,2}}{_FULL_YEAR}(?!\d)", re.IGNORECASE),
    re.compile(
        r"\b(?:d\.?o\.?b\b\.?|date of birth|birth ?date|born)[\s:=-]{0,3}(?:on |in )?\D{0,3}\d{1,4}", re.IGNORECASE
    ),
)


def _has_date(text: str) -> bool:
    return any(pattern.search(text) for pattern in _DATES)


# --- people and places ---------------------------------------------------------------------------------------------

_LETTER = r"[^\W\d_]"
_CAPITAL_NAME = rf"(?:[A-ZÀ-ÖØ-ÞŁŚŻČŠŽ](?:['’]?{_LETTER}){{1,30}}|[A-ZÀ-ÖØ-ÞŁŚŻČŠŽ]\b)"
_TITLED = re.compile(
    rf"\b(?:Mr|Mrs|Ms|Miss|Mx|Master|Dr|Doctor|Prof|Professor|Sir|Dame|Rev)\b\.?\s{{1,2}}"
    rf"(?!(?:On|In|Who|Foster|Google|Rota|Mess|And|Or|The|We|I|A)\b){_CAPITAL_NAME}"
)
_LOWER_TITLED = re.compile(
    rf"\b(?:mr|mrs)\b\.?\s{{1,2}}(?!(?:scan\w{{0,5}}|imaging|list|slots?|and|or|in|is|was|the|machine)\b){_LETTER}{{2,30}}"
)
_LOWER_TITLED_CAPITAL = re.compile(
    rf"\b(?:dr|ms|prof)\b\.?\s{{1,2}}(?!(?:On|Who|Rota|Teams|I)\b)[A-ZÀ-ÖØ-Þ]{_LETTER}{{1,30}}"
)
_CALLED = re.compile(
    rf"\b(?:patient|pt|lady|gentleman|man|woman|boy|girl|baby|child|resident|client)s?,? (?:is )?(?:called|named)\s"
    rf"{{1,2}}{_CAPITAL_NAME}",
)
_PATIENT_NAME = re.compile(r"\b(?:patient(?:'s)? name|name of (?:the )?patient)\b[\s:=-]{0,3}(?:is |was )?[A-Z]", re.I)
_POSTCODE = re.compile(
    r"(?<![\w£.-])(?!\w{2,4} ?(?-i:1st|2nd|3rd|\dth|\dhrs?|\dft|\dpt)\b)"
    r"(?:gir|[a-pr-uwyz](?:\d{1,2}|[a-hk-y]\d{1,2}|\d[a-hjkpstuw]|[a-hk-y]\d[abehmnprv-y]))"
    r"\s?\d[abd-hjlnp-uw-z]{2}\b",
    re.IGNORECASE,
)
_AT = re.compile(
    r"(?<=[\w.+'-])(?:@(?=[\w-]{1,63}\.[^\W\d])|\s?[(\[]at[)\]]\s?(?=[\w-]{1,63}(?:\.|\s?[(\[]dot[)\]]\s?)\w))",
    re.IGNORECASE,
)
"""Looks around each @ instead of reading ahead to it, so that a long word without one costs nothing."""
_COUNTED = (
    r"(?!\s?(?:%|per ?cent|min|hour|hr|day|week|month|year|time|nurse|doctor|staff|people|patient|bed|bay|hca|of us"
    r"|more|or (?:more|two|three)|metre|to \d|short|too|wte))"
)
_IN_BED = re.compile(
    r"\b(?:bed|bay|cubicle|cube|side ?room|s/?r|trolley)(?: ?(?:space|no|number))?[\s.:#-]{0,3}"
    rf"(?:\d{{1,3}}(?!\d|[,.]\d){_COUNTED}|(?:one|two|three|four|five|six|seven|eight|nine|ten)\b{_COUNTED})",
    re.IGNORECASE,
)
_IN_ROOM = re.compile(
    r"(?:(?P<before>[a-z]{2,20})[ -])?\brooms?(?: (?:no|number))?[\s.:#-]{0,3}\d{1,3}(?!\d|[,.]\d)" + _COUNTED,
    re.IGNORECASE,
)
_STAFF_ROOMS = frozenset(
    {
        "meeting",
        "seminar",
        "training",
        "teaching",
        "coffee",
        "tea",
        "staff",
        "changing",
        "store",
        "conference",
        "mess",
        "rest",
        "break",
        "handover",
        "board",
        "lecture",
        "committee",
        "clinic",
        "consulting",
        "treatment",
        "theatre",
        "drug",
        "utility",
        "plant",
        "server",
        "post",
        "class",
    }
)


def _has_name(text: str) -> bool:
    patterns = (_TITLED, _LOWER_TITLED, _LOWER_TITLED_CAPITAL, _CALLED, _PATIENT_NAME)
    return any(pattern.search(text) for pattern in patterns)


def _has_bed(text: str) -> bool:
    if _IN_BED.search(text):
        return True
    return any((match["before"] or "").lower() not in _STAFF_ROOMS for match in _IN_ROOM.finditer(text))


_Check = Callable[[str], bool]


def _search(pattern: re.Pattern[str]) -> _Check:
    return lambda text: pattern.search(text) is not None


_CHECKS: tuple[tuple[Suspicion, _Check], ...] = (
    (Suspicion.HEALTH_NUMBER, _has_health_number),
    (Suspicion.EMAIL, _search(_AT)),
    (Suspicion.PHONE, _has_phone),
    (Suspicion.INSURANCE_NUMBER, _search(_INSURANCE)),
    (Suspicion.RECORD_NUMBER, _search(_RECORD_LABEL)),
    (Suspicion.DATE, _has_date),
    (Suspicion.POSTCODE, _search(_POSTCODE)),
    (Suspicion.NAME, _has_name),
    (Suspicion.BED, _has_bed),
)
"""Hard identifiers first, so that the kind named is the gravest."""
_WITHOUT_DIGITS = frozenset({Suspicion.EMAIL, Suspicion.NAME, Suspicion.BED})
