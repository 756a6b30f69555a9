"""Screens of the table as a phone shows them: on the web its own elements, of other channels their likenesses."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files

from bot.adapters.charts import draw
from bot.adapters.likenesses.drawing import style_sheet
from bot.demo.drawn import drawn_messages
from bot.domain.digests.chart import ChartFigures
from bot.domain.identifiers import DeliveryKey, PersonId
from bot.domain.messaging.messages import Message
from bot.domain.organisation.people import Channel
from bot.ports import WebMessage
from tests.situations.payloads import html_of
from tests.situations.table import Screen, Situation, drawn


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One message on one channel."""

    name: str
    channel: str
    html: str


def all_shown(table: Sequence[Situation]) -> Iterator[Shown]:
    """Every screen on every channel, and on chats what More brings as a message of its own."""
    for situation in table:
        for screen in situation.screens:
            name = f"{situation.slug}-{screen.name.replace(' ', '-')}"
            for channel in screen.channels:
                yield Shown(name=f"{name}-{channel}", channel=channel, html=shown_on(channel, screen))
                if channel != "web" and screen.details is not None:
                    yield Shown(name=f"{name}-more-{channel}", channel=channel, html=_chat(channel, screen.details))


def shown_on(channel: str, screen: Screen) -> str:
    if channel == "web":
        style = files("bot.adapters.channels.web") / "static" / "chat.css"
        return _page(style.read_text("utf-8"), f'<main><ol id="messages">{html_of(screen, 1)}</ol></main>')
    chart = None if screen.digest is None else screen.digest.chart
    return _chat(channel, drawn(screen.message, _png(chart)))


def _png(chart: ChartFigures | None) -> bytes:
    return b"" if chart is None else draw(chart)


def _chat(channel: str, message: Message) -> str:
    style = style_sheet() + (files("bot.demo") / "static" / "drawn.css").read_text("utf-8")
    shown = WebMessage(id=1, person=PersonId("ana"), message=message, change=1, key=DeliveryKey("k"), edited=False)
    return _page(
        style,
        f'<main><ol id="messages" class="likeness {channel}">{drawn_messages(Channel(channel), [shown])}</ol></main>',
        of=channel,
    )


def _page(style: str, body: str, *, of: str = "") -> str:
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><style>{style}</style>'
    return f'<!doctype html><html lang="en-GB"><head>{head}</head><body class="{of}">{body}</body></html>'
