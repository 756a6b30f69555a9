"""How long it is kept that somebody was asked, and whatever else tells that they were heard."""

from datetime import datetime

from bot.domain.answers.epochs import oldest_living
from bot.domain.iso_weeks import IsoWeek
from bot.ports import UnitOfWork


async def asked_kept_from(work: UnitOfWork, *, now: datetime) -> IsoWeek | None:
    """From which week on: from the first of which an answer may still live, in whatever zone it was given. None before
    there is a programme.

    The oldest block tells: each later one is younger by more weeks than it may live longer."""
    living, programme = await work.epochs.not_closed(), await work.programmes.current()
    if programme is None:
        return None
    return oldest_living(living[0].weeks_of_life if living else programme.weeks_of_life, now=now)
