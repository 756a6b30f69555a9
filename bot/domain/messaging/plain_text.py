"""Documents as plain lines, for a terminal. Pictures are told in words; folds stay closed."""

from collections.abc import Iterator
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
    SmallPrint,
    Steps,
    Title,
    stands_apart,
)


def plain_text(document: Document) -> str:
    return "\n".join(plain_lines(document))


def plain_lines(document: Document) -> list[str]:
    lines: list[str] = []
    before: Section | None = None
    for section in document.sections:
        if isinstance(section, Fold):
            continue
        if before is not None and document.is_spaced and stands_apart(section, before):
            lines.append("")
        lines += _lines(section)
        before = section
    return lines


def fact_line(fact: Fact) -> str:
    return f"{fact.label}: {fact.value}{f' ({fact.note})' if fact.note else ''}"


def _lines(section: Section) -> Iterator[str]:
    match section:
        case Title() | Context() | Lead() | Paragraph() | SmallPrint():
            yield from section.words.split("\n")
        case Facts(facts=facts):
            yield from map(fact_line, facts)
        case Picture(alt=alt):
            yield from alt.split("\n")
        case Quote(words=words, source=source):
            yield from f"{f'{source}: ' if source else ''}“{words}”".split("\n")
        case Steps(steps=(only,), heading=heading) if heading:
            yield f"{heading}: {only}"
        case Steps(steps=steps, heading=heading):
            if heading:
                yield heading
            yield from (f"{number}. {words}" for number, words in enumerate(steps, start=1))
        case Fold():
            return
        case _:
            assert_never(section)
