"""What a test of the Telegram channel puts around it: a picture, patience, hurried time and an inbox on paper."""

import asyncio
import time
from collections.abc import Sequence

from bot.domain.errors import StorageUnavailable
from bot.domain.messaging.inbound import (
    Inbound,
    Receipt,
    Refusal,
    Typed,
)

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64


class HurriedTimer:
    """Real time, but sleeps take a fiftieth; a test may put it forward."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def monotonic(self) -> float:
        return time.monotonic() + self.ahead

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds / 50)


class PaperInbox:
    """Keeps what was committed, once per update, as the real one does; refuses words that name a patient."""

    def __init__(self) -> None:
        self.filed: dict[str, Inbound] = {}
        self.batches: list[list[str]] = []
        self.broken = False
        self.explanation = "This looks like it may identify a patient. Nothing has been saved."
        self.stumbles_over: set[str] = set()

    async def __call__(self, updates: Sequence[Inbound], /) -> Sequence[Receipt]:
        if self.broken:
            raise StorageUnavailable
        if self.stumbles_over & {update.update_id for update in updates}:
            raise RuntimeError("a bug")
        self.batches.append([update.update_id for update in updates])
        return [self._file(update) for update in updates]

    def _file(self, update: Inbound) -> Receipt:
        if isinstance(update.event, Typed) and "999 123" in update.event.text:
            return Receipt(
                update_id=update.update_id,
                refused=Refusal.PATIENT_TEXT,
                explanation=self.explanation,
            )
        self.filed.setdefault(update.update_id, update)
        return Receipt(update_id=update.update_id)
