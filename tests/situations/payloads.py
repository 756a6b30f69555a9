"""A screen as each channel gets it, in a form that is read and compared: a file for each situation and channel."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from io import StringIO
from typing import Any

from rich.console import Console

from bot.adapters.channels.slack.likeness import slack_payload
from bot.adapters.channels.telegram.likeness import telegram_payload
from bot.adapters.channels.web.pages import show_message
from bot.adapters.clock import SystemEntropy
from bot.cli.digest import run_digest
from bot.domain.identifiers import DeliveryKey, PersonId
from bot.domain.messaging.messages import Message
from bot.flows.answering.read_chat import PageMessage
from bot.ports import WebMessage
from tests.situations.table import Reader, Screen, Situation, drawn
from tests.support.builders import T0, a_programme
from tests.support.clocks import StillClock
from tests.support.freezing import freeze
from tests.support.memory import MemoryStorage

PNG = b"\x89PNG"
"""Stands for the bytes of a picture."""
Payload = Mapping[str, Any]


def messages_of(situation: Situation, channel: str) -> Iterator[tuple[str, Message]]:
    """By name, with what More answers where a channel sends it as a message of its own."""
    for screen in screens_on(situation, channel):
        yield screen.name, drawn(screen.message, PNG)
        if screen.details is not None:
            yield f"{screen.name}, more", screen.details


def screens_on(situation: Situation, channel: str) -> Iterator[Screen]:
    return (each for each in situation.screens if channel in each.channels)


def slack_of(situation: Situation) -> Mapping[str, Payload]:
    return {name: slack_payload(message) for name, message in messages_of(situation, "slack")}


def telegram_of(situation: Situation) -> Mapping[str, Payload]:
    return {name: telegram_payload(message) for name, message in messages_of(situation, "telegram")}


def web_of(situation: Situation) -> Mapping[str, str]:
    """The page's own element of each, More and all; the strokes of a chart are left to the tests of drawings."""
    return {screen.name: html_of(screen, number) for number, screen in enumerate(screens_on(situation, "web"), start=1)}


def html_of(screen: Screen, number: int) -> str:
    held = WebMessage(
        id=number, person=PersonId("ana"), message=screen.message, change=1, key=DeliveryKey("k"), edited=False
    )
    return str(show_message(PageMessage(message=held, digest=screen.digest), locale=screen.message.locale, path="/c"))


async def command_line_of(situation: Situation) -> Mapping[str, str]:
    """What `rounds digest --full` prints of whatever is a digest."""
    said = {}
    for screen in situation.screens:
        if screen.digest is None or screen.reader is Reader.TEAM:
            continue
        storage, out = MemoryStorage(), StringIO()
        async with storage.writing() as work:
            await work.programmes.save(a_programme(), at=T0)
            await freeze(work, [screen.digest])
        console = Console(file=out, width=80)
        unit, week = screen.digest.unit, str(screen.digest.week)
        shown = run_digest(
            unit, week, full=True, storage=storage, clock=StillClock(T0), entropy=SystemEntropy(), out=console
        )
        await shown
        said[screen.name] = out.getvalue()
    return said


# --- as files -----------------------------------------------------------------------------------------------------


def json_text(payloads: Mapping[str, Payload]) -> str:
    """One line for each block, entity and row of buttons."""
    return "{\n" + ",\n".join(f" {_line(name)}: {_object(each)}" for name, each in payloads.items()) + "\n}\n"


def _object(payload: Payload) -> str:
    return "{\n" + ",\n".join(f"  {_line(key)}: {_value(value)}" for key, value in payload.items()) + "\n }"


def _value(value: Any) -> str:
    if isinstance(value, Mapping) and "inline_keyboard" in value:
        return f'{{"inline_keyboard": {_value(value["inline_keyboard"])}}}'
    if isinstance(value, Sequence) and not isinstance(value, str) and value:
        return "[\n" + ",\n".join(f"   {_line(each)}" for each in value) + "\n  ]"
    return _line(value)


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def html_text(pages: Mapping[str, str]) -> str:
    return "".join(f"<!-- {name} -->\n{_plain_html(html)}\n" for name, html in pages.items())


def _plain_html(html: str) -> str:
    bare = re.sub(r"(<svg[^>]*>).*?</svg>", r"\1</svg>", html, flags=re.DOTALL)
    bare = re.sub(r"<tbody>.*?</tbody>", "<tbody></tbody>", bare, flags=re.DOTALL)
    return "\n".join(line.strip() for line in bare.splitlines() if line.strip())


def plain_words(said: Mapping[str, str]) -> str:
    return "\n".join(f"# {name}\n{words}" for name, words in said.items())


FILES: Mapping[str, Callable[[Situation], str]] = {
    "slack.json": lambda situation: json_text(slack_of(situation)),
    "telegram.json": lambda situation: json_text(telegram_of(situation)),
    "web.html": lambda situation: html_text(web_of(situation)),
}
