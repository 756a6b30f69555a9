"""Frozen digest."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.digests.chart import ChartFigures
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import DigestRef
from bot.domain.messaging.documents import Document
from bot.domain.messaging.messages import Button, Message, MessageKind
from bot.domain.organisation.people import READERS, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipients:
    """Who may read a digest, settled when it is frozen, when insiders are: who is promoted later reads the next one."""

    readers: frozenset[PersonId] = frozenset()
    """Its co-leads, champions and sponsors."""
    members: frozenset[PersonId] = frozenset()
    """The team, which is shown the same page two days later."""

    @classmethod
    def of(cls, roles: Mapping[PersonId, frozenset[Role]]) -> "Recipients":
        """Those who hold these roles in the unit."""
        return cls(
            readers=frozenset(person for person, held in roles.items() if held & READERS),
            members=frozenset(person for person, held in roles.items() if Role.MEMBER in held),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenDigest:
    """The digest of one unit and week as it was made: never revised, only delivered."""

    unit: UnitId
    week: IsoWeek
    document: Document
    needs_conversation: bool
    for_the_team: bool
    """Whether the team is shown it, too: it has figures to share, and the team is not new any more."""
    made_at: datetime
    buttons: tuple[tuple[Button, ...], ...] = ()
    chart: ChartFigures | None = None
    """What the control chart shows, all of it released; drawn only when somebody asks for it."""
    recipients: Recipients = Recipients()

    @property
    def ref(self) -> DigestRef:
        return DigestRef(unit=self.unit, week=self.week)


def digest_message(digest: FrozenDigest, *, unit_name: str, locale: str) -> Message:
    """A digest as its readers receive it; it makes a sound only if it is worth a conversation."""
    return Message(
        kind=MessageKind.CONVERSATION_SUGGESTED if digest.needs_conversation else MessageKind.NOTHING_NEEDED,
        locale=locale,
        document=digest.document,
        buttons=digest.buttons,
        unit_name=unit_name,
    )
