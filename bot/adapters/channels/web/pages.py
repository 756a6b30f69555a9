"""Templates into pages: everything escaped, no inline script, nothing loaded from elsewhere."""

import base64
from collections.abc import Mapping, Sequence
from functools import cache
from typing import assert_never

from jinja2 import Environment, PackageLoader
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

from bot.adapters.chart_drawing import NARROW, drawing_of
from bot.callback_text import encode
from bot.domain.digests.chart import ChartFigures, alt_text, figures_of, usual_range
from bot.domain.messaging.buttons import DigestPress, OnDigest
from bot.domain.messaging.documents import (
    Context,
    Document,
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
from bot.domain.messaging.messages import Button, Message, MessageKind
from bot.domain.messaging.notifications import notification_of
from bot.domain.texts import say
from bot.domain.texts.dates import day, day_and_year
from bot.flows.answering.read_chat import NEWS, PageMessage, Place, prompt_of


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("bot.adapters.channels.web"),
        auto_reload=False,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["say"] = say
    environment.filters["base64"] = lambda data: base64.b64encode(data).decode()
    return environment


def page(template: str, locale: str, *, status: int = 200, **values: object) -> HTMLResponse:
    return HTMLResponse(_templates().get_template(template).render(locale=locale, **values), status_code=status)


def script(template: str, locale: str, *, headers: Mapping[str, str]) -> Response:
    words = _templates().get_template(template).render(locale=locale)
    return Response(words, media_type="text/javascript", headers=dict(headers))


def show_message(
    shown: PageMessage, *, locale: str, path: str, told: str = "", words: str = "", form_id: str = ""
) -> Markup:
    """One message as HTML; its words appear as text only. `told`: what became of a press on it. `words`: what stands in
    its box. `form_id`: what tells the box of this drawing from all others, so that sent twice it is taken once."""
    said, is_folded = shown.message.message, shown.place is Place.EARLIER
    template = _templates().get_template("message.html")
    before, legend, after = _parted(said, is_over=shown.is_over)
    details, further, label = _details(shown)
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
            chart=_chart(shown.chart),
            details=_named(details),
            details_label=label,
            further=further,
            rows=() if shown.is_over else _rows(said, inline=bool(label)),
            asks_reply=said.asks_reply and not shown.is_over,
            over=say("web-closed" if prompt_of(said) is None else "web-not_sent", locale),
            is_over=shown.is_over,
            told=told,
            words=words,
            form_id=form_id,
            locale=locale,
            language="" if said.locale == locale else said.locale,
            act=f"{path}/act",
        )
    )


def show_sections(sections: Sequence[Section], *, chart: ChartFigures | None, level: int, locale: str) -> Markup:
    """Sections of a message as part of another page, its titles at this level of headings."""
    template = _templates().get_template("document.html")
    return Markup(  # noqa: S704 - the template has escaped every value
        template.render(sections=_named(sections), chart=_chart(chart), level=level, locale=locale)
    )


def _chart(chart: ChartFigures | None) -> Mapping[str, object] | None:
    if chart is None:
        return None
    drawing = drawing_of(chart, width=NARROW)
    return {
        "width": drawing.width,
        "height": drawing.height,
        "parts": [(type(part).__name__, part) for part in drawing.parts],
        "figures": figures_of(chart),
    }


Row = Sequence[tuple[str, str, bool]]


def _details(shown: PageMessage) -> tuple[Sequence[Section], Sequence[Row], str]:
    """What is one tap away, which a page holds itself: its sections with the chart that does not stand in sight, their
    buttons, and what the tap is called. Nothing where there is none."""
    digest, said = shown.digest, shown.message.message
    asks = [button.label for row in said.buttons for button in row if _is_for_details(button)]
    if digest is None or not asks or (digest.details is None and digest.chart is None):
        return (), (), ""
    sections = details_with_picture(said.document, digest.details, shown.chart)
    return sections, [_row(row) for row in digest.further_buttons], asks[0]


def details_with_picture(
    in_sight: Document, details: Document | None, chart: ChartFigures | None
) -> tuple[Section, ...]:
    """The details, with the chart below their title where it does not stand in sight."""
    sections = () if details is None else tuple(details.sections)
    if chart is None or any(isinstance(each, Picture) for each in (*in_sight.sections, *sections)):
        return sections
    picture = Picture(alt=alt_text(chart, usual_range(chart)))
    first = next((at for at, each in enumerate(sections) if not isinstance(each, Title | Context)), 0)
    return (*sections[:first], picture, *sections[first:])


def _is_for_details(button: Button) -> bool:
    return isinstance(button.intent, DigestPress) and button.intent.what is OnDigest.DETAILS


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
    """A message in one line: its title, what it asks, the first that it answers, or what kind of message it is."""
    if said.kind is MessageKind.PRIVACY:  # its leads are headings
        return notification_of(said)
    title = next((each.words for each in said.document.sections if isinstance(each, Title)), "")
    answers = [each.words for each in said.document.sections if isinstance(each, Paragraph)]
    answer = answers[0] if answers and (said.kind is MessageKind.ANSWER or said.kind in NEWS) else ""
    return title or _statement(said) or answer or notification_of(said)


def _when(shown: PageMessage, locale: str) -> str:
    if shown.day is not None:
        return day_and_year(shown.day, locale)
    if shown.week is None:
        return ""
    first, last = day(shown.week.monday(), locale), day_and_year(shown.week.sunday(), locale)
    return say("web-in_days", locale, first=first, last=last)


def _rows(said: Message, *, inline: bool) -> Sequence[Row]:
    """Without the way to details that stand in the page itself."""
    rows = [[button for button in row if not (inline and _is_for_details(button))] for row in said.buttons]
    return [_row(row) for row in rows if row]


def _row(buttons: Sequence[Button]) -> Row:
    return [(button.label, encode(button.intent), button.is_primary) for button in buttons]


def _named(sections: Sequence[Section]) -> Sequence[tuple[str, Section]]:
    return [(_name(section), section) for section in sections]


def _name(section: Section) -> str:
    """As the template calls it."""
    match section:
        case Title():
            return "title"
        case Context():
            return "context"
        case Lead():
            return "lead"
        case Paragraph():
            return "paragraph"
        case Facts():
            return "facts"
        case Picture():
            return "picture"
        case Quote():
            return "quote"
        case Steps():
            return "steps"
        case Fold():
            return "fold"
        case SmallPrint():
            return "small_print"
        case _:
            assert_never(section)
