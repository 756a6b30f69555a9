"""The loop: flags that are worth a conversation, what leads say to them, and the actions that follow."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.identifiers import FlagId, PersonId, UnitId, short_id
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.people import Role


def flag_id(unit: UnitId, week: IsoWeek) -> FlagId:
    return FlagId(short_id("flag", unit, week))


class FlagResponse(StrEnum):
    """What a lead said to a flag; kept with it, so that the precision of each kind can be known."""

    REPLYING = "replying"
    KNOWN_REASON = "known_reason"
    NOT_RECOGNISED = "not_recognised"
    HELP_FROM_ABOVE = "help_from_above"

    def replaces(self, other: "FlagResponse") -> bool:
        """Whether a lead who says this takes back what they said before. To ask for help goes with taking the flag and
        with a known reason; everything else contradicts each other.
        """
        return self is not other and frozenset((self, other)) not in _GO_TOGETHER


_GO_TOGETHER = frozenset(
    frozenset((FlagResponse.HELP_FROM_ABOVE, other)) for other in (FlagResponse.REPLYING, FlagResponse.KNOWN_REASON)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """A microsystem drifts: worth a conversation. Carries evidence for reading, no weekly score."""

    id: FlagId
    unit: UnitId
    week: IsoWeek
    kind: FlagKind


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagReply:
    """What one lead says to a flag. A newer answer takes the place of an earlier one that it contradicts."""

    flag: FlagId
    person: PersonId
    response: FlagResponse
    at: datetime
    words: str = ""


class HelpResponse(StrEnum):
    """What somebody above says to leads who ask for help."""

    WILL_SPEAK = "will_speak"
    NOT_NOW = "not_now"


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpReply:
    """What one person above says to leads who asked for help about a flag; a newer answer replaces an earlier one."""

    flag: FlagId
    person: PersonId
    role: Role
    response: HelpResponse
    at: datetime
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredFlag:
    """A flag with the newest that any lead said to it; None while nobody has answered."""

    kind: FlagKind
    unit: UnitId
    response: FlagResponse | None
