"""What a frozen digest tells of others that tried what it suggests."""

from collections.abc import Sequence

from bot.domain.digests.frozen_digest import FrozenDigest
from bot.domain.digests.redrawn.told_by_words import is_about
from bot.domain.follow_up.action_library import component_of
from bot.domain.messaging.documents import ElsewhereSubject, Fact, Facts


def helped_in(digest: FrozenDigest, code: str, locale: str) -> Sequence[Fact]:
    """Of the component that a step is of; empty if nothing."""
    component, sections = component_of(code), () if digest.details is None else digest.details.sections
    facts = [fact for each in sections if isinstance(each, Facts) for fact in each.facts]
    told = ElsewhereSubject(component=component)
    return [fact for fact in facts if fact.about == told or is_about(fact, component, locale)]
