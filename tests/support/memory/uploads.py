"""Uploaded lists, in memory."""

from dataclasses import replace
from datetime import datetime

from bot.repositories.uploads import HeldPlan
from tests.support.memory.state import State, Upload


class MemoryUploads:
    def __init__(self, state: State) -> None:
        self._held = state.uploads

    async def begin(self, session: bytes, table: bytes, *, expires_at: datetime) -> None:
        plan = HeldPlan(choices=b"", plan=b"", saved_as=None)
        self._held[session] = Upload(table=table, plan=plan, expires_at=expires_at)

    async def table(self, session: bytes, *, at: datetime) -> bytes | None:
        held = self._held.get(session)
        return held.table or None if held and held.expires_at > at else None

    async def plan(self, session: bytes, *, at: datetime) -> HeldPlan | None:
        held = self._held.get(session)
        return held.plan if held and held.expires_at > at else None

    async def note(self, session: bytes, *, choices: bytes, plan: bytes) -> None:
        held = self._held.get(session)
        if held and held.plan.saved_as is None:
            self._held[session] = replace(held, plan=HeldPlan(choices=choices, plan=plan, saved_as=None))

    async def note_saved(self, session: bytes, revision: int) -> None:
        if session in self._held:
            nothing = HeldPlan(choices=b"", plan=b"", saved_as=revision)
            self._held[session] = replace(self._held[session], table=b"", plan=nothing)

    async def end(self, session: bytes) -> None:
        self._held.pop(session, None)

    async def any_ended(self, *, by: datetime) -> bool:
        return any(held.expires_at <= by for held in self._held.values())

    async def forget(self, *, until: datetime) -> None:
        for session in [each for each, held in self._held.items() if held.expires_at <= until]:
            del self._held[session]
