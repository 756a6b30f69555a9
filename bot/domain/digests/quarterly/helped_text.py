"""What helped elsewhere, in plain counts: where a step is suggested, where an action is begun, and at the top."""

from collections.abc import Sequence

from bot.domain.digests.digest_facts import fact_of, kind_words
from bot.domain.follow_up.action_library import SUITS, component_of, step
from bot.domain.follow_up.helped_elsewhere import HelpedElsewhere
from bot.domain.messaging.documents import ElsewhereSubject, Fact, Facts, Paragraph, Section
from bot.domain.texts import say


def helped_sections(helped: Sequence[HelpedElsewhere], locale: str) -> Sequence[Section]:
    """Counts for each component, and what they do not say."""
    facts = Facts(facts=tuple(_fact(each, locale) for each in helped))
    return facts, Paragraph(words=say("digest-helped_about", locale))


def _fact(helped: HelpedElsewhere, locale: str) -> Fact:
    value = say(
        "digest-helped",
        locale,
        step=example_of(helped.component, locale),
        kinds=kind_words(helped.kind, locale),
    )
    note = say(
        "digest-helped_note",
        locale,
        tried=helped.tried,
        back=helped.came_back,
        untried=helped.untried,
        alone=helped.back_alone,
    )
    about = ElsewhereSubject(component=helped.component)
    return fact_of("digest-helped_label", value, note, locale=locale, about=about)


def example_of(component: str, locale: str) -> str:
    """A component in the words of its first step."""
    return step(next(code for code in SUITS if component_of(code) == component), locale)
