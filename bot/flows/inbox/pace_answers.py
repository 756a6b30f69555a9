"""How fast wrong codes are answered, whoever brings them: every one is, and none soon after another."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.organisation.people import Address

MOST_A_MINUTE = 20
"""Over all chats: a flood of codes must not use up the account's pace."""
_MINUTE = timedelta(minutes=1)
_NAME_BYTES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerLine:
    at: datetime
    name: str
    """Chance: what it is kept under may tell neither who brought a code nor when."""


class PaceAnswers:
    """One answer a minute in a chat: at once, or when the minute after the last is over. Codes that come meanwhile are
    answered by the same line. Kept in memory: after a restart an answer may come sooner once."""

    def __init__(self, *, token: Callable[[int], bytes]) -> None:
        """`token`: bytes of chance."""
        self._token = token
        self._answered: dict[Address, AnswerLine] = {}
        """When each was answered last, or will be."""

    def __call__(self, to: Address, *, now: datetime) -> AnswerLine:
        """The line that answers the code which has come now; the same for all that one line answers."""
        self._answered = {who: line for who, line in self._answered.items() if line.at > now - _MINUTE}
        last = self._answered.get(to)
        if last is not None and last.at > now:
            return last
        at = now if last is None else last.at + _MINUTE
        lately = sorted(line.at for line in self._answered.values())[-MOST_A_MINUTE:]
        if len(lately) == MOST_A_MINUTE:
            at = max(at, lately[0] + _MINUTE)
        self._answered[to] = AnswerLine(at=at, name=self._token(_NAME_BYTES).hex())
        return self._answered[to]
