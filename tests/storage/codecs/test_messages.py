"""Messages and documents come back as they were written, and so do those of the form before."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.identifiers import PulseId
from bot.domain.messaging.buttons import OnPulse, PulsePress
from bot.domain.messaging.documents import Document, Fact, Facts, Paragraph, Picture
from bot.domain.messaging.messages import Button, Message, MessageKind
from storage.codecs.buttons import button_rows, plain_rows
from storage.codecs.messages import decode_document, decode_message, encode_document, encode_message
from tests.support.documents import DOCUMENTS, LINES

INTENTS = st.builds(PulsePress, pulse=st.just(PulseId("p1")), what=st.sampled_from(OnPulse))
BUTTONS = st.lists(st.lists(st.builds(Button, label=LINES, intent=INTENTS), max_size=3).map(tuple), max_size=3).map(
    tuple
)
MESSAGES = st.builds(
    Message,
    kind=st.sampled_from(MessageKind),
    locale=st.sampled_from(["en-GB", "de-AT"]),
    document=DOCUMENTS,
    unit_name=LINES,
    buttons=BUTTONS,
    asks_reply=st.booleans(),
)


@pytest.mark.drill
@settings(max_examples=60)
@given(MESSAGES)
def test_a_message_comes_back_as_it_was_written(message: Message) -> None:
    assert decode_message(encode_message(message)) == message
    assert button_rows(plain_rows(message.buttons)) == message.buttons


@pytest.mark.drill
@settings(max_examples=60)
@given(DOCUMENTS)
def test_a_document_comes_back_as_it_was_written(document: Document) -> None:
    assert decode_document(encode_document(document)) == document


def test_a_message_of_the_first_form_is_read_as_paragraphs_with_its_buttons() -> None:
    written = {
        "text": "Ward 8: week to Sunday 8 March\nNothing needs you this week.\n\nHEARD About 6 in 10.",
        "notification": "Your team’s weekly page",
        "buttons": [[["More", "p~p1~m"]]],
        "silent": False,
        "asks_reply": True,
    }
    message = decode_message(json.dumps(written))
    assert message.document.sections == (
        Paragraph(words="Ward 8: week to Sunday 8 March\nNothing needs you this week."),
        Paragraph(words="HEARD About 6 in 10."),
    )
    assert message.buttons == ((Button(label="More", intent=PulsePress(pulse=PulseId("p1"), what=OnPulse.MORE)),),)
    assert message.asks_reply


def test_a_fact_of_before_is_about_nothing_that_is_known() -> None:
    text = '{"form":2,"sections":[{"is":"facts","facts":[{"label":"Open","value":"One action"}]}]}'
    read = decode_document(text)
    assert read.sections == (Facts(facts=(Fact(label="Open", value="One action"),)),)
    assert encode_document(read) == text


@pytest.mark.parametrize("about", [["weather"], ["open_action"], ["open_action", 3], []])
def test_a_fact_about_what_rounds_never_wrote_is_refused(about: list[object]) -> None:
    facts = {"is": "facts", "facts": [{"label": "Open", "value": "One", "about": about}]}
    with pytest.raises(ValueError, match="no fact is about"):
        decode_document(json.dumps({"form": 2, "sections": [facts]}))


def test_a_picture_of_the_first_form_does_not_say_its_words_twice() -> None:
    written = {"text": "Steady.", "notification": "", "picture": {"png": "iVBO", "alt": "Steady."}}
    picture = Picture(png=b"\x89PN", alt="Steady.")
    assert decode_message(json.dumps(written)).document.sections == (picture,)
    beside = decode_message(json.dumps({**written, "text": "Ward 8"}))
    assert beside.document.sections == (Paragraph(words="Ward 8"), picture)


def test_a_button_that_rounds_never_wrote_is_refused() -> None:
    with pytest.raises(ValueError, match="stands for nothing"):
        button_rows([[("Yes", "who~knows")]])
