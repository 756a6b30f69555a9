"""The command `rounds digest`: a frozen digest as text."""

from collections.abc import Sequence
from difflib import get_close_matches
from typing import assert_never

from rich.console import Console

from bot.cli.ending import CommandFailed, CommandRefused
from bot.cli.system_user import system_user
from bot.domain.digests.frozen_digest import FrozenDigest
from bot.domain.errors import UnknownUnit
from bot.domain.identifiers import UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.plain_text import plain_text
from bot.flows.digests.show_digest import (
    NotYet,
    ShowDigest,
)
from bot.ports import Clock, Entropy, Storage
from config.faults import listed


async def run_digest(
    unit: str,
    week: str | None = None,
    *,
    full: bool = False,
    storage: Storage,
    clock: Clock,
    entropy: Entropy,
    out: Console,
) -> None:
    """Print the digest of a unit that covers a week (default the newest), `full` with what is one tap away, once it is
    noted who was shown it."""
    covering: IsoWeek | None = None
    if week:
        try:
            covering = IsoWeek.parse(week)
        except ValueError as error:
            raise CommandRefused(f"--week: {error}") from error
    show = ShowDigest(storage=storage, clock=clock, entropy=entropy)
    try:
        found = await show(UnitId(unit), covering, to=system_user())
    except UnknownUnit as error:
        raise CommandRefused(f"UNIT: no unit is called {unit!r}{_meant(unit, error.known)}") from error
    match found:
        case FrozenDigest(document=document, details=details):
            out.print(plain_text(document), markup=False, highlight=False, soft_wrap=True)
            if full and details is not None:
                out.print(f"\n{plain_text(details)}", markup=False, highlight=False, soft_wrap=True)
        case NotYet(newest=None):
            raise CommandFailed(f"{unit}: no digest yet; the first comes after the first week with a round")
        case NotYet(newest=newest):
            raise CommandFailed(f"{unit}: no digest covers {covering}; the newest covers {newest}")
        case _:
            assert_never(found)


def _meant(unit: str, known: Sequence[str]) -> str:
    close = get_close_matches(unit, known, n=1)
    if close:
        return f"; did you mean {close[0]!r}?"
    return f"; there are {listed(known, is_choice=False)}" if known else "; apply a programme first: rounds apply"
