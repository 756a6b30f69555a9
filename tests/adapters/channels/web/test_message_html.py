"""Messages as HTML: every section is an element of its own kind, and no word ever becomes one."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings

from bot.adapters.channels.web.pages import show_message
from bot.domain.identifiers import DeliveryKey, PersonId
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
    runs_of,
)
from bot.domain.messaging.documents import document as document_of
from bot.domain.messaging.messages import Message, MessageKind
from bot.flows.answering.read_chat import PageMessage, Place
from bot.ports import WebMessage
from tests.support.documents import DOCUMENTS

KNOWN = {"li", "div", "h2", "h3", "p", "dl", "dt", "dd", "span", "img", "figure", "figcaption", "blockquote", "ol"} | {
    "details",
    "summary",
    "small",
}
ATTRIBUTES = {"class", "id", "data-id", "data-state", "src", "alt", "aria-hidden"}


@dataclass
class Page(HTMLParser):
    """What a browser makes of it: elements, attributes and words."""

    tags: list[str] = field(default_factory=list)
    attributes: set[str] = field(default_factory=set)
    alts: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self.alts += [value or "" for name, value in attrs if name == "alt"]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def html_of(document: Document, place: Place = Place.IN_SIGHT) -> str:
    message = Message(kind=MessageKind.ANSWER, locale="en-GB", document=document)
    shown = WebMessage(id=7, person=PersonId("ada"), message=message, change=1, key=DeliveryKey("k"), edited=False)
    return str(show_message(PageMessage(message=shown, place=place), locale="en-GB", path="/c/token"))


def read(html: str) -> Page:
    page = Page()
    page.feed(html)
    page.close()
    return page


@pytest.mark.drill
@settings(max_examples=80)
@given(document=DOCUMENTS)
def test_words_are_shown_whole_and_never_become_elements(document: Document) -> None:
    page = read(html_of(document))
    assert set(page.tags) <= KNOWN
    assert page.attributes <= ATTRIBUTES
    shown = "".join("".join(page.words + page.alts).split())
    for section in document.sections:
        for run in runs_of(section):
            assert "".join(run.split()) in shown


def test_sections_are_semantic_elements() -> None:
    html = html_of(
        document_of(
            Title(words="Ward 8"),
            Context(words="Week to 7 June"),
            Lead(words="Worth a conversation."),
            Paragraph(words="It began lately."),
            Facts(facts=(Fact(label="Heard", value="6 in 10", note="lower than usual", sign=Sign.LOWER),)),
            Picture(alt="Steady.", png=b"\x89PNG"),
            Quote(words="We talk.", source="From the nursing lead"),
            Steps(steps=("Ask.", "Tell."), heading="Try one"),
            Fold(summary="How sure is this?", paragraphs=("Not certain.",)),
            SmallPrint(words="Nobody can see."),
        )
    )
    for element in (
        "<h2>Ward 8</h2>",
        '<p class="context">Week to 7 June</p>',
        '<p class="lead">Worth a conversation.</p>',
        "<p>It began lately.</p>",
        '<div class="lower"><dt>Heard</dt>',
        '<span aria-hidden="true">▼ </span>6 in 10 <span class="note">(lower than usual)</span></dd>',
        '<img src="data:image/png;base64,iVBORw==" alt="Steady.">',
        "<figcaption>From the nursing lead:</figcaption>",
        "<blockquote>We talk.</blockquote>",
        "<ol><li>Ask.</li><li>Tell.</li></ol>",
        "<details><summary>How sure is this?</summary><p>Not certain.</p></details>",
        "<p><small>Nobody can see.</small></p>",
    ):
        assert element in html


def test_the_words_of_a_picture_are_printed_only_where_it_is_missing() -> None:
    assert html_of(document_of(Picture(alt="Steady.", png=b"png"))).count("Steady.") == 1
    missing = html_of(document_of(Picture(alt="Steady.")))
    assert "<img" not in missing
    assert "<p>Steady.</p>" in missing
