"""The one cut: a document is made to fit the room that a channel has, and is then drawn as it is."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import assert_never

from bot.domain.messaging.documents import (
    Context,
    Document,
    Fact,
    Facts,
    Fold,
    Lead,
    Paragraph,
    Picture,
    Quote,
    Section,
    SectionPriority,
    SmallPrint,
    Steps,
    Title,
    reworded,
    runs_of,
)
from bot.domain.messaging.plain_text import plain_lines

CUT = "…"
FRAME = 6
"""Characters that a channel may put around a run of words: numbers, brackets, signs, line ends."""
FACTS_IN_A_BLOCK = 10
_SHORTEST = 8
"""Runs are not cut shorter than this; sections at the end are left out instead."""
_ANY = 10**9


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRoom:
    """How much a channel shows of one message, in its own measure."""

    measure: Callable[[str], int] = len
    """The length of words as the channel counts it: the sum over their characters."""
    characters: int = _ANY
    lines: int = _ANY
    blocks: int = _ANY
    block: int = _ANY
    """Characters in one block; longer words take up several."""
    title: int = _ANY
    fact: int = _ANY
    """Characters of label, value and note together."""
    alt: int = _ANY


def fit(document: Document, room: MessageRoom) -> Document:
    """The document as far as there is room: what is least important is left out, then ends are cut off."""
    kept = replace(document, sections=tuple(_with_short_runs(each, room) for each in document.sections))
    while not _fits(kept, room):
        smaller = _without_least(kept, room) or _shortened(kept, room)
        if smaller is None:
            return kept
        kept = smaller
    return kept


def shortened(words: str, most: int, measure: Callable[[str], int] = len) -> str:
    """Words of at most `most`, the end of longer ones replaced by an ellipsis."""
    if measure(words) <= most:
        return words
    used, room = 0, most - measure(CUT)
    for place, sign in enumerate(words):
        used += measure(sign)
        if used > room:
            return words[:place].rstrip() + CUT
    return words


def _with_short_runs(section: Section, room: MessageRoom) -> Section:
    """What has a limit of its own, whatever else is said, within it."""
    match section:
        case Title(words=words):
            return Title(words=shortened(words, room.title, room.measure))
        case Picture(alt=alt):
            return replace(section, alt=shortened(alt, room.alt, room.measure))
        case Facts(facts=facts):
            return Facts(facts=tuple(_short_fact(each, room) for each in facts))
        case Context() | Lead() | Paragraph() | Quote() | Steps() | Fold() | SmallPrint():
            return section
        case _:
            assert_never(section)


def _short_fact(fact: Fact, room: MessageRoom) -> Fact:
    left = room.fact - 3 * FRAME
    if sum(map(room.measure, (fact.label, fact.value, fact.note))) <= left:
        return fact
    label = shortened(fact.label, left // 4, room.measure)
    note = shortened(fact.note, left // 4, room.measure)
    left -= room.measure(label) + room.measure(note)
    return replace(fact, label=label, note=note, value=shortened(fact.value, left, room.measure))


# --- measuring ----------------------------------------------------------------------------------------------------


def _fits(document: Document, room: MessageRoom) -> bool:
    return not (_has_too_many_lines(document, room) or _excess(document, room) > 0 or _blocks(document, room) > 0)


def _has_too_many_lines(document: Document, room: MessageRoom) -> bool:
    return room.lines < _ANY and len(plain_lines(document)) > room.lines


def _excess(document: Document, room: MessageRoom) -> int:
    """Characters over the limit."""
    if room.characters == _ANY:
        return 0
    return sum(room.measure(run) + FRAME for run in _runs(document)) - room.characters


def _blocks(document: Document, room: MessageRoom) -> int:
    """Blocks over the limit."""
    if room.blocks == _ANY:
        return 0
    return sum(_blocks_of(section, room) for section in document.sections) - room.blocks


def _blocks_of(section: Section, room: MessageRoom) -> int:
    many = (len(section.facts) - 1) // FACTS_IN_A_BLOCK if isinstance(section, Facts) else 0
    return 1 + many + sum((room.measure(run) - 1) // room.block for run in runs_of(section))


def _runs(document: Document) -> Iterator[str]:
    return chain.from_iterable(map(runs_of, document.sections))


# --- cutting ------------------------------------------------------------------------------------------------------


def _without_least(document: Document, room: MessageRoom) -> Document | None:
    """Without the least important part, the last one of several; None if all that is left is essential."""
    parts = [*_priorities(document.sections)]
    if document.is_spaced and _has_too_many_lines(document, room):
        parts.append((SectionPriority.SPACING, -1, 0))
    least = min((priority for priority, _, _ in parts), default=SectionPriority.ESSENTIAL)
    if least is SectionPriority.ESSENTIAL:
        return None
    if least is SectionPriority.SPACING:
        return replace(document, is_spaced=False)
    _, at, fact = [part for part in parts if part[0] is least][-1]
    return _without(document, at, fact)


def _priorities(sections: Sequence[Section]) -> Iterator[tuple[SectionPriority, int, int]]:
    """Each part that may be left out: its priority, its section's place, and its own among the facts there."""
    for at, section in enumerate(sections):
        match section:
            case Facts(facts=facts):
                yield from ((fact.priority, at, place) for place, fact in enumerate(facts))
            case Paragraph() | Quote() | Steps() | Fold() | SmallPrint():
                yield section.priority, at, 0
            case Title() | Context() | Lead() | Picture():
                continue
            case _:
                assert_never(section)


def _without(document: Document, at: int, fact: int) -> Document | None:
    section, others = document.sections[at], [*document.sections]
    if isinstance(section, Facts) and len(section.facts) > 1:
        others[at] = Facts(facts=(*section.facts[:fact], *section.facts[fact + 1 :]))
    else:
        del others[at]
    return replace(document, sections=tuple(others)) if others else None


def _shortened(document: Document, room: MessageRoom) -> Document | None:
    """With the end of its longest run cut off, or without what comes last; None if it cannot be made shorter."""
    longest = max(_runs(document), key=room.measure)
    size, excess = room.measure(longest), _excess(document, room)
    most = max(size - excess, size // 2, _SHORTEST) if excess > 0 else room.block
    if size > most:
        sections = tuple(
            reworded(section, lambda run: shortened(run, most, room.measure) if run == longest else run)
            for section in document.sections
        )
        return replace(document, sections=sections)
    return _without_last(document)


def _without_last(document: Document) -> Document | None:
    """Without what comes last; None when only one thing is said."""
    *others, last = document.sections
    match last:
        case Facts(facts=(*facts, _)) if facts:
            rest: Section = Facts(facts=tuple(facts))
        case Steps(steps=(*steps, _)) if steps:
            rest = replace(last, steps=tuple(steps))
        case Fold(paragraphs=(*held, _)) if held:
            rest = replace(last, paragraphs=tuple(held))
        case Facts() | Steps() | Fold() | Title() | Context() | Lead() | Paragraph() | Picture() | Quote():
            return replace(document, sections=tuple(others)) if others else None
        case SmallPrint():
            return replace(document, sections=tuple(others)) if others else None
        case _:
            assert_never(last)
    return replace(document, sections=(*others, rest))
