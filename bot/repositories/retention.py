"""Rows that should be gone by now, counted by the rules of retention."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, Protocol

from bot.domain.iso_weeks import IsoWeek
from bot.domain.retention.rules import RetentionByJob

MOST_COUNTED: Final = 1000


class OverdueRows(Protocol):
    async def count(
        self, *, at: datetime, real: datetime, shifts_before: datetime, asked_before: IsoWeek | None
    ) -> Mapping[RetentionByJob, int]:
        """By every rule under which rows can be overdue: what its job should have taken away by that moment, up to
        `MOST_COUNTED`. `real`: the same by the clock on the wall, for what ends by that; `shifts_before`: from when on
        shifts were still needed; `asked_before`: from which week on questions were, and None where all are."""
