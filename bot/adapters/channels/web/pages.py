"""Templates into pages: everything escaped, no inline script, nothing loaded from elsewhere."""

import base64
from collections.abc import Mapping, Sequence
from functools import cache

from jinja2 import Environment, PackageLoader
from markupsafe import Markup
from starlette.responses import HTMLResponse

from bot.callback_text import encode
from bot.domain.messaging.documents import (
    Context,
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
)
from bot.domain.messaging.messages import Message, MessageKind
from bot.domain.messaging.notifications import notification_of
from bot.domain.texts import say
from bot.domain.texts.dates import day, day_and_year
from bot.flows.answering.read_chat import PageMessage, Place


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("bot.adapters.channels.web"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals["say"] = say
    environment.filters["base64"] = lambda data: base64.b64encode(data).decode()
    return environment


def page(template: str, locale: str, *, status: int = 200, **values: object) -> HTMLResponse:
    return HTMLResponse(_templates().get_template(template).render(locale=locale, **values), status_code=status)


def show_message(shown: PageMessage, *, locale: str, path: str, told: str = "") -> Markup:
    """One message as HTML; its words appear as text only. `told`: what became of a press on it."""
    said, is_folded = shown.message.message, shown.place is Place.EARLIER
    template = _templates().get_template("message.html")
    before, legend, after = _parted(said, is_over=shown.is_over)
    return Markup(  # noqa: S704 - the template has escaped every value
        template.render(
            id=shown.message.id,
            state=state_of(shown),
            is_folded=is_folded,
            level=3 if is_folded else 2,
            day=shown.day,
            written=_when(shown, locale),
            line=_line(said) if is_folded else "",
            before=_named(before),
            legend=legend,
            sections=_named(after),
            rows=() if shown.is_over else _rows(said),
            asks_reply=said.asks_reply and not shown.is_over,
            is_over=shown.is_over,
            told=told,
            locale=locale,
            act=f"{path}/act",
        )
    )


def state_of(shown: PageMessage) -> str:
    """Whatever looks different on a page differs in this."""
    return f"{shown.message.change}.{shown.place.value}.{int(shown.is_over)}"


def _parted(said: Message, *, is_over: bool) -> tuple[Sequence[Section], str, Sequence[Section]]:
    """A question that can be answered: what stands before its statement, the statement, and the rest."""
    sections = said.document.sections
    lead = next((at for at, section in enumerate(sections) if isinstance(section, Lead)), None)
    if said.kind is not MessageKind.QUESTION or lead is None or is_over:
        return (), "", sections
    return sections[:lead], _statement(said), sections[lead + 1 :]


def _statement(said: Message) -> str:
    return next((each.words for each in said.document.sections if isinstance(each, Lead)), "")


def _line(said: Message) -> str:
    """A message in one line: its title, what it asks, or what kind of message it is."""
    title = next((each.words for each in said.document.sections if isinstance(each, Title)), "")
    return title or _statement(said) or notification_of(said)


def _when(shown: PageMessage, locale: str) -> str:
    if shown.day is not None:
        return day_and_year(shown.day, locale)
    return "" if shown.week is None else say("web-in_week", locale, date=day(shown.week.sunday(), locale))


def _rows(said: Message) -> Sequence[Sequence[tuple[str, str, bool]]]:
    return [[(button.label, encode(button.intent), button.is_primary) for button in row] for row in said.buttons]


def _named(sections: Sequence[Section]) -> Sequence[tuple[str, Section]]:
    return [(_NAMES[type(section)], section) for section in sections]


_NAMES: Mapping[type[Section], str] = {
    Title: "title",
    Context: "context",
    Lead: "lead",
    Paragraph: "paragraph",
    Facts: "facts",
    Picture: "picture",
    Quote: "quote",
    Steps: "steps",
    Fold: "fold",
    SmallPrint: "small_print",
}
