"""Structure is said beside the pulse, briefly, and never pushes a digest over its length."""

from dataclasses import replace
from datetime import date

from bot.domain.digests.quarterly.change_over_text import change_facts
from bot.domain.digests.quarterly.governance_text import (
    opens_quarter,
    structure_facts,
)
from bot.domain.digests.roll_up_text import write_roll_up
from bot.domain.digests.team_text import write_page
from bot.domain.identifiers import UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.documents import Fact, SectionPriority
from bot.domain.organisation.change_overs import (
    ChangeKind,
    ChangeOver,
    Restarts,
    restarts_in,
)
from bot.domain.organisation.people import (
    CO_LEADS,
    Profession,
    Role,
)
from bot.domain.organisation.posts import (
    GovernanceSeat,
    LeadershipRole,
    RoleHeld,
    SeatKind,
)
from bot.domain.organisation.unit_tree import UnitTree
from bot.domain.programme.programme import Programme
from tests.support.builders import ICU, T0, a_programme, a_whole_quarter
from tests.support.messages import details_of, lines_of, words_of
from tests.support.pages import a_page, a_roll_up

TOP, WARD = UnitId("medicine"), UnitId("ward")
ON = date(2026, 3, 31)
WEEK = IsoWeek.parse("2026-W13")
PROGRAMME = a_programme(units=[("icu", "Intensive care"), ("ward", "Ward 7")])
TREE = UnitTree.of(PROGRAMME.organisation)
FULL = {ICU: CO_LEADS, WARD: CO_LEADS}


def said(programme: Programme, unit: UnitId, roles: dict[UnitId, frozenset[Role]] | None = None) -> list[str]:
    facts = structure_facts(programme, unit, tree=TREE, roles=FULL if roles is None else roles, on=ON)
    return lines_of(facts)


def a_role(role: LeadershipRole, unit: UnitId | None = ICU, since: date | None = date(2024, 9, 1)) -> RoleHeld:
    return RoleHeld(role=role, unit=unit, profession=Profession.NURSE if since else None, since=since)


def a_seat(kind: SeatKind, profession: Profession | None, since: str = "2022-03-31", **more: object) -> GovernanceSeat:
    held = date.fromisoformat(since) if profession else None
    return GovernanceSeat(title="Seat", kind=kind, profession=profession, since=held, **more)  # type: ignore[arg-type]


def test_a_full_trio_and_an_empty_register_say_nothing() -> None:
    assert said(PROGRAMME, ICU) == []
    assert said(PROGRAMME, TOP) == []


def test_missing_co_leads_are_named_to_their_team_and_counted_above_it() -> None:
    roles = {ICU: frozenset({Role.MEDICAL_LEAD, Role.MEMBER}), WARD: CO_LEADS}
    (line,) = said(PROGRAMME, ICU, roles)
    assert line.startswith("Co-leads: Not named yet: nursing lead and operational lead (")
    assert said(PROGRAMME, WARD, roles) == []
    assert said(PROGRAMME, TOP, roles) == [
        "Co-leads: Teams without all of medical, nursing and operational lead: 1 of 2"
    ]
    only_icu = {ICU: frozenset[Role]()}  # the ward has not begun
    assert said(PROGRAMME, TOP, only_icu)[0].endswith("lead: 1 of 1")


def test_posts_are_said_to_their_unit_vacant_ones_first_and_cut_at_four() -> None:
    posts = (
        a_role(LeadershipRole.CLINICAL_LEAD),
        a_role(LeadershipRole.INFECTION_CONTROL, since=None),
        a_role(LeadershipRole.RISK_MANAGEMENT, since=date(2026, 4, 1)),
        a_role(LeadershipRole.DIVISIONAL_DIRECTOR, TOP),
        a_role(LeadershipRole.CHIEF_EXECUTIVE, None),
    )
    programme = replace(PROGRAMME, leadership_roles=posts)
    assert said(programme, ICU) == [
        "Posts: Infection control: vacant; Risk management: vacant; Clinical lead (nurse) since September 2024"
    ]
    assert said(programme, TOP) == [
        "Posts: Divisional director (nurse) since September 2024; Chief executive (nurse) since September 2024"
    ]
    many = replace(PROGRAMME, leadership_roles=tuple(a_role(role) for role in LeadershipRole))
    assert said(many, ICU)[0].endswith("Medical director (nurse) since September 2024; 11 more")


def test_the_board_is_said_by_profession_kind_and_tenure() -> None:
    seats = (
        a_seat(SeatKind.ACTIVE_STAFF, Profession.DOCTOR),
        a_seat(SeatKind.AT_LARGE, Profession.DOCTOR, "2025-12-01"),
        a_seat(SeatKind.CHIEF_EXECUTIVE, Profession.OTHER, "2020-03-31", votes=False),
        a_seat(SeatKind.MANAGEMENT, Profession.NURSE, "2024-03-31"),
        a_seat(SeatKind.OTHER, None),
    )
    assert said(replace(PROGRAMME, governance_seats=seats), TOP) == [
        "Board: 4 of 5 seats held (doctors 2, nurses 1, others 1; treating patients here 1, clinicians from elsewhere "
        "1, management 1; half have sat for 3 years or longer; chief executive without a vote, in post for 6 years)"
    ]
    assert said(replace(PROGRAMME, governance_seats=seats), ICU) == []
    own = replace(PROGRAMME, governance_seats=(a_seat(SeatKind.OTHER, None, unit=ICU),))
    assert said(own, ICU) == ["Board: The only seat is empty"]
    assert said(own, TOP) == []


def test_a_quarter_opens_with_its_first_block() -> None:
    epoch = a_whole_quarter(WEEK)
    assert [opens_quarter(epoch, WEEK + step) for step in range(3)] == [True, False, False]
    assert not opens_quarter(None, WEEK)


def register(count: int) -> list[Fact]:
    return [
        Fact(label="Register", value=f"entry {number}", priority=SectionPriority.ADDITIONAL) for number in range(count)
    ]


def test_what_stands_beside_the_pulse_is_one_tap_away() -> None:
    beside = tuple(register(4))
    for digest in (write_page(a_page(), at=T0, beside=beside), write_roll_up(a_roll_up(), at=T0, beside=beside)):
        assert set(lines_of(beside)) <= set(details_of(digest).splitlines())
        assert not set(lines_of(beside)) & set(words_of(digest).splitlines())


def test_a_change_is_said_once_to_its_teams_with_what_it_means() -> None:
    def changed(*kinds: ChangeKind, units: tuple[UnitId, ...] = (ICU,)) -> Restarts:
        changes = [ChangeOver(kind=kind, units=units, reason=f"{kind.value} here.", when=WEEK) for kind in kinds]
        return restarts_in(WEEK, dict.fromkeys(TREE.microsystems, WEEK - 1), changes, TREE)

    def told(restarts: Restarts, unit: UnitId) -> list[str]:
        return lines_of(change_facts(restarts, unit, tree=TREE))

    assert told(changed(ChangeKind.TRAINEES), ICU) == [
        "Changed: trainees here (new joiners have no history with us yet; nothing else changes)"
    ]
    (both,) = told(changed(ChangeKind.REBASE, ChangeKind.MERGER), ICU)
    assert both.startswith("Changed: rebase here; merger here (we learn again what is usual for you")
    assert "new usual range" in told(changed(ChangeKind.REBASE), ICU)[0]
    assert told(changed(ChangeKind.ROTA), WARD) == []
    assert told(changed(ChangeKind.ROTA), TOP) == ["Changed: rota here (1 of 2 teams)"]
    assert told(changed(ChangeKind.ROTA, units=(TOP,)), TOP) == ["Changed: rota here (2 of 2 teams)"]
