"""Writing of a week while it is being closed: by one process at a time, and by none once it is finished."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.domain.iso_weeks import IsoWeek
from bot.ports import Storage, UnitOfWork


class ClosedByAnother(Exception):
    """Another process has finished the week meanwhile: one that stood still for long was taken for dead."""


@asynccontextmanager
async def writing_of(storage: Storage, week: IsoWeek) -> AsyncIterator[UnitOfWork]:
    """A transaction in which nobody else writes of the claimed week. Raises `ClosedByAnother`."""
    async with storage.writing() as work:
        if not await work.weeks.hold(week):
            raise ClosedByAnother
        yield work
