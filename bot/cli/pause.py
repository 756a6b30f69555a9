"""`rounds pause` and `rounds resume`: everything stands still, and goes on."""

from datetime import date

from pydantic_core import PydanticCustomError
from rich.console import Console

from bot.adapters.clock import SystemEntropy
from bot.cli.ending import CommandRefused
from bot.cli.schema import require_schema
from bot.cli.system_user import by_user
from bot.domain.administration.log import RevisionSource
from bot.domain.errors import UnknownUnit
from bot.domain.identifiers import UnitId
from bot.flows.operations.pause_everything import (
    NotPossible,
    PauseEverything,
    ResumeEverything,
    in_words,
    place,
)
from bot.ports import Clock
from config.faults import did_you_mean
from config.toml_schema import checked_day
from storage.database import Database


async def run_pause(
    unit: str | None,
    *,
    until: str | None,
    reason: str,
    tell: bool = False,
    database: Database,
    clock: Clock,
    out: Console,
) -> None:
    """Stop questions, reminders, digests and nudges at once, and `tell` everybody whom it concerns."""
    await require_schema(database)
    try:
        pause = PauseEverything(storage=database, clock=clock, entropy=SystemEntropy())
        halt = await pause(unit, until=_day(until), reason=reason, author=by_user(RevisionSource.SHELL), tell=tell)
    except UnknownUnit as error:
        raise _unknown(error) from error
    except NotPossible as error:
        raise CommandRefused(f"pause: {error}") from error
    end = f"until {until}, 00:00 there" if halt.until else f"until you run: rounds resume{f' {unit}' if unit else ''}"
    _line(out, f"Paused: {place(halt.unit)}, {end}.")
    _line(out, "Nothing goes out there, and what falls due meanwhile is never sent. Open questions may be answered.")
    if tell:
        _line(out, "Everybody whom it concerns is told once, with the reason, outside their quiet hours.")


async def run_resume(unit: str | None, *, database: Database, clock: Clock, out: Console) -> None:
    await require_schema(database)
    try:
        resume = ResumeEverything(storage=database, clock=clock, entropy=SystemEntropy())
        still = await resume(unit, author=by_user(RevisionSource.SHELL))
    except UnknownUnit as error:
        raise _unknown(error) from error
    except NotPossible as error:
        raise CommandRefused(f"resume: {error}") from error
    _line(out, f"Resumed: {place(None if unit is None else UnitId(unit))}. What fell due meanwhile is not sent.")
    for halt in still:
        _line(out, f"Still paused: {in_words(halt)}.")


def _day(text: str | None) -> date | None:
    try:
        return None if text is None else checked_day(text)
    except PydanticCustomError as error:
        raise CommandRefused(f"--until: {error.message()}") from error


def _unknown(error: UnknownUnit) -> CommandRefused:
    near = did_you_mean(error.unit, error.known) or "; see the units in programme.toml"
    return CommandRefused(f"UNIT: {error}{near}")


def _line(console: Console, text: str) -> None:
    console.print(text, highlight=False, markup=False, soft_wrap=True)
