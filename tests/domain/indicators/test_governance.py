"""The register of roles and seats says tenure, vacancies and the missing co-lead."""

from datetime import date

import pytest

from bot.domain.identifiers import UnitId
from bot.domain.indicators.governance import (
    governance,
    missing_co_leads,
    tenure_years,
    vacant_roles,
)
from bot.domain.indicators.values import Scarcity, TooFew
from bot.domain.organisation.people import Profession, Role
from bot.domain.organisation.posts import (
    GovernanceSeat,
    LeadershipRole,
    RoleHeld,
    SeatKind,
)

ICU, WARD = UnitId("icu"), UnitId("ward")
TODAY = date(2026, 3, 31)


def test_the_register_counts_seats_by_profession_and_their_tenure() -> None:
    seats = [
        GovernanceSeat(title="Chair", profession=Profession.OTHER, since=date(2024, 3, 31)),
        GovernanceSeat(
            title="Medical director",
            kind=SeatKind.ACTIVE_STAFF,
            profession=Profession.DOCTOR,
            since=date(2022, 3, 31),
        ),
        GovernanceSeat(
            title="Chief nurse", kind=SeatKind.MANAGEMENT, profession=Profession.NURSE, since=date(2026, 9, 1)
        ),
        GovernanceSeat(title="Director of finance", kind=SeatKind.MANAGEMENT),
    ]
    board = governance(seats, on=TODAY)
    assert (board.seats, board.empty, board.chief_executive) == (4, 2, None)
    assert board.by_kind == {SeatKind.ACTIVE_STAFF: 1, SeatKind.OTHER: 1}
    assert board.by_profession == {Profession.DOCTOR: 1, Profession.OTHER: 1}
    assert board.median_tenure_years == pytest.approx(3.0, abs=0.01)


def test_an_empty_board_has_no_tenure() -> None:
    tenure = governance([GovernanceSeat(title="Chair")], on=TODAY).median_tenure_years
    assert tenure == TooFew(because=Scarcity.UNITS, found=0, needed=1)


def test_a_seat_is_held_or_empty_and_nothing_between() -> None:
    with pytest.raises(ValueError, match="profession and a start"):
        GovernanceSeat(title="Chair", profession=Profession.OTHER)
    with pytest.raises(ValueError, match="profession and a start"):
        RoleHeld(role=LeadershipRole.CLINICAL_TUTOR, since=date(2020, 1, 1))
    with pytest.raises(ValueError, match="correct the year"):
        RoleHeld(role=LeadershipRole.CLINICAL_TUTOR, profession=Profession.DOCTOR, since=date(1024, 9, 1))
    with pytest.raises(ValueError, match="before it began"):
        tenure_years(date(2027, 1, 1), on=TODAY)


def test_the_missing_co_lead_is_named() -> None:
    assert missing_co_leads([Role.MEDICAL_LEAD, Role.MEMBER, Role.NURSING_LEAD]) == {Role.OPERATIONAL_LEAD}
    assert missing_co_leads([Role.MEDICAL_LEAD, Role.NURSING_LEAD, Role.OPERATIONAL_LEAD]) == frozenset()


def test_vacant_roles_are_listed_in_order() -> None:
    roles = [
        RoleHeld(unit=WARD, role=LeadershipRole.INFECTION_CONTROL),
        RoleHeld(unit=ICU, role=LeadershipRole.CLINICAL_LEAD, profession=Profession.DOCTOR, since=date(2027, 1, 1)),
        RoleHeld(unit=ICU, role=LeadershipRole.RISK_MANAGEMENT, profession=Profession.OTHER, since=date(2020, 1, 1)),
    ]
    assert [each.unit for each in vacant_roles(roles, on=TODAY)] == ["icu", "ward"]
