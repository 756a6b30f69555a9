"""The buttons of a team's digest."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bot.domain.digests.digest_facts import phrase
from bot.domain.digests.page import Page
from bot.domain.messaging.buttons import ActionPress, DigestPress, DigestRef, FlagPress, OnAction, OnDigest, OnFlag
from bot.domain.messaging.messages import Button
from bot.domain.texts import say

Rows = tuple[tuple[Button, ...], ...]
NAME_ON_BUTTON: Final = 30
"""Characters of a unit's name."""


def on_digest(page: Page, name: str, what: OnDigest, *, is_primary: bool = False) -> Button:
    press = DigestPress(digest=DigestRef(unit=page.unit, week=page.week), what=what)
    return Button(label=say(f"digest-button-{name}", page.locale), intent=press, is_primary=is_primary)


def how_known_button(page: DigestRef, locale: str) -> Button:
    """Under the digest of a page, and under the team's own."""
    press = DigestPress(digest=page, what=OnDigest.HOW_KNOWN)
    return Button(label=say("digest-button-know", locale), intent=press)


def how_known_buttons(pages: Mapping[DigestRef, str], locale: str) -> Rows:
    """Of several pages each names its unit."""
    if len(pages) == 1:
        return tuple((how_known_button(each, locale),) for each in pages)
    return tuple(
        (
            replace(
                how_known_button(each, locale),
                label=say("commands-privacy_known_of", locale, unit=phrase(name, NAME_ON_BUTTON)),
            ),
        )
        for each, name in pages.items()
    )


def flag_button(page: Page, name: str, what: OnFlag, *, is_primary: bool = False) -> Button:
    """About the new flag, else about the earlier one that nobody has answered."""
    flag = page.flag_id or (page.earlier.flag if page.earlier is not None else None)
    if flag is None:
        raise ValueError("a page without a flag has nothing to say to one")
    press = FlagPress(flag=flag, what=what, week=page.week)
    return Button(label=say(f"digest-button-{name}", page.locale), intent=press, is_primary=is_primary)


def late_buttons(page: Page, locale: str) -> tuple[Button, Button]:
    """Whether the action that is past its date is done."""
    if page.late is None:
        raise ValueError("no action of this page is past its date")
    action = page.late.action
    done = ActionPress(action=action, what=OnAction.CLOSE, week=page.week)
    still_open = ActionPress(action=action, what=OnAction.STILL_OPEN, week=page.week)
    return (
        Button(label=say("digest-button-done", locale), intent=done, is_primary=True),
        Button(label=say("digest-button-still_open", locale), intent=still_open),
    )
