"""What an audit of the deliveries found: what should have been sent, beside what was."""

from collections.abc import Mapping
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
