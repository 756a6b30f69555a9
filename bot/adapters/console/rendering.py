"""Templates into pages of the console: everything escaped, no script at all, nothing loaded from elsewhere."""

from functools import cache
from typing import Final

from jinja2 import Environment, PackageLoader
from starlette.responses import HTMLResponse

from bot.domain.texts import say

HEADERS: Final = {
    "content-security-policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "x-frame-options": "DENY",
}


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("bot.adapters.console"),
        auto_reload=False,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["say"] = say
    return environment


def html(template: str, locale: str, *, title: str, **values: object) -> str:
    return _templates().get_template(template).render(locale=locale, title=title, **values)


def page(template: str, locale: str, *, title: str, status: int = 200, **values: object) -> HTMLResponse:
    return HTMLResponse(html(template, locale, title=title, **values), status_code=status, headers=HEADERS)


def words_page(name: str, locale: str, *, status: int, way: tuple[str, str] | None = None) -> HTMLResponse:
    """A page that says one thing: the texts `console-alone-NAME_title` and `..._words`. `way`: where one can go from
    there, an address and the words for it."""
    title, words = say(f"console-alone-{name}_title", locale), say(f"console-alone-{name}_words", locale)
    return page("words.html", locale, title=title, words=words, way=way, status=status)
