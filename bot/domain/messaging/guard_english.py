"""What the guard for free text looks for by British and English words: labels, months, titles, places, units of time.

Every pattern is linear in the length of the text: parts that repeat never overlap.
"""

import re

from bot.domain.messaging.suspicions import Checks, Suspicion

_NHS_LABEL = re.compile(r"\b(?:nhs|chi|hcn|h ?& ?c)\b(?: (?:no|num|number))?[\s.:#=-]{0,4}\d[\d -]{5}", re.IGNORECASE)
_RECORD_LABEL = re.compile(
    r"\b(?:mrn|pas|(?:hosp(?:ital)?|patient|pt|unit|case ?notes?|record|rio|emis|episode)[ -]"
    r"(?:no|num|number|id|ref))\b"
    r"(?: (?:no|num|number|id|is))?[\s.:#=-]{0,4}[a-z]{0,3}-?\d{4}",
    re.IGNORECASE,
)

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
        rf"(?<!\d){_DAY}(?:st|nd|rd|th)?[\s.,-]{{0,2}}(?:of )?{_MONTH}[\s.,-]{{0,2}}"
        rf"(?:{_FULL_YEAR}(?![\d:%])|{_SHORT_YEAR})",
        re.IGNORECASE,
    ),
    re.compile(rf"\b{_MONTH}[\s.-]{{0,2}}{_DAY}(?:st|nd|rd|th)?[\s,.]{{1,2}}{_FULL_YEAR}(?!\d)", re.IGNORECASE),
    re.compile(
        r"\b(?:d\.?o\.?b\b\.?|date of birth|birth ?date|born)[\s:=-]{0,3}(?:on |in )?\D{0,3}\d{1,4}", re.IGNORECASE
    ),
)

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


ENGLISH: Checks = {
    Suspicion.HEALTH_NUMBER: lambda text: _NHS_LABEL.search(text) is not None,
    Suspicion.RECORD_NUMBER: lambda text: _RECORD_LABEL.search(text) is not None,
    Suspicion.DATE: lambda text: any(pattern.search(text) for pattern in _DATES),
    Suspicion.POSTCODE: lambda text: _POSTCODE.search(text) is not None,
    Suspicion.NAME: _has_name,
    Suspicion.BED: _has_bed,
}
