"""What the guard for free text looks for by British and English words: labels, months, titles, places, units of time.

Every pattern is linear in the length of the text: parts that repeat never overlap.
"""

import re
from collections.abc import Iterable

from bot.domain.messaging.suspicions import Checks, Suspicion

_NHS_LABEL = re.compile(
    r"\b(?:nhs|chi|hcn|h ?& ?c)\b(?: (?:no|num|number))?[\s.:#=-]{0,4}\d(?:[ .,-]{0,2}\d){9}(?!\d)", re.IGNORECASE
)
"""A label and any digits are no number ("NHS 111", "NHS 2024-25"): it has ten."""
_RECORD_LABEL = re.compile(
    r"\b(?:(?:mrn|pas)\b(?: (?:no|num|number|id))?[\s.:#=-]{0,4}(?:\d{6}|[a-z]{1,3}-?\d{4})"
    r"|(?:mrn|pas|(?:hosp(?:ital)?|patient|pt|unit|case ?notes?|record|rio|emis|episode))[ -](?:no|num|number|id|ref)\b"
    r"(?: is)?[\s.:#=-]{0,4}(?:\d{5}|[a-z]{1,3}-?\d{4}))",
    re.IGNORECASE,
)
_RECORD = re.compile(r"(?<![\w£$-])[a-z]{1,3}-?\d{6,8}(?![\w-])", re.IGNORECASE)
"""Numbers of hospitals' own systems: one to three letters and six to eight digits."""

# --- dates ---------------------------------------------------------------------------------------------------------

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_FULL_YEAR = r"(?:18|19|20)\d\d"
_SHORT_YEAR = r"(?:['’]\d\d(?!\d)|\d\d(?=\s*(?:$|[.,;)!?])))"
"""Two digits after a month are a year only where the words stop: "from 1 April 12 people" has none."""
_WITH_MONTH = (
    re.compile(
        rf"(?<!\d){_DAY}(?:st|nd|rd|th)?[\s.,-]{{0,2}}(?:of )?{_MONTH}[\s.,-]{{0,2}}"
        rf"(?:{_FULL_YEAR}(?![\d:%])|{_SHORT_YEAR})",
        re.IGNORECASE,
    ),
    re.compile(rf"\b{_MONTH}[\s.-]{{0,2}}{_DAY}(?:st|nd|rd|th)?[\s,.]{{1,2}}{_FULL_YEAR}(?!\d)", re.IGNORECASE),
)
_BIRTH = re.compile(
    r"\b(?:d\.?o\.?b\b\.?|date of birth|birth ?date)[\s:=-]{0,3}(?:is |on |in )?"
    rf"(?:{_FULL_YEAR}(?!\d)|{_DAY}(?:st|nd|rd|th)?[\s/.,-]{{1,2}}(?:of )?(?:{_MONTH}|\d))",
    re.IGNORECASE,
)
_BORN = re.compile(
    rf"\bborn\b[\s:=-]{{0,3}}(?:on |in )?(?:{_FULL_YEAR}(?![\d/-])|{_DAY}(?:st|nd|rd|th)?\s(?:of )?{_MONTH}\b)",
    re.IGNORECASE,
)
_RUN_TOGETHER = re.compile(rf"(?<![\d.,£$-])(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2]){_FULL_YEAR}(?![\d.,])")

# --- people and places ---------------------------------------------------------------------------------------------

_LETTER = r"[^\W\d_]"
_CAPITAL = r"[A-ZÀ-ÖØ-ÞŁŚŻČŠŽ]"
_CAPITAL_NAME = rf"(?:{_CAPITAL}(?:['’]?{_LETTER}){{1,30}}|{_CAPITAL}\b)"
_NO_NAME = (
    r"(?:on|in|who|foster|google|rota|mess|and|or|the|we|i|a|an|it|is|if|of|to|at|for|was|are|has|had|my|our|your|their"
    r"|this|that|these|you|them|not|out|up|off|by|with|list|lists|slots?|scan\w{0,5}|imaging|machine|teams?|office|word"
    r"|excel|outlook|windows|sharepoint|clinic|clinics|nurse|nurses|specialist|society|lunch|breaks?|meals?|handovers?"
    r"|meetings?|deadlines?|shifts?|training|patients?|everything|anything|some|one|opportunit\w{1,3}|called|call"
    r"|\w{2,20}ing)\b"
)
"""What follows a title that is none: "Dr on call", "MS Teams", "Miss Having time to think"."""
_PARTICLES = (
    r"(?:(?i:de|da|das|do|dos|del|della|di|du|van|von|der|den|ten|ter|zu|le|la|bin|ibn|al|el|ap|ab|st)\b\.?[ -]){0,3}"
)
"""Small words that belong to a surname: "van der Berg", "de Souza"."""
_TITLED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Mx|Master|Dr|Doctor|Prof|Professor|Sir|Dame|Lady|Lord|Rev|Fr|MR|MRS|MISS|DR|PROF)\b\.?\s{1,2}"
    rf"{_PARTICLES}(?:(?:{_CAPITAL}\.?\s{{1,2}}){{1,3}}{_CAPITAL}{_LETTER}{{1,30}}|(?!(?i:{_NO_NAME})){_CAPITAL_NAME})"
)
_SHOUTED = re.compile(
    rf"\b(?:we|i|they|you|to|not|don.?t|will|staff|always|often|never)\s{{1,2}}MISS\s{{1,2}}{_CAPITAL}", re.IGNORECASE
)
_LOWER_TITLED = re.compile(rf"\b(?:mr|mrs)\b\.?\s{{1,2}}(?!{_NO_NAME}){_LETTER}{{2,30}}")
_LOWER_TITLED_CAPITAL = re.compile(
    rf"\b(?:dr|ms|prof|sister|matron)\b\.?\s{{1,2}}{_PARTICLES}(?!(?i:{_NO_NAME})){_CAPITAL}{_LETTER}{{1,30}}"
)
_LOWER_DOCTOR = re.compile(
    rf"\bdr\b\.?\s{{1,2}}(?!{_NO_NAME}|(?:rotas?|bleeps?|cover|shortages?|staffing|numbers?|room|never|always|still|just"
    r"|then|often|rarely|hardly|usually|mostly|finally|eventually|there|here|today|tonight|nobody|everybody|somebody"
    r"|also|only|again|left|said|came|comes|went|did|does|do|will|would|can|may|must|should|could|be|being|been|have)\b)"
    rf"{_LETTER}{{3,30}}\s{{1,2}}(?:is|was|has|had|said|says|told|never|always|keeps|kept|refused|refuses|came|comes"
    r"|left|shouts|shouted|did|does|made|makes|wants|wanted|will|would|again|ignored|ignores)\b"
)
"""Without a capital letter, the word between "dr" and what somebody does is a name."""
_NO_PERSON = (
    r"(?:team|teams|manager|managers|matrons?|sisters?|specialists?|practitioners?|rounds?|leads?|led|on|in|and|is|of|the"
    r"|who|consultants?|associates?|call|calls|staffing|staff|vacanc\w{1,3}|bank|wards?|duty|office|shifts?|roles?|posts?"
    r"|prescrib\w{1,4}|educators?|development|in-charge|was|are|has|for|to|at|numbers?|ratios?|station|bay|bleep|box|led"
    r"|journal|organisation|trust|hospital|unit|band|grade|level|week|day|night|bells?|home|school|degree|students?"
    r"|apprentices?|training|needs|should|must|can|will|could|would|always|never|we|they|it|if|when|not|no"
    r"|short\w{0,5}|cover|gaps?|rates?|pay|sickness|turnover|pool|review\w{0,2}|clinics?|list|lists|time"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|tonight|today|tomorrow|nights|days|weekends?|christmas|xmas|easter"
    r"|before|after|during|please|two|three|anaesthetists?|physios?)\b"
)
_NO_SURNAME = (
    r"(?:AM|PM|ED|A&E|ITU|ICU|HDU|CCU|AMU|MAU|SAU|CDU|SDEC|NICU|PICU|CT|MRI|GP|OT|IT|NIC|MDT|EPR|NHS|TTOs?|COVID\w{0,3}"
    r"|DNACPR|WTE|PPE)\b"
)
"""In capitals beside a role, as "no doctor ED", "the nurse AM shift"; surnames in capitals stay names."""
_ROLED = re.compile(
    r"\b(?:Sister|Matron|[Nn]urse|[Mm]idwife|[Cc]onsultant|[Rr]egistrar|[Pp]orter|[Dd]octor|[Pp]rofessor|SN|S/N|HCA|SHO"
    rf"|ANP|RMN)\s{{1,2}}{_PARTICLES}"
    rf"(?!(?i:{_NO_PERSON}|{_NO_NAME})|{_NO_SURNAME}){_CAPITAL}{_LETTER}{{1,30}}"
)
_CALLED = re.compile(
    rf"\b(?:patient|pt|lady|gentleman|man|woman|boy|girl|baby|child|resident|client)s?,? (?:is )?(?:called|named)\s"
    rf"{{1,2}}{_CAPITAL_NAME}",
)
_PATIENT_NAME = re.compile(
    r"\b(?:[Pp]atient(?:'s|’s)? name|[Nn]ame of (?:the )?patient)\b"
    rf"(?:\s{{0,2}}[:=]\s{{0,2}}{_LETTER}|\s(?:is|was)\s{_CAPITAL})"
)
_NAMED = (_LOWER_TITLED, _LOWER_TITLED_CAPITAL, _LOWER_DOCTOR, _ROLED, _CALLED, _PATIENT_NAME)
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
_THING = (
    r"(?!(?:['’]s)? (?:(?:is|was|has|had|needs|still|always|with) ){0,2}"
    r"(?:(?:a|an|no|the|its|new|old|broken|faulty|working) ){0,3}"
    r"(?:brakes?|mattress\w{0,2}|monitors?|rails?|sides?|wheels?|handsets?|curtains?|sinks?|taps?|toilets?|showers?"
    r"|doors?|windows?|lights?|lamps?|sockets?|plugs?|radiators?|heating|heaters?|fans?|ceilings?|floors?|walls?|alarms?"
    r"|buzzers?|bells?|call bells?|suction|oxygen|tv|telly|screens?|computers?|pcs?|printers?|phones?|floods?|flooded"
    r"|flooding|leaks?|leaking|leaked|freezing|draughty|damp|repainted|painted|refurbished)\b)"
)
"""What is said of a place or of its things, and of nobody in it: "Bay 3 floods", "bed 12 has a broken brake"."""
_IN_BED = re.compile(
    r"\b(?:bed|bay|cubicle|cube|side ?room|s/?r|trolley)(?: ?(?:space|no|number))?[\s.:#-]{0,3}"
    rf"(?:[a-z]?\d{{1,3}}(?!\d|[,./]\d){_COUNTED}{_THING}"
    rf"|(?:one|two|three|four|five|six|seven|eight|nine|ten)\b{_COUNTED}{_THING})",
    re.IGNORECASE,
)
_IN_ROOM = re.compile(
    r"(?:(?P<before>[a-z]{2,20})[ -])?\brooms?(?: (?:no|number))?[\s.:#-]{0,3}\d{1,3}(?!\d|[,./]\d)"
    + _COUNTED
    + _THING,
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


_MONTHS_BEGIN = re.compile(r"jan|feb|mar|apr|may|ju[nl]|aug|sep|oct|nov|dec", re.IGNORECASE)
_EIGHT_DIGITS = re.compile(r"\d{8}")
_HEALTH_LABELS = ("nhs", "chi", "hcn", "h&c", "h &c", "h& c", "h & c")
_LABELS = ("mrn", "pas", "hosp", "patient", "pt", "unit", "case", "record", "rio", "emis", "episode")
_PLACES = ("bed", "bay", "cub", "room", "s/r", "sr", "trolley")


def _holds(text: str, words: Iterable[str]) -> bool:
    """Whether a search is worth its time: most texts hold no word that it begins with."""
    lower = text.lower()
    return any(word in lower for word in words)


def _has_date(text: str) -> bool:
    if _MONTHS_BEGIN.search(text) and any(pattern.search(text) for pattern in _WITH_MONTH):
        return True
    if _holds(text, ("d.o", "dob", "d.ob", "birth")) and _BIRTH.search(text):
        return True
    if _holds(text, ("born",)) and _BORN.search(text):
        return True
    return bool(_EIGHT_DIGITS.search(text)) and _RUN_TOGETHER.search(text) is not None


def _has_record_number(text: str) -> bool:
    return _RECORD.search(text) is not None or (_holds(text, _LABELS) and _RECORD_LABEL.search(text) is not None)


def _has_name(text: str) -> bool:
    if not any(sign.isalpha() for sign in text):
        return False
    if any(pattern.search(text) for pattern in _NAMED):
        return True
    shouted = {match.end() for match in _SHOUTED.finditer(text)}
    return any(not shouted & set(range(match.start(), match.end() + 1)) for match in _TITLED.finditer(text))


def _has_bed(text: str) -> bool:
    if not _holds(text, _PLACES):
        return False
    if _IN_BED.search(text):
        return True
    return any((match["before"] or "").lower() not in _STAFF_ROOMS for match in _IN_ROOM.finditer(text))


ENGLISH: Checks = {
    Suspicion.HEALTH_NUMBER: lambda text: _holds(text, _HEALTH_LABELS) and _NHS_LABEL.search(text) is not None,
    Suspicion.RECORD_NUMBER: _has_record_number,
    Suspicion.DATE: _has_date,
    Suspicion.POSTCODE: lambda text: _POSTCODE.search(text) is not None,
    Suspicion.NAME: _has_name,
    Suspicion.BED: _has_bed,
}
