"""What an audit of the deliveries found: what should have been sent, beside what was."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.organisation.people import Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """Counts only: an audit names nobody."""

    missing: int = 0
    """Planned questions of open rounds for which no message was ever put out."""
    unsettled: int = 0
    """Messages whose time is long over and of which nobody has said what became of them."""
    unclosed: int = 0
    """Questions whose round is long over and that still wait for an answer."""
    stuck: Mapping[Channel, int] = field(default_factory=dict)
    """Messages that have been due for long on an account from which none has left since the audit before."""

    @property
    def findings(self) -> Sequence[str]:
        """What is wrong, in words for an administrator; empty when all is well."""
        found = [
            (self.missing, "questions were planned and never put out"),
            (self.unsettled, "messages are past their time and not settled"),
            (self.unclosed, "questions are past their close and not closed"),
            *((count, f"messages wait on {channel} and none leaves") for channel, count in self.stuck.items()),
        ]
        return [f"{count} {what}" for count, what in found if count]
