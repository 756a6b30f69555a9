"""Wrong codes and links, and what is done without the inbox, are counted in memory: whoever tries many has to wait, and
nothing of it is written."""

from collections import Counter, deque
from typing import Final

from starlette.requests import Request

from bot.ports import Timer

_MINUTE: Final = 60.0


class WrongTries:
    """How many wrong tries there were lately, of one address and of all together.

    Nothing is counted beyond the limit for all, so a flood takes no memory.
    """

    def __init__(self, *, timer: Timer, per_address: int, overall: int, seconds: float) -> None:
        self._timer, self._per_address, self._overall, self._seconds = timer, per_address, overall, seconds
        self._tries: deque[tuple[float, str]] = deque()
        self._of: Counter[str] = Counter()

    def are_too_many(self, request: Request) -> bool:
        """Whether this caller, or everybody, has to wait."""
        self._forget()
        return len(self._tries) >= self._overall or self._of[_who(request)] >= self._per_address

    def note(self, request: Request) -> None:
        who = _who(request)
        self._tries.append((self._timer.monotonic(), who))
        self._of[who] += 1

    def _forget(self) -> None:
        before = self._timer.monotonic() - self._seconds
        while self._tries and self._tries[0][0] <= before:
            _, who = self._tries.popleft()
            self._of[who] -= 1
            if not self._of[who]:
                del self._of[who]


class PerMinute:
    """How often each may do something in a minute. Nothing is counted beyond that, so a flood takes no memory."""

    def __init__(self, *, timer: Timer, at_most: int) -> None:
        self._timer, self._at_most = timer, at_most
        self._done: deque[tuple[float, str]] = deque()
        self._of: Counter[str] = Counter()

    def allows(self, who: str) -> bool:
        """Whether it may be done once more; if so, it is counted."""
        now = self._timer.monotonic()
        while self._done and self._done[0][0] <= now - _MINUTE:
            _, before = self._done.popleft()
            self._of[before] -= 1
            if not self._of[before]:
                del self._of[before]
        if self._of[who] >= self._at_most:
            return False
        self._done.append((now, who))
        self._of[who] += 1
        return True


def _who(request: Request) -> str:
    """The caller's address; of IPv6 the half that names a network, since one machine has all of the other half."""
    host = request.client.host if request.client else ""
    return ":".join(host.split(":")[:4]) if ":" in host else host
