"""Prompts: what asks people to write."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.follow_up.prompts import Prompt
from bot.domain.identifiers import HeldWordsId, PersonId, PromptId
from bot.domain.messaging.messages import SealedWords


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldWords:
    """Words that came without a reply, sealed, until their writer says what they are for."""

    id: HeldWordsId
    person: PersonId
    sealed: SealedWords
    asked_at: datetime


class Prompts(Protocol):
    async def open(self, prompt: Prompt) -> None:
        """The same id again changes nothing."""

    async def open_of(self, person: PersonId, *, now: datetime) -> Sequence[Prompt]:
        """What this person may still write or send, the newest first."""

    async def forget(self, prompts: Collection[PromptId]) -> None: ...

    async def forget_of(self, people: Collection[PersonId]) -> None:
        """Whatever waits for words of these people, with all drafts, and what is held."""

    async def purge(self, *, before: datetime) -> int:
        """Forget what was asked earlier; says how many."""

    async def hold(self, words: HeldWords) -> None:
        """In place of whatever is held of this person already."""

    async def held(self, person: PersonId) -> HeldWords | None: ...

    async def let_go(self, person: PersonId) -> None: ...

    async def let_old_go(self, *, before: datetime) -> int:
        """Let go what was asked back earlier; says how much."""
