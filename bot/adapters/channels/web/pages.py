"""Templates into pages: everything escaped, no inline script, nothing loaded from elsewhere."""

import base64
from collections.abc import Mapping
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
from bot.domain.texts import say
from bot.ports import WebMessage


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


def show_message(message: WebMessage, *, locale: str, path: str) -> Markup:
    """One message as HTML; its words appear as text only."""
    said = message.message
    template = _templates().get_template("message.html")
    return Markup(  # noqa: S704 - the template has escaped every value
        template.render(
            id=message.id,
            sections=[(_NAMES[type(section)], section) for section in said.document.sections],
            rows=[[(button.label, encode(button.intent), button.is_primary) for button in row] for row in said.buttons],
            asks_reply=said.asks_reply,
            locale=locale,
            act=f"{path}/act",
        )
    )


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
