"""In a language made up for this test every screen of every channel is walked: no word on it comes from elsewhere.

All that people and programmes give is written in Cyrillic letters, and the catalogues with accents. A plain Latin
letter is therefore a word that no translator would ever have seen.
"""

import json
import re
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from babel.dates import get_day_names, get_month_names
from babel.lists import format_list
from matplotlib.text import Text

from bot.adapters.channels.registry import CHANNELS
from bot.adapters.channels.slack.blocks import blocks_of, body_of, home_of, menu_modal, words_modal
from bot.adapters.channels.telegram.account import TelegramAccount
from bot.adapters.channels.telegram.intake import TelegramIntake
from bot.adapters.channels.telegram.keyboards import markup_of
from bot.adapters.channels.telegram.menus import AdministratorMenus
from bot.adapters.channels.telegram.render import styled_text
from bot.adapters.channels.web.pages import page, script, show_message
from bot.adapters.charts import figure_of
from bot.domain.digests.chart import ChartFigures, alt_text, usual_range
from bot.domain.identifiers import DeliveryKey, PersonId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.documents import Picture
from bot.domain.messaging.inbound import MENU, Command
from bot.domain.messaging.messages import Message, MessageKind, message_of
from bot.domain.messaging.notifications import notification_of
from bot.domain.messaging.plain_text import plain_text
from bot.domain.organisation.people import Address, Channel
from bot.domain.programme.questions import Kind
from bot.domain.texts import say
from bot.domain.texts.dates import language_name
from bot.domain.texts.languages import DEFAULT_LOCALE
from bot.flows.answering.read_chat import Chat, PageMessage, Place, prompt_of
from bot.ports import WebMessage
from tests.support.builders import a_question
from tests.support.locales import OneLocale
from tests.support.memory import MemoryStorage
from tests.support.pseudo_locale import PSEUDO, text_names
from tests.support.screens.administering import administering_messages, administering_modals
from tests.support.screens.asking import NAME, chat_messages, consent_messages, pulse_messages
from tests.support.screens.certifying import certificates_told
from tests.support.screens.commenting import comment_messages
from tests.support.screens.console import console_pages, console_walk
from tests.support.screens.faults import fault_lines
from tests.support.screens.following import following_messages
from tests.support.screens.leading import charts, digest_messages, digests, lead_messages
from tests.support.screens.lives import life_messages
from tests.support.screens.nudging import nudge_screens
from tests.support.screens.raising import raising_messages
from tests.support.slack.harness import over_socket, slack_harness
from tests.support.slack.records import Fault
from tests.support.slack.server import SlackServer
from tests.support.telegram.harness import HurriedTimer, PaperInbox
from tests.support.telegram.records import Wrong
from tests.support.telegram.server import TelegramServer

Screen = tuple[str, Sequence[str]]
"""Where it is seen, and all its words."""
KNOWN = frozenset(
    {"Rounds"}
    | {channel.title for channel in CHANNELS}
    | set(re.findall("[a-z]+", " ".join([*a_question().all_tags, *Kind])))
    | set(Command)
    | set(PSEUDO.split("-"))
    | {
        word
        for width in ("wide", "abbreviated")
        for names in (get_month_names(width, locale="en_GB"), get_day_names(width, locale="en_GB"))
        for name in names.values()
        for word in re.findall("[A-Za-z]+", name)
    }
    | set(re.findall("[A-Za-z]{2,}", f"Europe/London {' '.join(map(language_name, (DEFAULT_LOCALE, 'de', 'cy')))}"))
    | {say("commands-language_button", each) for each in (DEFAULT_LOCALE, "cy")}
    | {format_list(["", "", ""], style, locale="en_GB").strip(" ,") for style in ("standard", "or")}
)
"""The product's name, channels, tags that questions have by themselves, commands, the code of this language, and what
Babel writes: it takes British dates and lists for it; a time zone, what a language calls
itself, and its own word for a language."""


HASH = re.compile("[0-9a-f]{40,}")
"""Of the newest entry of the log, and of a page's certificate."""


@pytest.mark.long
@pytest.mark.drill
async def test_no_word_on_any_screen_comes_from_outside_the_catalogues(tmp_path: Path) -> None:
    seen: set[int] = set()
    async for where, words in _screens(tmp_path):
        for text in words:
            seen |= {int(number) for number in re.findall(r"⟦(\d+)\|", text)}
            latin = set(re.findall("[A-Za-z]{2,}", HASH.sub("", text))) - KNOWN
            assert not latin, (where, text)
    missed = {name for number, name in enumerate(text_names()) if number not in seen}
    assert not missed, f"no screen shows these texts, or this walk has missed it: {sorted(missed)}"


async def _screens(folder: Path) -> AsyncIterator[Screen]:
    messages = [*pulse_messages(PSEUDO), *consent_messages(PSEUDO), *digest_messages(PSEUDO)]
    messages += [message async for message in chat_messages(PSEUDO, MemoryStorage(), folder)]
    messages += [message async for message in lead_messages(PSEUDO, MemoryStorage())]
    messages += [message async for message in certificates_told(PSEUDO)]
    messages += nudge_screens(PSEUDO)
    messages += raising_messages(PSEUDO)
    messages += comment_messages(PSEUDO, NAME)
    messages += [message async for message in following_messages(PSEUDO, MemoryStorage())]
    messages += [message async for message in life_messages(PSEUDO, folder)]
    messages += [message async for message in administering_messages(PSEUDO, NAME, MemoryStorage())]
    messages += [message_of(kind, PSEUDO, NAME, unit_name=NAME) for kind in MessageKind]
    for message in messages:
        for channel, words in _drawn(message).items():
            yield f"{channel}, {message.kind}", words
    for modal in administering_modals(PSEUDO, NAME):
        yield "Slack, a form", list(_in_blocks(modal))
    for name, words in _web_pages(messages[-1]):
        yield name, words
    for name, html in console_pages(PSEUDO, NAME):
        yield f"console, {name}", _in_html(html)
    yield "what is wrong", list(fault_lines(PSEUDO, NAME, folder))
    async for name, html in console_walk(PSEUDO, NAME, folder):
        yield f"console, {name}", _in_html(html)
    for chart in charts(PSEUDO):
        yield "chart", [text.get_text() for text in figure_of(chart).findobj(Text)]
        yield "chart on a page", _in_html(show_message(_with_chart(chart), locale=PSEUDO, path="/c/x"))
    async for screen in _on_slack():
        yield screen
    async for screen in _on_telegram():
        yield screen


def _drawn(message: Message) -> Mapping[str, Sequence[str]]:
    """A message as every channel shows it."""
    markup = markup_of(message)
    rows = {} if markup is None else markup.to_dict()
    labels = [button["text"] for row in rows.get("inline_keyboard", ()) for button in row]
    return {
        "plain": [plain_text(message.document)],
        "locked screen": [notification_of(message)],
        "Slack": [*_in_blocks(body_of(message)), *_in_blocks(home_of([message], PSEUDO))],
        "Slack, a box to write in": [*_in_blocks(words_modal(blocks_of(message), PSEUDO, carries="", longest=600))],
        "Slack, a menu": [
            each for first in (True, False) for each in _in_blocks(menu_modal(message, carries="", is_first=first))
        ],
        "Telegram": [styled_text(message.document).text, *labels],
        "web": _in_html(show_message(_on_page(message), locale=PSEUDO, path="/c/x")),
        "web, too late": _in_html(show_message(_on_page(message, Place.EARLIER), locale=PSEUDO, path="/c/x"))
        if prompt_of(message)
        else [],
    }


def _on_page(message: Message, place: Place = Place.FIRST) -> PageMessage:
    shown = WebMessage(id=1, person=PersonId("ana"), message=message, change=1, key=DeliveryKey("k"), edited=False)
    is_over, week = place is Place.EARLIER, IsoWeek.parse("2026-W10")
    day = None if is_over else week.sunday()
    return PageMessage(message=shown, place=place, is_over=is_over, day=day, week=week)


def _with_chart(chart: ChartFigures) -> PageMessage:
    shown = _on_page(message_of(MessageKind.ANSWER, PSEUDO, (Picture(alt=alt_text(chart, usual_range(chart))),)))
    return replace(shown, digest=replace(next(digests(PSEUDO)), chart=chart))


def _web_pages(message: Message) -> Iterator[Screen]:
    for name in ("home", "later", "unknown"):
        yield name, _on_web(f"{name}.html", words=NAME)
    worker = bytes(script("bell.js", PSEUDO, headers={}).body).decode()
    yield "bell", [json.loads(found) for found in re.findall(r'body: (".*?"), tag', worker)]
    yield "join", _on_web("join.html", code="x" * 22)
    yield "join, refused", _on_web("join.html", code="", problem=NAME)
    outcomes = {"": ""} | {
        outcome: say(outcome, PSEUDO) for outcome in ("web-refused", "chat-too_many", "web-not_saved", "web-up_to_date")
    }
    for outcome, told in {**outcomes, "too long": say("web-too_long", PSEUDO, length=30, longest=20)}.items():
        for places in ((), (Place.FIRST, Place.IN_SIGHT), (Place.EARLIER,)):
            shown = [show_message(_on_page(message, each), locale=PSEUDO, path="/c/x", told=told) for each in places]
            chat = Chat(person=PersonId("ana"), organisation=NAME, locale=PSEUDO, page=(), newest_change=0)
            pages = " ".join(say(name, PSEUDO) for name in ("web-console", "web-units"))
            values = {"chat": chat, "path": "/c/x", "commands": MENU, "told": told, "bell_key": "x", "pages": pages}
            yield f"chat {outcome}", _on_web("chat.html", **values, in_sight=shown, earlier=shown)


def _on_web(template: str, **values: Any) -> list[str]:
    return _in_html(bytes(page(template, PSEUDO, **values).body).decode())


async def _on_slack() -> AsyncIterator[Screen]:
    """What is said on Slack outside any message of ours."""
    asks = message_of(MessageKind.QUESTION, PSEUDO, NAME, asks_reply=True)
    write, words = say("chat-write", PSEUDO), say("chat-your_words", PSEUDO)
    async with AsyncExitStack() as stack:
        slack = await stack.enter_async_context(SlackServer())
        at = await stack.enter_async_context(slack_harness(slack, locale=PSEUDO))
        at.pages.clear()
        at.inbox.refuses, at.inbox.explanation = "943", NAME
        await stack.enter_async_context(over_socket(at))
        nurse = slack.person("U0NURSE00")
        await at.messenger.send(at.address("U0NURSE00"), asks, key=DeliveryKey("k"))
        slack.fault("views.open", Fault.refused("expired_trigger_id"))
        await nurse.press(write)
        await slack.until(lambda: slack.ephemerals)
        await nurse.press(write)
        await slack.until(lambda: nurse.modal)
        yield "Slack, box", list(_in_blocks(nurse.modal))
        at.inbox.failures = 2
        receipt = await nurse.submit({words: NAME})
        yield "Slack, box not saved", list(receipt.payload["errors"].values())
        await nurse.command("stop")
        await nurse.command("stop")
        count = len(nurse.inbox)
        await nurse.says("943 476 5919")
        await slack.until(lambda: len(nurse.inbox) > count)
        await nurse.opens_home()
        await slack.until(lambda: "U0NURSE00" in slack.homes)
        yield "Slack, home", list(_in_blocks(nurse.home))
        yield "Slack, lines that only one person sees", [text for _, text in slack.ephemerals]
        yield "Slack, refused words", [nurse.inbox[-1].text]


async def _on_telegram() -> AsyncIterator[Screen]:
    """What is said on Telegram outside any message of ours."""
    async with TelegramServer() as telegram:
        account = TelegramAccount(token=telegram.token, timer=HurriedTimer(), api_root=telegram.root)
        inbox = PaperInbox()
        inbox.explanation = NAME
        intake = TelegramIntake(account=account, receive=inbox, locale_of=OneLocale(PSEUDO))
        await account.introduce(PSEUDO)
        menus = AdministratorMenus(account=account, administrators=_one_administrator, timer=HurriedTimer())
        await menus.bring_up_to_date()
        told = [each["description"] for listed in telegram.commands.values() for each in listed]
        yield "Telegram, menus of administrators", [each for each in told if each.startswith("⟦")]
        yield "Telegram, menu", [each["description"] for each in telegram.commands["default", ""]]
        tap = telegram.tap_stale(501, "a~p1~3", 3)
        telegram.fault(Wrong(code=400, description="Bad Request: message can't be deleted"), method="deleteMessage")
        for _ in range(2):  # the second can be deleted
            telegram.say(501, "999 123 4567")
        updates = await account.bot.get_updates()
        intake.not_saved(updates)
        await intake.take(updates)
        await telegram.until(lambda: len(telegram.sent) == 2 and tap.query_id in telegram.answered_queries)
        yield "Telegram, toast", [telegram.answered_queries[tap.query_id]]
        yield "Telegram, refused words", [sent.text for sent in telegram.sent]
        await intake.close()
        await account.close()


async def _one_administrator(channel: Channel) -> Mapping[Address, str]:
    return {Address(channel=channel, value="501"): PSEUDO}


def _in_blocks(node: Any) -> Iterator[str]:
    """Whatever people see of blocks, bodies and views."""
    if isinstance(node, Mapping):
        for key, value in node.items():
            if isinstance(value, str):
                if key in {"text", "alt_text"}:
                    yield value
            else:
                yield from _in_blocks(value)
    elif isinstance(node, list):
        for each in node:
            yield from _in_blocks(each)


class _Words(HTMLParser):
    """The text of a page, and its attributes that are read out or shown."""

    SHOWN = frozenset({"alt", "title", "placeholder", "aria-label"})
    LATER = ("sending", "saved", "offline", "unsaved", "on", "off", "denied")
    KEPT_FOR_LATER = frozenset(f"data-{each}" for each in LATER)

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.found += [value for name, value in attrs if name in self.SHOWN | self.KEPT_FOR_LATER and value]

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def _in_html(html: str) -> list[str]:
    words = _Words()
    words.feed(html)
    return words.found
