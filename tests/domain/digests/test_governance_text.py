"""Structure is said beside the pulse, briefly, and never pushes a digest over its length."""

from dataclasses import replace
from datetime import date
from functools import partial

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.answers.epochs import Epoch
from bot.domain.digests.change_over_text import change_lines
from bot.domain.digests.frozen_digest import FrozenDigest
from bot.domain.digests.governance_text import (
    opens_quarter,
    structure_lines,
    with_lines,
    written_with,
)
from bot.domain.digests.roll_up_text import write_roll_up
from bot.domain.digests.team_text import (
    LONG,
    SHORT,
    write_page,
)
from bot.domain.identifiers import UnitId
from bot.domain.iso_weeks import IsoWeek
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
from tests.domain.digests.test_page import a_page, a_roll_up
from tests.domain.digests.test_quarter_text import (
    STEADY,
    SURE,
    notes,
)
from tests.support.builders import ICU, T0, a_programme

TOP, WARD = UnitId("medicine"), UnitId("ward")
ON = date(2026, 3, 31)
WEEK = IsoWeek.parse("2026-W13")
PROGRAMME = a_programme(units=[("icu", "Intensive care"), ("ward", "Ward 7")])
TREE = UnitTree.of(PROGRAMME.organisation)
FULL = {ICU: CO_LEADS, WARD: CO_LEADS}


def said(programme: Programme, unit: UnitId, roles: dict[UnitId, frozenset[Role]] | None = None) -> list[str]:
    return structure_lines(programme, unit, tree=TREE, roles=FULL if roles is None else roles, on=ON)


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
    assert line.startswith("CO-LEADS Not named yet: nursing lead, operational lead.")
    assert said(PROGRAMME, WARD, roles) == []
    assert said(PROGRAMME, TOP, roles) == [
        "CO-LEADS Teams without all of medical, nursing and operational lead: 1 of 2."
    ]
    only_icu = {ICU: frozenset[Role]()}  # the ward has not begun
    assert said(PROGRAMME, TOP, only_icu)[0].endswith("lead: 1 of 1.")


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
        "POSTS Infection control vacant; risk management vacant; clinical lead (nurse) since September 2024."
    ]
    assert said(programme, TOP) == [
        "POSTS Divisional director (nurse) since September 2024; chief executive (nurse) since September 2024."
    ]
    many = replace(PROGRAMME, leadership_roles=tuple(a_role(role) for role in LeadershipRole))
    assert said(many, ICU)[0].endswith("medical director (nurse) since September 2024; 11 more.")


def test_the_board_is_said_by_profession_kind_and_tenure() -> None:
    seats = (
        a_seat(SeatKind.ACTIVE_STAFF, Profession.DOCTOR),
        a_seat(SeatKind.AT_LARGE, Profession.DOCTOR, "2025-12-01"),
        a_seat(SeatKind.CHIEF_EXECUTIVE, Profession.OTHER, "2020-03-31", votes=False),
        a_seat(SeatKind.MANAGEMENT, Profession.NURSE, "2024-03-31"),
        a_seat(SeatKind.OTHER, None),
    )
    assert said(replace(PROGRAMME, governance_seats=seats), TOP) == [
        "BOARD 4 of 5 seats held: doctors 2, nurses 1, others 1; treating patients here 1, clinicians from elsewhere 1,"
        " management 1. Half have sat for 3 years or longer. Chief executive without a vote, in post for 6 years."
    ]
    assert said(replace(PROGRAMME, governance_seats=seats), ICU) == []
    own = replace(PROGRAMME, governance_seats=(a_seat(SeatKind.OTHER, None, unit=ICU),))
    assert said(own, ICU) == ["BOARD None of 1 seats held."]
    assert said(own, TOP) == []


def test_a_quarter_opens_with_its_epoch() -> None:
    epoch = Epoch(first=WEEK, weeks=13)
    assert [opens_quarter(epoch, WEEK + step) for step in range(3)] == [True, False, False]
    assert not opens_quarter(None, WEEK)


@settings(deadline=None)
@given(st.lists(st.sampled_from(["", "words"]), min_size=2, max_size=LONG), st.integers(0, 6), st.booleans())
def test_lines_are_added_whole_where_there_is_room_and_a_digest_never_grows_too_long(
    body: list[str], more: int, flagged: bool
) -> None:
    most = LONG if flagged else SHORT
    text = ["title", *body[: most - 2], "footer"]
    digest = FrozenDigest(unit=ICU, week=WEEK, text="\n".join(text), needs_conversation=flagged, made_at=T0)
    added = [f"new {number}" for number in range(more)]
    found = with_lines(digest, added).text.split("\n")
    assert len(found) <= most
    assert [line for line in found if line in text and line] == [line for line in text if line]
    kept = [line for line in found if line in added]
    assert kept == added[: most - sum(bool(line) for line in text)]
    assert found[0] == "title"
    assert found[-1] == "footer" or "" not in text


def test_what_other_weeks_repeat_gives_way_to_a_register_that_finds_no_room() -> None:
    given = notes(week=STEADY, bands=SURE, everything=True)
    page = a_roll_up(notes=given, is_top=True)
    full = [f"REGISTER {number}" for number in range(4)]
    text = written_with(full, page, partial(write_roll_up, at=T0)).text.split("\n")
    assert len(text) <= SHORT
    assert set(full) <= set(text)
    assert any(line.startswith("WHOLE ORGANISATION") for line in text)
    assert not any(line.startswith("STANDING") for line in text)
    bands = written_with([], page, partial(write_roll_up, at=T0))
    assert "STANDING" in bands.text
    roomy = written_with(full[:1], a_roll_up(notes=notes(bands=SURE)), partial(write_roll_up, at=T0)).text
    assert "STANDING" in roomy
    assert full[0] in roomy
    team = written_with(full[:2], a_page(notes=given), partial(write_page, at=T0)).text.split("\n")
    assert len(team) <= SHORT
    assert set(full[:2]) <= set(team)


def test_a_change_is_said_once_to_its_teams_with_what_it_means() -> None:
    def changed(*kinds: ChangeKind, units: tuple[UnitId, ...] = (ICU,)) -> Restarts:
        changes = [ChangeOver(kind=kind, units=units, reason=f"{kind.value} here.", when=WEEK) for kind in kinds]
        return restarts_in(WEEK, dict.fromkeys(TREE.microsystems, WEEK - 1), changes, TREE)

    assert change_lines(changed(ChangeKind.TRAINEES), ICU, tree=TREE) == [
        "CHANGED trainees here. Whoever joins is new to us; all other habits go on as they were."
    ]
    (both,) = change_lines(changed(ChangeKind.REBASE, ChangeKind.MERGER), ICU, tree=TREE)
    assert both.startswith("CHANGED rebase here; merger here. We learn afresh what is usual for you")
    assert "chart’s usual range" in change_lines(changed(ChangeKind.REBASE), ICU, tree=TREE)[0]
    assert change_lines(changed(ChangeKind.ROTA), WARD, tree=TREE) == []
    assert change_lines(changed(ChangeKind.ROTA), TOP, tree=TREE) == ["CHANGED rota here (1 of 2 teams)."]
    assert change_lines(changed(ChangeKind.ROTA, units=(TOP,)), TOP, tree=TREE) == ["CHANGED rota here (2 of 2 teams)."]
