"""How long it is kept that somebody was asked, and whatever else tells that they were heard."""

from datetime import datetime

from bot.domain.answers.epochs import oldest_living
from bot.domain.iso_weeks import IsoWeek
from bot.domain.programme.programme import Programme
from bot.ports import UnitOfWork


async def asked_kept_from(work: UnitOfWork, *, now: datetime) -> IsoWeek | None:
    """From which week on. None before there is a programme."""
    programme = await work.programmes.current()
    return None if programme is None else await kept_from(work, programme, now=now)


async def kept_from(work: UnitOfWork, programme: Programme, *, now: datetime) -> IsoWeek:
    """From the first week of which an answer may still live, in whatever zone it was given.

    The oldest block tells: each later one is younger by more weeks than it may live longer."""
    living = await work.epochs.not_closed()
    return oldest_living(living[0].weeks_of_life if living else programme.weeks_of_life, now=now)
