"""Revisions of the programme and the people."""

from collections.abc import Sequence
from typing import Protocol

from bot.domain.administration.revisions import Revision, RevisionParts
from bot.repositories.administration_log import Token


class Revisions(Protocol):
    async def claim(self) -> None:
        """Nobody else revises until this transaction has ended."""

    async def newest(self) -> int:
        """The number of the programme in force; 0 before there is one."""

    async def add(self, revision: Revision, parts: RevisionParts, *, token: Token) -> None:
        """Revisions are only added, never changed or removed."""

    async def recorded(self) -> Sequence[Revision]:
        """All that were recorded, oldest first; earlier versions recorded none."""

    async def parts(self, number: int) -> RevisionParts | None:
        """What a revision changed; None if it was not recorded, or in a shape that is not read any more."""
