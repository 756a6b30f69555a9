"""Edits handed from the transaction that wrote them to the dispatcher beside it, so that they need not be leased."""

from collections.abc import Sequence

from bot.domain.messaging.deliveries import Lease


class HandedEdits:
    """What was taken over and not made yet, oldest first.

    Nothing is lost with it: each row stays due. Whatever waits in the database goes first, so edits are taken only when
    all of that was sent, and after one was refused none is taken until that holds again.
    """

    def __init__(self, *, most: int) -> None:
        self.waiting: list[Lease] = []
        self.is_caught_up = False
        """Whether nothing is due that only the database knows of."""
        self._most = most

    def take(self, edits: Sequence[Lease]) -> bool:
        """False when these have to be leased."""
        if not self.is_caught_up or len(self.waiting) + len(edits) > self._most:
            self.is_caught_up = False
            return False
        latest = {edit.delivery.key for edit in edits}
        self.waiting[:] = [*(edit for edit in self.waiting if edit.delivery.key not in latest), *edits]
        return True

    def leave(self) -> None:
        """They are leased with everything else."""
        self.waiting.clear()
        self.is_caught_up = False
