"""Pages read back: the words of a frozen page, in British English, turned into what they say."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from bot.domain.digests.frozen_digest import FrozenDigest
from bot.domain.disclosure.participation import ShareWord
from bot.domain.identifiers import UnitId
from bot.domain.messaging.documents import Fact, Facts
from bot.domain.texts import say
from tests.adversary.play import Played

ENGLISH = "en-GB"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What is said of how many were heard: a word or tenths."""

    part: ShareWord | None = None
    tenths: int | None = None


@cache
def _heard_words() -> Mapping[str, Shown]:
    """All that can stand behind "Heard"."""
    tenths = {number: say("digest-tenths", ENGLISH, tenths=number) for number in range(1, 10)}
    parts = {say(f"digest-heard_part-{each.value}", ENGLISH): Shown(part=each) for each in ShareWord}
    return parts | {say("digest-heard", ENGLISH, share=each): Shown(tenths=number) for number, each in tenths.items()}


def facts_of(page: FrozenDigest) -> Mapping[str, Fact]:
    """All facts of a page by their label, the first of each: as its details tell them, then what stands in sight."""
    found: dict[str, Fact] = {}
    for document in (page.details, page.document, page.team_page):
        for section in () if document is None else document.sections:
            if isinstance(section, Facts):
                for fact in section.facts:
                    found.setdefault(fact.label, fact)
    return found


def heard_on(page: FrozenDigest) -> Shown | None:
    """None where no figure is shown. Raises KeyError for words that are none of the catalogue's."""
    fact = facts_of(page).get(say("digest-heard_label", ENGLISH))
    if fact is None or fact.value == say("digest-heard_too_few", ENGLISH):
        return None
    return _heard_words()[fact.value]


def shown_to(played: Played, unit: UnitId, week: int) -> Shown | None:
    page = played.pages.get((unit, week))
    return None if page is None else heard_on(page)
