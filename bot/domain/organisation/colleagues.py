"""Whether a text names somebody of the team: a full name, a first or family name by itself, a mention, or a link."""

import re
from collections.abc import Collection
from itertools import pairwise, permutations
from typing import Final


def _all_of(words: str) -> frozenset[str]:
    return frozenset(words.split())


_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_TITLES: Final = _all_of(
    """
    dr doctor mr mrs ms miss mx prof professor sir dame rev sister nurse matron midwife lead the and von van der den
    del los ibn bin
    """
)
_EVERYDAY: Final = _all_of(
    """
    amber april art august baker bank banks bay bell best bill bird bishop black bob bond boss brooks brown butler
    care carter case cash chambers champion chance chief church coffee colleague cook cooper cope cross daisy dawn
    day dean director drew early east english eve fair faith field fields fine first fisher flowers forward fox free
    french frost gale gardener german good grace gray green grey guest hall hands hard head high hill holly hope
    house humble hunter ivy jewel joy joyce june key king knight lamb lane law leader light lily little long love
    major man manager march mark marsh mason may member miller monday moon morning new nice night noble north old
    order page paper park pat peace penny person pike pitt pool poor porter post power price quick reed rest rice
    rich ring rivers rob rose ruby rush scott self sharp shift short skill small smith snow song south speed sponsor
    spring staff stone street strong sue summer sun sweet swift taylor team test times true unit vale visitor walls
    ward water waters way weeks wells welsh west white will winter wise wolf wood woods wright yard young
    """
)
"""Names that are words, too: by themselves they name somebody only in the middle of a sentence, with a capital."""
_MONTHS: Final = frozenset({"march", "april", "may", "june", "august"})
_BEFORE_MONTH: Final = _all_of(
    """
    in since from until till by of last next this every early late mid to before after and for during st nd rd th
    """
)
_SENTENCE_ENDS: Final = frozenset(".!?\n:")
_MENTION: Final = re.compile(r"(?<![^\W_])@([^\W\d_](?:\w|[.-](?=\w)){2,})")
"""Whom a chat names by an @ need not be on a list: an id or a name of the platform leads to them as well."""
_AT_WHAT: Final = _all_of(
    """
    all anything bank break breakfast breaks channel clinic clinics coffee day desk dinner early end every
    everybody everyone everything first half handover handovers here home hospital house last late least lunch
    meal meals meeting meetings mess midday midnight monday tuesday wednesday thursday friday saturday sunday
    month morning most new next night nights noon office once one our place school shift shifts some station tea
    team teams that the theatre theatres this times today tonight training trust unit units ward wards week
    weekend weekends weeks work bore cinio clinig cyfarfod gwaith nos swyddfa theatr
    """
)
"""Places, times and groups, in small letters: an @ before one is no mention. Of the words above only these: people are
called by the others."""
_HANDLE_PARTS: Final = re.compile(r"[._-]+")
_PERSON_LINK: Final = re.compile(
    r"(?<![\w.-])(?:www\.)?t(?:elegram)?\.me/@?(?!(?:joinchat|share|addstickers|proxy)\b|\w*bot\b)[a-z]\w{2}"
    r"|(?<![\w-])linkedin\.com/in/[\w%]"
    r"|(?<![\w-])wa\.me/\+?\d",
    re.IGNORECASE,
)
"""Leads to somebody as a mention does."""
_FIRST_PART: Final = re.compile(r"@([A-Za-z0-9]+)", re.ASCII)
_PLAIN_MENTION: Final = re.compile(r"@[A-Za-z]\w{2}", re.ASCII)
"""What stays a mention however the guard reads it: other letters and digits may be read as something else."""


def names_colleague(text: str, names: Collection[str]) -> bool:
    """The text as it stands, and the full names of the team's people; a mention or a link is one whoever is in the
    team."""
    if any(not _is_ordinary(match[1]) for match in _MENTION.finditer(text)) or _PERSON_LINK.search(text):
        return True
    if not names:
        return False
    words = [(match.start(), match[0]) for match in _WORD.finditer(text)]
    folded = [_folded(word) for _, word in words]
    parts = {name: _parts(name) for name in names}
    known = {part for each in parts.values() for part in each}
    if not known & set(folded):
        return False
    pairs = {pair for each in parts.values() for pair in permutations(each, 2)}
    if any(pair in pairs for pair in pairwise(folded)):
        return True
    return any(
        word in known and _means_somebody(text, at, written, word, before)
        for (at, written), word, before in zip(words, folded, ["", *folded], strict=False)
    )


def as_mention(name: str) -> str:
    """A mention in a chat as words in which it is found again, whatever its platform calls the person."""
    written = "@" + name.strip().removeprefix("@")
    first = _FIRST_PART.match(written)
    may_be_ordinary = first is not None and any(word.startswith(first[1]) for word in _AT_WHAT)
    is_found = _PLAIN_MENTION.match(written) and not may_be_ordinary
    return written if is_found else f"@colleague {name.strip()}".rstrip()


def _is_ordinary(handle: str) -> bool:
    """Whether what stands behind an @ is a place, a time or a group: "@lunch", "@night", "@ward-7"."""
    return all(part in _AT_WHAT or part.isdigit() for part in _HANDLE_PARTS.split(handle))


def _means_somebody(text: str, at: int, written: str, word: str, before: str) -> bool:
    if word not in _EVERYDAY:
        return True
    if not written[0].isupper() or written.isupper():
        return False
    left = text[max(at - 8, 0) : at].rstrip(" \"'“‘(")
    if word in _MONTHS and (before in _BEFORE_MONTH or left[-1:].isdigit()):
        return False
    return bool(left) and left[-1] not in _SENTENCE_ENDS


def _parts(name: str) -> frozenset[str]:
    words = (_folded(word) for word in _WORD.findall(name))
    return frozenset(word for word in words if len(word) > 2 and word not in _TITLES)


def _folded(word: str) -> str:
    return re.sub(r"['’]s$", "", word.casefold())
