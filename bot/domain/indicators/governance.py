"""Structure beside pulse: who holds which leadership role and governance seat, for how long, and which are empty.

Changed by hand a few times a year and never mixed into the pulse: structure is who may decide, the pulse is how people
are. Seats after Weiner et al 1996, roles after Empey et al 2002.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import median

from bot.domain.indicators.values import Scarcity, TooFew
from bot.domain.organisation.people import (
    CO_LEADS,
    Profession,
    Role,
)
from bot.domain.organisation.posts import (
    GovernanceSeat,
    RoleHeld,
    SeatKind,
)

DAYS_A_YEAR = 365.25


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
    filled = [seat for seat in seats if seat.since is not None and seat.since <= on]
    tenures = [tenure_years(seat.since, on=on) for seat in filled if seat.since is not None]
    professions = Counter(seat.profession for seat in filled if seat.profession is not None)
    kinds = Counter(seat.kind for seat in filled)
    return Governance(
        seats=len(seats),
        empty=len(seats) - len(filled),
        by_profession=dict(sorted(professions.items())),
        by_kind=dict(sorted(kinds.items())),
        median_tenure_years=median(tenures) if tenures else TooFew(because=Scarcity.UNITS, found=0, needed=1),
        chief_executive=next((seat for seat in filled if seat.kind is SeatKind.CHIEF_EXECUTIVE), None),
    )


def missing_co_leads(filled: Collection[Role]) -> frozenset[Role]:
    """Which of medical, nursing and operational lead a microsystem lacks; empty when the trio is complete."""
    return CO_LEADS - frozenset(filled)


def vacant_roles(roles: Collection[RoleHeld], *, on: date) -> tuple[RoleHeld, ...]:
    """Registered roles that nobody holds on a day, in order of unit and role."""
    empty = [each for each in roles if not each.held_on(on)]
    return tuple(sorted(empty, key=lambda each: (each.unit or "", each.role)))
