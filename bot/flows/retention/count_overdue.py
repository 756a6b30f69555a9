"""Whether every job has taken away what it should: once a day, rows that are overdue by the rules of retention."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from bot.domain.retention.rules import GRACE
from bot.flows.epochs.asked_kept_from import asked_kept_from
from bot.flows.operations.check_readiness import OverdueTable
from bot.flows.rota.tidy_rotas import kept_from
from bot.ports import Clock, UnitOfWork
from bot.repositories.retention import MOST_COUNTED

FIRST_AFTER: Final = timedelta(minutes=10)
"""After a start, and after nobody has looked for as long: what came to be overdue while Rounds stood still, or when the
clock leapt, is tidied away first. A running process looks with every tick."""
AGAIN: Final = timedelta(minutes=5)
"""While something is overdue: after a long pause jobs take their time, and nobody should have to wait a day."""
_TENS: Final = 10
_A_WEEK_CLOSED: Final = timedelta(weeks=1)
"""Shifts are forgotten up to an hour after a week is closed; what the week before still needed is not overdue."""


class CountOverdue:
    """In tens, rounded up: an exact number of rows could tell how many people wrote or pressed something.

    What was counted is remembered until the next day, so that whoever asks how Rounds is may ask often.
    """

    def __init__(self, *, clock: Clock, real_clock: Clock, first_after: timedelta = timedelta(0)) -> None:
        """`real_clock`: by which uploads end. `first_after`: for how long nothing is counted from now on, and from
        any look that comes so long after the one before."""
        self._clock, self._real_clock = clock, real_clock
        self._began = self._looked = clock.now()
        self._first_after = first_after
        self._counted: tuple[datetime, Mapping[str, OverdueTable]] | None = None

    async def __call__(self, work: UnitOfWork) -> Mapping[str, OverdueTable]:
        """By table, also where nothing is overdue; empty before it is counted. Raises `StorageUnavailable`."""
        now = self._clock.now()
        if not self._looked <= now <= self._looked + self._first_after:
            self._began = now
        self._looked = now
        if now < self._began + self._first_after:
            return {}
        if self._counted is not None and not self._is_old(*self._counted, now=now):
            return self._counted[1]
        at = now - GRACE
        counted = await work.overdue.count(
            at=at,
            real=self._real_clock.now() - GRACE,
            shifts_before=await kept_from(work, now=at) - _A_WEEK_CLOSED,
            asked_before=await asked_kept_from(work, now=at),
        )
        found: dict[str, OverdueTable] = {}
        for rule, rows in counted.items():
            before, tens = found.get(rule.table, OverdueTable()), -(-rows // _TENS) * _TENS
            jobs = before.jobs | ({rule.job} if rows else frozenset())
            found[rule.table] = OverdueTable(rows=min(before.rows + tens, MOST_COUNTED), jobs=jobs)
        self._counted = now, found
        return found

    @staticmethod
    def _is_old(at: datetime, found: Mapping[str, OverdueTable], *, now: datetime) -> bool:
        if now < at or now.date() != at.date():
            return True
        return any(each.rows for each in found.values()) and now - at >= AGAIN
