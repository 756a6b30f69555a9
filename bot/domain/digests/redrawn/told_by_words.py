"""Digests that were frozen before their facts and reasons kept what they are about: that is looked for in their words.

Earlier versions did so each time. It finds nothing where the catalogue says it in other words by now, and takes two
actions of the same words for one. A digest of today needs none of it, and keeps what it knows.
"""

from dataclasses import replace

from bot.domain.digests.digest_facts import in_one_line, phrase
from bot.domain.digests.frozen_digest import FrozenDigest, ReasonTold
from bot.domain.digests.quarterly.helped_text import example_of
from bot.domain.digests.redrawn.follow_up_shown import FollowUpShown
from bot.domain.digests.redrawn.reasons_now import late_now
from bot.domain.digests.verdict import Reason, Verdict
from bot.domain.digests.verdict_text import WORDS_QUOTED
from bot.domain.identifiers import ActionId
from bot.domain.messaging.documents import (
    ActionCountSubject,
    ActionSubject,
    Fact,
    Facts,
    FlagSubject,
    Lead,
    Section,
)
from bot.domain.texts import say

_MOST_OPEN = 99
"""Open actions of a team; a line that names more is left as it was."""
_NOT_FOUND = ActionId("")
"""An action that is neither open nor closed since, as one that was declined."""


def with_subjects(digest: FrozenDigest, since: FollowUpShown, locale: str) -> FrozenDigest:
    """The digest with what its facts and reasons are about."""
    lead_counts = digest.verdict is Verdict.NOTHING and bool(since.actions)

    def known(section: Section, *, in_sight: bool) -> Section:
        match section:
            case Facts(facts=facts):
                return Facts(facts=tuple(_known(each, since, locale, in_sight=in_sight) for each in facts))
            case Lead(words=words, without_count="") if in_sight and lead_counts:
                return Lead(words=words, without_count=_without_count(words, locale))
            case _:  # what is told anew whole, or not at all
                return section

    document, details = digest.document, digest.details
    return replace(
        digest,
        reasons=tuple(_reason(each, since) for each in digest.reasons),
        document=replace(document, sections=tuple(known(each, in_sight=True) for each in document.sections)),
        details=None
        if details is None
        else replace(details, sections=tuple(known(each, in_sight=False) for each in details.sections)),
    )


def is_about(fact: Fact, component: str, locale: str) -> bool:
    """Whether a fact tells of others that tried a component."""
    is_told = fact.about is None and fact.label == say("digest-helped_label", locale)
    return is_told and example_of(component, locale) in fact.value


def _known(fact: Fact, since: FollowUpShown, locale: str, *, in_sight: bool) -> Fact:
    if fact.about is not None:
        return fact
    if fact.label == say("digest-open_label", locale):
        return replace(fact, about=ActionCountSubject() if in_sight else _action_named(fact.value, since))
    answered = next((flag for flag, given in since.answers.items() if given), None)
    if answered is not None and fact.note == say("digest-earlier-unanswered", locale):
        return replace(fact, about=FlagSubject(flag=answered))
    return fact


def _action_named(words: str, since: FollowUpShown) -> ActionSubject:
    closed = [(each.action, each.words) for each in since.actions if each.closed]
    opened = [(each.action, each.words) for each in since.open_actions]
    either = (*closed, *opened) if since.is_superseded else (*opened, *closed)
    return ActionSubject(action=next((action for action, named in either if phrase(named) == words), _NOT_FOUND))


def _reason(told: ReasonTold, since: FollowUpShown) -> ReasonTold:
    if told.reason is not Reason.ACTION_LATE or told.action is not None:
        return told
    late = late_now(since)
    either = [
        *([] if late is None else [(late.action, late.words)]),
        *((each.action, each.words) for each in since.actions if each.closed),
    ]
    named = ((action, phrase(words, WORDS_QUOTED)) for action, words in either)
    return replace(told, action=next((action for action, words in named if words and words in told.words), None))


def _without_count(line: str, locale: str) -> str:
    """Empty where it does not end with how many actions were open."""
    counts = (say("digest-open_steady", locale, count=each) for each in range(_MOST_OPEN + 1))
    ends = (in_one_line(("", each), locale) for each in counts)
    end = max((each for each in ends if line.endswith(each)), key=len, default="")
    return line.removesuffix(end) if end else ""
