"""Slips to print: a code for each person with a square to scan, eight on a sheet. The same page in the console and as a
file from the shell."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import segno
from markupsafe import Markup

from bot.adapters.console.rendering import html
from bot.domain.messaging.orders import grouped
from bot.domain.organisation.people import Channel
from bot.domain.organisation.unit_tree import UnitTree
from bot.domain.programme.programme import Programme
from bot.domain.texts import say
from bot.domain.texts.dates import day_and_year, listed
from bot.flows.administration.inviting.invite_many import ManyInvited
from bot.flows.answering.enrol import IssuedCode

A_PAGE: Final = 8
_STYLES: Final = Path(__file__).parent / "static" / "paper.css"


def slips_page(
    invited: ManyInvited, programme: Programme, *, channels: Mapping[Channel, str], locale: str, back: str = ""
) -> str:
    """HTML for at least one code, in the language of whoever prints; each slip is in its person's own.

    `channels`: their names. `back`: the page it came from; without one it stands alone and brings its styles along.
    """
    tree = UnitTree.of(programme.organisation)
    slips = [_slip(each, programme, tree, channels) for each in invited.codes]
    return html(
        "slips.html",
        locale,
        title=say("invitations-slips_title", locale, count=len(slips)),
        sheets=[slips[start : start + A_PAGE] for start in range(0, len(slips), A_PAGE)],
        invited=invited,
        until=day_and_year(invited.codes[0].expires_at.date(), locale),
        back=back,
        styles="" if back else Markup(_STYLES.read_text("utf-8")),  # noqa: S704 - our own file
    )


def square(link: str) -> Markup:
    """A QR code as a picture within the page: black on white, and as large as the page wants it."""
    drawn = segno.make(link, error="m", micro=False)
    return Markup(drawn.svg_inline(border=2, light="#fff", omitsize=True, svgclass="square", lineclass=None))  # noqa: S704 - segno's own


def _slip(
    issued: IssuedCode, programme: Programme, tree: UnitTree, channels: Mapping[Channel, str]
) -> Mapping[str, Any]:
    locale = programme.organisation.locale_for(issued.person, dict.fromkeys(issued.units, ()))
    units: Sequence[str] = [tree.names[unit] for unit in issued.units]
    return {
        "locale": locale,
        "name": issued.person.name,
        "units": listed(units, locale),
        "code": grouped(issued.code),
        "link": issued.link,
        "square": square(issued.link) if issued.link else "",
        "channel": channels.get(issued.person.channel, issued.person.channel),
        "until": day_and_year(issued.expires_at.date(), locale),
    }
