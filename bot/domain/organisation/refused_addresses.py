"""When an address that refuses messages is tried again, and when it is given up.

Platforms say "no such channel" in an outage, too, and accounts that were closed come back. So an address is given up
only when it has refused three times over seven hours, and even then it is tried again every four weeks. Whoever writes
or presses is there at once.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

WAITS = (timedelta(hours=1), timedelta(hours=6))
"""After the first refusal and after the second; the third gives the address up."""
TRIED_AGAIN = timedelta(weeks=4)
_ONE_OCCASION = timedelta(minutes=30)
"""Several messages that are refused within so long say no more than one."""
_FORGOTTEN = timedelta(weeks=8)


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedAddress:
    """How often an address has refused lately."""

    times: int = 0
    newest: datetime | None = None

    def once_more(self, at: datetime) -> "RefusedAddress":
        if self.newest is None or at - self.newest > _FORGOTTEN:
            return RefusedAddress(times=1, newest=at)
        if at - self.newest < _ONE_OCCASION:
            return self
        return RefusedAddress(times=self.times + 1, newest=at)

    @property
    def wait(self) -> timedelta | None:
        """How long to wait before the next try; None when the address is given up."""
        return WAITS[self.times - 1] if self.times <= len(WAITS) else None
