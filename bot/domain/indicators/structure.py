"""Structure beside pulse: who holds which leadership role and governance seat, for how long, and which are empty.

Changed by hand a few times a year and never mixed into the pulse (Weiner et al 1996 and the seed set the two
against each other). Roles after Empey et al 2002.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from statistics import median

from bot.domain.identifiers import UnitId
from bot.domain.indicators.values import Scarcity, TooFew
from bot.domain.people import CO_LEADS, Profession, Role

DAYS_A_YEAR = 365.25
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
        raise ValueError(f"since lies before {EARLIEST.year}; correct the year")


@dataclass(frozen=True, slots=True, kw_only=True)
class Governance:
    """A board as it stands on a day. `median_tenure_years` is over held seats."""

    seats: int
    empty: int
    by_profession: Mapping[Profession, int]
    by_kind: Mapping[SeatKind, int]
    """Held seats."""
    median_tenure_years: float | TooFew
    chief_executive: GovernanceSeat | None = None
    """The chief executive's held seat, the first if there are several."""


def tenure_years(since: date, *, on: date) -> float:
    """Years in a role on a day; raises ValueError before it began."""
    if on < since:
        raise ValueError(f"nobody holds a role before it began: {since} is after {on}")
    return (on - since).days / DAYS_A_YEAR


def governance(seats: Collection[GovernanceSeat], *, on: date) -> Governance:
    """What the register says on a day; seats that begin later count as empty."""
    held = [seat for seat in seats if seat.since is not None and seat.since <= on]
    tenures = [tenure_years(seat.since, on=on) for seat in held if seat.since is not None]
    professions = Counter(seat.profession for seat in held if seat.profession is not None)
    kinds = Counter(seat.kind for seat in held)
    return Governance(
        seats=len(seats),
        empty=len(seats) - len(held),
        by_profession=dict(sorted(professions.items())),
        by_kind=dict(sorted(kinds.items())),
        median_tenure_years=median(tenures) if tenures else TooFew(because=Scarcity.UNITS, found=0, needed=1),
        chief_executive=next((seat for seat in held if seat.kind is SeatKind.CHIEF_EXECUTIVE), None),
    )


def missing_co_leads(held: Collection[Role]) -> frozenset[Role]:
    """Which of medical, nursing and operational lead a microsystem lacks; empty when the trio is complete."""
    return CO_LEADS - frozenset(held)


def vacant_roles(roles: Collection[RoleHeld], *, on: date) -> tuple[RoleHeld, ...]:
    """Registered roles that nobody holds on a day, in order of unit and role."""
    empty = [each for each in roles if not each.held_on(on)]
    return tuple(sorted(empty, key=lambda each: (each.unit or "", each.role)))
