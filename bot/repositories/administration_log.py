"""What those who run Rounds have done: who, when and about what, never what they saw."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.domain.identifiers import UnitId
from bot.domain.iso_weeks import IsoWeek


class AdministrationAct(StrEnum):
    DIGEST_SHOWN = "digest_shown"
    """A frozen digest was printed on the server."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    at: datetime
    who: str
    """The system's name for the user."""
    act: AdministrationAct
    unit: UnitId
    week: IsoWeek


class AdministrationLog(Protocol):
    async def add(self, entry: LogEntry) -> None:
        """Entries are only added, never changed or removed."""
