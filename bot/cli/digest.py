"""The command `rounds digest`: a frozen digest as text."""

from difflib import get_close_matches
from typing import assert_never

from rich.console import Console

from bot.cli.schema import reason
from bot.domain.digests.frozen_digest import FrozenDigest
from bot.domain.errors import StorageUnavailable
from bot.domain.identifiers import UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.flows.digests.show_digest import (
    NoSuchUnit,
    NotYet,
    ShowDigest,
)
from bot.ports import Storage
from config.faults import listed


async def run_digest(unit: str, week: str | None = None, *, storage: Storage, out: Console, err: Console) -> int:
    """Print the digest of a unit that covers a week (default the newest): 0; 1 if there is none; 2 for a wrong name."""
    covering: IsoWeek | None = None
    if week:
        try:
            covering = IsoWeek.parse(week)
        except ValueError as error:
            return _fault(err, f"--week: {error}", 2)
    try:
        found = await ShowDigest(storage=storage)(UnitId(unit), covering)
    except StorageUnavailable as error:
        return _fault(err, f"database: {reason(error)}", 1)
    match found:
        case FrozenDigest(text=text):
            out.print(text, markup=False, highlight=False, soft_wrap=True)
            return 0
        case NoSuchUnit(known=known):
            return _fault(err, f"UNIT: no unit is called {unit!r}{_meant(unit, known)}", 2)
        case NotYet(newest=None):
            return _fault(err, f"{unit}: no digest yet; the first comes after the first week with a round", 1)
        case NotYet(newest=newest):
            return _fault(err, f"{unit}: no digest covers {covering}; the newest covers {newest}", 1)
        case _:
            assert_never(found)


def _meant(unit: str, known: tuple[UnitId, ...]) -> str:
    close = get_close_matches(unit, known, n=1)
    if close:
        return f"; did you mean {close[0]!r}?"
    return f"; there are {listed(known, last='and')}" if known else "; apply a programme first: rounds apply"


def _fault(err: Console, line: str, code: int) -> int:
    err.print(line, markup=False, highlight=False, soft_wrap=True)
    return code
