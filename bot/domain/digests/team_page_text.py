"""The team's own page, two days after its leads': the main figures in the team's voice, and what leads wrote."""

from collections.abc import Sequence

from bot.domain.digests.digest_facts import (
    asked_fact,
    fact_of,
    kind_words,
    more_words,
    one_line,
    phrase,
    role_words,
    said_fact,
    share_words,
    together_words,
)
from bot.domain.digests.frozen_digest import FrozenDigest
from bot.domain.digests.page import Page
from bot.domain.disclosure.participation import Participation
from bot.domain.indicators.score_kinds import ScoreKind
from bot.domain.messaging.documents import Context, Document, Fact, Facts, Lead, Quote, Section, SmallPrint, Title
from bot.domain.organisation.people import Role
from bot.domain.texts import say
from bot.domain.texts.dates import day


def write_team_page(page: Page) -> Document:
    """Heard, said, what is in hand; nothing that is addressed to leads."""
    locale = page.locale
    sections: list[Section] = [
        Title(words=one_line(say("digest-heading-team", locale, unit=page.name))),
        Context(words=say("digest-window", locale, date=day(page.week.sunday(), locale))),
    ]
    if page.flag is not None:
        kind = page.flag.figure.kind
        name = "digest-team_flag" if kind.is_drift else "digest-team_flag_room"
        sections.append(Lead(words=say(name, locale, kinds=kind_words(kind, locale))))
    sections += [Facts(facts=tuple(_facts(page))), SmallPrint(words=say("digest-team_footer", locale))]
    return Document(sections=tuple(sections))


def team_document(digest: FrozenDigest, *, words: Sequence[tuple[Role, str]], locale: str) -> Document | None:
    """The team's page with what its leads wrote for it, before the small print; None where the team gets no page."""
    if digest.team_page is None:
        return None
    *before, last = digest.team_page.sections
    said = (
        Quote(source=say("digest-team_words", locale, role=role_words(role, locale)), words=text)
        for role, text in words
    )
    return Document(sections=(*before, *said, last), is_spaced=digest.team_page.is_spaced)


def _facts(page: Page) -> list[Fact]:
    locale = page.locale
    facts: list[Fact] = []
    if isinstance(page.participation, Participation):
        share = say("digest-team_heard", locale, share=share_words(page.participation.figure, locale))
        together = together_words(page.participation.together, locale)
        facts.append(fact_of("digest-heard_label", share, together, locale=locale))
    if page.said is not None:
        facts.append(said_fact(page.said, locale=locale))
        if page.questions:
            facts.append(asked_fact(page.questions, locale=locale))
    if page.list_has_grown:
        grown, note = say("digest-grown", locale), say("digest-grown_note", locale)
        facts.append(fact_of("digest-grown_label", grown, note, locale=locale))
    facts += [_in_hand(page), *_changed(page)]
    return facts


def _changed(page: Page) -> list[Fact]:
    """What was answered to "did it change anything?", in the week in which that is told."""
    told = page.notes.kinds
    word = None if told is None or told.week != page.week else told.figure.words.get(ScoreKind.CHANGE)
    if told is None or word is None:
        return []
    value = say(f"digest-changed-{word.agreement.value}", page.locale)
    together = together_words(told.figure.together, page.locale)
    return [fact_of("digest-changed_label", value, together, locale=page.locale)]


def _in_hand(page: Page) -> Fact:
    locale = page.locale
    accepted = [phrase(action.words) for action in page.open_actions if action.accepted]
    if not accepted:
        return fact_of("digest-team_hand_label", say("digest-team_hand_none", locale), locale=locale)
    return fact_of("digest-team_hand_label", accepted[0], more_words(len(accepted) - 1, locale), locale=locale)
