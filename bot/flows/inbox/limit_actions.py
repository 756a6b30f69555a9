"""How much one address may do in a minute, counted where it comes in: what is refused there is never called saved."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.messaging.inbound import Inbound, Opened, is_action
from bot.domain.organisation.people import Address

PER_MINUTE = 30
_MINUTE = timedelta(minutes=1)


@dataclass(slots=True, kw_only=True)
class _Lately:
    done: dict[str, datetime] = field(default_factory=dict)
    """When each update was let in, by its id: the same one may come again, and must not count twice."""
    told_at: datetime | None = None

    def forget(self, now: datetime) -> None:
        self.done = {update: at for update, at in self.done.items() if _is_recent(at, now)}
        if self.told_at is not None and not _is_recent(self.told_at, now):
            self.told_at = None

    @property
    def is_over(self) -> bool:
        return not self.done and self.told_at is None


class LimitActions:
    """Thirty actions a minute of one address, and beside them as many of what is none, such as to look at a page; the
    memory of each ends with its minute."""

    def __init__(self) -> None:
        self._lately: dict[tuple[Address, bool], _Lately] = {}
        """By address, and whether they are actions."""

    def allows(self, update: Inbound, *, now: datetime) -> bool:
        self._forget(now)
        lately = self._lately.pop(_of(update), None) or _Lately()
        self._lately[_of(update)] = lately  # whoever came last stands last
        lately.forget(now)
        if update.update_id in lately.done:
            return True
        if len(lately.done) >= PER_MINUTE:
            return False
        lately.done[update.update_id] = now
        return True

    def is_told(self, update: Inbound, *, now: datetime) -> bool:
        """Whether they heard within the minute that it was too much; from now on they have."""
        lately = self._lately[_of(update)]
        was_told = lately.told_at is not None
        if not was_told:
            lately.told_at = now
        return was_told

    def _forget(self, now: datetime) -> None:
        while self._lately:
            longest_ago = next(iter(self._lately))
            self._lately[longest_ago].forget(now)
            if not self._lately[longest_ago].is_over:
                return
            del self._lately[longest_ago]


class LimitLooks:
    """The same for what a channel shows at once, beside the inbox: thirty looks a minute of one address."""

    def __init__(self) -> None:
        self._limit, self._count = LimitActions(), 0

    def allows(self, sender: Address, *, now: datetime) -> bool:
        self._count += 1
        look = Inbound(sender=sender, update_id=str(self._count), sequence=self._count, event=Opened())
        return self._limit.allows(look, now=now)


def _of(update: Inbound) -> tuple[Address, bool]:
    return update.sender, is_action(update.event)


def _is_recent(at: datetime, now: datetime) -> bool:
    return now - _MINUTE < at <= now
