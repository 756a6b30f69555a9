"""Templates into pages: everything escaped, no inline script, nothing loaded from elsewhere."""

import base64
from functools import cache

from jinja2 import Environment, PackageLoader
from markupsafe import Markup
from starlette.responses import HTMLResponse

from bot.callback_text import encode
from bot.domain.texts import say
from bot.ports import WebMessage


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("bot.adapters.channels.web"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals["say"] = say
    return environment


def page(template: str, locale: str, *, status: int = 200, **values: object) -> HTMLResponse:
    return HTMLResponse(_templates().get_template(template).render(locale=locale, **values), status_code=status)


def show_message(message: WebMessage, *, locale: str, path: str) -> Markup:
    """One message as HTML; its words appear as text only."""
    picture = message.message.picture
    template = _templates().get_template("message.html")
    return Markup(  # noqa: S704 - the template has escaped every value
        template.render(
            id=message.id,
            paragraphs=[block for block in message.message.text.split("\n\n") if block.strip()],
            rows=[[(button.label, encode(button.intent)) for button in row] for row in message.message.buttons],
            asks_reply=message.message.asks_reply,
            picture=base64.b64encode(picture.png).decode() if picture else "",
            alt=picture.alt if picture else "",
            locale=locale,
            act=f"{path}/act",
        )
    )
