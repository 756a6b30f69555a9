"""Whether one channel account may call its platform now: silent after a 429, careful after a fault."""

from datetime import datetime, timedelta

from bot.domain.health.parts import Part
from bot.domain.health.troubles import Trouble, TroubleKind
from bot.flows.operations.health import HealthBoard
from bot.ports import ChannelBroken, Clock, DeliveryFailed, Messenger, RateLimited, Timer

OUTAGE_PAUSES = (1.0, 2.0, 5.0, 10.0, 20.0, 30.0)
"""Seconds between looks at a platform that cannot be reached: back within a minute of its return."""
BROKEN_PAUSE = 60.0
LONGEST_BELIEVED = 3600.0
"""Cap on a stored Retry-After: a clock that was set back must not silence the account for days."""


class AccountBackoff:
    """Counts on the timer, which never jumps; the database only hands a rest on to the next process.

    After a fault the platform is asked whether it is there before another message is risked, because each message
    that is lost in an outage would be one that may or may not have arrived.
    """

    def __init__(
        self, *, part: Part, messenger: Messenger, timer: Timer, real_clock: Clock, health: HealthBoard
    ) -> None:
        """`part` is the account's place on the health board."""
        self._part, self._messenger, self._timer = part, messenger, timer
        self._real_clock, self._health = real_clock, health
        self._until = self._broken_until = float("-inf")
        self._blocked: datetime | None = None
        self._failures = 0
        self._is_doubtful = False

    @property
    def seconds_to_wait(self) -> float:
        """Seconds for which nothing may be called."""
        return max(max(self._until, self._broken_until) - self._timer.monotonic(), 0.0)

    def found(self, blocked_until: datetime | None) -> None:
        """What the database says, in real UTC; what is known already is not counted again."""
        if blocked_until is not None and blocked_until != self._blocked:
            left = (blocked_until - self._real_clock.now()).total_seconds()
            self._rest(min(left, LONGEST_BELIEVED))
        self._blocked = blocked_until

    def refused(self, seconds: float) -> datetime:
        """The platform said 429; returns when that ends, for the database."""
        self._rest(seconds)
        self._blocked = self._real_clock.now() + timedelta(seconds=seconds)
        return self._blocked

    def failed(self, failure: DeliveryFailed) -> None:
        """One failure may be chance; a row of them means that the platform is away. Either way it is asked first."""
        self._is_doubtful = True
        if isinstance(failure, ChannelBroken):
            self._health.troubled(self._part, Trouble(kind=TroubleKind.ACCOUNT_REFUSED))
            self._broken_until = self._timer.monotonic() + BROKEN_PAUSE
            return
        self._failures += 1
        if self._failures > 1:
            self._health.troubled(self._part, Trouble(kind=TroubleKind.UNREACHABLE))
        self._rest(OUTAGE_PAUSES[min(self._failures, len(OUTAGE_PAUSES)) - 1])

    def renewed(self) -> None:
        """The account has another token: the platform is asked anew, at once unless it said 429."""
        self._broken_until = float("-inf")

    def worked(self) -> None:
        """A message went through."""
        self._failures = 0

    async def may_send(self) -> bool:
        """Whether messages may be sent again; asks the platform where that is in doubt."""
        if self._is_doubtful and not self.seconds_to_wait:
            try:
                await self._messenger.check()
            except RateLimited as limited:
                self._rest(limited.retry_after)
            except DeliveryFailed as failure:
                self.failed(failure)
            else:
                self._is_doubtful = False
        return not self._is_doubtful and not self.seconds_to_wait

    def _rest(self, seconds: float) -> None:
        self._until = max(self._until, self._timer.monotonic() + seconds)
