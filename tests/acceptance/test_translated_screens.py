"""What people read in each further language, drawn once as every channel shows it: nothing is cut, nothing too long.

Only what needs no database is drawn here; which texts stand on which screen is the made-up language's matter.
"""

from collections.abc import Iterator

import pytest

from bot.adapters.channels.slack.blocks import LABEL, body_of, menu_modal
from bot.adapters.channels.telegram.keyboards import markup_of
from bot.adapters.channels.telegram.render import styled_text
from bot.adapters.channels.web.pages import show_message
from bot.domain.digests.chart import alt_text, usual_range
from bot.domain.digests.frozen_digest import fits_in_sight
from bot.domain.identifiers import DeliveryKey, PersonId
from bot.domain.messaging.fit import CUT
from bot.domain.messaging.messages import Message, MessageKind, message_of
from bot.domain.messaging.notifications import notification_of
from bot.domain.messaging.plain_text import plain_text
from bot.domain.texts import say
from bot.domain.texts.languages import DEFAULT_LOCALE
from bot.flows.answering.read_chat import PageMessage, Place
from bot.ports import WebMessage
from tests.support.catalogues import LOCALES
from tests.support.screens.administering import administering_modals
from tests.support.screens.asking import NAME, consent_messages, pulse_messages
from tests.support.screens.console import console_pages
from tests.support.screens.leading import charts, digest_messages, digests
from tests.support.screens.nudging import nudge_screens
from tests.support.screens.raising import raising_messages

OTHERS = sorted({path.name for path in LOCALES.iterdir()} - {DEFAULT_LOCALE})
LOCKED, CALLBACK = 60, 64
"""Characters that a locked screen shows, and bytes that Telegram carries in a button."""


def _messages(locale: str) -> Iterator[Message]:
    yield from pulse_messages(locale)
    yield from consent_messages(locale)
    yield from digest_messages(locale)
    yield from nudge_screens(locale)
    yield from raising_messages(locale)
    for kind in MessageKind:
        yield message_of(kind, locale, NAME, unit_name=NAME)


@pytest.mark.drill
@pytest.mark.parametrize("locale", OTHERS)
def test_every_message_fits_each_channel(locale: str) -> None:
    for message in _messages(locale):
        labels = [button.label for row in message.buttons for button in row]
        assert all(0 < len(label) <= LABEL for label in labels), labels
        assert len(notification_of(message)) <= LOCKED, notification_of(message)
        markup = markup_of(message)
        rows = {} if markup is None else markup.to_dict()
        drawn = [button for row in rows.get("inline_keyboard", ()) for button in row]
        assert all(len(str(button.get("callback_data", "")).encode()) <= CALLBACK for button in drawn)
        assert body_of(message)["blocks"]
        assert menu_modal(message, carries="", is_first=True)["blocks"]
        text = styled_text(message.document).text
        assert text.count(CUT) <= plain_text(message.document).count(CUT), text


@pytest.mark.parametrize("locale", OTHERS)
def test_every_digest_is_read_at_a_glance(locale: str) -> None:
    for digest in digests(locale):
        assert fits_in_sight(digest.document, digest.verdict), plain_text(digest.document)


def test_a_message_that_is_in_another_language_than_its_page_says_so() -> None:
    message = message_of(MessageKind.ANSWER, "cy", NAME)
    shown = WebMessage(id=1, person=PersonId("ana"), message=message, change=1, key=DeliveryKey("k"), edited=False)
    html = show_message(PageMessage(message=shown, place=Place.FIRST), locale="en-GB", path="/c/x")
    assert 'lang="cy"' in html
    assert "lang=" not in show_message(PageMessage(message=shown, place=Place.FIRST), locale="cy", path="/c/x")


@pytest.mark.drill
@pytest.mark.parametrize("locale", OTHERS)
def test_pages_forms_and_charts_say_which_language_they_are_in(locale: str) -> None:
    for name, html in console_pages(locale, NAME):
        assert f'lang="{locale}"' in html, name
    assert list(administering_modals(locale, NAME))
    for chart in charts(locale):
        beginning = say("chart-alt", locale, first="|", last="", now="").partition("|")[0]
        assert alt_text(chart, usual_range(chart)).startswith(beginning)
