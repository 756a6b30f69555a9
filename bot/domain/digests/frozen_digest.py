"""Frozen digest."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.identifiers import Json, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import DigestRef
from bot.domain.messaging.messages import Button


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenDigest:
    """The digest of one unit and week as it was made: never revised, only delivered."""

    unit: UnitId
    week: IsoWeek
    text: str
    needs_conversation: bool
    made_at: datetime
    buttons: tuple[tuple[Button, ...], ...] = ()
    chart: Json = field(default_factory=dict)
    """What the control chart shows, all of it released; drawn only when somebody asks for it."""

    @property
    def ref(self) -> DigestRef:
        return DigestRef(unit=self.unit, week=self.week)
