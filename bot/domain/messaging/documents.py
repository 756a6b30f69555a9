"""Documents: what a message says, as a short list of typed sections that every channel draws in its own way.

No words in them are markup, and no layout is written into them: what stands apart is a section of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum
from typing import assert_never

from bot.domain.identifiers import ActionId, FlagId

Reword = Callable[[str], str]


class SectionPriority(IntEnum):
    """How long a part stays where there is little room: the lowest is left out first."""

    REPEATED = 1
    """Other weeks say it again."""
    SPACING = 2
    """The empty lines between sections."""
    ADDITIONAL = 3
    ESSENTIAL = 4
    """Stays; at most its end is cut off."""


class Sign(StrEnum):
    """What a fact's value is at a glance; its words always say the same."""

    LOWER = "lower"
    HIGHER = "higher"
    LATE = "late"

    @property
    def mark(self) -> str:
        """The sign as it is drawn."""
        return _MARKS[self]


_MARKS = {Sign.LOWER: "▼", Sign.HIGHER: "▲", Sign.LATE: "⚠"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    words: str

    def __post_init__(self) -> None:
        _need_one_line(self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What the rest is about: a date, a team."""

    words: str

    def __post_init__(self) -> None:
        _need_one_line(self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """The one sentence to read if only one is read."""

    words: str
    without_count: str = ""
    """The same without how many actions are open, where it ends with that."""

    def __post_init__(self) -> None:
        _need_words(self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    words: str
    """Line breaks are kept."""
    priority: SectionPriority = SectionPriority.ESSENTIAL

    def __post_init__(self) -> None:
        _need_words(self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionSubject:
    """One action that is open."""

    action: ActionId


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionCountSubject:
    """How many actions of a team are open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagSubject:
    """A flag that nobody has answered."""

    flag: FlagId


@dataclass(frozen=True, slots=True, kw_only=True)
class ElsewhereSubject:
    """A component of the action library that was tried elsewhere."""

    component: str


FactSubject = ActionSubject | ActionCountSubject | FlagSubject | ElsewhereSubject
"""What a fact is about, where it is told anew or looked for once it is frozen: its words are never read for that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One value with its name, and a note that says how to read it."""

    label: str
    value: str
    note: str = ""
    sign: Sign | None = None
    priority: SectionPriority = SectionPriority.ESSENTIAL
    about: FactSubject | None = None

    def __post_init__(self) -> None:
        _need_one_line(self.label)
        _need_one_line(self.value)
        if self.note:
            _need_one_line(self.note)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    facts: tuple[Fact, ...]

    def __post_init__(self) -> None:
        if not self.facts:
            raise ValueError("a list of facts needs one")


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A PNG that is drawn only when it is sent, with the words that replace it for those who cannot see it."""

    alt: str
    png: bytes = b""
    """Empty until it is drawn, and for good where it cannot be: then the words stand in its place."""

    def __post_init__(self) -> None:
        _need_words(self.alt)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """What somebody wrote, as they wrote it; blank lines in it are theirs."""

    words: str
    source: str = ""
    """Whose words these are."""
    priority: SectionPriority = SectionPriority.ESSENTIAL

    def __post_init__(self) -> None:
        if not self.words.strip():
            raise ValueError("a quote needs words")
        if self.source:
            _need_one_line(self.source)


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """Things to do, in order."""

    steps: tuple[str, ...]
    heading: str = ""
    priority: SectionPriority = SectionPriority.ESSENTIAL

    def __post_init__(self) -> None:
        if not self.steps:
            raise ValueError("a list of steps needs one")
        for words in (*self.steps, *([self.heading] if self.heading else [])):
            _need_one_line(words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fold:
    """What only those read who ask for it."""

    summary: str
    paragraphs: tuple[str, ...]
    priority: SectionPriority = SectionPriority.ESSENTIAL

    def __post_init__(self) -> None:
        _need_one_line(self.summary)
        if not self.paragraphs:
            raise ValueError("a fold needs something in it")
        for words in self.paragraphs:
            _need_words(words)


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallPrint:
    words: str
    priority: SectionPriority = SectionPriority.ESSENTIAL

    def __post_init__(self) -> None:
        _need_words(self.words)


Section = Title | Context | Lead | Paragraph | Facts | Picture | Quote | Steps | Fold | SmallPrint


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    sections: tuple[Section, ...]
    is_spaced: bool = True
    """Whether channels that write lines part the sections by an empty one; without, more lines find room."""

    def __post_init__(self) -> None:
        if not self.sections:
            raise ValueError("a document needs a section")


def document(*sections: Section) -> Document:
    return Document(sections=sections)


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Text in which empty lines part paragraphs, as files and earlier versions write it."""
    blocks: list[list[str]] = [[]]
    for line in text.split("\n"):
        if line.strip():
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return tuple(Paragraph(words="\n".join(lines)) for lines in blocks if lines)


_CLOSE = frozenset(
    {
        (Title, Context),
        (Title, Lead),
        (Lead, Paragraph),
        (Facts, SmallPrint),
        (Steps, SmallPrint),
        (SmallPrint, SmallPrint),
    }
)


def stands_apart(section: Section, before: Section) -> bool:
    """Whether a space belongs between a section and the one before it."""
    return (type(before), type(section)) not in _CLOSE


def reworded(section: Section, change: Reword) -> Section:
    """The section with every run of its words changed; empty notes, headings and sources stay empty."""

    def maybe(words: str) -> str:
        return change(words) if words else words

    match section:
        case Title() | Context() | Paragraph() | SmallPrint():
            return replace(section, words=change(section.words))
        case Lead(words=words):
            return Lead(words=change(words))
        case Facts(facts=facts):
            return Facts(
                facts=tuple(
                    replace(each, label=change(each.label), value=change(each.value), note=maybe(each.note))
                    for each in facts
                )
            )
        case Picture(alt=alt):
            return replace(section, alt=change(alt))
        case Quote(words=words, source=source):
            return replace(section, words=change(words), source=maybe(source))
        case Steps(steps=steps, heading=heading):
            return replace(section, steps=tuple(map(change, steps)), heading=maybe(heading))
        case Fold(summary=summary, paragraphs=held):
            return replace(section, summary=change(summary), paragraphs=tuple(map(change, held)))
        case _:
            assert_never(section)


def runs_of(section: Section) -> tuple[str, ...]:
    """Every run of words in a section."""
    runs: list[str] = []

    def note(words: str) -> str:
        runs.append(words)
        return words

    reworded(section, note)
    return tuple(runs)


def _need_words(words: str) -> None:
    """Words with no blank line in them: what stands apart is a section of its own."""
    if not all(line.strip() for line in words.split("\n")):
        raise ValueError(f"words without blank lines are needed, not {words[:40]!r}")


def _need_one_line(words: str) -> None:
    if not words.strip() or "\n" in words:
        raise ValueError(f"one line of words is needed, not {words[:40]!r}")
