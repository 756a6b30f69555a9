"""Wrong codes and links are counted in memory: whoever tries many has to wait, and nothing of it is written."""

from collections import Counter, deque

from starlette.requests import Request

from bot.ports import Timer


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


def _who(request: Request) -> str:
    """The caller's address; of IPv6 the half that names a network, since one machine has all of the other half."""
    host = request.client.host if request.client else ""
    return ":".join(host.split(":")[:4]) if ":" in host else host
