"""Posts."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.identifiers import UnitId
from bot.domain.organisation.people import Profession
from bot.domain.texts.refusals import Refused
from bot.domain.texts.sentences import Sentence

EARLIEST = date(1950, 1, 1)
"""Nobody in post today began before; an earlier year is a slip of the pen."""


class LeadershipRole(StrEnum):
    CLINICAL_LEAD = "clinical_lead"
    DIVISIONAL_DIRECTOR = "divisional_director"
    MEDICAL_DIRECTOR = "medical_director"
    ASSISTANT_MEDICAL_DIRECTOR = "assistant_medical_director"
    DIRECTOR_OF_EDUCATION = "director_of_education"
    CLINICAL_TUTOR = "clinical_tutor"
    POSTGRADUATE_DEAN = "postgraduate_dean"
    DIRECTOR_OF_RESEARCH = "director_of_research"
    CLINICAL_NETWORK_DIRECTOR = "clinical_network_director"
    CLINICAL_GOVERNANCE_LEAD = "clinical_governance_lead"
    CHIEF_EXECUTIVE = "chief_executive"
    CHAIR_OF_RESEARCH_ETHICS = "chair_of_research_ethics"
    RISK_MANAGEMENT = "risk_management"
    INFECTION_CONTROL = "infection_control"


class SeatKind(StrEnum):
    """Whom a seat is for (Weiner et al 1996); it stays when the seat is empty."""

    ACTIVE_STAFF = "active_staff"
    """A clinician who treats patients here."""
    AT_LARGE = "at_large"
    """A clinician from outside the active staff."""
    MANAGEMENT = "management"
    """A manager other than the chief executive."""
    CHIEF_EXECUTIVE = "chief_executive"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleHeld:
    """One formal role in a unit (None: in the organisation as a whole); no profession and no `since` while vacant."""

    role: LeadershipRole
    unit: UnitId | None = None
    profession: Profession | None = None
    since: date | None = None

    def __post_init__(self) -> None:
        _held_or_vacant(self.profession, self.since)

    def held_on(self, day: date) -> bool:
        """Whether somebody holds it on a day; one who begins later does not yet."""
        return self.since is not None and self.since <= day


@dataclass(frozen=True, slots=True, kw_only=True)
class GovernanceSeat:
    """One seat on the board of a unit (None: of the organisation): the profession of its holder and since when.

    `votes` tells a full seat from one in attendance.
    """

    title: str
    kind: SeatKind = SeatKind.OTHER
    unit: UnitId | None = None
    profession: Profession | None = None
    since: date | None = None
    votes: bool = True

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise ValueError("a seat has a title")
        _held_or_vacant(self.profession, self.since)


def _held_or_vacant(profession: Profession | None, since: date | None) -> None:
    if (profession is None) != (since is None):
        raise ValueError("a post that is held has a profession and a start; a vacant one has neither")
    if since is not None and since < EARLIEST:
        raise Refused(Sentence.of("fault-too_early", year=str(EARLIEST.year)))
