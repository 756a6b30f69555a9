"""The one cut: what does not fit goes by priority, then from the end, and what is essential stays."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.messaging.documents import (
    Document,
    Fact,
    Facts,
    Lead,
    Paragraph,
    Section,
    SectionPriority,
    SmallPrint,
    Steps,
    Title,
    document,
    runs_of,
)
from bot.domain.messaging.fit import CUT, FRAME, MessageRoom, fit, shortened
from bot.domain.messaging.plain_text import plain_lines, plain_text
from tests.support.documents import DOCUMENTS

REPEATED, ADDITIONAL = SectionPriority.REPEATED, SectionPriority.ADDITIONAL


def a_fact(label: str, priority: SectionPriority = SectionPriority.ESSENTIAL) -> Fact:
    return Fact(label=label, value="value", priority=priority)


PAGE = document(
    Title(words="Ward 8"),
    Lead(words="Nothing needs you."),
    Facts(facts=(a_fact("Heard"), a_fact("First", REPEATED), a_fact("Second", REPEATED), a_fact("New", ADDITIONAL))),
    Paragraph(words="Aside.", priority=ADDITIONAL),
    SmallPrint(words="Nobody can see who answered."),
)


def test_there_is_room_for_all_where_nothing_is_limited() -> None:
    assert fit(PAGE, MessageRoom()) == PAGE


def test_what_other_weeks_repeat_goes_first_then_the_spacing_then_what_is_additional() -> None:
    assert plain_lines(PAGE) == [
        "Ward 8",
        "Nothing needs you.",
        "",
        "Heard: value",
        "First: value",
        "Second: value",
        "New: value",
        "",
        "Aside.",
        "",
        "Nobody can see who answered.",
    ]
    assert "Second" not in plain_text(fit(PAGE, MessageRoom(lines=10)))
    assert "First" in plain_text(fit(PAGE, MessageRoom(lines=10)))
    assert fit(PAGE, MessageRoom(lines=9)).is_spaced
    assert plain_lines(fit(PAGE, MessageRoom(lines=8))) == [
        "Ward 8",
        "Nothing needs you.",
        "Heard: value",
        "New: value",
        "Aside.",
        "Nobody can see who answered.",
    ]
    assert "Aside." not in plain_lines(fit(PAGE, MessageRoom(lines=5)))
    assert plain_lines(fit(PAGE, MessageRoom(lines=4))) == [
        "Ward 8",
        "Nothing needs you.",
        "Heard: value",
        "Nobody can see who answered.",
    ]


def test_where_essential_words_are_too_long_the_longest_loses_its_end() -> None:
    long = document(Title(words="Ward 8"), Paragraph(words="word " * 300), SmallPrint(words="Nobody can see."))
    title, paragraph, small = fit(long, MessageRoom(characters=500)).sections
    assert (title, small) == (Title(words="Ward 8"), SmallPrint(words="Nobody can see."))
    assert isinstance(paragraph, Paragraph)
    assert paragraph.words.endswith(f"word{CUT}")


def test_a_long_title_and_a_long_fact_are_cut_to_their_own_limits() -> None:
    page = document(Title(words="a" * 200), Facts(facts=(Fact(label="b" * 90, value="c" * 900, note="d" * 90),)))
    title, facts = fit(page, MessageRoom(title=150, fact=500)).sections
    assert isinstance(title, Title)
    assert len(title.words) == 150
    assert isinstance(facts, Facts)
    assert sum(map(len, (facts.facts[0].label, facts.facts[0].value, facts.facts[0].note))) <= 500
    assert facts.facts[0].note == "d" * 90


def test_lists_that_are_too_long_end_sooner() -> None:
    steps = document(Steps(steps=tuple(f"step {number}" for number in range(100))))
    (kept,) = fit(steps, MessageRoom(characters=300)).sections
    assert isinstance(kept, Steps)
    assert kept.steps == tuple(f"step {number}" for number in range(len(kept.steps)))
    assert 15 < len(kept.steps) < 30


def test_a_cut_never_splits_a_sign() -> None:
    def units(text: str) -> int:
        return len(text.encode("utf-16-le")) // 2

    assert shortened("😀" * 10, 7, units) == "😀😀😀…"
    assert shortened("short", 7) == "short"


def essential(section: Section) -> list[str]:
    match section:
        case Facts(facts=facts):
            return [fact.value for fact in facts if fact.priority is SectionPriority.ESSENTIAL]
        case _ if getattr(section, "priority", SectionPriority.ESSENTIAL) is SectionPriority.ESSENTIAL:
            return [*runs_of(section)]
        case _:
            return []


@pytest.mark.drill
@settings(max_examples=80)
@given(whole=DOCUMENTS, characters=st.integers(300, 5000))
def test_every_document_fits_and_keeps_its_order(whole: Document, characters: int) -> None:
    kept = fit(whole, MessageRoom(characters=characters))
    runs = [run for section in kept.sections for run in runs_of(section)]
    assert sum(len(run) + FRAME for run in runs) <= characters
    rest = iter([run for section in whole.sections for run in runs_of(section)])
    for run in runs:
        start = run.removesuffix(CUT)
        assert any(before.startswith(start) for before in rest)


@pytest.mark.drill
@settings(max_examples=80)
@given(whole=DOCUMENTS, lines=st.integers(1, 40))
def test_no_document_is_longer_than_its_lines_and_what_is_essential_goes_last(whole: Document, lines: int) -> None:
    kept = fit(whole, MessageRoom(lines=lines))
    assert len(plain_lines(kept)) <= lines or len(kept.sections) == 1
    said = [run for section in kept.sections for run in runs_of(section)]
    needed = [run for section in whole.sections for run in essential(section)]
    if any(run not in said for run in needed):
        assert not kept.is_spaced
        assert all(len(essential(section)) for section in kept.sections)
