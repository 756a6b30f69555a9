"""Wrong codes and links, and what is done without the inbox, are counted in memory: whoever tries many has to wait, and
nothing of it is written."""

from collections import Counter, deque
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Final

from starlette.requests import Request

from bot.ports import Timer

_MINUTE: Final = 60.0
_KEPT_OF_FLOOD: Final = 10
"""How many times the limit for all is kept, so that a caller's own limit holds while everybody's is reached."""


class WrongTries:
    """How many wrong tries there were lately, of one address, of one customer's network, and of all together.

    - Of what comes beyond the limit for all the newest are counted, as many as the limit allows ten times over, so a
      flood takes no memory.
    - Of IPv6 the half that names a network counts as one address, since one machine has all of the other half.
    - A provider gives one customer up to 65,536 such halves, a /48: `per_customer` limits what these try together, so
      that one customer cannot use up what all have.
    """

    def __init__(
        self, *, timer: Timer, per_address: int, overall: int, seconds: float, per_customer: int | None = None
    ) -> None:
        self._timer, self._overall, self._seconds = timer, overall, seconds
        self._per_address, self._per_customer = per_address, per_customer
        self._tries: deque[tuple[float, str, str]] = deque()
        self._of_address: Counter[str] = Counter()
        self._of_customer: Counter[str] = Counter()

    def are_too_many(self, request: Request) -> bool:
        """Whether this caller, or everybody, has to wait."""
        return self.are_of_all_too_many() or self.are_of_caller_too_many(request)

    def are_of_all_too_many(self) -> bool:
        self._forget_old()
        return len(self._tries) >= self._overall

    def are_of_caller_too_many(self, request: Request) -> bool:
        self._forget_old()
        address, customer = _who(request)
        if self._of_address[address] >= self._per_address:
            return True
        return self._per_customer is not None and self._of_customer[customer] >= self._per_customer

    def note(self, request: Request) -> None:
        address, customer = _who(request)
        self._tries.append((self._timer.monotonic(), address, customer))
        self._of_address[address] += 1
        self._of_customer[customer] += 1
        if len(self._tries) > self._overall * _KEPT_OF_FLOOD:
            self._forget_oldest()

    def _forget_old(self) -> None:
        before = self._timer.monotonic() - self._seconds
        while self._tries and self._tries[0][0] <= before:
            self._forget_oldest()

    def _forget_oldest(self) -> None:
        _, address, customer = self._tries.popleft()
        for counted, who in ((self._of_address, address), (self._of_customer, customer)):
            counted[who] -= 1
            if not counted[who]:
                del counted[who]


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


def _who(request: Request) -> tuple[str, str]:
    """The caller's address, and the network of whoever has it; of IPv4 both are the address."""
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host)
    except ValueError:  # a socket of the machine itself has no address
        return host, host
    if not isinstance(address, IPv6Address):
        return host, host
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped), str(address.ipv4_mapped)
    half, customer = (str(IPv6Network((int(address), length), strict=False)) for length in (64, 48))
    return half, customer
