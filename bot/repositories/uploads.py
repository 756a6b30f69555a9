"""Lists that were uploaded and are not saved yet: sealed, for one session, for half an hour."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldPlan:
    """What was chosen and what it would do, each sealed; empty as long as nobody has chosen."""

    choices: bytes
    plan: bytes
    saved_as: int | None
    """The revision as which it was saved: nothing else of it is left then."""


class Uploads(Protocol):
    """One of each session, which is found by the hash of its secret and takes its upload along when it ends."""

    async def begin(self, session: bytes, table: bytes, *, expires_at: datetime) -> None:
        """In place of whatever the session held."""

    async def table(self, session: bytes, *, at: datetime) -> bytes | None:
        """None where nothing is held (any more)."""

    async def plan(self, session: bytes, *, at: datetime) -> HeldPlan | None: ...

    async def note(self, session: bytes, *, choices: bytes, plan: bytes) -> None:
        """Nothing happens where nothing is held."""

    async def note_saved(self, session: bytes, revision: int) -> None:
        """Delete what is held but for the revision."""

    async def end(self, session: bytes) -> None: ...

    async def any_ended(self, *, by: datetime) -> bool:
        """Whether there is something to forget."""

    async def forget(self, *, until: datetime) -> None:
        """What has run out by then."""
