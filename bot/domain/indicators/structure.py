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

from bot.domain.indicators.values import Scarcity, TooFew
from bot.domain.people import CO_LEADS, Profession, Role

DAYS_A_YEAR = 365.25


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


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleHeld:
    """One formal role in a unit; `since` is None while it is vacant."""

    unit: str
    role: LeadershipRole
    since: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GovernanceSeat:
    """One seat on the governing body: the profession it is held by and since when, both None while it is empty.

    `votes` tells a full seat from one in attendance; `active_staff` a clinician still seeing patients (Weiner).
    """

    title: str
    profession: Profession | None = None
    since: date | None = None
    votes: bool = True
    active_staff: bool = False

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise ValueError("a seat has a title")
        if (self.profession is None) != (self.since is None):
            raise ValueError("a seat that is held has a profession and a start; an empty one has neither")
        if self.active_staff and self.since is None:
            raise ValueError("nobody on an empty seat is active staff")


@dataclass(frozen=True, slots=True, kw_only=True)
class Governance:
    """Seats as they stand on a day. `median_tenure_years` is over held seats."""

    seats: int
    empty: int
    by_profession: Mapping[Profession, int]
    active_staff: int
    median_tenure_years: float | TooFew


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
    return Governance(
        seats=len(seats),
        empty=len(seats) - len(held),
        by_profession=dict(sorted(professions.items())),
        active_staff=sum(seat.active_staff for seat in held),
        median_tenure_years=median(tenures) if tenures else TooFew(because=Scarcity.UNITS, found=0, needed=1),
    )


def missing_co_leads(held: Collection[Role]) -> frozenset[Role]:
    """Which of medical, nursing and operational lead a microsystem lacks; empty when the trio is complete."""
    return CO_LEADS - frozenset(held)


def vacant_roles(roles: Collection[RoleHeld], *, on: date) -> tuple[RoleHeld, ...]:
    """Registered roles that nobody holds on a day, in order of unit and role."""
    empty = [each for each in roles if each.since is None or each.since > on]
    return tuple(sorted(empty, key=lambda each: (each.unit, each.role)))
