"""What a unit's own page says beside its digest: what is being done, and what was done."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from bot.domain.digests.details_text import open_action_fact
from bot.domain.digests.digest_facts import fact_of, phrase
from bot.domain.digests.page import ActionLine
from bot.domain.messaging.documents import Fact, Facts, Paragraph, Quote, Section, Title
from bot.domain.texts import say
from bot.domain.texts.dates import day


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedAction:
    """An action that is closed."""

    words: str
    closed: date
    told: str = ""
    """What the team was told became of it."""
    cannot: bool = False
    """Not done, for the reason that the team was told."""


def what_was_done(
    actions: Sequence[ActionLine], done: Sequence[ClosedAction], *, is_for_readers: bool, locale: str
) -> Sequence[Section]:
    """Readers see every action with its owner and age, the team those that somebody has taken on."""
    opened = [_open(each, locale, is_for_readers=is_for_readers) for each in actions if is_for_readers or each.accepted]
    nothing = say("unit-nothing_open" if is_for_readers else "digest-team_hand_none", locale)
    sections: list[Section] = [
        Title(words=say("unit-in_hand" if is_for_readers else "digest-team_hand_label", locale)),
        Facts(facts=tuple(opened)) if opened else Paragraph(words=nothing),
    ]
    if done:
        sections.append(Title(words=say("unit-done", locale)))
        sections += chain.from_iterable(_done(each, locale) for each in done)
    return sections


def _open(action: ActionLine, locale: str, *, is_for_readers: bool) -> Fact:
    if is_for_readers:
        return open_action_fact(action, locale)
    return fact_of("digest-open_label", phrase(action.words), locale=locale)


def _done(done: ClosedAction, locale: str) -> Iterator[Section]:
    """The action, and in a quotation what its owner told the team."""
    ended = "unit-cannot_label" if done.cannot else "unit-done_label"
    label = say(ended, locale, date=day(done.closed, locale))
    yield Facts(facts=(Fact(label=label, value=phrase(done.words)),))
    if done.told:
        yield Quote(words=done.told)
