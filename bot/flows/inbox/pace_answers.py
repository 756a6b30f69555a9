"""How fast wrong codes are answered, whoever brings them: every one is, and none soon after another."""

from datetime import datetime, timedelta

from bot.domain.organisation.people import Address

MOST_A_MINUTE = 20
"""Over all chats: a flood of codes must not use up the account's pace."""
_MINUTE = timedelta(minutes=1)


class PaceAnswers:
    """One answer a minute in a chat: at once, or when the minute after the last is over. Codes that come meanwhile are
    answered by the same line. Kept in memory: after a restart an answer may come sooner once."""

    def __init__(self) -> None:
        self._answered: dict[Address, datetime] = {}
        """When each was answered last, or will be."""

    def __call__(self, to: Address, *, now: datetime) -> datetime:
        """When the code that has come now is answered; the same moment for all that one line answers."""
        self._answered = {who: at for who, at in self._answered.items() if at > now - _MINUTE}
        last = self._answered.get(to)
        if last is not None and last > now:
            return last
        at = now if last is None else last + _MINUTE
        lately = sorted(self._answered.values())[-MOST_A_MINUTE:]
        if len(lately) == MOST_A_MINUTE:
            at = max(at, lately[0] + _MINUTE)
        self._answered[to] = at
        return at
