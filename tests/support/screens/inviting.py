"""The pages of invitations, with all that they can say."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

from bot.adapters.console.invitations import CHOOSE, HERE, POSTER
from bot.adapters.console.rendering import page
from bot.domain.texts import say
from bot.flows.administration.inviting.invite_many import ManyInvited
from bot.flows.administration.inviting.table import COLUMNS
from tests.support.consoles import Browser


def invitation_pages(locale: str, name: str, **who: Any) -> Iterator[tuple[str, bytes]]:
    """Pages with codes, which are made of other letters than those of any language."""
    slip = {"locale": locale, "name": name, "units": name, "code": "1", "square": "x", "until": name, "channel": name}
    invited = ManyInvited(kept=2, rest=2, off=2, others=2)
    title = say("invitations-slips_title", locale, count=2)
    sheets = [[{**slip, "link": name}, {**slip, "link": "", "square": ""}]]
    shown = {**who, "here": "/x", "back": "/x", "form_token": "x", "invited": invited, "until": name, "weeks": 14}
    yield "slips", bytes(page("slips.html", locale, title=title, sheets=sheets, **shown).body)
    title = say("invitations-nobody_title", locale)
    yield "nobody", bytes(page("invitations_none.html", locale, title=title, **shown).body)
    title, fields = say("invitations-letter_title", locale), dict.fromkeys(COLUMNS, name)
    yield "letter", bytes(page("letter.html", locale, title=title, fields=fields, organisation=name, **shown).body)


async def invitation_walk(browser: Browser) -> AsyncIterator[str]:
    for path in (HERE, CHOOSE, f"{CHOOSE}?state=invited", f"{CHOOSE}?q=ъ", POSTER):
        await browser.get(path)
        assert browser.page.status_code == 200, path
        yield path
