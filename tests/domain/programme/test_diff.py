"""What would change is said in plain lines, and nothing about a person that nobody needs to see."""

from dataclasses import replace
from datetime import date, time

import pytest

from bot.domain.identifiers import QuestionId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.change_overs import (
    ChangeKind,
    ChangeOver,
    Month,
)
from bot.domain.organisation.people import (
    Address,
    Membership,
    Profession,
    Role,
    Roster,
)
from bot.domain.organisation.posts import (
    GovernanceSeat,
    LeadershipRole,
    RoleHeld,
    SeatKind,
)
from bot.domain.organisation.units import Unit
from bot.domain.programme.diff import (
    programme_changes,
    quietly_changed,
    roster_changes,
)
from bot.domain.programme.programme import (
    Budget,
    OnCron,
    Privacy,
    Programme,
    QuietDay,
    QuietHours,
    QuietWeek,
)
from bot.domain.programme.questions import (
    Audience,
    Polarity,
    Question,
)
from tests.support.builders import ICU, a_programme, a_question, a_roster
from tests.support.channels import SLACK

NOBODY = Roster(people={}, memberships=frozenset())


def lines(before: Programme | None, after: Programme) -> list[str]:
    return [str(change) for change in programme_changes(before, after)]


def people_lines(before: Roster, after: Roster) -> list[str]:
    return [str(change) for change in roster_changes(before, after)]


def test_nothing_changed_is_no_change() -> None:
    assert lines(a_programme(), a_programme()) == []
    assert people_lines(a_roster(["ada"]), a_roster(["ada"])) == []


def test_a_first_programme_is_all_new() -> None:
    assert lines(None, a_programme()) == [
        "organisation: Riverside",
        "unit added: medicine (Medicine)",
        "unit added: icu (Intensive care, below medicine)",
        "question added: pers-int-1 version 1",
        "schedule added: weekly-pulse (pers-int-1 to medicine, Tue at 10:00 every week)",
    ]


def test_units_are_added_renamed_moved_and_retired() -> None:
    before = a_programme(units=[("icu", "Intensive care"), ("amu", "Acute medicine")])
    after = replace(
        before,
        organisation=replace(
            before.organisation,
            units=(
                Unit(id=UnitId("medicine"), name="Medicine"),
                Unit(id=ICU, name="Critical care", timezone="Europe/Paris"),
                Unit(id=UnitId("hdu"), name="High dependency", parent=UnitId("medicine")),
            ),
        ),
    )
    assert lines(before, after) == [
        "unit icu renamed: Intensive care -> Critical care",
        "unit icu parent: medicine -> none",
        "unit icu timezone: none -> Europe/Paris",
        "unit added: hdu (High dependency, below medicine)",
        "unit retired: amu (Acute medicine)",
    ]


def test_questions_are_added_versioned_retired_and_widened() -> None:
    kept, gone = a_question("kept"), a_question("gone")
    before = a_programme(questions=[kept, gone, a_question("wide")])
    new = replace(kept, version=2, text={"en-GB": "Better words."})
    after = a_programme(questions=[new, a_question("wide", audience=Audience.BOTH), a_question("fresh")])
    found = [line for line in lines(before, after) if line.startswith("question")]
    assert found == [
        "question kept: version 1 -> version 2, with a new baseline",
        "question wide audience: members -> both",
        "question added: fresh version 1",
        "question retired: gone version 1",
    ]


def test_schedules_and_rules_name_both_sides() -> None:
    before = a_programme()
    weekly = before.schedules[0]
    after = replace(
        before,
        schedules=(replace(weekly, cadence=OnCron(expression="0 11 * * wed"), open_hours=72),),
        budget=Budget(questions_per_week=3),
        quiet=QuietHours(starts=time(21, 0)),
        privacy=Privacy(minimum_group=8),
        false_flags_per_team_year=1.0,
        participation_target=6,
        rota_hosts=("rota.example.org",),
        quiet_weeks=(QuietWeek(week=IsoWeek(year=2026, week=40), units=(ICU,), reason="Inspection"),),
        quiet_days=(QuietDay(date=date(2026, 12, 25), units=(ICU,), reason="Christmas"),),
    )
    assert lines(before, after) == [
        'schedule weekly-pulse cadence: Tue at 10:00 every week -> cron "0 11 * * wed"',
        "schedule weekly-pulse open_hours: 120 -> 72",
        "budget questions_per_week: 2 -> 3",
        "quiet starts: 20:00 -> 21:00",
        "privacy minimum_group: 5 -> 8",
        "flags false_flags_per_team_year: 0.5 -> 1",
        "chart participation_target: none -> 6",
        "rota hosts: none -> rota.example.org",
        "quiet week added: 2026-W40 for icu (Inspection)",
        "quiet day added: 2026-12-25 for icu (Christmas)",
    ]
    assert "schedule ended: weekly-pulse" in lines(before, replace(before, schedules=()))
    assert "quiet week taken out: 2026-W40 for icu (Inspection)" in lines(after, before)


def test_change_overs_roles_and_seats_are_told_as_often_as_they_are_written() -> None:
    seat = GovernanceSeat(title="Lay member", profession=Profession.OTHER, since=date(2024, 9, 1))
    before = replace(
        a_programme(),
        leadership_roles=(RoleHeld(role=LeadershipRole.CLINICAL_LEAD, unit=ICU),),
        governance_seats=(seat,),
    )
    after = replace(
        before,
        change_overs=(
            ChangeOver(kind=ChangeKind.TRAINEES, units=(ICU,), reason="Intake", when=Month.AUGUST),
            ChangeOver(kind=ChangeKind.ROTA, units=(ICU,), reason="Long days", when=IsoWeek(year=2026, week=40)),
        ),
        leadership_roles=(
            RoleHeld(role=LeadershipRole.CLINICAL_LEAD, unit=ICU, profession=Profession.NURSE, since=date(2026, 9, 1)),
        ),
        governance_seats=(
            seat,
            seat,
            replace(seat, title="Chief executive", kind=SeatKind.CHIEF_EXECUTIVE, votes=False),
        ),
    )
    assert lines(before, after) == [
        "change-over added: trainees, every August for icu (Intake)",
        "change-over added: rota, 2026-W40 for icu (Long days)",
        "leadership role added: clinical_lead of icu, nurse since 2026-09-01",
        "leadership role taken out: clinical_lead of icu, vacant",
        "governance seat added: Lay member (other), other since 2024-09-01",
        "governance seat added: Chief executive (chief_executive), other since 2024-09-01, without a vote",
    ]
    assert "governance seat taken out: Lay member (other), other since 2024-09-01" in lines(after, before)


def test_people_join_leave_and_change_roles() -> None:
    before = a_roster(["ada", "ben"])
    after = replace(
        a_roster(["ada", "cleo"]),
        memberships=a_roster(["cleo"]).memberships
        | {
            Membership(person=before_id, unit=ICU, role=Role.CHAMPION)
            for before_id in before.people
            if before_id == "ada"
        },
    )
    assert people_lines(before, after) == [
        "person ada becomes: champion of icu",
        "person ada is no longer: member of icu",
        "person joins: cleo (member of icu)",
        "person leaves: ben (member of icu)",
    ]
    assert people_lines(NOBODY, before) == ["person joins: ada (member of icu)", "person joins: ben (member of icu)"]


def test_an_address_is_told_of_and_never_shown_and_an_empty_one_changes_nothing() -> None:
    enrolled = a_roster({"ada": "4711"})
    assert people_lines(enrolled, a_roster(["ada"])) == []
    (line,) = people_lines(a_roster(["ada"]), enrolled)
    assert line == "person ada address: as given, on telegram"
    moved = replace(enrolled, addresses={next(iter(enrolled.people)): Address(channel=SLACK, value="U1A")})
    assert people_lines(enrolled, moved) == ["person ada address: as given, on slack"]


@pytest.mark.parametrize(
    ("after", "keys"),
    [
        (a_question(text={"en-GB": "Other words."}), ("text",)),
        (a_question(text={"de": "Andere."}), ("text",)),
        (a_question(polarity=Polarity.NEGATIVE), ("polarity",)),
        (a_question(none_label={"en-GB": "None"}), ("none_label",)),
        (a_question(text={"en-GB": "Wording of pers-int-1.", "de": "Neu."}), ()),
        (a_question(tags=frozenset({"winter"}), audience=Audience.BOTH), ()),
    ],
)
def test_one_version_has_one_wording(after: Question, keys: tuple[str, ...]) -> None:
    assert quietly_changed(a_question(), after) == keys


def test_taking_a_language_out_is_no_change_of_wording() -> None:
    both = a_question(text={"en-GB": "Words.", "de": "Worte."})
    assert quietly_changed(both, a_question(text={"en-GB": "Words."})) == ()
    assert QuestionId("pers-int-1") == both.id
