"""Pacing: when the next message of an account may leave. Arithmetic on monotonic seconds; nobody waits here."""

from collections import deque
from dataclasses import dataclass, field
from math import inf, nextafter

SLOWEST = 0.2
"""Messages a second below which a rate never falls, so that an account always finds out when it may go on."""
RECOVERY = 0.05
"""Share of the ceiling regained for each second of sending: additive increase, back at full pace after about 20 s."""
_SECOND = 1.0
_CHATS_REMEMBERED = 4096


@dataclass(slots=True, kw_only=True)
class Pace:
    """A token bucket of one token: no burst at the start, and no second exceeds the rate by more than one message,
    as the platform counts them: one arrives at some time between its leaving and the answer to it (`answered`).

    The rate halves on a 429 and grows again by a fixed step for every second in which messages went out (additive
    increase, multiplicative decrease), never above `ceiling`; silence proves nothing and regains nothing. `per_chat`
    seconds lie between two messages to one chat.
    """

    ceiling: float
    per_chat: float = 1.0
    rate: float = field(init=False)
    _free_at: float = field(default=float("-inf"), init=False)
    _grown_at: float | None = field(default=None, init=False)
    _chats: dict[str, float] = field(default_factory=dict, init=False)
    _under_way: int = field(default=0, init=False)
    _answered_at: deque[float] = field(default_factory=deque, init=False)

    def __post_init__(self) -> None:
        if self.ceiling <= 0 or self.per_chat < 0:
            raise ValueError("a pace needs a positive rate")
        self.rate = self.ceiling

    def wait_for_turn(self, *, now: float) -> float:
        """Seconds until the account may send at all."""
        paced = self._free_at - 0.5 / self.rate  # half a message of credit absorbs the jitter of sleep
        return max(0.0, max(paced, self._room_at(now)) - now)

    def _room_at(self, now: float) -> float:
        """When the platform's second has room for one more, even if each call arrived only as it was answered.

        That costs no throughput while an answer takes no longer than the time between two messages.
        """
        answered = self._answered_at
        while answered and answered[0] <= now - _SECOND:
            answered.popleft()
        too_many = self._under_way + len(answered) - int(self.rate)
        if not answered or too_many <= 0:
            return now
        # Upwards: where the sum is rounded down, that second would not quite be over.
        return nextafter(answered[min(too_many, len(answered)) - 1] + _SECOND, inf)

    def wait_for_chat(self, chat: str, *, now: float) -> float:
        """Seconds until this chat may be written to, whatever the account may do."""
        return max(0.0, self._chats.get(chat, float("-inf")) - now)

    def took(self, chat: str, *, now: float) -> None:
        """A message to `chat` leaves now."""
        self._recover(now)
        self._under_way += 1
        self._free_at = max(self._free_at, now) + 1 / self.rate
        if self.per_chat:
            self._chats[chat] = now + self.per_chat
            if len(self._chats) > _CHATS_REMEMBERED:
                self._chats = {key: free_at for key, free_at in self._chats.items() if free_at > now}

    def answered(self, *, now: float) -> None:
        """The call of a message that left has ended, however it did."""
        self._under_way = max(0, self._under_way - 1)
        self._answered_at.append(now)

    def refused(self, *, now: float) -> None:
        """The platform said 429: halve the rate."""
        self.rate = max(min(SLOWEST, self.ceiling), self.rate / 2)
        self._grown_at = now

    def _recover(self, now: float) -> None:
        if self._grown_at is None:
            return
        sending = min(now - self._grown_at, 1 / self.rate)
        self.rate = min(self.ceiling, self.rate + sending * RECOVERY * self.ceiling)
        self._grown_at = now if self.rate < self.ceiling else None
