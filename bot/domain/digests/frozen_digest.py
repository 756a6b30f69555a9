"""Frozen digest."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.digests.chart import ChartFigures
from bot.domain.identifiers import UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import DigestRef
from bot.domain.messaging.messages import Button, Message, MessageKind, message_of


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenDigest:
    """The digest of one unit and week as it was made: never revised, only delivered."""

    unit: UnitId
    week: IsoWeek
    text: str
    needs_conversation: bool
    made_at: datetime
    buttons: tuple[tuple[Button, ...], ...] = ()
    chart: ChartFigures | None = None
    """What the control chart shows, all of it released; drawn only when somebody asks for it."""

    @property
    def ref(self) -> DigestRef:
        return DigestRef(unit=self.unit, week=self.week)


def digest_message(digest: FrozenDigest, *, unit_name: str, locale: str) -> Message:
    """A digest as its readers receive it; it makes a sound only if it is worth a conversation."""
    return message_of(
        MessageKind.CONVERSATION_SUGGESTED if digest.needs_conversation else MessageKind.NOTHING_NEEDED,
        locale,
        digest.text,
        buttons=digest.buttons,
        unit_name=unit_name,
    )
