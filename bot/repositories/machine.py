"""What is counted for whoever watches the machine: messages, addresses and bytes, and nobody's name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.organisation.people import Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class SendTimes:
    """How long questions that have been sent had been due."""

    sent: int
    within: Sequence[int]
    """For each limit, in its order, how many took no longer."""


class MachineFigures(Protocol):
    """Exact: what is told of it, when and how coarsely, is decided by whoever asks."""

    async def deliveries(self) -> Mapping[tuple[Channel, str], int]:
        """Rows by channel and state."""

    async def of_persons(self) -> Mapping[tuple[Channel, str], int]:
        """Those of these rows that failed or expired because their person refused them or called them off: how often
        that was would tell that somebody has blocked Rounds, paused or answered."""

    async def send_times(self, limits: Sequence[int]) -> Mapping[Channel, SendTimes]:
        """Of the questions that are still kept and that a schedule asked; limits in seconds."""

    async def oldest_due(self) -> datetime | None:
        """Since when the oldest message has been due that no press called for: a question or a digest."""

    async def listed(self) -> Mapping[Channel, int]:
        """How many people are on the list with each channel, whether they have joined or not."""

    async def database_bytes(self) -> int: ...

    async def database_name(self) -> str:
        """Which it is, and in which version: `SQLite 3.40.1`."""
