"""Prompts: what asks people to write."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.follow_up.prompts import Prompt
from bot.domain.identifiers import PersonId, PromptId


class Prompts(Protocol):
    async def open(self, prompt: Prompt) -> None:
        """The same id again changes nothing."""

    async def open_of(self, person: PersonId, *, now: datetime) -> Sequence[Prompt]:
        """What this person may still write or send, the newest first."""

    async def forget(self, prompts: Collection[PromptId]) -> None: ...

    async def purge(self, *, before: datetime) -> int:
        """Forget what was asked earlier; says how many."""
