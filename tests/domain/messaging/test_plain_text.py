"""Documents on a terminal."""

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
    Sign,
    SmallPrint,
    Steps,
    Title,
    document,
    paragraphs,
)
from bot.domain.messaging.plain_text import plain_text

PAGE = document(
    Title(words="Ward 8"),
    Context(words="Week to 7 June"),
    Lead(words="Worth a conversation."),
    Paragraph(words="It began about two weeks ago."),
    Facts(
        facts=(
            Fact(label="Heard", value="6 in 10", note="lower than usual", sign=Sign.LOWER),
            Fact(label="Open", value="none"),
        )
    ),
    Picture(alt="Chart: steady.", png=b"png"),
    Quote(words="We talk.\n\nOn Friday.", source="From the nursing lead"),
    Steps(steps=("Ask.", "Tell."), heading="Try one"),
    Steps(steps=("Ask.",), heading="Try"),
    Fold(summary="How sure is this?", paragraphs=("Not certain.",)),
    SmallPrint(words="Nobody can see."),
    SmallPrint(words="Nobody should ask."),
)


def test_every_section_has_its_lines_and_folds_stay_closed() -> None:
    assert plain_text(PAGE).split("\n") == [
        "Ward 8",
        "Week to 7 June",
        "",
        "Worth a conversation.",
        "It began about two weeks ago.",
        "",
        "Heard: 6 in 10 (lower than usual)",
        "Open: none",
        "",
        "Chart: steady.",
        "",
        "From the nursing lead: “We talk.",
        "",
        "On Friday.”",
        "",
        "Try one",
        "1. Ask.",
        "2. Tell.",
        "",
        "Try: Ask.",
        "Nobody can see.",
        "Nobody should ask.",
    ]


def test_without_spacing_only_somebodys_own_blank_lines_are_left() -> None:
    dense = plain_text(Document(sections=PAGE.sections, is_spaced=False))
    assert dense.split("\n").count("") == 1


def test_text_with_blank_lines_becomes_paragraphs_and_reads_as_before() -> None:
    text = "Title\nNothing needs you.\n\n\nHEARD About 6 in 10.\n"
    assert paragraphs(text) == (
        Paragraph(words="Title\nNothing needs you."),
        Paragraph(words="HEARD About 6 in 10."),
    )
    assert plain_text(Document(sections=paragraphs(text))) == "Title\nNothing needs you.\n\nHEARD About 6 in 10."
