"""What the guard for free text looks for by Welsh words, in each of the forms that a mutation gives them.

Every pattern is linear in the length of the text: parts that repeat never overlap.
"""

import re
from typing import Final

from bot.domain.messaging.suspicions import Checks, Suspicion

_LABEL: Final = re.compile(
    r"\b(?:rhif |rif )?(?:y |eu |ei )?g\.?i\.?g\b\.?(?: yw| oedd)?[\s.:#=-]{0,4}\d(?:[ .,-]{0,2}\d){9}(?!\d)",
    re.IGNORECASE,
)
"""GIG is the NHS; with any other number of digits it is none ("GIG 111")."""
_RECORD: Final = re.compile(
    r"\b(?:rhif|rif)(?: yr?|['’]r)? (?:ysbyty|claf|cleifion|uned|achos|cofnod|cofnodion|crn)(?: yw| oedd)?"
    r"[\s.:#=-]{0,4}[a-z]{0,3}-?\d{5}",
    re.IGNORECASE,
)

# --- dates ---------------------------------------------------------------------------------------------------------

_MONTH: Final = (
    r"(?:ion(?:awr)?|chwe(?:f(?:ror)?)?|[mf]aw(?:rth)?|ebr(?:ill)?|[mf]ai|[mf]eh(?:efin)?|g?or(?:ff(?:ennaf)?)?|aws(?:t)?"
    r"|[mf]edi?|hyd(?:ref)?|(?:t|d|th)ach(?:wedd)?|rh?ag(?:fyr)?)"
)
_DAY: Final = r"(?:0?[1-9]|[12]\d|3[01])(?:af|il|ydd|ed|fed|eg)?"
_YEAR: Final = r"(?:18|19|20)\d\d(?![\d:%])"
_SHORT_YEAR: Final = r"(?:['’]\d\d(?!\d)|\d\d(?=\s*(?:$|[.,;)!?])))"
_WITH_MONTH: Final = re.compile(
    rf"(?<!\d){_DAY}[\s.,-]{{0,2}}(?:o )?(?:fis |mis )?{_MONTH}\b[\s.,-]{{0,2}}(?:{_YEAR}|{_SHORT_YEAR})", re.IGNORECASE
)
_BIRTH: Final = re.compile(
    rf"\b(?:d\.? ?g\.|dyddiad geni|ddyddiad geni|ganwyd|ganed|anwyd|aned)[\s:=-]{{0,3}}(?:yw |oedd |ar |yn |ym )?"
    rf"(?:yr? )?(?:{_YEAR}|{_DAY}[\s/.,-]{{1,2}}(?:o )?(?:fis |mis )?(?:{_MONTH}\b|\d))",
    re.IGNORECASE,
)

# --- people and places ---------------------------------------------------------------------------------------------

_CAPITAL: Final = r"[A-ZÀ-ÖØ-ÞŴŶ]"
_NAME: Final = rf"{_CAPITAL}(?:['’]?[^\W\d_]){{1,30}}"
_NO_NAME: Final = (
    r"(?:arweiniol|staff|(?:c|g)ofrestredig|ymgynghorol|arbenigol|ardal|ysgol|iechyd|(?:c|g)yswllt|dan|mewn|yn|ar"
    r"|a|ac|neu|yr?|sydd?|wedi|oedd|yw|band|gradd|nos|dydd|banc|asiantaeth|g?ofal|rh?eoli|plant|datblygu|addysg"
    r"|cymunedol|gymunedol|iau|uwch|hŷn|ffôn|cyfrif\w*|google|teams|excel|windows)\b"
)
_TITLED: Final = re.compile(
    r"\b(?:Bnr|Bonwr|Br|Bns|Fns|Foneddiges|Meistr|Meistres|Nyrs|Chwaer|Metron|Bydwraig|Fydwraig|Athro|Parch|Parchedig"
    r"|Barchedig|Syr|Fonesig|Cofrestrydd|Meddyg|Ymgynghorydd|Porthor)\b\.?\s{1,2}"
    rf"(?!(?i:{_NO_NAME})){_NAME}"
)
_CALLED: Final = re.compile(
    r"\b(?:(?:c|g|ch|ngh)(?:laf|leifes|leient)|g?ŵr|(?:dd?|n)ynes|[mf]enyw|[bf]achgen|[mf]erch|[bf]abi"
    r"|(?:p|b|ph)(?:lentyn|reswylydd))"
    rf"(?:,)? (?:o['’]r enw|o enw|a elwir yn|sef)\s{{1,2}}{_NAME}"
)
_PATIENT_NAME: Final = re.compile(
    rf"\b[Ee]nw(?:['’]r| y)? [Cc]laf\b(?:\s{{0,2}}[:=]\s{{0,2}}[^\W\d_]|\s(?:yw|oedd)\s{_CAPITAL})"
)
_COUNTED: Final = r"(?!\s?(?:%|y cant|awr|munud|diwrnod|wythnos|mis|/|i 1|i un|nyrs|meddyg|o bobl|claf|gwaith))"
_NUMBERS: Final = r"(?:un|dau|tri|pedwar|pump|chwech|saith|wyth|naw|deg)"
_IN_BED: Final = re.compile(
    r"\b(?:(?:g|ng)?wely|bae|fae|(?:c|g|ch|ngh)iwbicl|(?:t|d|th|nh)roli|ystafell(?: ochr)?)(?: rhif)?[\s.:#-]{0,3}"
    rf"(?:[a-z]?\d{{1,3}}(?!\d|[,./]\d){_COUNTED}|{_NUMBERS}\b(?! \w))",
    re.IGNORECASE,
)
"""In Welsh a number stands before what it counts, so one behind a bed is the bed's own. "Mae 3" is no bay: it is
"there are 3"."""
_PLACES: Final = re.compile(r"wely|bae|fae|iwbicl|roli|ystafell", re.IGNORECASE)


def _has_name(text: str) -> bool:
    return any(pattern.search(text) for pattern in (_TITLED, _CALLED, _PATIENT_NAME))


WELSH: Final[Checks] = {
    Suspicion.HEALTH_NUMBER: lambda text: _LABEL.search(text) is not None,
    Suspicion.RECORD_NUMBER: lambda text: _RECORD.search(text) is not None,
    Suspicion.DATE: lambda text: bool(_WITH_MONTH.search(text) or _BIRTH.search(text)),
    Suspicion.NAME: _has_name,
    Suspicion.BED: lambda text: _PLACES.search(text) is not None and _IN_BED.search(text) is not None,
}
